"""Finds the lines of a log that hold an anchor, in one pass and far faster than line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from novalint.logs.index import Anchor, Index

_QUIET = re.compile(rb"(?:(?!ERROR|WARNING|CRITICAL|TRACE)[^ \n]* ){0,12}?(?:INFO|DEBUG) ").match
"""Whether the first level in the first words of a line is INFO or DEBUG."""

BEFORE, AFTER = 300, 1500
"""Bytes of a line on either side of an anchor that are looked at, where it is a long one."""
LONGEST_JSON = 1 << 20
"""Bytes of a line that are read as JSON."""


class Hit(NamedTuple):
    """A line that holds an anchor: its start, and the stretch around the anchor; the same mostly.

    Both are cut where the line is long. `record` is the line whole where it is a JSON object.
    """

    anchor: Anchor
    start: bytes
    stretch: bytes
    record: bytes | None = None


class Searched(NamedTuple):
    """What a block of lines holds."""

    lines: int
    hits: tuple[Hit, ...]


def search(blocks: Iterable[bytes], index: Index) -> Iterator[Searched]:
    """Search blocks of whole lines; the hits of one block in the order of its lines, nearly."""
    for block in blocks:
        lines = block.split(b"\n")
        loud = b"\n".join([line for line in lines if not _QUIET(line)])
        hits = [*_hits(block, index.quiet), *_hits(loud, _possible(loud, index.loud))]
        if not loud.isascii():
            hits += _hits(loud, index.translated)
        if b"\\u" in loud:
            hits += _hits(_unescaped(loud), index.translated)
        hits.sort(key=lambda hit: hit[0])
        yield Searched(len(lines) - (not lines[-1]), tuple(hit for _, hit in hits))


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
    is_json = text[start : start + 1] == b"{" and end - start <= LONGEST_JSON
    record = text[start:end] if is_json else None
    return Hit(anchor, text[start : min(end, start + BEFORE)], text[first:last], record)


def _unescaped(text: bytes) -> bytes:
    r"""Return the lines of JSON that have signs as `\uNNNN`, with these as UTF-8."""
    lines = []
    for line in text.split(b"\n"):
        if line.startswith(b"{") and b"\\u" in line and len(line) <= LONGEST_JSON:
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                continue
            lines.append(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace"))
    return b"\n".join(lines)
