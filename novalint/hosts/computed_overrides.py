"""Overrides of OpenStack-Ansible that an expression of Jinja2 makes: nothing of them is known here.

So does `"{{ base_overrides | combine({...}, recursive=True) }}"`, by which deployers add to what
another file sets.
"""

from __future__ import annotations

from pathlib import PurePath
from re import MULTILINE

from novalint.hosts.misspelt_keys import VARIABLE
from novalint.patterns import lazy_pattern

_MOST = 1_000_000
"""Characters of a file that are searched."""
_COMPUTED = lazy_pattern(
    rf"^[\"']?{VARIABLE}[\"']?[ \t]*:(?:[ \t]*[&!]\S+)*[ \t]*(?:[>|][-+0-9]*[ \t]*)?"
    r"(?:(?:[ \t]*(?:#[^\r\n]*)?\r?\n)+[ \t]+)?(?:[&!]\S+[ \t]+)*[\"']?\{[{%]",
    MULTILINE,
)
"""The variable at the root of the YAML, with an expression for its value."""


def computed(path: str) -> str:
    """Say why the overrides in a file are not checked; empty where no expression makes them."""
    if not {".yml", ".yaml"}.intersection(PurePath(path.lower()).suffixes):
        return ""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            text = file.read(_MOST)
    except OSError:
        return ""
    if not _COMPUTED.search(text):
        return ""
    return f"`{VARIABLE}` is made by an expression, so it is not checked"


def unchecked(path: str) -> str:
    """Say of a file that an expression makes its overrides; empty where none does."""
    why = computed(path)
    return f"`{path}`: {why}" if why else ""
