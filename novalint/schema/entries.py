"""Reads of a release's file only what is asked for: one option after the other.

Parsing all of it takes two thirds of the time that Python takes to start, and a file sets a few
dozen of more than a thousand options. The file is JSON, written with a line for each option, so
that its lines are found without parsing any.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property

from novalint.annotations import Any

_GROUPS = '\n "properties": {'
_PATTERNS = '\n "patternProperties": '
_GROUP = '\n  "'
_OPTION = '\n   "'
_parse = json.JSONDecoder().raw_decode
"""Parses what stands at a place of a text, whatever comes behind it."""


class Entries(Mapping[str, Mapping[str, Any]]):
    """The entries of a group's options by name, each parsed when it is first asked for."""

    def __init__(self, text: str) -> None:
        """Take what stands between a group and the next one."""
        self._text = text
        self._parsed: dict[str, Mapping[str, Any]] = {}

    @cached_property
    def _lines(self) -> dict[str, str]:
        return {line[: line.find('"')]: line for line in self._text.split(_OPTION)[1:]}

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        entry = self._parsed.get(name)
        if entry is None:
            entry = self._parsed[name] = _parse(self._lines[name], len(name) + len('": '))[0]
        return entry

    def get(self, name: str, default: Any = None) -> Any:
        """Return the entry of an option, or the default; what is not there raises nothing."""
        return self[name] if name in self._lines else default

    def __contains__(self, name: object) -> bool:
        return name in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def having(self, fact: str) -> Iterator[tuple[str, Any]]:
        """Yield the options that have a fact, with it; nothing else of the group is looked at."""
        key, text = f'"{fact}":', self._text
        at = text.find(key, text.find(_OPTION))
        while at >= 0:
            start = text.rfind(_OPTION, 0, at + 1) + len(_OPTION)
            if start < at:  # else it is the name of an option
                yield text[start : text.find('"', start)], _parse(text, at + len(key))[0]
            at = text.find(key, text.find("\n", at) if start < at else start)


def document_of(text: str) -> Mapping[str, Any]:
    """Return a release's JSON Schema from the text of its file: of groups, their options alone."""
    head, _, rest = text.partition(_GROUPS)
    groups, _, patterns = rest.partition(_PATTERNS)
    properties = {}
    for group in groups.split(_GROUP)[1:]:
        properties[group[: group.find('"')]] = {"properties": Entries(group)}
    others = json.loads(f"{head}{_PATTERNS}{patterns}")
    return {**others, "properties": properties}
