"""Which symptoms of a log another one may follow from: exception, time and instance allow it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from novalint.annotations import TYPE_CHECKING
from novalint.logs.exceptions import may_raise

if TYPE_CHECKING:
    from novalint.logs.tally import Tally

SLACK = timedelta(minutes=1)
"""How much later a cause may be logged than its consequence: clocks differ, and so do retries."""


def followed(tally: Tally, tallies: Mapping[str, Tally]) -> tuple[str, ...]:
    """Return the names of what a symptom may follow from, among those of all lines read.

    Where each of its lines names an exception, that decides first: what raises another one is no
    cause, unless what raises this one may follow from it. None begins later than the consequence
    ends, and with instances on both sides one instance has both.
    """
    names = [name for name in tally.signature.follows if name in tallies]
    if tally.raised and not tally.has_unnamed:
        direct = [name for name in names if _raises(tallies[name], tally)]
        before = {further for name in direct for further in tallies[name].signature.follows}
        names = [name for name in names if name in direct or name in before]
    return tuple(name for name in names if _may_precede(tallies[name], tally))


def _raises(cause: Tally, tally: Tally) -> bool:
    return any(may_raise(cause.signature, name) for name in tally.raised)


def _may_precede(cause: Tally, tally: Tally) -> bool:
    if not (cause.is_bound and tally.is_bound):
        return _is_in_time(cause.first, tally.last)
    return any(_is_in_time(first, last) for first, last in _of_common_instances(cause, tally))


def _of_common_instances(cause: Tally, tally: Tally) -> Iterator[tuple[str | None, str | None]]:
    for instance, (first, _) in cause.instances.items():
        if instance in tally.instances:
            yield first, tally.instances[instance][1]


def _is_in_time(first: str | None, last: str | None) -> bool:
    """Whether the first time is none that is later; also where either is not known."""
    if first is None or last is None:
        return True
    if first[0].isdigit() != last[0].isdigit():
        return True
    try:
        return _time(first) <= _time(last) + SLACK
    except ValueError:
        return True


def _time(text: str) -> datetime:
    """Return a time as a log writes it, to the second; syslog's has no year."""
    if text[0].isdigit():
        return datetime.strptime(text[:19].replace("T", " "), "%Y-%m-%d %H:%M:%S")
    return datetime.strptime(f"2000 {text}", "%Y %b %d %H:%M:%S")
