"""Which language a template is written in: told by its name, else by what stands in it."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePath

_SUFFIXES = {".j2": "jinja", ".jinja": "jinja", ".jinja2": "jinja", ".erb": "erb", ".gotmpl": "go"}
_OF_ANY = frozenset({".tpl", ".tmpl", ".template"})

_JINJA = re.compile(r"\{%[-+]?\s*[a-z]+\b|\{#[^{}]{0,500}#\}|\A#jinja2:")
_ERB = re.compile(r"<%[-=#\s](?:(?!<%).){0,2000}?%>", re.DOTALL)
_ANY = re.compile(r"\{\{[^{}]{1,500}\}\}")
_GO_STATEMENT = re.compile(
    r"\{\{-?\s*(?:(?:if|range|with|end|define|block|template)\b|else\s*-?\}\}|/\*)"
)
_GO = re.compile(r"\{\{-?\s*(?:(?:include|required|printf|tpl)\s|[$]|\(?\.[A-Za-z])")

_ALL = ("{%", "{{", "<%", "{#")
_HINTS = frozenset({"kayobe", "overlays", "environments", "roles", "charts", "playbooks", "salt"})


class Language(str, Enum):
    """The languages that templates are read in; shell stands for the variables of devstack."""

    JINJA = "jinja"
    ERB = "erb"
    GO = "go"
    SHELL = "shell"

    def __str__(self) -> str:
        return self.value


def language_of(path: str, text: str) -> Language | None:
    """Return the language of a template by its name, else by its text; None for what is none.

    A file of the running system (below /etc/nova, or what kolla has written) is finished. So is one
    that holds a few expressions and no statement, unless it lies where a tool keeps its templates:
    there they are what a renderer has left behind.
    """
    name = PurePath(path)
    if name.suffix in _SUFFIXES:
        return Language(_SUFFIXES[name.suffix])
    if name.suffix in _OF_ANY:
        return _by_signs(text) or _by_expressions(text)
    if _is_finished(path):
        return None
    return _by_signs(text) or (_by_expressions(text) if _is_kept_as_template(name) else None)


def _by_signs(text: str) -> Language | None:
    """Tell by statements and comments, which no renderer leaves behind."""
    if not text.startswith("#jinja2:") and not any(sign in text for sign in _ALL):
        return None
    if _JINJA.search(text):
        return Language.JINJA
    if _GO_STATEMENT.search(text):
        return Language.GO
    return Language.ERB if _ERB.search(text) else None


def _by_expressions(text: str) -> Language | None:
    if "{{" not in text or not _ANY.search(text):
        return None
    return Language.GO if _GO.search(text) else Language.JINJA


def _is_finished(path: str) -> bool:
    parts = PurePath(path).parts
    kolla = parts[:3] == ("/", "etc", "kolla") and parts[3:4] != ("config",)
    return parts[:3] == ("/", "etc", "nova") or kolla


def _is_kept_as_template(name: PurePath) -> bool:
    folders = [part.lower() for part in name.parts[:-1]]
    return any(part in _HINTS or "kolla" in part or "template" in part for part in folders)
