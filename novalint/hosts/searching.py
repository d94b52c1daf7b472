"""Whether a YAML text may hold a nova.conf, by a search: most files of a repository hold none.

What is found may still be none of Nova's; what is not found is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from novalint.hosts.declared import Declared
from novalint.hosts.misspelt_keys import KEY

_ENDING = re.compile(r"\.(ya?ml|eyaml)(\.(j2|jinja2?|tpl|gotmpl|tmpl|example|sample|dist))?$", re.I)
_TEMPLATES = (".j2", ".jinja", ".jinja2", ".tpl", ".gotmpl", ".tmpl")
_STATEMENT = re.compile(
    r"^[ \t]*(?:[\w.\-]+:[ \t]*|-[ \t]+)?(?:\{\{|\{%|\{#|<%)|\{\{-|-\}\}", re.MULTILINE
)
_KEYS = (
    "customServiceConfig",
    "nova_nova_conf_overrides",
    "nova::config::nova_config",
    "config-flags",
)
_CONF = re.compile(r"conf[\"']?[ \t]*:[ \t]*(\S?)")
_TEXT = frozenset("|>\"'&!")
_FLOW = frozenset("{&*!")
_NEXT = re.compile(r"[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)")
_CONTENT = re.compile(r"\[(?:libvirt|filter_scheduler|api_database)\]|compute_driver")


def is_yaml(path: str) -> bool:
    """Whether a path has the ending of a YAML file, or of a template or sample of one."""
    return _ENDING.search(path) is not None


def is_template(path: str, text: str) -> bool:
    """Whether a YAML text is written by a template first: it has statements outside of scalars."""
    return path.endswith(_TEMPLATES) or _STATEMENT.search(text) is not None


def may_hold(text: str, declared: Sequence[Declared] = ()) -> bool:
    """Whether a YAML text has what some tool keeps nova's options under.

    `declared` is what settings say about the file: where they say something, it may.
    """
    if declared:
        return True
    named = "nova" in text or "Nova" in text
    if named and (any(key in text for key in _KEYS) or KEY.search(text)):
        return True
    return "conf" in text and (named or bool(_CONTENT.search(text))) and _has_conf(text)


def _has_conf(text: str) -> bool:
    """Whether a key that ends in `conf` has a text, or is a mapping with a key `nova`."""
    for hit in _CONF.finditer(text):
        sign, before = hit[1], text[hit.start() - 1] if hit.start() else "\n"
        if before.isalnum() or before in "_-":
            continue
        is_file = before == "."
        if sign in _TEXT or (sign in _FLOW and not is_file):
            return True
        if sign in ("", "#") and not is_file and _has_nova(text, hit.end()):
            return True
    return False


def _has_nova(text: str, at: int) -> bool:
    """Whether the mapping behind an offset has a key `nova`, or one that may bring it."""
    first = _NEXT.match(text, at)
    if first is None:
        return False
    key, less = _patterns(len(first[1]))
    end = less.search(text, first.end()) if less else None
    return key.search(text, first.start(1), end.start() if end else len(text)) is not None


@cache
def _patterns(indent: int) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Return what finds such a key behind an indent, and what finds a line with a smaller one."""
    key = "[\"']?(?:nova|nova_ironic|<<)[\"']?[ \\t]*:"
    less = re.compile(rf"^ {{0,{indent - 1}}}[^\s#]", re.MULTILINE) if indent else None
    return re.compile(rf"^ {{{indent}}}{key}", re.MULTILINE), less
