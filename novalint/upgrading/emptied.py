"""Groups that a migration leaves empty: their headers go with their lines."""

from __future__ import annotations

from itertools import pairwise

from novalint.annotations import TYPE_CHECKING
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


def _edits(old: Document, new: Document) -> Iterator[Edit]:
    had = [bool(lines) for lines in _below(old)]
    headers = [n for n, line in enumerate(new.lines) if isinstance(line, grammar.Header)]
    for was, (first, last) in zip(had, pairwise([*headers, len(new.lines)]), strict=False):
        below = new.lines[first + 1 : last]
        if was and all(isinstance(line, grammar.Blank) for line in below) and _may_go(new, first):
            stop = new.lines[last].start if last < len(new.lines) else len(new.text)
            yield Edit(new.lines[first].start, stop, "")


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
