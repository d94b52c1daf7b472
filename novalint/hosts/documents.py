"""The nova.confs that stand in a host: a YAML file of some tool, or devstack's local.conf."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from novalint.hosts.bases import OPEN, written_by
from novalint.hosts.blocks import line_form, text_pieces
from novalint.hosts.declared import Declared
from novalint.hosts.devstack import local_conf_sections
from novalint.hosts.finding import Found, found_in
from novalint.hosts.flags import flag_pieces
from novalint.hosts.mappings import MappingText, Tool, grouped, slashed
from novalint.hosts.nesting import as_template
from novalint.hosts.paths import role_of_path
from novalint.hosts.pieces import put_together, shared
from novalint.hosts.rendering import ansible, helm, puppet
from novalint.hosts.rewriting import Rewriting
from novalint.hosts.searching import is_yaml, may_hold
from novalint.hosts.yaml_tree import Mapping, Scalar, read
from novalint.text.source_map import Embedded, LineForm, SourceMap


def embedded_documents(
    text: str, path: str, declared: Sequence[Declared] = ()
) -> tuple[Embedded, ...]:
    """Return the nova.confs of a host in the order of its text; empty where it holds none.

    `path` says which kind of host it is, and for whom: the group of hosts whose variables it has.
    `declared` is what settings say about this file. Never raises on what a text holds; a text that
    should be YAML and is none holds nothing.
    """
    if PurePath(path).name.startswith("local.conf") or "[[post-config|" in text:
        return tuple(as_template(embedded, "shell", path) for embedded in local_conf_sections(text))
    if not (declared or is_yaml(path)) or not may_hold(text, declared):
        return ()
    made = (_embedded(found, text, path, declared) for found in found_in(read(text), declared))
    return tuple(embedded for embedded in made if embedded is not None)


def _embedded(found: Found, host: str, path: str, declared: Sequence[Declared]) -> Embedded | None:
    content = _content(found, host)
    if not content.pieces:
        return None
    text, slices = put_together(content.pieces)
    made = Embedded(
        name=found.name,
        text=text,
        source_map=SourceMap(slices, content.lines, content.group_indent),
        open=content.open or found.form in OPEN,
        elsewhere=written_by(found.form),
        role=found.role or role_of_path(path),
        release=found.release,
        form=found.form,
        rewrite=None if found.shape == "text" else Rewriting(found.name, tuple(declared)),
    )
    return as_template(made, found.language, path) if found.shape == "text" else made


def _content(found: Found, host: str) -> MappingText:
    node = found.node
    if isinstance(node, Scalar):
        if found.shape == "flags":
            return MappingText(flag_pieces(node, host), LineForm.FIXED, None, open=False)
        pieces = text_pieces(node, host)
        if not found.own:
            return MappingText(list(map(shared, pieces)), LineForm.FIXED, None, False)
        return MappingText(pieces, line_form(pieces), None, False)
    return _mapping(node, found, host)


def _mapping(node: Mapping, found: Found, host: str) -> MappingText:
    if found.shape == "names":
        return slashed(node, puppet, host, found.own)
    return grouped(node, _HELM if found.form == "helm" else _ANSIBLE, host, found.own)


_HELM = Tool(helm, bare=False)
_ANSIBLE = Tool(ansible)
