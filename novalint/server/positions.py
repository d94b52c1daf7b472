"""Offsets in a text, and the lines and characters by which an editor names the same places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property

from lsprotocol.types import Position, PositionEncodingKind, Range

from novalint.text.source import Span

_LINE_END = re.compile(r"\r\n|\r|\n")
_BEYOND_BMP = 0xFFFF


def _utf_8(char: str) -> int:
    return len(char.encode("utf-8", "surrogatepass"))


def _utf_16(char: str) -> int:
    return 2 if ord(char) > _BEYOND_BMP else 1


_UNITS: dict[str, Callable[[str], int]] = {
    PositionEncodingKind.Utf8.value: _utf_8,
    PositionEncodingKind.Utf16.value: _utf_16,
}
"""How many units a character takes in an encoding; in any other one it is a single unit."""


class Lines:
    """The lines of one text, counted as the protocol does: from 0, in units of an encoding.

    A line ends at a line feed, a carriage return or both together, and at nothing else, as it does
    for oslo.config. A place that the text does not have is taken for the nearest one before it.
    """

    def __init__(self, text: str, encoding: str = PositionEncodingKind.Utf16.value) -> None:
        self.text = text
        self._units = _UNITS.get(encoding)

    @cached_property
    def _ends(self) -> list[Span]:
        """Where each line break is; the last one, at the end of the text, is empty."""
        size = len(self.text)
        return [*(Span(*hit.span()) for hit in _LINE_END.finditer(self.text)), Span(size, size)]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end for _, end in self._ends[:-1])]

    @cached_property
    def _is_plain(self) -> bool:
        return self._units is None or self.text.isascii()

    def __len__(self) -> int:
        return len(self._starts)

    def start(self, line: int) -> int:
        """Return the offset at which a line (from 0) starts; that of the end beyond the last."""
        return self._starts[line] if 0 <= line < len(self) else len(self.text) * (line > 0)

    def stop(self, line: int) -> int:
        """Return the offset at which a line (from 0) ends, its line break not included."""
        return self._ends[line].start if 0 <= line < len(self) else len(self.text) * (line > 0)

    def line_of(self, offset: int) -> int:
        """Return the line (from 0) that an offset is in."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def offset(self, position: Position) -> int:
        """Return the offset of a position of the editor."""
        start, stop = self.start(position.line), self.stop(position.line)
        if self._is_plain or self._units is None:
            return min(start + max(position.character, 0), stop)
        left = position.character
        for at in range(start, stop):
            left -= self._units(self.text[at])
            if left < 0:
                return at
        return stop

    def position(self, offset: int) -> Position:
        """Return the editor's position of an offset."""
        offset = min(max(offset, 0), len(self.text))
        line = self.line_of(offset)
        start = self._starts[line]
        if self._is_plain or self._units is None:
            return Position(line, offset - start)
        return Position(line, sum(map(self._units, self.text[start:offset])))

    def range(self, span: Span | tuple[int, int]) -> Range:
        """Return the editor's range of a span."""
        return Range(self.position(span[0]), self.position(span[1]))

    def span(self, wanted: Range) -> Span:
        """Return the span of an editor's range; one that runs backwards is turned round."""
        ends = sorted((self.offset(wanted.start), self.offset(wanted.end)))
        return Span(*ends)
