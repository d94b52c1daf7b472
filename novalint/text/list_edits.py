"""Items of a list of the host that is a value with commas here: put in, and taken out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from novalint.text.edits import Edit
from novalint.text.source import Span
from novalint.text.source_map import Quoting, Slice, SliceKind
from novalint.text.spelling import spelt
from novalint.text.style import line_end

if TYPE_CHECKING:
    from novalint.text.source_map import SourceMap

_ITEM = re.compile(r"([ \t]*)- ")


def added_items(edit: Edit, item: Slice, host: str) -> list[Edit] | None:
    """Return the lines of items that `,text` adds behind one; None where that has no own line."""
    line = _line_of(item, host)
    if line is None or not edit.text.startswith(",") or edit.start != item.end:
        return None
    head = _ITEM.match(host, line.start)
    texts = [spelt(text.strip(), Quoting.PLAIN) for text in edit.text[1:].split(",")]
    if head is None or None in texts:
        return None
    at = _end(host, item.host_end)
    return [Edit(at, at, "".join(f"{line_end(host)}{head[0]}{text}" for text in texts))]


def left_items(edit: Edit, source_map: SourceMap, text: str, host: str) -> list[Edit] | None:
    """Return what leaves of a list those items that an edit has; None where it is no such edit.

    Each item that goes has a line of its own.
    """
    touched = source_map.touched(Span(edit.start, edit.end))
    items = [piece for piece in touched if piece.kind is not SliceKind.GENERATED]
    whole = items and edit.start == items[0].start and edit.end == items[-1].end
    if not whole or any(item.kind is SliceKind.DYNAMIC for item in items):
        return None
    left = [value.strip() for value in reversed(edit.text.split(","))]
    gone = []
    for item in items:
        if left and text[item.start : item.end] == left[-1]:
            left.pop()
        else:
            gone.append(item)
    lines = [_line_of(item, host) for item in gone]
    made = [Edit(line.start, line.end, "") for line in lines if line]
    return made if made and not left and len(made) == len(gone) < len(items) else None


def taken_item(edit: Edit, source_map: SourceMap, host: str) -> list[Edit] | None:
    """Return what takes an item out together with a comma; None where it has no line of its own."""
    touched = source_map.touched(Span(edit.start, edit.end))
    items = [piece for piece in touched if piece.kind is not SliceKind.GENERATED]
    if edit.text or len(touched) != 2 or len(items) != 1 or items[0].kind is SliceKind.DYNAMIC:
        return None
    (item,) = items
    line = _line_of(item, host)
    whole = edit.start <= item.start and item.end <= edit.end
    return [Edit(line.start, line.end, "")] if line is not None and whole else None


def _line_of(item: Slice, host: str) -> Span | None:
    """Return the line of an item with its end, where nothing but the item stands in it."""
    start = host.rfind("\n", 0, item.host_start) + 1
    end = _end(host, item.host_end)
    head = _ITEM.fullmatch(host, start, item.host_start)
    behind = host[item.host_end : end].strip()
    if head is None or (behind and not behind.startswith("#")):
        return None
    stop = host.find("\n", end)
    return Span(start, stop + 1 if stop >= 0 else len(host))


def _end(host: str, at: int) -> int:
    """Return where the line of an offset ends, in front of its line end."""
    stop = host.find("\n", at)
    stop = stop if stop >= 0 else len(host)
    return stop - 1 if host[stop - 1 : stop] == "\r" else stop
