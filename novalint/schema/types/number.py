"""Integer, Port and Float: Python's own int() and float(), where an empty text means "not set"."""

from __future__ import annotations

from novalint.schema.types.base import Entry, ValueFault, refused

FEWEST_DIGITS = 640
"""Python never limits int() to fewer digits (sys.int_info.str_digits_check_threshold)."""

KINDS = {
    "Integer": "is not a whole number; write only digits",
    "Port": "is not a port; write a whole number",
    "Float": "is not a number; write digits, with a point where needed",
}


def convert(entry: Entry, raw: str) -> int | float | None:
    """Read a number as oslo_config.types.Number does: `1_000`, ` 7 `, `nan` and `१` are numbers."""
    if not raw.strip():
        return None
    kind = entry["x-oslo"]["type"]
    try:
        return float(raw) if kind == "Float" else int(raw)
    except ValueError:
        raise _fault(kind, raw) from None


def _fault(kind: str, raw: str) -> ValueFault:
    start = len(raw) - len(raw.lstrip())
    end = len(raw.rstrip())
    if len(raw) > FEWEST_DIGITS and raw.strip().lstrip("+-").replace("_", "").isdecimal():
        return refused(raw, "has more digits than Python reads", start, end)
    return refused(raw, KINDS[kind], start, end)
