"""Records that are spread over several lines, as one line each: JSON for people, and exports."""

from __future__ import annotations

import re

from novalint.annotations import TYPE_CHECKING
from novalint.logs.json_lines import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OBJECT = r"^([ \t]*)\{[ \t\r]*\n(?:\1[ \t]+[^\n]*\n){1,400}\1\}(?=,?[ \t\r]*$)"
"""A JSON object over several lines, as `jq` and `journalctl -o json-pretty` write it."""
_OBJECT = re.compile(OBJECT.encode(), re.MULTILINE)
_BREAK = re.compile(rb"(?<![ \t\r])[ \t\r]*\n(?:[ \t\r]*\n)*[ \t]*")
_FIELD = re.compile(
    rb"(?ms)^(?:__REALTIME_TIMESTAMP=(?P<number>\d{1,17})$"
    rb"|[A-Z][a-z]{2} (?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,6}) \S{1,9} \[s="
    rb"|(?: {4})?MESSAGE(?:=|\n.{8}))"
)
"""The time and the message of a record as `journalctl -o export` and `-o verbose` write them.

A message with control characters stands there behind eight bytes, its length.
"""


def whole_records(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Give blocks of lines in which each record is one, where a record holds no more lines itself.

    A message of journald's exports has the time of its record before it. A JSON object that lies in
    two blocks stays as it is.
    """
    time = b""
    for block in blocks:
        if b"{" in block and b"\n" in block:
            block = _OBJECT.sub(_one_line, block)
        if time or b"__REALTIME_TIMESTAMP=" in block or b" [s=" in block:
            block, time = _dated(block, time)
        yield block


def _one_line(spread: re.Match[bytes]) -> bytes:
    return _BREAK.sub(b"", spread[0])


def _dated(block: bytes, time: bytes) -> tuple[bytes, bytes]:
    """Return a block with the times of its records before their messages, and the last time."""

    def put(field: re.Match[bytes]) -> bytes:
        nonlocal time
        if field["number"] or field["time"]:
            time = field["time"] or moment(field["number"].decode()).encode()
            return field[0]
        return b"%b MESSAGE=" % time if time else field[0]

    return _FIELD.sub(put, block), time
