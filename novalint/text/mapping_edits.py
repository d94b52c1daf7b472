"""What goes with the items of a YAML mapping that are moved: their comments, and empty groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple
from novalint.text.content import normalize_group
from novalint.text.edits import Edit
from novalint.text.source import Span
from novalint.text.source_map import Quoting, SliceKind
from novalint.text.spelling import spelt
from novalint.text.style import line_end

if TYPE_CHECKING:
    from novalint.text.content import Assignment, Group
    from novalint.text.host import Host

_NOTE = re.compile(r"(?:[\]}'\" \t]*?[\]}'\"])?([ \t]+#[^\r\n]*)")
_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)
_OPTION = re.compile(r"#(?:\S+|[ \t]*\w+_\w+)[ \t]*:(?:[ \t]|$)")
_BANNER = re.compile(r"#[ \t]*([-=#*~_+])\1{2}")
_ITEM = re.compile(r"[ ]*[^\s#:][^#:]*: \S")
_GROUP = re.compile(r"[ ]*[^\s#:][^#:\r\n]*:[ \t]*(?:\r\n|\r|\n|$)")


class _Taken(NamedTuple):
    """An item whose lines are taken out of the host: its comments, and its value as spelt.

    `above` are the lines of the comment that touches it from above, bare; `note` is what stands
    behind it on its line; `lost` says that it has comments of another form.
    """

    start: int
    end: int
    value: str | None
    first: int
    above: tuple[str, ...]
    note: str
    lost: bool


def with_comments(
    edits: tuple[Edit, ...], wanted: Iterable[Edit], lines: Sequence[Assignment], host: Host
) -> tuple[Edit, ...] | None:
    """Return edits of a host that take the comments of an item along to its new place.

    `wanted` are those of the embedded text, `lines` its assignments. None where it cannot be told
    to which place. An item that goes nowhere leaves what stands above it.
    """
    result = list(edits)
    taken = [item for edit in wanted if (item := _taken(edit, result, lines, host))]
    end = line_end(host.source.text)
    added = [edit for edit in result if edit.text]
    for item in taken:
        if not added or not (item.above or item.note or item.lost):
            continue
        alike = [other for other in taken if other.value == item.value]
        places = [(edit, line) for edit in result for line in _items(edit.text, item.value)]
        if not places:
            places = _of_another_value(item, taken, result)
        if not places:
            continue
        if item.lost or len(alike) > 1 or len(places) > 1:
            return None
        (edit, line), old = places[0], Edit(item.start, item.end, "")
        said = edit.text.replace(line, _said(line, item, end), 1)
        result[result.index(edit)] = edit._replace(text=said)
        result[result.index(old)] = Edit(item.first, item.end, "")
    return _apart(result, host.source.text)


def _of_another_value(
    one: _Taken, taken: Sequence[_Taken], edits: Sequence[Edit]
) -> list[tuple[Edit, str]]:
    """Return where an item stands that gets another value as well; none where that is not sure.

    It is where a single item goes, and a single one comes, whose value is nobody else's.
    """
    lines = [(edit, line) for edit in edits for line in edit.text.splitlines() if _ITEM.match(line)]
    known = {value for other in taken if (value := other.value)}
    new = [(edit, line) for edit, line in lines if line.partition(": ")[2] not in known]
    at = {other.value for other in taken for edit in edits if _items(edit.text, other.value)}
    gone = [other for other in taken if other.value not in at]
    return new if gone == [one] and len(new) == 1 else []


def without_groups(
    edits: tuple[Edit, ...],
    openings: Iterable[Group | None],
    lines: Sequence[Assignment],
    host: Host,
) -> tuple[Edit, ...] | None:
    """Return edits that take the names of groups out as well which have no items afterwards.

    `openings` are those of the groups in the embedded text, `lines` its assignments. The name of
    one whose items become comments becomes one, too; one above items that are no options here,
    such as `x: {}`, stays. None where a group has none there, or more than its name would be left,
    or go.
    """
    result = list(edits)
    text = host.source.text
    for opening in openings:
        if opening is None:
            return None
        key = host.span(opening.span)
        start = text.rfind("\n", 0, key.start) + 1
        line = _GROUP.match(text, start)
        if line is None or text[start : key.start].strip():
            return None
        left = list(_left(text, line.end(), edits))
        if not left:
            result.append(Edit(start, line.end(), ""))
        elif not all(left):
            continue
        elif _is_commented(opening, edits, lines, host):
            result.append(Edit(key.start, key.start, "#"))
        else:
            return None
    return _apart(result, host.source.text)


def _is_commented(
    group: Group, edits: Sequence[Edit], lines: Iterable[Assignment], host: Host
) -> bool:
    """Whether an item of a group is commented out."""
    signs = {edit.start for edit in edits if edit.start == edit.end and edit.text.endswith("#")}
    return any(
        host.span(assignment.key).start in signs
        for assignment in lines
        if normalize_group(assignment.group) == normalize_group(group.name)
    )


def _left(text: str, at: int, edits: Sequence[Edit]) -> Iterator[bool]:
    """Yield for each line that stays below a group's name, at an offset, whether it is a comment.

    A line that becomes one is one.
    """
    ends = {edit.start: edit.end for edit in edits if edit.end > edit.start}
    signs = [edit.start for edit in edits if edit.start == edit.end and edit.text.endswith("#")]
    start = text.rfind("\n", 0, max(at - 1, 0)) + 1
    outer = len(text[start:at]) - len(text[start:at].lstrip(" "))
    while at < len(text):
        if at in ends:
            at = ends[at]
            continue
        stop = text.find("\n", at) + 1 or len(text)
        line = text[at:stop]
        inner = line.lstrip(" ")
        if inner.strip():
            if len(line) - len(inner) <= outer:
                return
            yield inner.startswith("#") or any(at <= sign < stop for sign in signs)
        at = stop


def _taken(
    edit: Edit, host_edits: Sequence[Edit], lines: Sequence[Assignment], host: Host
) -> _Taken | None:
    """Return the item of the host that an edit of the embedded text takes out."""
    if edit.text or edit.end <= edit.start:
        return None
    own = [assignment for assignment in lines if edit.start <= assignment.span.start < edit.end]
    touched = host.embedded.source_map.touched(Span(edit.start, edit.end))
    real = [piece for piece in touched if piece.kind is not SliceKind.GENERATED]
    if len(own) != 1 or not real:
        return None
    text = host.source.text
    start = text.rfind("\n", 0, real[0].host_start) + 1
    gone = next((edit for edit in host_edits if edit.start == start and not edit.text), None)
    if gone is None:
        return None
    value_end = max(piece.host_end for piece in real)
    note = _NOTE.match(text, value_end, gone.end) if len(real) > 1 else None
    rest = text[start : note.start(1) if note else gone.end]
    rest += text[note.end() : gone.end] if note else ""
    above, first = _above(text, start)
    value = spelt(own[0].value, Quoting.PLAIN)
    lost = _COMMENT.search(rest) is not None
    return _Taken(start, gone.end, value, first, above, note[1] if note else "", lost)


def _above(text: str, start: int) -> tuple[tuple[str, ...], int]:
    """Return the lines of the comment that touches a line from above, and where they start.

    An option that is commented out is no comment of another one, and a banner is about more.
    """
    indent = len(text[start:]) - len(text[start:].lstrip(" "))
    lines: list[str] = []
    while start > 0:
        before = text.rfind("\n", 0, start - 1) + 1
        line = text[before:start].rstrip("\r\n")
        bare = line[indent:]
        if line[:indent].strip() or not bare.startswith("#"):
            break
        if _OPTION.match(bare) or _BANNER.match(bare):
            break
        lines.insert(0, bare)
        start = before
    return tuple(lines), start


def _items(text: str, value: str | None) -> list[str]:
    """Return the lines of a text that are items of a value, without their ends."""
    lines = (line.rstrip("\r\n") for line in text.split("\n"))
    return [line for line in lines if value and line.partition(": ")[2] == value]


def _said(line: str, taken: _Taken, end: str) -> str:
    """Return an item with the comments of another one, which it stands for."""
    indent = line[: len(line) - len(line.lstrip(" "))]
    return "".join(f"{indent}{comment}{end}" for comment in taken.above) + line + taken.note


def _apart(edits: Iterable[Edit], text: str) -> tuple[Edit, ...] | None:
    """Return edits in order, those at one place as one; None where they overlap.

    Lines that take the place of others need no line end in front of them.
    """
    trimmed: list[Edit] = []
    for edit in sorted(edits):
        last = trimmed[-1] if trimmed else None
        if last and last.end == edit.start:
            trimmed[-1] = Edit(last.start, edit.end, last.text + edit.text)
        else:
            trimmed.append(edit)
    overlap = any(two.start < one.end for one, two in pairwise(trimmed))
    return None if overlap else tuple(_without_blank(edit, text) for edit in trimmed)


def _without_blank(edit: Edit, text: str) -> Edit:
    if edit.end == edit.start or text[max(edit.start - 1, 0)] != "\n":
        return edit
    return edit._replace(text=edit.text.lstrip("\r\n"))
