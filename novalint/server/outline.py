"""A file at a glance: its groups and options, what can be folded, and what can be followed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from lsprotocol.types import (
    DocumentLink,
    DocumentSymbol,
    FoldingRange,
    FoldingRangeKind,
    SymbolKind,
)

from novalint.text import grammar
from novalint.text.source import Span

if TYPE_CHECKING:
    from novalint.server.positions import Lines
    from novalint.server.session import View
    from novalint.text.document import Document

_URL = re.compile(r"https?://[^\s,;\"'<>\[\]{}()$\\|^`]+")


def symbols(view: View) -> list[DocumentSymbol]:
    """Return the groups of a file with the options that are set in each; never a value."""
    document, lines, redaction = view.document, view.text.lines, view.redaction
    loose: list[DocumentSymbol] = []
    members: list[list[DocumentSymbol]] = [[] for _ in document.groups]
    starts = [group.span.start for group in document.groups]
    for assignment in document.assignments:
        home = bisect_right(starts, assignment.span.start)
        name = redaction.option(assignment.option)
        option = _symbol(lines, name, SymbolKind.Property, assignment.span, assignment.key, [])
        (members[home - 1] if home else loose).append(option)
    groups = [
        _symbol(
            lines, redaction.group(group.name.strip()), SymbolKind.Namespace, extent,
            group.span, inside,
        )
        for group, extent, inside in zip(
            document.groups, _extents(document), members, strict=True
        )
    ]  # fmt: skip
    return [*loose, *groups]


def folds(view: View) -> list[FoldingRange]:
    """Return groups, comments of several lines, and values of several lines."""
    document, lines = view.document, view.text.lines
    regions = [
        FoldingRange(
            lines.line_of(extent.start), _last_line(lines, extent), kind=FoldingRangeKind.Region
        )
        for extent in _extents(document)
    ]
    comments = [
        FoldingRange(first, last, kind=FoldingRangeKind.Comment)
        for first, last in _comments(document)
    ]
    values = [
        FoldingRange(lines.line_of(assignment.starts[0]), lines.line_of(assignment.starts[-1]))
        for assignment in document.assignments
    ]
    every = (*regions, *comments, *values)
    return [fold for fold in every if fold.end_line > fold.start_line]


def links(view: View) -> list[DocumentLink]:
    """Return the web addresses in values that hold nothing secret."""
    document, redaction = view.document, view.redaction
    result: list[DocumentLink] = []
    for assignment in document.assignments:
        written = document.text[slice(*assignment.raw)]
        for hit in _URL.finditer(written) if "://" in written else ():
            start = assignment.raw.start + hit.start()
            shown = redaction.source_line(document, document.position(start).line)
            if hit[0] in shown:
                span = Span(start, start + len(hit[0]))
                result.append(DocumentLink(view.text.lines.range(span), target=hit[0]))
    return result


def _symbol(
    lines: Lines,
    name: str,
    kind: SymbolKind,
    whole: Span,
    named: Span,
    inside: list[DocumentSymbol],
) -> DocumentSymbol:
    """Return a symbol; one must have a name, so that of an empty one is a pair of brackets."""
    return DocumentSymbol(
        name or "[]", kind, lines.range(whole), lines.range(named), children=inside or None
    )


def _extents(document: Document) -> list[Span]:
    """Return what belongs to each opening of a group: down to the next one, or to the end."""
    starts = [group.span.start for group in document.groups]
    return [Span(*pair) for pair in pairwise([*starts, len(document.text)])]


def _last_line(lines: Lines, whole: Span) -> int:
    """Return the last line (from 0) of a stretch that is not blank."""
    text = lines.text[slice(*whole)].rstrip()
    return lines.line_of(whole.start + len(text))


def _comments(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the first and last line (from 0) of each run of two comment lines or more."""
    first: int | None = None
    for number, line in enumerate([*document.lines, None]):
        if type(line) is grammar.Comment:
            first = number if first is None else first
            continue
        if first is not None and number - first > 1:
            yield first, number - 1
        first = None
