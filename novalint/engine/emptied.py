"""Groups that fixes or a migration leave empty: their headers go with their lines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from novalint.text import grammar
from novalint.text.document import normalize_group
from novalint.text.edits import Edit, Patch, merge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.text.document import Document


def without_emptied(before: Config, after: Config) -> Patch:
    """Return the patch that takes out the headers below which the first patch left nothing.

    `before` and `after` hold the same files, in which headers have kept their order. `[DEFAULT]`
    stays, and so does a header with a comment above it.
    """
    pairs = zip(before.documents, after.documents, strict=True)
    return merge(Patch.of(new.source, _edits(old, new)) for old, new in pairs if old is not new)


def without_emptied_in_files(before: Config, after: Config) -> Patch:
    """Return the same for fixes, which may write and mend headers, and may stand in other files.

    A file keeps its headers where they are not those it had with others behind them, and where
    nothing else is left of it: an empty file looks like a mistake.
    """
    pairs = zip(before.documents, after.documents, strict=True)
    plain = [(old, new) for old, new in pairs if old is not new and not (old.host or new.host)]
    return merge(
        Patch.of(new.source, tuple(_edits(old, new)))
        for old, new in plain
        if len(_headers(old)) > 1 and _headers(old) == _headers(new)[: len(_headers(old))]
    )


def _headers(document: Document) -> list[str]:
    return [group.name for group in document.groups]


def _edits(old: Document, new: Document) -> Iterator[Edit]:
    had = [bool(lines) for lines in _below(old)]
    headers = [n for n, line in enumerate(new.lines) if isinstance(line, grammar.Header)]
    for was, (first, last) in zip(had, pairwise([*headers, len(new.lines)]), strict=False):
        below = new.lines[first + 1 : last]
        if was and all(isinstance(line, grammar.Blank) for line in below) and _may_go(new, first):
            stop = new.lines[last].start if last < len(new.lines) else len(new.text)
            yield Edit(new.lines[_from(new, first, last)].start, stop, "")


def _from(document: Document, first: int, last: int) -> int:
    """Return the first line that goes: at the end of a file the blank ones above go as well."""
    while (
        last == len(document.lines)
        and first
        and isinstance(document.lines[first - 1], grammar.Blank)
    ):
        first -= 1
    return first


def _below(document: Document) -> Iterator[list[grammar.Line]]:
    """Yield what stands below each header, blank lines aside."""
    headers = [n for n, line in enumerate(document.lines) if isinstance(line, grammar.Header)]
    for first, last in pairwise([*headers, len(document.lines)]):
        lines = document.lines[first + 1 : last]
        yield [line for line in lines if not isinstance(line, grammar.Blank)]


def _may_go(document: Document, number: int) -> bool:
    header = document.lines[number]
    start = header.start
    names = [group.name for group in document.groups if group.span.start == start]
    above = document.lines[number - 1] if number else None
    commented = isinstance(above, grammar.Comment)
    return bool(names) and normalize_group(names[0]) != "DEFAULT" and not commented
