"""Which lines of an option count in some run of a template, and whether one counts in every run."""

from __future__ import annotations

from collections.abc import Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.text import style
from novalint.text.edits import Patch
from novalint.text.writing import live, rewritten, set_option

if TYPE_CHECKING:
    from novalint.text.content import Assignment
    from novalint.text.document import Document
    from novalint.text.source_map import Arm

    Arms = tuple[Arm, ...]


def counting(document: Document, group: str, option: str) -> list[Assignment]:
    """Return the lines of an option of which each may be the last one, in file order.

    That is the last line of each branch, behind the last line that stands in none.
    """
    last: dict[Arms, Assignment] = {}
    for line in live(document, group, option):
        arms = document.arms(line.span.start)
        if not arms:
            last.clear()
        last.pop(arms, None)
        last[arms] = line
    return list(last.values())


def set_everywhere(document: Document, group: str, option: str, value: str) -> Patch:
    """Make oslo.config read `value` from an option in all branches of a template that set it.

    Raises OptionError for a group, name or value that no nova.conf can hold.
    """
    lines = counting(document, group, option)
    if len(lines) < 2:
        return set_option(document, group, option, value)
    style.check_name(group, option)
    spelt = style.spell(value, style.line_end(document.text))
    edits = (rewritten(document, line, spelt) for line in lines if line.value != value)
    return Patch.of(document.source, edits)


def is_certain(document: Document, lines: Sequence[Assignment]) -> bool:
    """Whether one of some lines counts whichever branches of the template come out."""
    there = {document.arms(line.span.start) for line in lines}
    every = {arms for _, arms in document.host.branches} if document.host else set()
    return _covers((), there, every)


def _covers(outer: Arms, there: set[Arms], every: set[Arms]) -> bool:
    if outer in there:
        return True
    depth = len(outer)
    inner = {arms[: depth + 1] for arms in every if len(arms) > depth and arms[:depth] == outer}
    blocks = {arms[-1].block for arms in inner}
    return any(
        all(_covers(arms, there, every) for arms in inner if arms[-1].block == block)
        for block in blocks
    )
