"""Range: `first-last`, or one number, as a Python range that runs up or down."""

from __future__ import annotations

import re

from novalint.schema.types.base import Entry, refused

# No leading zero, no `-0`; one line feed at the end passes, as `$` lets it in oslo.config.
_NUMBER = "0|-?[1-9][0-9]*"
_RANGE = re.compile(rf"({_NUMBER})(?:-({_NUMBER}))?\n?")


def convert(entry: Entry, raw: str) -> range:
    """Read a range as oslo_config.types.Range does: `4-1` and `4` count down."""
    first, last = _ends(raw)
    facts = entry["x-oslo"]
    _check(min(first, last), max(first, last), facts.get("min"), facts.get("max"), raw)
    step = 1 if first < last else -1
    return range(first, last if facts.get("exclusive") else last + step, step)


def _ends(raw: str) -> tuple[int, int]:
    match = _RANGE.fullmatch(raw)
    if not match:
        raise refused(raw, "is not a range; write two whole numbers as 1-4")
    try:
        return int(match[1]), int(match[2] or match[1])
    except ValueError:  # Python's limit on the digits of an int
        raise refused(raw, "has more digits than Python reads") from None


def _check(low: int, high: int, least: int | None, most: int | None, raw: str) -> None:
    if least is not None and low < least:
        raise refused(raw, f"goes below the minimum {least}")
    if most is not None and high > most:
        raise refused(raw, f"goes above the maximum {most}")
