"""Which blanks and line ends beside statements come out, and which the statements take along.

A statement that stands alone on its line leaves no line, as with Jinja's `trim_blocks` and
`lstrip_blocks`: whether the tool that renders the file sets them is not known here, and a template
that works reads the same. What a template says itself holds exactly: the signs `-` and `+` within a
statement, and the settings of its first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from novalint.templates.jinja import Layout
from novalint.templates.tokens import LINE_END, TAGS, Token, TokenKind

EXACT = Layout(trim=False, lstrip=False)
"""That blanks and line ends stay but for the signs, as in Go."""

_BLANKS = re.compile(r"[^\S\r\n]*")
_BLANK_LINE = re.compile(r"[^\S\r\n]*(?:\r\n|\r|\n|\Z)")
_INDENT = re.compile(r"(?<=[\r\n])[^\S\r\n]*\Z")


class _Row(NamedTuple):
    """Statements that follow each other in a line: the indices of the first and the last one."""

    first: int
    last: int


def laid_out(text: str, tokens: list[Token], layout: Layout) -> list[Token]:
    """Part the texts of a template where a statement takes blanks or a line end beside it along."""
    cutting = _Cutting(text, tokens, layout)
    for row in _rows(text, tokens):
        cutting.cut(row)
    return list(cutting.parted())


def _rows(text: str, tokens: list[Token]) -> Iterator[_Row]:
    first = last = -1
    for index, token in enumerate(tokens):
        if token.kind in TAGS:
            first, last = (index if first < 0 else first), index
        elif first >= 0 and not _is_blank(text, token):
            yield _Row(first, last)
            first = -1
    if first >= 0:
        yield _Row(first, last)


def _is_blank(text: str, token: Token) -> bool:
    hit = _BLANKS.fullmatch(text, token.start, token.end)
    return hit is not None and token.kind in (TokenKind.TEXT, TokenKind.SPACE)


class _SpaceChange(NamedTuple):
    """Text that is to be space, or space that is to be text; of two for one place, space wins."""

    start: int
    end: int
    kind: TokenKind

    def order(self) -> tuple[int, bool]:
        """Return what changes are sorted by."""
        return self.start, self.kind is TokenKind.TEXT


class _Cutting:
    """Collects the stretches that come out otherwise than the template's language reads them."""

    def __init__(self, text: str, tokens: list[Token], layout: Layout) -> None:
        self._text, self._tokens, self._layout = text, tokens, layout
        self._changes: list[_SpaceChange] = []

    def cut(self, row: _Row) -> None:
        """Decide about the blanks and line ends in front of and behind a row of statements."""
        first, last = self._tokens[row.first], self._tokens[row.last]
        indent = self._indent(row.first)
        behind = self._behind(row.last)
        alone = indent is not None and behind is not None
        trim, lstrip = self._layout
        if indent and not first.left and (lstrip or (lstrip is None and alone)):
            self._changes.append(_SpaceChange(*indent, TokenKind.SPACE))
        if trim:
            self._trim(row)
        elif alone and behind and not last.right and first.left != "+":
            self._leave_line(row, behind, exact=trim is False)

    def _leave_line(self, row: _Row, behind: tuple[int, int], *, exact: bool) -> None:
        """Let a line that holds only statements go, or its line end move in front of them."""
        first = self._tokens[row.first]
        stripped = first.left == "-" and self._stripped(row.first)
        if stripped:
            self._changes.append(_SpaceChange(*stripped, TokenKind.TEXT))
        if not exact:
            self._changes.append(
                _SpaceChange(first.start, self._tokens[row.last].end, TokenKind.SPACE)
            )
        if stripped or not exact:
            self._changes.append(_SpaceChange(*behind, TokenKind.SPACE))

    def _trim(self, row: _Row) -> None:
        for index in range(row.first, row.last + 1):
            token = self._tokens[index]
            hit = LINE_END.match(self._text, token.end)
            if token.kind in TAGS and token.name != "raw_begin" and not token.right and hit:
                self._changes.append(_SpaceChange(*hit.span(), TokenKind.SPACE))

    def _indent(self, index: int) -> tuple[int, int] | None:
        """Return the blanks between the start of its line and a token; None where text stands."""
        end = self._tokens[index].start
        at = index - 1
        while at >= 0 and _is_blank(self._text, self._tokens[at]):
            at -= 1
        if at < 0:
            return 0, end
        token = self._tokens[at]
        hit = _INDENT.search(self._text[token.start : token.end])
        if token.kind not in (TokenKind.TEXT, TokenKind.SPACE) or not hit:
            return None
        return token.start + hit.start(), end

    def _behind(self, index: int) -> tuple[int, int] | None:
        """Return the blanks and the line end behind a token; None where text stands."""
        end = self._tokens[index].end
        hit = _BLANK_LINE.match(self._text, end)
        return hit.span() if hit else None

    def _stripped(self, index: int) -> tuple[int, int] | None:
        """Return the first line end that a statement strips in front of itself."""
        before = self._tokens[index - 1] if index else None
        if before is None or before.kind is not TokenKind.SPACE:
            return None
        hit = LINE_END.search(self._text, before.start, before.end)
        return hit.span() if hit else None

    def parted(self) -> Iterator[Token]:
        """Yield the tokens, with text made space and space made text where that was decided."""
        changes = sorted(self._changes, key=_SpaceChange.order)
        index = 0
        for token in self._tokens:
            if token.kind not in (TokenKind.TEXT, TokenKind.SPACE):
                yield token
                continue
            at = token.start
            while index < len(changes) and changes[index].start < token.end:
                change = changes[index]
                start, stop = max(change.start, at), min(change.end, token.end)
                yield from _piece(token, token.kind, at, start)
                yield from _piece(token, change.kind, start, stop)
                at = max(stop, at)
                if change.end > token.end:
                    break
                index += 1
            yield from _piece(token, token.kind, at, token.end)


def _piece(token: Token, kind: TokenKind, start: int, end: int) -> Iterator[Token]:
    if start < end:
        yield token._replace(kind=kind, start=start, end=end)
