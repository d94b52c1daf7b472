"""What a number with a unit is in the unit that its option has."""

from __future__ import annotations

import re
from collections.abc import Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.rules.options.near_values import NUMBERS, OTHER_UNIT, QUANTITY, SECONDS, option_takes

if TYPE_CHECKING:
    from novalint.schema.options import Option

_TIMES = {
    "ms msec msecs millisecond milliseconds": 1,
    "s sec secs second seconds": 1000,
    "m min mins minute minutes": 60_000,
    "h hr hrs hour hours": 3_600_000,
    "d day days": 86_400_000,
    "w week weeks": 604_800_000,
}
"""Times in milliseconds."""
_SIZES = {
    "b byte bytes": 1,
    "k kb kib": 2**10,
    "m mb mib": 2**20,
    "g gb gib": 2**30,
    "t tb tib": 2**40,
}
"""Sizes in bytes, in powers of 1024, as Nova reckons memory and disks."""
_PER_SIZE = ("live_migration_completion_timeout",)
"""Options in seconds for each GiB: a time is not what they take (nova/conf/libvirt.py)."""
_BEYOND = 2.0**63
"""More than anybody means, and what floating point numbers call infinite."""


class _Unit(NamedTuple):
    """The unit of options: its name, how much it is, what it may be reckoned from; their names."""

    name: str
    size: int
    others: Mapping[str, int]
    ends: re.Pattern[str]


_UNITS = (
    _Unit("milliseconds", 1, _TIMES, lazy_pattern("^live_migration_downtime$")),
    _Unit("seconds", 1000, _TIMES, SECONDS),
    _Unit("seconds", 1000, _TIMES, lazy_pattern("(_window|association_refresh|_dead_retry)$")),
    _Unit(
        "MiB",
        2**20,
        _SIZES,
        lazy_pattern("_mb$|^file_backed_memory$|^(tb_cache|volume_clear)_size$"),
    ),
    _Unit("GiB", 2**30, _SIZES, lazy_pattern("_gb$")),
    _Unit("bytes", 1, _SIZES, lazy_pattern("_bytes$|^max_request_body_size$")),
)


class Reckoned(NamedTuple):
    """A number with a unit, in the unit of its option: how to write it, an imperative.

    `value` is that number, empty where the option does not take it.
    """

    value: str
    hint: str


def in_own_unit(option: Option, text: str) -> Reckoned | None:
    """Return a number with a unit in the unit of an option; None where nobody can tell."""
    match = QUANTITY.fullmatch(text.strip())
    unit = _unit(option)
    if not match or not match[2] or not unit:
        return None
    size = next((n for names, n in unit.others.items() if match[2].lower() in names.split()), None)
    if size is None:
        return None
    number = float(match[1].replace("_", "")) * size / unit.size
    digits = str(int(number)) if number.is_integer() else str(number)
    if not abs(number) < _BEYOND or not option_takes(option, digits):
        return Reckoned("", f"write only a number of {unit.name}")
    return Reckoned(digits, f"set it to {digits}, which is {match[0]} in {unit.name}")


def _unit(option: Option) -> _Unit | None:
    name = option.name
    if option.facts.get("type") not in NUMBERS or name in _PER_SIZE or name.endswith("_per_gb"):
        return None
    known = (unit for unit in _UNITS if unit.ends.search(name))
    return next((unit for unit in known if not (unit.ends is SECONDS and name in OTHER_UNIT)), None)
