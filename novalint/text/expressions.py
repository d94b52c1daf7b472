"""Expressions of a template that go with the lines they stand in, to another place of the host."""

from __future__ import annotations

import re
from collections.abc import Iterable

from novalint.text.source_map import Slice, SliceKind, SourceMap

_WORD = re.compile(r"\{\{\w+\}\}")
_EXPRESSION = re.compile(r"(?!.*(?:\{%|\n|\r))(?:\{\{.*\}\}|<%=.*%>|[$`].*)", re.DOTALL)
_ASSIGNS = re.compile(
    r"\{%[-+]?\s*(?:set|do|import|from|include|call|macro|load_\w+)\b"
    r"|<%-?[^=#%](?:(?!%>).)*=|\{\{-?\s*\$(?:(?!\}\}).)*=",
    re.DOTALL,
)


class Expressions:
    """What the words of an embedded text stand for in its host."""

    def __init__(self, source_map: SourceMap, text: str, host: str) -> None:
        self._host = host
        self._codes = {
            text[piece.start : piece.end]: host[piece.host_start : piece.host_end]
            for piece in source_map.slices
            if piece.kind is SliceKind.DYNAMIC and piece.end > piece.start
        }
        self._text = text

    def as_in_host(self, text: str) -> str | None:
        """Return new text as the host has it; None where a word in it is none of one expression."""
        codes = [self._codes.get(word, "") for word in _WORD.findall(text)] if self._codes else []
        if not all(map(_EXPRESSION.fullmatch, codes)):
            return None
        following = iter(codes)
        return _WORD.sub(lambda _: next(following), text) if codes else text

    def may_go(self, piece: Slice) -> bool:
        """Whether a slice is an expression that may go with its line."""
        code = self._host[piece.host_start : piece.host_end]
        word = _WORD.fullmatch(self._text, piece.start, piece.end)
        return word is not None and _EXPRESSION.fullmatch(code) is not None

    def hold(self, places: Iterable[int]) -> bool:
        """Whether expressions say the same at all places: no name is given a value between them."""
        at = sorted(places)
        return not at or not _ASSIGNS.search(self._host, at[0], at[-1])
