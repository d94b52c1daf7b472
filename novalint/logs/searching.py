"""Finds the lines of a log that hold an anchor, in one pass and far faster than line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from novalint.logs.escapes import LONGEST_JSON, unescaped
from novalint.logs.spread import whole_records

if TYPE_CHECKING:
    from novalint.logs.index import Anchor, Index

_COLOUR = r"(?:(?:\x1b|#033)\[[0-9;]{1,8}m)?"
QUIET = (
    rf"^(?:(?!{_COLOUR}(?:ERROR|WARNING|CRITICAL|TRACE))[^ \n]* ){{0,12}}?{_COLOUR}(?:INFO|DEBUG) "
)
_DATED = r"^(?:[0-9][^ \n]* ){0,4}(?:INFO|DEBUG) "
_QUIET = re.compile(f"{_DATED}|{QUIET}".encode()).match
"""Whether the first level in the first words of a line is INFO or DEBUG.

What oslo.log writes by itself, a date and a process in front, is told first, as that is quicker.
"""

BEFORE, AFTER = 300, 1500
"""Bytes of a line on either side of an anchor that are looked at, where it is a long one."""


class Hit(NamedTuple):
    """A line that holds an anchor: its start, and the stretch around the anchor; the same mostly.

    Both are cut where the line is long. `record` is the JSON object that the line is or ends with.
    """

    anchor: Anchor
    start: bytes
    stretch: bytes
    record: bytes | None = None


class SearchedBlock(NamedTuple):
    """What a block of lines holds."""

    lines: int
    hits: tuple[Hit, ...]


def search(blocks: Iterable[bytes], index: Index) -> Iterator[SearchedBlock]:
    """Search blocks of whole lines; the hits of one block in the order of its lines, nearly."""
    count = 0

    def counted() -> Iterator[bytes]:
        nonlocal count
        for block in blocks:
            count = block.count(b"\n") + (not block.endswith(b"\n"))
            yield block

    for whole in whole_records(counted()):
        block = unescaped(whole)
        loud = _loud(block)
        hits = [*_hits(block, index.quiet), *_hits(loud, _possible(loud, index.loud))]
        if not loud.isascii():
            hits += _hits(loud, index.translated)
        hits.sort(key=lambda hit: hit[0])
        yield SearchedBlock(count, tuple(hit for _, hit in hits))


def _loud(block: bytes) -> bytes:
    """Return the lines that are of a warning or worse, or tell no level."""
    return b"\n".join(
        [
            line
            for line in block.split(b"\n")
            # Most lines without a level do not have these words anywhere: quicker than a pattern.
            if (b"INFO " not in line and b"DEBUG " not in line) or not _QUIET(line)
        ]
    )


def _possible(text: bytes, anchors: Iterable[Anchor]) -> list[Anchor]:
    """Return the anchors whose words a text has: far less than all, and quickly told."""
    words = set(text.split())
    return [anchor for anchor in anchors if anchor.words <= words]


def _hits(text: bytes, anchors: Iterable[Anchor]) -> list[tuple[int, Hit]]:
    """Return each kind of line once a line, with the offset of the anchor that it was known by."""
    hits = []
    known: set[tuple[int, str]] = set()
    for anchor in anchors:
        at = text.find(anchor.text)
        while at >= 0:
            start = text.rfind(b"\n", 0, at) + 1
            end = text.find(b"\n", at)
            end = len(text) if end < 0 else end
            if (start, anchor.name) not in known:
                known.add((start, anchor.name))
                hits.append((at, _hit(anchor, text, start, at, end)))
            at = text.find(anchor.text, end)
    return hits


def _hit(anchor: Anchor, text: bytes, start: int, at: int, end: int) -> Hit:
    first, last = max(start, at - BEFORE), min(end, at + AFTER)
    record = _json(text, start, at, end)
    return Hit(anchor, text[start : min(end, start + BEFORE)], text[first:last], record)


def _json(text: bytes, start: int, at: int, end: int) -> bytes | None:
    """Return the JSON that a line is or ends with, with an anchor in it."""
    brace = text.find(b'{"', start, min(start + BEFORE, at))
    if brace < 0 or end - brace > LONGEST_JSON:
        return None
    record = text[brace:end].rstrip().removesuffix(b",")
    if record.endswith(b"]") and text[start:brace].endswith(b"["):
        return b"[" + record
    return record if record.endswith(b"}") else None
