"""Proves that a patch leaves each line of a template in the branch that it stood in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.text.document import Document
    from novalint.text.edits import FilePatch
    from novalint.text.source_map import Arm

_Lines = Counter["tuple[str, str, str, tuple[Arm, ...]]"]


def keeps_branches(
    before: Document,
    after: Document,
    apart: frozenset[int] = frozenset(),
    inside: Mapping[tuple[Arm, ...], int] | None = None,
) -> bool:
    """Whether what replaces lines of a branch stands in that branch, and what is new in none.

    One more value of an option may stand in the branch of another one. Lines that start at offsets
    `apart` are replaced by nothing, and as many as `inside` says are put into branches.
    """
    old, new = _in_branches(before, apart), _in_branches(after)
    gone, added = _by_arms(old - new), _by_arms(new - old)
    there = {(group, option, arms) for group, option, _, arms in old}
    fresh = Counter(
        arms for group, option, _, arms in new - old if arms and (group, option, arms) not in there
    )
    put = inside or {}
    if any(number > gone[arms] + put.get(arms, 0) for arms, number in fresh.items()):
        return False
    return not added - gone or all(added[arms] >= number for arms, number in gone.items() if arms)


def _by_arms(lines: _Lines) -> Counter[tuple[Arm, ...]]:
    """Count lines by the branches that they stand in."""
    counts: Counter[tuple[Arm, ...]] = Counter()
    for (*_, arms), number in lines.items():
        counts[arms] += number
    return counts


def _in_branches(document: Document, apart: frozenset[int] = frozenset()) -> _Lines:
    return Counter(
        (line.group, line.option, line.value, document.arms(line.span.start))
        for line in document.assignments
        if line.span.start not in apart
    )


def added_inside(file: FilePatch, document: Document) -> Counter[tuple[Arm, ...]]:
    """Count the lines that edits in the midst of a line add, by the branches of that line."""
    counts: Counter[tuple[Arm, ...]] = Counter()
    for edit in file.edits:
        old = document.text[edit.start : edit.end]
        if old and "\n" not in old:
            counts[document.arms(edit.start)] += edit.text.count("\n")
    return counts
