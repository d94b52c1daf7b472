"""Edits of an embedded text as edits of its host, or none where the host cannot have them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple
from novalint.text.edits import Edit
from novalint.text.expressions import Expressions
from novalint.text.list_edits import added_items, left_items, other_items, taken_item
from novalint.text.source import Span
from novalint.text.source_map import LineForm, Quoting, Slice, SliceKind
from novalint.text.spelling import is_plain, spelt
from novalint.text.style import line_end

if TYPE_CHECKING:
    from novalint.text.source_map import SourceMap

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LINE_COMMENTS = re.compile(r"(?:#[^\n]*\n)*#")
_COMMENT = re.compile(r"(?:[ \t]*\r?\n)*(?P<indent> *)#[^\n]*(?:\n|\Z)")
_HEADER = re.compile(r"\[([^\[\]]+)\]")
_ASSIGNED = re.compile(r"([^\s=:#;\[](?:[^=:]*[^=:\s])?)\s*[=:]\s*(.*)")


def host_edits(
    source_map: SourceMap, edits: Iterable[Edit], text: str, host: str
) -> tuple[Edit, ...] | None:
    """Return the edits of a host that do in it what edits of the embedded text do there.

    `text` is the embedded text, `host` that of the host. None where one of them cannot be made:
    it touches what a template computes, or needs a line where the host takes none.
    """
    expressions = Expressions(source_map, text, host)
    mapping = _IntoHost(source_map, text, host, expressions)
    host_edits: list[Edit] = []
    moved = False
    for edit in edits:
        mapped = mapping.of(edit)
        if mapped is None:
            return None
        for edit in mapped:
            new = expressions.as_in_host(edit.text)
            if new is None:
                return None
            moved = moved or new != edit.text
            host_edits.append(edit._replace(text=new))
    if moved and not expressions.hold(at for edit in host_edits for at in (edit.start, edit.end)):
        return None
    host_edits = _joined(sorted(host_edits))
    if any(two.start < one.end or one.start == two.start for one, two in pairwise(host_edits)):
        return None
    return tuple(host_edits)


class _IntoHost(NamedTuple):
    map: SourceMap
    text: str
    host: str
    expressions: Expressions

    def of(self, edit: Edit) -> list[Edit] | None:
        """Return what one edit is in the host."""
        if self._is_lines(edit):
            return self._lines(edit)
        edit = self._ended(edit)
        if edit.start == edit.end:
            return self._inserted(edit)
        return self._replaced(edit)

    def _is_lines(self, edit: Edit) -> bool:
        """Whether an edit puts in, takes out or replaces whole lines."""
        whole = edit.text.endswith("\n") or (not edit.text and edit.end > edit.start)
        last = edit.end == len(self.text) or self._starts_line(edit.end)
        return whole and last and self._starts_line(edit.start)

    def _starts_line(self, offset: int) -> bool:
        return offset == 0 or self.text[offset - 1] == "\n"

    def _lines(self, edit: Edit) -> list[Edit] | None:
        """Map an edit of whole lines: they start at the host's lines, with the indent of these."""
        touched = self.map.touched(Span(edit.start, edit.end))
        if not self._may_go(touched[:1] + tuple(map(self._as_literal, touched[1:]))):
            return None
        before, behind = self.map.before(edit.start), self.map.behind(edit.start)
        near = touched[0] if touched else before or behind
        if near is not None and before is near and self._is_new_group(edit, near):
            near = replace(near, indent=f"{self.map.group_indent}  ")
            before = near
        if near is None or (edit.text and near.indent is None):
            return None
        at_end = not touched and edit.start == len(self.text) and self.map.lines is LineForm.TEXT
        if touched:
            start: int | None = self._own_start(edit.start, touched[0])
        else:
            start = self._end() if at_end else self._line_start(edit.start, before, behind)
        if start is None:
            return None
        if not touched and self.map.lines is LineForm.MAPPING:
            start = self._below_comments(start, edit.text, near.indent or "")
        end = touched[-1].host_end if touched else start
        if touched and touched[-1].end > edit.end:
            end = touched[-1].host_start + edit.end - touched[-1].start
        if _holds_shared(touched, start, end):
            return None
        new = self._written(edit.text, near.indent or "", start)
        return None if new is None else [Edit(start, max(start, end), new)]

    def _is_new_group(self, edit: Edit, before: Slice) -> bool:
        """Whether lines behind all others, which take none into their group, open their own."""
        mapping = self.map.lines is LineForm.MAPPING and self.map.group_indent is not None
        ends = edit.start == len(self.text) and before.indent is None
        return mapping and ends and edit.text.lstrip().startswith("[")

    def _ended(self, edit: Edit) -> Edit:
        """Leave the last line end of an edit out where the host has one behind the text's end."""
        if edit.end < len(self.text) or self.map.lines is not LineForm.TEXT or not self.text:
            return edit
        at = self.map.slices[-1].host_end
        if self.text.endswith(("\r", "\n")) or self.host[at : at + 1] not in ("\r", "\n"):
            return edit
        return edit._replace(text=edit.text.removesuffix("\n").removesuffix("\r"))

    def _may_go(self, touched: tuple[Slice, ...]) -> bool:
        """Whether slices may be replaced together: nothing of a template in or between them."""
        if any(piece.kind is SliceKind.DYNAMIC for piece in touched):
            return False
        if self.map.lines is LineForm.TEXT:
            if any(piece.kind is not SliceKind.LITERAL for piece in touched):
                return False
            gaps = (self.host[one.host_end : two.host_start] for one, two in pairwise(touched))
            return not any(gap.strip() for gap in gaps)
        return self.map.lines is LineForm.MAPPING

    def _as_literal(self, piece: Slice) -> Slice:
        """Return an expression behind the name of its line as text that goes with it."""
        goes = piece.kind is SliceKind.DYNAMIC and self.expressions.may_go(piece)
        return replace(piece, kind=SliceKind.LITERAL) if goes else piece

    def _end(self) -> int:
        """Return the end of all that the text comes from: behind the last statement, too."""
        return max(piece.host_end for piece in self.map.slices)

    def _own_start(self, offset: int, first: Slice) -> int:
        """Return where lines that are there start in the host, with their indent."""
        literal = first.kind is SliceKind.LITERAL
        at = first.host_start + (offset - first.start if literal else 0)
        start = self.host.rfind("\n", 0, at) + 1
        return at if self.host[start:at].strip() else start

    def _line_start(self, offset: int, before: Slice | None, behind: Slice | None) -> int | None:
        """Return the start of the host's line at an offset that starts a line here."""
        if before is not None and before.indent is not None:
            inside = before.kind is SliceKind.LITERAL and offset < before.end
            return before.host_start + offset - before.start if inside else before.host_end
        if behind is None:
            return None
        start = self.host.rfind("\n", 0, behind.host_start) + 1
        return start if not self.host[start : behind.host_start].strip() else None

    def _below_comments(self, at: int, text: str, indent: str) -> int:
        """Return where lines come behind the comments that are within what stands above them."""
        outer = self.map.group_indent if text.lstrip().startswith("[") else indent
        while comment := _COMMENT.match(self.host, at):
            if len(comment["indent"]) <= len(outer or ""):
                break
            at = comment.end()
        return at

    def _written(self, text: str, indent: str, at: int) -> str | None:
        """Return lines as the host has them."""
        if self.map.lines is LineForm.TEXT:
            indented = "".join(_indented(line, indent) for line in _LINE.findall(text))
            missing = at > 0 and self.host[at - 1] not in "\r\n" and bool(indented)
            return line_end(self.host) + indented if missing else indented
        lines = [self._item(line, indent) for line in _LINE.findall(text) if line.strip()]
        if None in lines:
            return None
        end = line_end(self.host)
        new = "".join(line + end for line in lines if line)
        if new and at > 0 and self.host[at - 1] not in "\r\n":
            return end + new.removesuffix(end)
        return new

    def _item(self, line: str, indent: str) -> str | None:
        """Return a line of the embedded text as a line of a mapping, without its end."""
        body = line.strip()
        if body.startswith(("#", ";")):
            return f"{indent}#{body[1:]}"
        header = _HEADER.fullmatch(body)
        if header:
            outer = self.map.group_indent
            twice = f"[{header[1]}]\n" in self.text  # of equal keys YAML takes the last alone
            return None if outer is None or twice else f"{outer}{header[1]}:"
        assigned = _ASSIGNED.fullmatch(body)
        value = spelt(assigned[2], Quoting.PLAIN) if assigned else None
        return f"{indent}{assigned[1]}: {value}" if assigned and value else None

    def _inserted(self, edit: Edit) -> list[Edit] | None:
        """Map what is put in within a line: into the slice that it touches."""
        behind = self.map.behind(edit.start)
        before = None if self._starts_line(edit.start) else self.map.before(edit.start)
        sign = edit.text.rpartition("\n")[2] == "#" and _LINE_COMMENTS.fullmatch(edit.text)
        if self.map.lines is LineForm.MAPPING and sign and before is None and behind:
            return self._commented(edit, behind)
        if self.map.lines is LineForm.FIXED and sign and before is None:
            return None  # what would be a comment here is a part of a name there
        items = added_items(edit, before, self.host) if before else None
        if items is not None:
            return items
        if edit.start == len(self.text) and edit.text.startswith(("\n", "\r\n")):
            before = self.map.taking_lines() or before
        for neighbour in (before, behind):
            if neighbour is not None and neighbour.kind in (SliceKind.LITERAL, SliceKind.QUOTED):
                return self._within(edit, neighbour)
        return None

    def _commented(self, edit: Edit, key: Slice) -> list[Edit] | None:
        """Comment an item of a mapping out, all of its lines, below comments that say why."""
        stop = self.text.find("\n", edit.start)
        end = self.map.touched(Span(stop, stop + 1)) if stop >= 0 else ()
        start = self.host.rfind("\n", 0, key.host_start) + 1
        if not end or self.host[start : key.host_start].strip() or key.host_start < start:
            return None
        if _holds_shared(self.map.touched(Span(edit.start, stop)), start, end[0].host_start):
            return None
        column = key.host_start - start
        lines = self.host[start : end[0].host_start].split("\n")
        edits, at = [], start
        for line in lines:
            if line.strip():
                blanks = len(line) - len(line.lstrip(" "))
                place = at + min(column, blanks)
                edits.append(Edit(place, place, "#"))
            at += len(line) + 1
        above = edit.text.split("\n")[:-1]
        head = "".join(f"{line}{line_end(self.host)}{' ' * column}" for line in above)
        return [edits[0]._replace(text=f"{head}#"), *edits[1:]] if edits else None

    def _replaced(self, edit: Edit) -> list[Edit] | None:
        touched = self.map.touched(Span(edit.start, edit.end))
        trimmed = _trimmed(edit, self.text)
        items = self._items(edit, trimmed, touched)
        if items is not None:
            return items
        if len(touched) > 1:
            edit = trimmed
            if edit.start == edit.end:
                return self._inserted(edit) if edit.text else []
            touched = self.map.touched(Span(edit.start, edit.end))
        if len(touched) == 1 and touched[0].kind in (SliceKind.LITERAL, SliceKind.QUOTED):
            return self._within(edit, touched[0])
        if self.map.lines is not LineForm.TEXT or not self._may_go(touched):
            return taken_item(edit, self.map, self.host)
        place = self.map.place(Span(edit.start, edit.end))
        indent = touched[-1].indent
        new = edit.text if "\n" not in edit.text else _continued(edit.text, indent)
        return None if new is None else [Edit(*place, new)]

    def _items(self, edit: Edit, trimmed: Edit, touched: tuple[Slice, ...]) -> list[Edit] | None:
        """Map an edit of the items of a list, or one that makes more of the only one."""
        if len(touched) > 1:
            return left_items(edit, self.map, self.text, self.host)
        if not touched:
            return None
        behind = trimmed.start == trimmed.end
        added = added_items(trimmed, touched[0], self.host) if behind else None
        return added or other_items(edit, touched[0], self.text, self.host)

    def _within(self, edit: Edit, piece: Slice) -> list[Edit] | None:
        """Map an edit that stays within one slice."""
        if piece.quoting is not Quoting.NONE:
            return self._rewritten(edit, piece)
        if piece.kind is not SliceKind.LITERAL:
            return None
        new = edit.text if "\n" not in edit.text else _continued(edit.text, piece.indent)
        if new is None:
            return None
        shift = piece.host_start - piece.start
        return [Edit(edit.start + shift, edit.end + shift, new)]

    def _uncommented(self, text: str, piece: Slice) -> list[Edit] | None:
        """Write items in the place of one that is commented out."""
        items = [self._item(line, piece.indent or "") for line in text.split("\n")]
        if not all(items):
            return None
        start = self.host.rfind("\n", 0, piece.host_start) + 1
        return [Edit(start, piece.host_end, line_end(self.host).join(map(str, items)))]

    def _rewritten(self, edit: Edit, piece: Slice) -> list[Edit] | None:
        """Map an edit of a scalar in a style of its own: all of it is written anew."""
        start, end = max(edit.start, piece.start), min(edit.end, piece.end)
        value = self.text[piece.start : start] + edit.text + self.text[end : piece.end]
        if piece.quoting is Quoting.COMMENT:
            return self._uncommented(value, piece)
        literal = piece.kind is SliceKind.LITERAL
        if literal and piece.quoting is Quoting.PLAIN and is_plain(value):
            shift = piece.host_start - piece.start
            return [Edit(start + shift, end + shift, edit.text)]
        new = spelt(value, piece.quoting)
        return None if new is None else [Edit(piece.host_start, piece.host_end, new)]


