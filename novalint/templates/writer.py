"""Writes the embedded text line by line, with the slices that lead back to the template."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from novalint.templates import lines
from novalint.templates.lines import LineKind
from novalint.text.source import BOM
from novalint.text.source_map import Slice, SliceKind

UNKNOWN_GROUP = "{{group}}"
"""The name of a group that only a rendered file tells."""
_UNKNOWN_LINE = "{{line}}"
_CONDITIONAL = "{{if}}"


Frames: TypeAlias = "tuple[tuple[int, int], ...]"
"""The branches and loops around a line, by the numbers of block and branch, the outer one first."""


class Segment(NamedTuple):
    """A piece of a line: what comes out, and the stretch of the template that it stands for."""

    kind: SliceKind
    host_start: int
    host_end: int
    text: str = ""


class Mark:
    """An offset of the embedded text that is known once the line before it is written."""

    __slots__ = ("offset",)

    def __init__(self) -> None:
        self.offset = 0


class Writer:
    """Collects the pieces of a line, and writes it when it ends.

    `group` is the group that what follows stands in, None before any: where branches disagree, and
    with it what a reader would take it for, a header is written in front of the next assignment.
    `frames` are the branches and loops that the line stands in. `open` says that lines came by that
    may be any.
    """

    def __init__(self, template: str) -> None:
        self.template = template
        self.frames: Frames = ()
        self.group: str | None = None
        self.open = False
        self.length = 0
        self._read_group: str | None = None
        self._value_frames: Frames | None = None
        self._after_other = False
        self._pending: list[Segment] = []
        self._marks: list[Mark] = []
        self._last_word = 0
        self._last_text = ""
        self._texts: list[str] = []
        self._slices: list[Slice] = []

    @property
    def fresh(self) -> bool:
        """Whether nothing but blanks stands in the line so far."""
        return not self._last_text

    @property
    def awaits_value(self) -> bool:
        """Whether the line so far ends with a sign that a value should follow."""
        return self._last_text.endswith(("=", ":", ","))

    def add(self, segment: Segment) -> None:
        """Go on with the line."""
        self._pending.append(segment)
        self._last_text = segment.text.strip(f" \t{BOM}") or self._last_text

    def end_in_word(self, *, may_open_group: bool) -> None:
        """Let the last word stand for the rest of the line too, which may come on another one."""
        self.open = True
        if may_open_group:
            self.group = UNKNOWN_GROUP
        self._last_word = self._last_word or len(self._pending)

    def mark(self) -> Mark:
        """Return where the line starts, or where it will end if it has something in it already."""
        mark = Mark()
        if self.fresh:
            mark.offset = self.length
        else:
            self._marks.append(mark)
        return mark

    def enter(self, frames: Frames, *, after_other: bool) -> None:
        """Go into or out of a branch; `after_other` says that the line before is another's."""
        self.frames = frames
        self._after_other = after_other

    def interrupt_value(self, at: int) -> None:
        """Make a value that is open here unknown: some branch goes on with it."""
        if self._value_frames is not None and self.fresh:
            at = self._pending[0].host_start if self._pending else at
            self._put(Segment(SliceKind.DYNAMIC, at, at, f"  {_CONDITIONAL}\n"))

    def end_line(self, end: Segment | None) -> None:
        """Write the line, with the piece that ends it; None for the last line."""
        self._write_line()
        if end is not None:
            self._put(end)
        self._pending = []
        self._last_word, self._last_text = 0, ""
        for mark in self._marks:
            mark.offset = self.length
        self._marks = []

    def result(self) -> tuple[str, tuple[Slice, ...]]:
        """Return the embedded text and its slices."""
        return "".join(self._texts), tuple(self._slices)

    def _write_line(self) -> None:
        if self._last_word:
            kept, rest = self._pending[: self._last_word - 1], self._pending[self._last_word - 1 :]
            self._pending = [*kept, rest[0]._replace(host_end=rest[-1].host_end)]
        whole = "".join(segment.text for segment in self._pending)
        body = whole.removeprefix(BOM).rstrip() if not self.length else whole.rstrip()
        line = lines.read(body, self._dynamic(), goes_on=self._value_frames is not None)
        if self._after_other and body[:1] in (" ", "\t") and line is not LineKind.CONTINUATION:
            line = LineKind.UNKNOWN  # it goes on with a value of another branch
        self._follow(line, body)
        if line is LineKind.UNKNOWN:
            self._pending = self._hidden("#" + self._word())
        elif line is LineKind.UNKNOWN_HEADER and not body.endswith("]"):
            self._pending = self._hidden(f"[{self._word()}]")
        elif line is LineKind.CONTINUATION and self._is_conditional(body):
            self._pending = self._indented(whole)
        if line not in (LineKind.CONTINUATION, LineKind.UNKNOWN):
            self._after_other = False
        for segment in self._pending:
            self._put(segment)

    def _dynamic(self) -> int | None:
        at = 0
        for segment in self._pending:
            if segment.kind is SliceKind.DYNAMIC and segment.text:
                return at
            at += len(segment.text)
        return None

    def _follow(self, line: LineKind, body: str) -> None:
        """Note what the line does to those that follow, and bring them into their group."""
        if line in (LineKind.ASSIGNMENT, LineKind.UNKNOWN_NAME, LineKind.COMMENTED):
            self._bring_into_group()
        if line is LineKind.HEADER:
            self.group = self._read_group = body[1:-1]
        elif line is LineKind.REFUSED_HEADER:
            self.group = self._read_group = ""
        elif line is LineKind.UNKNOWN_HEADER:
            self.group = self._read_group = UNKNOWN_GROUP
        elif line is LineKind.UNKNOWN:
            self._note_unknown()
        self.open = self.open or line in (LineKind.UNKNOWN, LineKind.UNKNOWN_NAME)
        if line in (LineKind.ASSIGNMENT, LineKind.UNKNOWN_NAME):
            self._value_frames = self.frames
        elif line is not LineKind.CONTINUATION:
            self._value_frames = None

    def note_more(self) -> None:
        """Note that further text may come here; it opens a group where none is open yet."""
        self.open = True
        if self.group is None:
            self.group = UNKNOWN_GROUP

    def _note_unknown(self) -> None:
        code = self.template[self._pending[0].host_start : self._pending[-1].host_end]
        if lines.may_open_group(code):
            self.group = UNKNOWN_GROUP
        self.note_more()

    def _bring_into_group(self) -> None:
        if self.group and self.group != self._read_group:
            at = self._pending[0].host_start
            self._put(Segment(SliceKind.GENERATED, at, at, f"[{self.group}]\n"))
            self._read_group = self.group

    def _is_conditional(self, body: str) -> bool:
        if self._after_other:
            return True
        return self.frames != self._value_frames and not lines.looks_swallowed(body)

    def _indented(self, whole: str) -> list[Segment]:
        blanks = whole[: len(whole) - len(whole.lstrip())]
        return self._hidden(blanks + _CONDITIONAL)

    def _hidden(self, text: str) -> list[Segment]:
        """Return one opaque piece for the whole line."""
        start, end = self._pending[0].host_start, self._pending[-1].host_end
        return [Segment(SliceKind.DYNAMIC, start, end, text)]

    def _word(self) -> str:
        words = [
            piece.text for piece in self._pending if piece.kind is SliceKind.DYNAMIC and piece.text
        ]
        return words[0] if len(words) == 1 else _UNKNOWN_LINE

    def _put(self, segment: Segment) -> None:
        kind, host_start, host_end, text = segment
        end = self.length + len(text)
        indent = None if kind is SliceKind.DYNAMIC else ""
        last = self._slices[-1] if self._slices else None
        start = self.length
        if last and kind is last.kind is SliceKind.LITERAL and last.host_end == host_start:
            start, host_start = last.start, last.host_start
            self._slices.pop()
        self._slices.append(Slice(kind, start, end, host_start, host_end, indent))
        self._texts.append(text)
        self.length = end
