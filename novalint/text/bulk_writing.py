"""Many additions, moves and comments to one document at once, where one by one would be slow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple
from novalint.text import style
from novalint.text.content import normalize_group
from novalint.text.edits import Edit, Patch
from novalint.text.writing import block_start, insertion, new_group, next_line

if TYPE_CHECKING:
    from novalint.text.content import Assignment
    from novalint.text.document import Document


class Addition(NamedTuple):
    """Lines, without their last line end, that are to stand in a group.

    They go in front of the comments and lines of an assignment where one is given with `before`,
    else behind the last line of the group.
    """

    group: str
    lines: str
    before: Assignment | None = None


def commented(document: Document, assignment: Assignment, reason: str) -> tuple[Edit, ...]:
    """Comment an assignment out, continuation lines included, with a line above that says why."""
    first, *more = assignment.starts
    head = f"# {reason}{style.line_end(document.text)}#"
    return (Edit(first, first, head), *(Edit(start, start, "#") for start in more))


def taken_out(document: Document, assignment: Assignment) -> Edit:
    """Take an assignment out, with its comment lines touching it from above."""
    first = block_start(document, assignment)
    return Edit(first, next_line(document, assignment.starts[-1]), "")


def with_comments(document: Document, assignment: Assignment, written: str) -> str:
    """Return the lines that stand for an assignment elsewhere: its comments, and how it is written.

    `written` is the assignment from its name to the end of its value.
    """
    start = block_start(document, assignment)
    return document.text[start : assignment.span.start] + written


def patch_of(document: Document, edits: Iterable[Edit], additions: Iterable[Addition]) -> Patch:
    """Put edits, and what is added to groups, together; those at one place follow each other.

    Groups that are missing are created at the end, in the order in which they are first named.
    Raises PatchError where edits overlap.
    """
    return Patch.of(document.source, _joined([*_added(document, additions), *edits]))


def _added(document: Document, additions: Iterable[Addition]) -> Iterator[Edit]:
    end = style.line_end(document.text)
    behind: dict[str, list[str]] = {}
    for addition in additions:
        if addition.before is None:
            behind.setdefault(normalize_group(addition.group), []).append(addition.lines)
        else:
            at = block_start(document, addition.before)
            yield Edit(at, at, addition.lines + end)
    known = {normalize_group(opening.name) for opening in document.groups}
    for group, lines in behind.items():
        if group in known:
            yield insertion(document, group, end.join(lines))
    fresh = [(group, lines) for group, lines in behind.items() if group not in known]
    if fresh:
        yield _groups_at_end(document, fresh)


def _groups_at_end(document: Document, groups: list[tuple[str, list[str]]]) -> Edit:
    end = style.line_end(document.text)
    (group, lines), *more = groups
    first = new_group(document, group, end.join(lines))
    rest = [f"{end}[{name}]{end}{end.join(lines)}{end}" for name, lines in more]
    return first._replace(text=first.text + "".join(rest))


def _joined(edits: list[Edit]) -> Iterator[Edit]:
    """Make one edit of those that start at one place: what is put in, then what is replaced."""
    for start, grouped in groupby(sorted(edits, key=_by_start), key=_by_start):
        together = list(grouped)
        wide = [edit for edit in together if edit.end > start]
        if len(wide) > 1:
            yield from together
        else:
            put_in = "".join(edit.text for edit in together if edit.end == start)
            rest = wide[0] if wide else Edit(start, start, "")
            yield rest._replace(text=put_in + rest.text)


def _by_start(edit: Edit) -> int:
    return edit.start
