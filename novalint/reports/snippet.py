"""The source line of a finding with marks under the place that it is about."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.text.source import Span
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.findings import Location
    from novalint.reports.outcome import Outcome

CUT = "..."
"""Stands where a part of a line is left out."""

_NAME = lazy_pattern(r"(?:[#;][ \t]?)?([^\s=:]+)\s*[=:]")
"""An assignment or a template; a continuation line starts with a blank and has no name."""


class Snippet(NamedTuple):
    """A line as it may be printed and the marks to print under it; no marks where none fit."""

    line: str
    marks: str


def snippet(outcome: Outcome, location: Location, limit: int) -> Snippet:
    """Show the first line of a location, cut to `limit` characters of the file around it."""
    number = location.start.line
    line = outcome.source_line(location.path, number).rstrip("\r\n")
    masked = outcome.is_masked(location.path, number)
    span = _name(line) if masked else _within(line, location)
    window = _window(len(line), span.start if span else 0, limit)
    head = CUT if window.start else ""
    tail = CUT if window.end < len(line) else ""
    text = head + visible(line[window.start : window.end]) + tail
    return Snippet(text, _marks(head, line, window, span) if span else "")


def shorten(text: str, limit: int) -> str:
    """Cut what is longer than `limit` characters."""
    return text if len(text) <= limit else text[:limit] + CUT


def _within(line: str, location: Location) -> Span:
    """Return the offsets within the line; of a location of several lines, the first one's part."""
    start = min(location.start.column - 1, len(line))
    one_line = location.end.line == location.start.line
    end = location.end.column - 1 if one_line else len(line)
    return Span(start, max(start, min(end, len(line))))


def _name(line: str) -> Span | None:
    """Find the option's name: a mask stands behind it, so that only the name is where it was."""
    hit = _NAME.match(line)
    return Span(*hit.span(1)) if hit else None


def _window(length: int, start: int, limit: int) -> Span:
    """Choose what to show of a line: all of it, or `limit` characters with some before `start`."""
    left = max(0, min(start - limit // 4, length - limit))
    return Span(left, min(length, left + limit))


def _marks(head: str, line: str, window: Span, span: Span) -> str:
    before = head + visible(line[window.start : span.start])
    marks = _filled(visible(line[span.start : min(span.end, window.end)]), "^")
    return _filled(before, " ") + (marks if "^" in marks else "^")


def _filled(text: str, mark: str) -> str:
    """Put a mark in the place of each character; tabs stay, so that what follows is aligned."""
    return "".join([char if char == "\t" else mark for char in text])