def _holds_shared(pieces: Iterable[Slice], start: int, end: int) -> bool:
    """Whether lines of a host, which are to go, hold what other keys say by an alias."""
    return any(
        piece.quoting is Quoting.SHARED and start <= piece.host_start < end for piece in pieces
    )


def _joined(edits: list[Edit]) -> list[Edit]:
    """Make one edit of what is put in at a place and what is replaced behind it."""
    joined: list[Edit] = []
    for edit in edits:
        last = joined[-1] if joined else None
        if last and last.start == last.end == edit.start < edit.end:
            joined[-1] = edit._replace(text=last.text + edit.text)
        else:
            joined.append(edit)
    return joined


def _indented(line: str, indent: str) -> str:
    return indent + line if line.strip() else line


def _continued(text: str, indent: str | None) -> str | None:
    """Return a text of several lines of which all but the first one get an indent."""
    if indent is None:
        return None
    first, *more = text.split("\n")
    return "\n".join([first, *(indent + line if line else line for line in more)])


def _trimmed(edit: Edit, text: str) -> Edit:
    """Leave out what stays the same at both ends of an edit."""
    old, new = text[edit.start : edit.end], edit.text
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    most = min(len(old), len(new)) - head
    while tail < most and old[len(old) - tail - 1] == new[len(new) - tail - 1]:
        tail += 1
    return Edit(edit.start + head, edit.end - tail, new[head : len(new) - tail])
