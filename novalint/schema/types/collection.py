"""List and Dict: texts cut at commas, where an item that is refused takes the next part in.

oslo.config does not know whether an item may hold a comma, so it tries the first part alone, then
with the second, and so on; see oslo_config.types.List and Dict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.schema.types import decode
from novalint.schema.types.base import Entry, Value, ValueFault, refused

if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")


STRING: Entry = {"type": "string", "x-oslo": {"type": "String"}}
"""oslo.config's item where a declaration names none."""

_WITH_COMMAS = frozenset({"String", "URI", "List", "Dict"})


def convert(entry: Entry, raw: str) -> list[Value] | dict[str, Value]:
    """Cut the text up and decode each part; spans of faults are within `raw`."""
    return _list(entry, raw) if entry["x-oslo"]["type"] == "List" else _dict(entry, raw)


def _list(entry: Entry, raw: str) -> list[Value]:
    start, end = _stripped(raw, 0, len(raw))
    if not entry["x-oslo"].get("trailing"):
        end = start + len(raw[start:end].rstrip(","))
    at, stop = _unwrapped(entry, raw, start, end, "[]")
    item = entry.get("items", STRING)
    again = _takes_commas(item)
    values: list[Value] = []
    if at == stop:
        return values
    while at <= stop:  # the last part ends at `stop`, and puts `at` one past it
        value, end = _first_accepted(_ends(raw, at, stop), again, _reader(item, raw, at))
        values.append(value)
        at = end + 1
    return values


def _dict(entry: Entry, raw: str) -> dict[str, Value]:
    at, stop = _unwrapped(entry, raw, *_stripped(raw, 0, len(raw)), "{}")
    values: dict[str, Value] = {}
    if at == stop:
        return values
    while at <= stop:
        key, value, end = _pair(entry, raw, at, stop)
        if not key:
            raise refused(raw, "has no name before its separator", *_stripped(raw, at, end))
        if key in values:
            raise refused(raw, "repeats a name; give each name once", *_stripped(raw, at, end))
        values[key] = value
        at = end + 1
    return values


def _pair(entry: Entry, raw: str, at: int, stop: int) -> tuple[str, Value, int]:
    """Read the pair that starts at `at`; also say where it ends."""
    separator = entry["x-oslo"].get("separator") or ":"
    split = raw.find(separator, at, stop)
    if split < 0:
        part = _stripped(raw, at, next(_ends(raw, at, stop)))
        raise refused(raw, f"is not a pair; write name{separator}value", *part)
    item = entry.get("additionalProperties", STRING)
    begin = split + len(separator)
    # Parts without the separator were glued on as well: the name may hold commas.
    value, end = _first_accepted(
        _ends(raw, begin, stop), _takes_commas(item), _reader(item, raw, begin)
    )
    return raw[at:split].strip(), value, end


def _reader(item: Entry, raw: str, at: int) -> Callable[[int], Value]:
    """Return the function that decodes the text from `at` to the end it is called with."""

    def read(end: int) -> Value:
        start, end = _stripped(raw, at, end)
        try:
            return decode(item, raw[start:end])
        except ValueFault as fault:
            raise fault.moved(start) from None

    return read


def _first_accepted(ends: Iterator[int], again: bool, read: Callable[[int], T]) -> tuple[T, int]:
    """Read up to the first end that is accepted, else raise the fault that lies furthest in.

    The furthest, because the parts of a bounded item (`{a:1`) fail first for want of their bound.
    """
    kept: ValueFault | None = None
    for end in ends:
        try:
            return read(end), end
        except ValueFault as fault:
            kept = fault if kept is None or fault.start > kept.start else kept
        if not again:
            break
    assert kept is not None  # there is always one end
    raise kept


def _ends(raw: str, at: int, stop: int) -> Iterator[int]:
    """Yield every place where a part that starts at `at` may end: each comma, then `stop`."""
    comma = raw.find(",", at, stop)
    while comma >= 0:
        yield comma
        comma = raw.find(",", comma + 1, stop)
    yield stop


def _takes_commas(item: Entry) -> bool:
    """Whether a text with a comma can ever be accepted; if not, gluing is in vain."""
    facts = item["x-oslo"]
    if facts["type"] not in _WITH_COMMAS:
        return False
    choices = facts.get("choices") or item.get("enum")
    return choices is None or any("," in str(choice) for choice in choices)


def _unwrapped(entry: Entry, raw: str, start: int, end: int, pair: str) -> tuple[int, int]:
    """Step inside the bounds, if the declaration has them."""
    if not entry["x-oslo"].get("bounds"):
        return start, end
    text = raw[start:end]
    if not (text.startswith(pair[0]) and text.endswith(pair[1])):
        raise refused(raw, f"is not in brackets; write it as {pair[0]}…{pair[1]}", start, end)
    return start + 1, end - 1


def _stripped(raw: str, start: int, end: int) -> tuple[int, int]:
    """Bring a span in to the text without the white space around it."""
    text = raw[start:end]
    start = end - len(text.lstrip())
    return start, start + len(text.strip())
