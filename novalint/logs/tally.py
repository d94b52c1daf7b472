"""Counts what a log holds of each kind of line, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from novalint.logs.index import index
from novalint.logs.lines import occurrence
from novalint.logs.searching import search

if TYPE_CHECKING:
    from novalint.logs.lines import Occurrence
    from novalint.logs.signature import Signature

MOST_INSTANCES = 100_000
"""Instances that are told apart."""
MOST_VALUES = 5
"""Values of a named part that are kept."""
COUNTED = ("instance", "uuid", "error", "number")
"""Parts that differ from line to line: the example shows one of them."""


@dataclass
class Tally:
    """How often a kind of line was seen, when, and what its parts were.

    `first` and `last` are as the log writes them: the least and the greatest where times have
    their date in front, else as they came.
    """

    signature: Signature
    count: int = 0
    first: str | None = None
    last: str | None = None
    example: str = ""
    instances: set[str] = field(default_factory=set)
    told: dict[str, list[str]] = field(default_factory=dict)
    _previous: tuple[object, ...] = ()

    def add(self, seen: Occurrence) -> None:
        """Count a line, but a record that names the same thing in several lines only once."""
        key = (seen.record, seen.told)
        if seen.record is not None and key == self._previous:
            return
        self._previous = key
        self.count += 1
        self.example = self.example or seen.example
        self._date(seen.time)
        if seen.instance and len(self.instances) < MOST_INSTANCES:
            self.instances.add(seen.instance)
        for kind, value in seen.told:
            values = self.told.setdefault(kind, [])
            if kind not in COUNTED and value not in values and len(values) < MOST_VALUES:
                values.append(value)

    def _date(self, time: str | None) -> None:
        if time is None:
            return
        if self.first is None or self.last is None:
            self.first = self.last = time
        elif time[0].isdigit() and self.first[0].isdigit():
            self.first = min(self.first, time, key=_comparable)
            self.last = max(self.last, time, key=_comparable)
        else:
            self.last = time


@dataclass
class Count:
    """What was counted: lines in all, and a tally for each signature by name."""

    lines: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)

    def take(self, blocks: Iterable[bytes]) -> None:
        """Count the lines of some blocks."""
        for searched in search(blocks, index()):
            self.lines += searched.lines
            for hit in searched.hits:
                seen = occurrence(hit)
                if seen is not None:
                    name = seen.signature.name
                    self.tallies.setdefault(name, Tally(seen.signature)).add(seen)


def _comparable(time: str) -> str:
    return time.replace("T", " ").replace(",", ".")
