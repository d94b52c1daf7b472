"""A file at a glance: its groups and options, what can be folded, and what can be followed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from lsprotocol.types import (
    DocumentLink,
    DocumentSymbol,
    FoldingRange,
    FoldingRangeKind,
    Position,
    Range,
    SymbolKind,
)

from novalint.annotations import TYPE_CHECKING
from novalint.text import grammar
from novalint.text.source import Span
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.server.views import View
    from novalint.text.document import Document

_URL = re.compile(r"https?://[^\s,;\"'<>\[\]{}()$\\|^`]+")


def symbols(view: View) -> list[DocumentSymbol]:
    """Return the groups of a file with the options that are set in each; never a value.

    Of several texts that a file holds, each has a symbol of its own around these.
    """
    parts = [(part, _of_document(part)) for part in view.parts]
    if all(not part.document.name for part, _ in parts):
        return [symbol for _, symbols in parts for symbol in symbols]
    return [
        _symbol(part.document.name, SymbolKind.Module, symbols[0].range, symbols)
        for part, symbols in parts
        if symbols
    ]


def _of_document(view: View) -> list[DocumentSymbol]:
    document, redaction = view.document, view.redaction
    loose: list[DocumentSymbol] = []
    members: list[list[DocumentSymbol]] = [[] for _ in document.groups]
    starts = [group.span.start for group in document.groups]
    for assignment in document.assignments:
        home = bisect_right(starts, assignment.span.start)
        name = redaction.option(assignment.option)
        option = _symbol(name, SymbolKind.Property, view.range(assignment.key), [])
        option.range = _around(option.range, view.range(assignment.span))
        (members[home - 1] if home else loose).append(option)
    groups: list[DocumentSymbol] = []
    for group, inside in zip(document.groups, members, strict=True):
        name = redaction.group(group.name.strip())
        groups.append(_symbol(name, SymbolKind.Namespace, view.range(group.span), inside))
    return [*loose, *groups]


def folds(view: View) -> list[FoldingRange]:
    """Return groups, comments of several lines, and values of several lines."""
    return [
        FoldingRange(first, last, kind=kind)
        for part in view.parts
        for first, last, kind in _stretches(part)
        if last > first
    ]


def _stretches(view: View) -> Iterator[tuple[int, int, FoldingRangeKind | None]]:
    """Yield the first and the last line (from 0) of what can be folded."""
    document = view.document
    for extent in _extents(document):
        size = len(document.text[slice(*extent)].rstrip())
        last = extent.start + max(size - 1, 0)
        yield _line(view, extent.start), _line(view, last), FoldingRangeKind.Region
    for start, end in _comments(document):
        yield _line(view, start), _line(view, end), FoldingRangeKind.Comment
    for assignment in document.assignments:
        yield _line(view, assignment.starts[0]), _line(view, assignment.starts[-1]), None


def _line(view: View, offset: int) -> int:
    return view.range(Span(offset, offset + 1)).start.line


def links(view: View) -> list[DocumentLink]:
    """Return the web addresses in values that hold nothing secret."""
    return [link for part in view.parts for link in _links(part)]


def _links(view: View) -> Iterator[DocumentLink]:
    document, redaction = view.document, view.redaction
    for assignment in document.assignments:
        written = document.text[slice(*assignment.raw)]
        for hit in _URL.finditer(written) if "://" in written else ():
            start = assignment.raw.start + hit.start()
            shown = redaction.source_line(document, document.position(start).line)
            if hit[0] in shown:
                span = Span(start, start + len(hit[0]))
                yield DocumentLink(view.range(span), target=hit[0])


def _symbol(
    name: str, kind: SymbolKind, named: Range, inside: list[DocumentSymbol]
) -> DocumentSymbol:
    """Return a symbol; one must have a name, so that of an empty one is a pair of brackets."""
    whole = named
    for symbol in inside:
        whole = _around(whole, symbol.range)
    return DocumentSymbol(visible(name) or "[]", kind, whole, named, children=inside or None)


def _around(first: Range, second: Range) -> Range:
    """Return the range from where the first of two starts to where the last of them ends."""
    starts = sorted((first.start, second.start), key=_by_place)
    ends = sorted((first.end, second.end), key=_by_place)
    return Range(starts[0], ends[-1])


def _by_place(position: Position) -> tuple[int, int]:
    return position.line, position.character


def _extents(document: Document) -> list[Span]:
    """Return what belongs to each opening of a group: down to the next one, or to the end."""
    starts = [group.span.start for group in document.groups]
    return [Span(*pair) for pair in pairwise([*starts, len(document.text)])]


def _comments(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the start of the first and of the last line of each run of comments."""
    run: list[int] = []
    for line in [*document.lines, None]:
        if line is not None and isinstance(line, grammar.Comment):
            run.append(line.start)
            continue
        if run:
            yield run[0], run[-1]
        run = []
