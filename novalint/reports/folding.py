"""What is found in several files alike: which findings are the same, and where else they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.findings import Finding
    from novalint.reports.outcome import Outcome

MOST_PLACES = 3
"""Places that are named beside the first one."""


class FoldedFinding:
    """The text of one finding, and where the same one is in other files.

    `head` stands above these places, `rest` below them.
    """

    def __init__(self, place: str, head: list[str], rest: list[str], start: str) -> None:
        """Take where the first such finding is, its lines, and what a line below it starts with."""
        self._place = place
        self._head = head
        self._rest = rest
        self._start = start
        self._places: list[str] = []
        self._more = 0

    def add(self, place: str) -> None:
        """Take one more place, `PATH:LINE`; one that configurations share counts once."""
        if place in (self._place, *self._places):
            return
        if len(self._places) < MOST_PLACES:
            self._places.append(place)
        else:
            self._more += 1

    def text(self) -> str:
        """Return the block, its last line without an end."""
        return "\n".join([*self._head, *self._also(), *self._rest])

    def _also(self) -> Iterator[str]:
        if not self._places:
            return
        *first, last = self._places
        if self._more:
            places = "1 more place" if self._more == 1 else f"{self._more} more places"
            last += f" and {places} (--format concise lists them all)"
        elif first:
            *first, second = first
            last = f"{second} and {last}"
        yield f"{self._start} also at {', '.join([*first, last])}"


class Folding:
    """Gathers the findings of outcomes: the same one in several files becomes one block."""

    def __init__(self, write: Callable[[Outcome, Finding], FoldedFinding]) -> None:
        """Take what writes the block of a finding that is not like an earlier one."""
        self._write = write
        self._blocks: dict[object, FoldedFinding] = {}

    def take(self, outcome: Outcome) -> None:
        """Add the findings of one more outcome, each to the block of those that are like it."""
        seen: Counter[object] = Counter()
        for finding in outcome.findings:
            kind = _kind(outcome, finding)
            seen[kind] += 1  # what one configuration has twice is to be mended twice
            mark = kind, seen[kind]
            if mark in self._blocks:
                self._blocks[mark].add(place_of(finding))
            else:
                self._blocks[mark] = self._write(outcome, finding)

    def text(self) -> str:
        """Return the blocks in the order in which their first findings came, a blank line apart."""
        text = "\n\n".join(block.text() for block in self._blocks.values())
        return f"{text}\n" if text else ""


def place_of(finding: Finding) -> str:
    """Return where a finding is, as `PATH:LINE`."""
    return visible(f"{finding.location.path}:{finding.location.start.line}")


def _kind(outcome: Outcome, finding: Finding) -> object:
    """Return what findings have in common that read the same, but for where they are."""
    place = finding.location
    return (
        finding.rule,
        finding.severity,
        finding.message,
        place.start.column,
        outcome.source_line(place.path, place.start.line),
        finding.scope,
        finding.waits,
        tuple((fix.title, fix.safety) for fix in finding.fixes),
        tuple(note.message for note in finding.related),
    )
