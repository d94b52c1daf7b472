"""On which line of a TOML text each key stands, which the parsers of TOML do not tell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress

KeyPath = tuple["str | int", ...]
"""The names and, in lists, the numbers (from 0) that lead to a value."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BASIC = r'"(?:[^"\\\n]|\\.)*"'
_LITERAL = r"'[^'\n]*'"
_NAME = re.compile(rf"{_BASIC}|{_LITERAL}|[A-Za-z0-9_-]+")
_LONG = r'"""(?:[^"\\]|\\.|"(?!""))*""""{0,2}|\'\'\'(?:[^\']|\'(?!\'\'))*\'\'\'\'{0,2}'
_PLAIN = re.compile(rf"{_LONG}|{_BASIC}|{_LITERAL}|[^,\]\}}#\n\"'\[{{]+", re.DOTALL)


def lines(text: str) -> Mapping[KeyPath, int]:
    """Return the line (from 1) of every table, key and list entry of a valid TOML text.

    Of what cannot be followed, for it nests too deeply, the lines up to there.
    """
    scanner = _Scanner(text)
    with suppress(RecursionError, LookupError, ValueError):  # the text is valid, so it is odd
        scanner.scan()
    return scanner.found


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(hit.end() for hit in re.finditer("\n", text))]
        self.found: dict[KeyPath, int] = {}
        self.lists: dict[KeyPath, int] = {}

    def scan(self) -> None:
        """Read the whole text."""
        table: KeyPath = ()
        self.skip(_SPACE)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_SPACE)

    def header(self) -> KeyPath:
        """Read `[table]` or `[[table]]`, and return the table that it begins."""
        start = self.at
        double = self.text.startswith("[[", start)
        self.at += 1 + double
        names = self.key()
        self.at += 1 + double
        table: KeyPath = ()
        for name in names[:-1]:
            self.note((*table, name), start)
            table = self.latest((*table, name))
        table = (*table, names[-1])
        if double:
            self.note(table, start)
            self.lists[table] = self.lists.get(table, -1) + 1
        table = self.latest(table)
        self.note(table, start)
        return table

    def latest(self, table: KeyPath) -> KeyPath:
        """Return the last entry of a list of tables; any other table as it is."""
        return (*table, self.lists[table]) if table in self.lists else table

    def pair(self, table: KeyPath) -> None:
        """Read a key of a table with its value."""
        start = self.at
        key: KeyPath = table
        for name in self.key():
            key = (*key, name)
            self.note(key, start)
        self.at += 1  # the equals sign
        self.skip(_BLANK)
        self.value(key)

    def key(self) -> list[str]:
        """Read names with dots between them, and the blanks behind."""
        names: list[str] = []
        while True:
            self.skip(_BLANK)
            names.append(_unquoted(self.skip(_NAME)))
            self.skip(_BLANK)
            if not self.text.startswith(".", self.at):
                return names
            self.at += 1

    def value(self, key: KeyPath) -> None:
        """Read the value of a key."""
        if self.text[self.at] == "[":
            self.entries(key, "]")
        elif self.text[self.at] == "{":
            self.entries(key, "}")
        else:
            self.skip(_PLAIN)

    def entries(self, key: KeyPath, end: str) -> None:
        """Read the entries of a list or of an inline table, up to the sign that ends it."""
        self.at += 1
        number = 0
        while True:
            self.skip(_SPACE)
            if self.text[self.at] == end:
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
            elif end == "}":
                self.pair(key)
            else:
                self.note((*key, number), self.at)
                self.value((*key, number))
                number += 1

    def note(self, key: KeyPath, start: int) -> None:
        """Note the line (from 1) of a key that starts at an offset, where it is the first."""
        self.found.setdefault(key, bisect_right(self.starts, start))

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Read what a pattern takes, and return it; raises ValueError where it takes nothing."""
        hit = pattern.match(self.text, self.at)
        if hit is None:
            raise ValueError
        self.at = hit.end()
        return hit[0]


def _unquoted(name: str) -> str:
    if name.startswith("'"):
        return name[1:-1]
    if name.startswith('"'):
        import json

        known = re.sub(r"\\U([0-9A-Fa-f]{8})", lambda hit: chr(int(hit[1], 16)), name)
        return str(json.loads(known, strict=False))
    return name
