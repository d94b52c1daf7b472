"""Items of a list of the host that is a value with commas here: put in, and taken out."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from novalint.annotations import TYPE_CHECKING
from novalint.text.edits import Edit
from novalint.text.source import Span
from novalint.text.source_map import Quoting, Slice, SliceKind
from novalint.text.spelling import spelt
from novalint.text.style import line_end

if TYPE_CHECKING:
    from novalint.text.source_map import SourceMap

_ITEM = re.compile(r"([ \t]*)- ")
_COMMA = re.compile(r"[ \t]*,[ \t]*")
_COMMENT = re.compile(r"[ \t]*#")
_NESTED = re.compile(r"[\"'\[\](){}]")
"""What may keep a comma within an item."""
_OPENED = re.compile(r"[\[,][ \t]*$")


def added_items(edit: Edit, item: Slice, host: str) -> list[Edit] | None:
    """Return what adds the items of `,text` behind one; None where that is no item of a list."""
    line = _line_of(item, host)
    texts = [spelt(text.strip(), Quoting.PLAIN) for text in edit.text[1:].split(",")]
    if not edit.text.startswith(",") or edit.start != item.end or None in texts:
        return None
    if item.quoting is Quoting.SHARED:
        return None
    if line is None and _is_bracketed(item, host):
        return [Edit(item.host_end, item.host_end, "".join(f", {text}" for text in texts))]
    head = _ITEM.match(host, line.start) if line else None
    if head is None:
        return None
    at = _end(host, item.host_end)
    return [Edit(at, at, "".join(f"{line_end(host)}{head[0]}{text}" for text in texts))]


def left_items(edit: Edit, source_map: SourceMap, text: str, host: str) -> list[Edit] | None:
    """Return what leaves of a list those items that an edit has; None where it is no such edit.

    Each item that goes has a line of its own, or all stand in brackets in one line. An edit of the
    whole list may also have other items.
    """
    touched = source_map.touched(Span(edit.start, edit.end))
    items = [piece for piece in touched if piece.kind is not SliceKind.GENERATED]
    whole = items and edit.start == items[0].start and edit.end == items[-1].end
    if not whole or any(map(_is_fixed, items)):
        return None
    if all(_is_bracketed(item, host) for item in items):
        return _in_brackets(edit, items, text, host)
    return _in_lines(edit, items, text, host)


def other_items(edit: Edit, item: Slice, text: str, host: str) -> list[Edit] | None:
    """Return what puts several items in the place of the only one; None where it is no item."""
    whole = edit.start == item.start and edit.end == item.end and "," in edit.text
    return _in_lines(edit, [item], text, host) if whole and not _is_fixed(item) else None


def _in_lines(edit: Edit, items: list[Slice], text: str, host: str) -> list[Edit] | None:
    """Return what makes items that have a line each those of an edit; a line that stays stays."""
    lines = [_line_of(item, host) for item in items]
    values = [value.strip() for value in edit.text.split(",")]
    if None in lines or not all(values) or _NESTED.search(edit.text):
        return None
    places = [line for line in lines if line]
    old = [text[item.start : item.end].strip() for item in items]
    written = (host[item.host_start : _end(host, item.host_end)] for item in items)
    known = dict(zip(old, written, strict=True))
    edits: list[Edit] = []
    for kind, start, stop, first, last in SequenceMatcher(None, old, values, False).get_opcodes():
        new = [known.get(value) or spelt(value, Quoting.PLAIN) for value in values[first:last]]
        if None in new:
            return None
        if kind != "equal":
            edits += _put(places, slice(start, stop), list(map(str, new)), host)
    return edits


def _put(lines: list[Span], gone: slice, texts: list[str], host: str) -> list[Edit]:
    """Put items in the place of lines, or where none of them is in front of the first."""
    going = lines[gone]
    beside = going[0] if going else lines[max(gone.start - 1, 0)]
    head = _ITEM.match(host, beside.start)
    assert head is not None
    new = [head[0] + text for text in texts]
    if not going:
        return [_added(new, beside, gone.start > 0, host)]
    edits = [Edit(line.start, line.end, "") for line in going]
    if new:
        end = _end(host, beside.start)
        edits[0] = Edit(beside.start, end, line_end(host).join(new))
    return edits


def _added(new: list[str], line: Span, is_behind: bool, host: str) -> Edit:
    """Add lines behind one, or in front of it and of the comment above it."""
    end, at = line_end(host), line.start
    if is_behind:
        at = _end(host, line.start)
        return Edit(at, at, "".join(end + text for text in new))
    while at and (comment := _COMMENT.match(host, host.rfind("\n", 0, at - 1) + 1)):
        at = comment.start()
    return Edit(at, at, "".join(text + end for text in new))


def _in_brackets(edit: Edit, items: list[Slice], text: str, host: str) -> list[Edit] | None:
    """Return what makes the items of a list in brackets those of an edit, as few as can be."""
    start, end = items[0].host_start, items[-1].host_end
    if "\n" in host[start:end] or "#" in host[start:end] or not edit.text.strip():
        return None
    texts = [value.strip() for value in edit.text.split(",")]
    old = [text[item.start : item.end] for item in items]
    left = list(texts)
    kept = [value == (left[0] if left else None) and bool(left.pop(0)) for value in old]
    if left:  # others come: those that stay keep their spelling
        spellings = dict(
            zip(old, (host[one.host_start : one.host_end] for one in items), strict=True)
        )
        new = [spellings.get(value) or spelt(value, Quoting.PLAIN) for value in texts]
        return None if None in new else [Edit(start, end, ", ".join(map(str, new)))]
    first = kept.index(True)
    gone = [
        Edit(one.host_start, items[at + 1].host_start, "") if at < first
        else Edit(items[at - 1].host_end, one.host_end, "")
        for at, one in enumerate(items) if not kept[at]
    ]  # fmt: skip
    return gone or None


def _is_fixed(item: Slice) -> bool:
    """Whether an item is computed, or said for other keys as well, so that it stays as it is."""
    return item.kind is SliceKind.DYNAMIC or item.quoting is Quoting.SHARED


def _is_bracketed(item: Slice, host: str) -> bool:
    """Whether an item stands in a list in brackets, between its commas."""
    line = host.rfind("\n", 0, item.host_start) + 1
    opened = _OPENED.search(host, line, item.host_start)
    behind = host[item.host_end : _end(host, item.host_end)].lstrip(" \t")
    return opened is not None and behind[:1] in (",", "]")


def taken_item(edit: Edit, source_map: SourceMap, host: str) -> list[Edit] | None:
    """Return what takes an item out together with a comma; None where it has no line of its own."""
    touched = source_map.touched(Span(edit.start, edit.end))
    items = [piece for piece in touched if piece.kind is not SliceKind.GENERATED]
    if edit.text or len(touched) != 2 or len(items) != 1 or _is_fixed(items[0]):
        return None
    (item,) = items
    line = _line_of(item, host) or _with_comma(item, touched[0] is item, host)
    whole = edit.start <= item.start and item.end <= edit.end
    return [Edit(line.start, line.end, "")] if line is not None and whole else None


def _with_comma(item: Slice, is_first: bool, host: str) -> Span | None:
    """Return an item of a list in brackets with the comma behind it, or with that before it."""
    if not _is_bracketed(item, host):
        return None
    if is_first:
        comma = _COMMA.match(host, item.host_end)
        return Span(item.host_start, comma.end()) if comma else None
    start = host.rfind(",", 0, item.host_start)
    return Span(start, item.host_end) if start >= 0 else None


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
