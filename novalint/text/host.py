"""The file that a nova.conf stands within, and how the two are told apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain

from novalint.annotations import TYPE_CHECKING
from novalint.records import replace
from novalint.text.source import LineIndex, Position, Source, Span
from novalint.text.source_map import Arm, SliceKind

if TYPE_CHECKING:
    from novalint.text.edits import Edit, FilePatch
    from novalint.text.source_map import Embedded

_LINE_END = re.compile(r"\r\n|\r|\n")

Reader = Callable[[str], "tuple[Embedded, ...]"]
"""Finds what stands within a text of one host, again after it was changed."""


@dataclass(frozen=True)
class Host:
    """A host file, one of the texts embedded in it, and how to read it again."""

    source: Source
    embedded: Embedded
    reader: Reader = field(repr=False, compare=False)

    @property
    def path(self) -> str:
        """The path of the host."""
        return self.source.path

    @property
    def name(self) -> str:
        """The name of the embedded text within the host; empty where that holds one."""
        return self.embedded.name

    def span(self, span: Span) -> Span:
        """Return the place of the host that says what a span of the embedded text says."""
        return self.embedded.source_map.place(span)

    def position(self, offset: int) -> Position:
        """Return line and column in the host of an offset of the embedded text."""
        return self.line_index.position(self.span(Span(offset, offset + 1)).start)

    @cached_property
    def line_index(self) -> LineIndex:
        """Turns offsets of the host into lines and columns."""
        return LineIndex([0, *(hit.end() for hit in _LINE_END.finditer(self.source.text))])

    def line(self, number: int) -> str:
        """Return a line (from 1) of the host without its line end; empty where there is none."""
        if not 0 < number <= len(self.line_index):
            return ""
        start = self.line_index.start(number)
        end = _LINE_END.search(self.source.text, start)
        return self.source.text[start : end.start() if end else None]

    @cached_property
    def branches(self) -> tuple[tuple[Span, tuple[Arm, ...]], ...]:
        """The stretches of the embedded text that stand in branches, with those of this file."""
        return tuple(
            (span, tuple(replace(arm, path=self.path) for arm in arms))
            for span, arms in self.embedded.branches
        )

    def arms(self, offset: int) -> tuple[Arm, ...]:
        """Return the branches that an offset of the embedded text stands in, outer ones first.

        A loop, which may have no turn, is a branch that has no other beside it.
        """
        if offset not in self._arms:
            self._arms[offset] = self._arms_at(offset)
        return self._arms[offset]

    @cached_property
    def _arms(self) -> dict[int, tuple[Arm, ...]]:
        """What was asked for: each branch asks again for all lines."""
        return {}

    def _arms_at(self, offset: int) -> tuple[Arm, ...]:
        starts, blocks, outer = self._blocks
        arms: tuple[Arm, ...] = ()
        turns: list[Arm] = []
        at = bisect_right(starts, offset) - 1
        while at >= 0:
            span, own = blocks[at]
            if offset < span.end and own[0].block < 0:
                turns += own
            elif offset < span.end and len(own) > len(arms):
                arms = own
            at = outer[at]
        return (*arms, *reversed(turns))

    @cached_property
    def _blocks(self) -> tuple[list[int], list[tuple[Span, tuple[Arm, ...]]], list[int]]:
        """The branches and loops in order, where each starts, and which one each stands in."""
        loops = (
            (span, (Arm(-at, 0, self.path),)) for at, span in enumerate(self.embedded.loops, 1)
        )
        every = [block for block in (*self.branches, *loops) if block[1]]
        blocks = sorted(every, key=lambda block: (block[0].start, -block[0].end))
        outer: list[int] = []
        stack: list[int] = []
        for at, (span, _) in enumerate(blocks):
            while stack and blocks[stack[-1]][0].end < max(span.end, span.start + 1):
                stack.pop()
            outer.append(stack[-1] if stack else -1)
            stack.append(at)
        return [span.start for span, _ in blocks], blocks, outer

    def computed(self, span: Span) -> str | None:
        """Return what of a span a template computes, as the host has it; None for nothing.

        That is an expression, or a branch of which only a part of the span is in.
        """
        if span not in self._computed:
            self._computed[span] = self._computed_in(span)
        return self._computed[span]

    @cached_property
    def _computed(self) -> dict[Span, str | None]:
        return {}

    def _computed_in(self, span: Span) -> str | None:
        for piece in self.embedded.source_map.touched(span):
            if piece.kind is SliceKind.DYNAMIC:
                return self.source.text[piece.host_start : piece.host_end]
        behind = bisect_right(self._bounds, span.start)
        parted = behind < len(self._bounds) and self._bounds[behind] < span.end
        return "a branch" if parted else None

    @cached_property
    def _bounds(self) -> list[int]:
        """Where branches and loops start and end."""
        spans = chain((branch for branch, _ in self.embedded.branches), self.embedded.loops)
        return sorted({at for span in spans for at in span})

    @cached_property
    def patches(self) -> dict[tuple[Edit, ...], FilePatch]:
        """What edits of the embedded text are in the host, where that was asked for already."""
        return {}

    def base(self) -> Host | None:
        """Return the text that this one is put over, None for one that stands for itself."""
        base = self.embedded.base
        texts = _read(self.reader, self.source.text) if base else ()
        same = (each for each in texts if base and each.name == base.name)
        return next((Host(self.source, each, self.reader) for each in same), None)

    def apart(self) -> Host:
        """Return the embedded text without what it is put over."""
        own = self.embedded.own
        return Host(self.source, own, self.reader) if own else self

    def again(self, text: str) -> Host | None:
        """Return the same embedded text in another version of the host, None where it is gone."""
        for embedded in _read(self.reader, text):
            if embedded.name == self.name:
                if embedded.own and not self.embedded.base:
                    embedded = embedded.own
                return Host(Source(self.path, text), embedded, self.reader)
        return None


@lru_cache(maxsize=4)
def _read(reader: Reader, text: str) -> tuple[Embedded, ...]:
    """Read a text once: a fix is proven in more than one way."""
    return reader(text)
