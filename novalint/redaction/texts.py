"""The lines of a file, as written, that a line, an option or a stretch of it has."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter

from novalint.annotations import TYPE_CHECKING
from novalint.patterns import lazy_pattern
from novalint.redaction.values import bare_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from novalint.text.document import Assignment, Document
    from novalint.text.host import Host
    from novalint.text.source import Span

_KEYED = lazy_pattern(r"(?:- )?[\w./-]{1,60}\s*[:=]")
"""What a line begins with that is an option of its own, judged by its name."""


def line_text(document: Document, line: int) -> str:
    """Return a line (from 1) as written, without its line end; a byte order mark belongs to it."""
    text = document.lines[line - 1]
    return document.text[text.start if line > 1 else 0 : text.stop]


def shown_line(document: Document, line: int) -> str | None:
    """Return a line (from 1) of a document's file as written; None where there is none."""
    if document.host is not None:
        return document.host.line(line) if 0 < line <= len(document.host.line_index) else None
    return line_text(document, line) if 0 < line <= len(document.lines) else None


def statement_lines(document: Document, lines: Sequence[int], option: str) -> Iterator[str]:
    """Yield the lines of the options that lines (from 1) belong to, and lines of none.

    Of several options, as on a line of a host, those of the given name count if there are any.
    """
    known = [line for line in lines if 0 < line <= len(document.lines)]
    owners = {line: _owner(document, line) for line in known}
    named = {line: one for line, one in owners.items() if one and one.option == option}
    for line, owner in (named or owners).items():
        if owner is None:
            yield line_text(document, line)
        else:
            yield from lines_of(document, owner)


def lines_of(document: Document, assignment: Assignment) -> Iterator[str]:
    """Yield the lines of an assignment as written."""
    for start in assignment.starts:
        yield line_text(document, document.line_of(start))


def item_lines(host: Host | None, span: Span) -> Iterator[str]:
    """Yield the lines of a stretch of a host that are items of a list, or a resource's value."""
    if host is None:
        return
    from novalint.redaction.flow import item_and_note

    start, end = (host.line_index.position(at).line for at in host.span(span))
    for number in range(start, end + 1):
        if (line := item_and_note(host.line(number))[0].strip()).startswith(("- ", "value: ")):
            yield line


def key_free_lines(host: Host | None, span: Span) -> Iterator[str]:
    """Yield the lines of a stretch of a host, bare, that are no keys."""
    first, last = (host.line_index.position(at).line for at in host.span(span)) if host else (1, 0)
    for number in range(first, last + 1):
        bare = bare_line(host.line(number)) if host else ""
        if bare and not _KEYED.match(bare):
            yield bare


def _owner(document: Document, line: int) -> Assignment | None:
    """Return the assignment that a line (from 1) belongs to."""
    start = document.lines[line - 1].start
    before = bisect_right(document.assignments, start, key=attrgetter("span.start"))
    for assignment in document.assignments[max(before - 1, 0) : before]:
        if start <= assignment.span.end:
            return assignment
    return None
