"""The nova.confs that stand in a host: a YAML file of some tool, or devstack's local.conf."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from novalint.hosts.bases import OPEN, written_by
from novalint.hosts.blocks import line_form, text_pieces
from novalint.hosts.conf_nodes import ConfNode
from novalint.hosts.declared import Declared
from novalint.hosts.devstack import local_conf_sections
from novalint.hosts.finding import found_in
from novalint.hosts.flags import flag_pieces
from novalint.hosts.hidden_variables import hidden_variable
from novalint.hosts.mappings import MappingText, Tool, grouped, slashed
from novalint.hosts.misspelt_keys import VARIABLE
from novalint.hosts.nesting import as_template
from novalint.hosts.paths import role_of_path
from novalint.hosts.pieces import put_together, shared
from novalint.hosts.rendering import ansible, helm, puppet
from novalint.hosts.repeated_keys import within
from novalint.hosts.rewriting import Rewriting
from novalint.hosts.searching import is_template, is_yaml, may_hold
from novalint.hosts.templated import WithoutTemplate, in_branches, what_reads, without_template
from novalint.hosts.yaml_in_text import in_texts
from novalint.hosts.yaml_tree import Mapping, Scalar, read
from novalint.templates import joined_by, language_of
from novalint.text.source_map import (
    Base,
    Embedded,
    JoinedLines,
    LineForm,
    RepeatedKey,
    SourceMap,
    Stray,
)


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
    return _in_yaml(text, path, declared)


def _in_yaml(
    text: str, path: str, declared: Sequence[Declared], language: str | None = None
) -> tuple[Embedded, ...]:
    """Read YAML; `language` is that of which its texts are templates, where it is known."""
    roots, hidden = read(text), None
    if not roots and is_template(path, text) and (hidden := without_template(text, path)):
        roots = read(hidden.text, every=True)
        if not roots:
            hidden = what_reads(hidden)
            roots = read(hidden.text, every=True)
    reading = _HostReading(text, hidden, path, tuple(declared), language)
    confs = [conf for conf in found_in(roots, declared) if not _is_taken_in(conf, text)]
    texts = [embedded for conf in confs if (embedded := reading.embedded(conf)) is not None]
    if hidden is None:
        nodes = [conf.node for conf in confs]
        texts += in_texts(roots, nodes, text, lambda yaml, of: _in_yaml(yaml, path, (), of))
    return tuple(texts)


def _is_taken_in(conf: ConfNode, text: str) -> bool:
    """Whether a key that is none of the tool's is named elsewhere in the file: it is a variable."""
    names = (rf"(?<!\w){re.escape(way.key)}(?!\w)" for way in conf.misplaced)
    return any(len(re.findall(name, text)) > 1 for name in names)


class _HostReading(NamedTuple):
    """How a host is read: its text, and what of it is hidden where a template writes the YAML."""

    text: str
    hidden: WithoutTemplate | None
    path: str
    declared: tuple[Declared, ...]
    language: str | None

    def embedded(self, conf: ConfNode) -> Embedded | None:
        """Return what is found as a text; None where nothing of it is one."""
        content = self._content(conf)
        empty = isinstance(conf.node, Mapping) and not conf.node.pairs
        if not content.pieces and (not empty or (conf.vacant and self.hidden)):
            return None  # a template may write what a key has
        text, slices = put_together(content.pieces, self.text)
        by_form = conf.shape in ("text", "nothing") or self.hidden
        embedded_text = Embedded(
            name=conf.name,
            text=text,
            source_map=SourceMap(slices, content.lines, content.group_indent),
            open=content.open or conf.form in OPEN or bool(self.hidden and self.hidden.open),
            elsewhere=written_by(conf.form),
            role=conf.role or role_of_path(self.path),
            release=conf.release,
            form=conf.form,
            unread=(*conf.unread, *_repeated(conf)),
            misplaced=conf.misplaced,
            strays=(*conf.strays, *self._hidden(conf)),
            vacant=conf.vacant,
            rewrite=None if by_form else Rewriting(conf.name, self.declared),
            joined=self._joined(),
        )
        if conf.base and conf.apart:
            alone = self.embedded(replace(conf, node=conf.apart, base=None))
            own = replace(alone, open=True) if alone else None
            base = Base(conf.base.name, conf.base.node.span)
            embedded_text = replace(embedded_text, base=base, own=own)
        if conf.shape == "text":
            return as_template(embedded_text, conf.language or self.language, self.path)
        return in_branches(embedded_text, self.hidden.stretches) if self.hidden else embedded_text

    def _hidden(self, conf: ConfNode) -> Iterator[Stray]:
        if conf.name == VARIABLE and conf.form == "openstack-ansible":
            hidden = hidden_variable(self.path, self.text, conf.node.span.start)
            yield from (hidden,) if hidden else ()

    def _joined(self) -> JoinedLines | None:
        language = language_of(self.path, self.text) if self.hidden else None
        return joined_by(language) if language else None

    def _content(self, conf: ConfNode) -> MappingText:
        node, host = conf.node, self.hidden.text if self.hidden else self.text
        if conf.shape == "nothing":
            return MappingText([], LineForm.FIXED, None, open=True)
        if not isinstance(node, Scalar):
            return _mapping(node, conf, host)
        if conf.shape == "flags":
            return MappingText(flag_pieces(node, host), LineForm.FIXED, None, open=False)
        pieces = text_pieces(node, host, self.text)
        if self.hidden:  # the statement that ends a branch around the block is none of it
            end = self.hidden.end(node.start)
            pieces = [piece for piece in pieces if piece.place.start < end]
        if not conf.own:
            return MappingText(list(map(shared, pieces)), LineForm.FIXED, None, False)
        return MappingText(pieces, line_form(pieces), None, False)


def _repeated(conf: ConfNode) -> tuple[RepeatedKey, ...]:
    """Return the keys of groups and options that stand again in the mapping that is found."""
    if not isinstance(conf.node, Mapping) or not conf.own:
        return ()
    return tuple(within(conf.node, 1 if conf.shape == "names" else 2))


def _mapping(node: Mapping, conf: ConfNode, host: str) -> MappingText:
    if conf.shape == "names":
        return slashed(node, puppet, host, conf.own)
    return grouped(node, _HELM if conf.form == "helm" else _ANSIBLE, host, conf.own)


_HELM = Tool(helm, bare=False)
_ANSIBLE = Tool(ansible)
