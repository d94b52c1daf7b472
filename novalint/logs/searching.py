"""Finds the lines of a log that hold an anchor, in one pass and far faster than line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from novalint.logs.json_lines import plainer
from novalint.logs.pasted import without_entities

if TYPE_CHECKING:
    from novalint.logs.index import Anchor, Index

_COLOUR = rb"(?:(?:\x1b|#033)\[[0-9;]{1,8}m)?"
_QUIET = re.compile(
    rb"(?:(?!%b(?:ERROR|WARNING|CRITICAL|TRACE))[^ \n]* ){0,12}?%b(?:INFO|DEBUG) "
    % (_COLOUR, _COLOUR)
).match
"""Whether the first level in the first words of a line is INFO or DEBUG."""

_BYTES = re.compile(rb'"MESSAGE" ?: ?\[')
"""A message that journald writes as numbers, since it has control characters."""

BEFORE, AFTER = 300, 1500
"""Bytes of a line on either side of an anchor that are looked at, where it is a long one."""
LONGEST_JSON = 1 << 20
"""Bytes of a line that are read as JSON."""


class Hit(NamedTuple):
    """A line that holds an anchor: its start, and the stretch around the anchor; the same mostly.

    Both are cut where the line is long. `record` is the JSON object that the line is or ends with.
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
    for raw in blocks:
        block = without_entities(raw)
        if _BYTES.search(block):
            block = b"\n".join([_plainer(line, _BYTES) for line in block.split(b"\n")])
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
    brace = text.find(b'{"', start, min(start + BEFORE, at))
    is_json = brace >= 0 and end - brace <= LONGEST_JSON and text[brace:end].rstrip()[-1:] == b"}"
    record = text[brace:end] if is_json else None
    return Hit(anchor, text[start : min(end, start + BEFORE)], text[first:last], record)


_UNICODE = re.compile(rb"\\u([0-9a-fA-F]{4})")
"""A sign as JSON escapes it, and as Python 2 wrote texts that an exception had."""


def _unescaped(text: bytes) -> bytes:
    r"""Return lines that have signs as `\uNNNN` with these as UTF-8."""
    lines = [_plainer(line, _UNICODE) for line in text.split(b"\n")]
    return b"\n".join([line if line[:1] == b"{" else _UNICODE.sub(_utf8, line) for line in lines])


def _utf8(sign: re.Match[bytes]) -> bytes:
    return chr(int(sign[1], 16)).encode("utf-8", "replace")


def _plainer(line: bytes, sign: re.Pattern[bytes]) -> bytes:
    """Return a line of JSON as UTF-8 where it has a sign of being none; others as they are."""
    if not line.startswith(b"{") or len(line) > LONGEST_JSON or not sign.search(line):
        return line
    return plainer(line) or line
