"""Counts what a log holds of each kind of line, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.logs.index import index
from novalint.logs.lines import occurrence
from novalint.logs.pasted import LONGEST
from novalint.logs.searching import search
from novalint.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Collection

    from novalint.logs.lines import Occurrence
    from novalint.logs.signature import Signature

MOST_INSTANCES = 100_000
"""Instances that are told apart."""
MOST_RAISED = 50
"""Exceptions that are told apart."""
MOST_VALUES = 5
"""Values of a named part that are kept, besides those that a cause asks for."""
FEW, LONGEST_TOLD = 3, 1000
"""Lines and characters that may be words about a log, and no log."""
COUNTED = ("instance", "uuid", "error", "number", "message")
"""Parts that differ from line to line: the example shows one of them."""

LEVELS = ("CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG")
"""Levels of lines, the worst first."""

Times = tuple[str | None, str | None]
"""The first and the last time."""


@dataclass
class Tally:
    """How often a kind of line was seen, when, and what its parts were.

    `first` and `last` are as the log writes them: the least and the greatest where times have
    their date in front, else as they came. `instances` has these two for each of them. `raised` are
    the exceptions that lines name; `is_bound` says that each line names an instance, and
    `has_unnamed` that some line names no exception. `worst` is the worst level of its lines,
    `beside` the names of the other kinds that each of its records has, None before the first.
    `programs` are the services that wrote them, with an empty name where some line does not tell.
    """

    signature: Signature
    count: int = 0
    first: str | None = None
    last: str | None = None
    example: str = ""
    instances: dict[str, Times] = field(default_factory=dict)
    is_bound: bool = True
    raised: set[str] = field(default_factory=set)
    has_unnamed: bool = False
    told: dict[str, list[str]] = field(default_factory=dict)
    worst: str = ""
    beside: frozenset[str] | None = None
    programs: set[str] = field(default_factory=set)
    _previous: tuple[object, ...] = ()

    def add(self, seen: Occurrence) -> None:
        """Count a line, but a record that names the same thing in several lines only once.

        Two servers may have theirs within a millisecond.
        """
        key = (seen.record, seen.told)
        is_known = seen.instance is None or seen.instance in self.instances
        if seen.record is not None and key == self._previous and is_known:
            return
        self._previous = key
        self.count += 1
        self.example = self.example or seen.example
        self.first, self.last = _dated((self.first, self.last), seen.time)
        self.worst = min(self.worst, seen.level, key=_badness)
        self.programs.add(seen.program)
        self._bind(seen)
        self._name(seen.raised)
        for kind, value in seen.told:
            values = self.told.setdefault(kind, [])
            if value not in values and self._is_kept(kind, value, len(values)):
                values.append(value)

    def _is_kept(self, kind: str, value: str, number: int) -> bool:
        """Whether a further value of a part is kept: one that decides about a cause always is."""
        if kind in COUNTED or number < MOST_VALUES:
            return kind not in COUNTED
        causes = self.signature.causes
        return any(kind == cause.part and value in cause.part_is for cause in causes)

    def meet(self, names: Iterable[str]) -> None:
        """Note which kinds of line a record has."""
        others = frozenset(names) - {self.signature.name}
        self.beside = others if self.beside is None else self.beside & others

    def may_be_raised_by(self, names: Collection[str]) -> bool:
        """Whether some line names one of these exceptions, or none at all."""
        return self.has_unnamed or not self.raised or not self.raised.isdisjoint(names)

    def _bind(self, seen: Occurrence) -> None:
        """Note the instance of a line, and when it was there."""
        if not seen.instance:
            self.is_bound = False
        elif seen.instance in self.instances or len(self.instances) < MOST_INSTANCES:
            times = self.instances.get(seen.instance, (None, None))
            self.instances[seen.instance] = _dated(times, seen.time)
        else:
            self.is_bound = False

    def _name(self, raised: str) -> None:
        """Note the exception of a line; one too many is as if the line named none."""
        if raised in self.raised:
            return
        if raised and len(self.raised) < MOST_RAISED:
            self.raised.add(raised)
        else:
            self.has_unnamed = True


@dataclass
class Count:
    """What was counted: lines in all, and a tally for each signature by name.

    `perhaps` names those of which a short text may have the beginning of a line. `cut_off` has the
    paths of archives that end too early, with the lines that could be read.
    """

    lines: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)
    perhaps: list[str] = field(default_factory=list)
    cut_off: dict[str, int] = field(default_factory=dict)
    _text: bytes = b""

    def take(self, blocks: Iterable[bytes]) -> None:
        """Count the lines of some blocks."""
        for searched in search(self._noted(blocks), index()):
            self.lines += searched.lines
            records: dict[str | bytes, dict[str, None]] = {}
            for hit in searched.hits:
                seen = occurrence(hit)
                if seen:
                    self._take(seen)
                    of_record = records.setdefault(seen.record or hit.start, {})
                    of_record[seen.signature.name] = None
            self._meet(records.values())

    def take_further(self) -> None:
        """Count what a short text holds of further kinds: see `further`."""
        from novalint.logs.further import further

        lines, self.perhaps = further(self._text, self.tallies)
        for seen in lines:
            self._take(seen)
            self._meet([[seen.signature.name]])

    @property
    def few_lines(self) -> str:
        """What was read, where that is what somebody types or was told; empty where it is a log."""
        text = self.beginning
        return "" if self.lines > FEW or len(text) > LONGEST_TOLD else text

    @property
    def beginning(self) -> str:
        """How the text begins: whole lines, of a long text the first 64 KiB or more."""
        text = self._text
        whole = text if len(text) <= LONGEST else text[: text.rfind(b"\n", 0, LONGEST)]
        return whole.decode("utf-8", "replace").strip()

    def _noted(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Note how a log begins, up to the point where it is no short text."""
        for block in blocks:
            if len(self._text) <= LONGEST:
                self._text += block[: LONGEST + 1] + b"\n"
            yield block

    def _meet(self, records: Iterable[Collection[str]]) -> None:
        for names in records:
            for name in names:
                self.tallies[name].meet(names)

    def _take(self, seen: Occurrence) -> None:
        self.tallies.setdefault(seen.signature.name, Tally(seen.signature)).add(seen)


def _dated(times: Times, time: str | None) -> Times:
    """Return a first and a last time with a further one."""
    first, last = times
    if time is None:
        return times
    if first is None or last is None:
        return time, time
    if time[0].isdigit() and first[0].isdigit():
        return min(first, time, key=_comparable), max(last, time, key=_comparable)
    return first, time


def _badness(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _comparable(time: str) -> str:
    return time.replace("T", " ").replace(",", ".")
