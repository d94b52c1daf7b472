"""Unified diffs straight from edits: linear in the size of the file, lines split at LF only."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate
from posixpath import abspath, normpath

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple
from novalint.text.edits import apply_edits

if TYPE_CHECKING:
    from novalint.text.edits import Edit, FilePatch

_ESCAPES = {0x22: '\\"', 0x5C: "\\\\", 0x0A: "\\n", 0x09: "\\t"}
CONTEXT = 3
"""Unchanged lines shown around a change, as diff(1) does."""
_TOO_MANY = 5
"""Lines that a hunk claims and does not have; patch(1) makes up for two of them at the end."""
MOST_COMPARED = 10_000
"""Pairs of lines of a run that are compared: a longer run is shown whole, to stay linear."""


class _ChangedLines(NamedTuple):
    """Lines of the old text (from 0, end not included) and what stands there afterwards."""

    start: int
    end: int
    new: list[str]


def unified_diff(file: FilePatch, show: Callable[[str], str] | None = None) -> str:
    """Write the diff of one file with three lines of context; empty where no line changes.

    `show` may rewrite each line before it is printed, for example to mask a secret. Context that it
    would rewrite is left out, so that the diff can be applied, but for the line below a change:
    without that, git looks for the change at the end of the file. A hunk that adds what is hidden
    cannot be applied: it would write what stands in its place.
    """
    old, starts = _lined(file.source.text)
    hunks = _hunks(_changes(file, old, starts), old, show)
    written = [file_lines(file.path)] if hunks else []
    shift = 0
    for hunk in hunks:
        body, shift_after = _hunk(hunk, old, shift, show or str)
        written.append(body)
        shift += shift_after
    return "".join(written)


def file_lines(path: str) -> str:
    """Write the two lines that stand first in the diff of a file."""
    path = "nova.conf" if path == "-" else path  # standard input: there is no file of that name
    name = normpath(path)  # git apply takes no `.` or `..` within a name
    name = (abspath(path) if is_from_root(path) else name).lstrip("/")
    return f"--- {_name('a/' + name)}\n+++ {_name('b/' + name)}\n"


def is_from_root(path: str) -> bool:
    """Whether a diff names a file from the root: its path is a full one, or leads out of here."""
    return normpath(path).split("/")[0] in ("", "..")


def _name(path: str) -> str:
    """Write a file's name as git and GNU patch read it: quoted as in C where it holds odd signs."""
    if path.isprintable() and not set(path) & set('"\\'):
        return path + ("\t" if " " in path else "")  # a blank would end the name unless a tab does
    data = path.encode("utf-8", "surrogateescape")
    return '"' + "".join(_ESCAPES.get(byte) or _escaped(byte) for byte in data) + '"'


def _escaped(byte: int) -> str:
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"


def split_lines(text: str) -> list[str]:
    """Split at line feeds only, keeping them; diff(1) and patch(1) know no other line end."""
    lines = text.split("\n")
    kept = [line + "\n" for line in lines[:-1]]
    return [*kept, lines[-1]] if lines[-1] else kept


@lru_cache(maxsize=1)
def _lined(text: str) -> tuple[list[str], list[int]]:
    """Return the lines of a text and the offset of each, the end included.

    One text has a diff for each of its fixes: thousands of them would split a long one for hours.
    """
    lines = split_lines(text)
    return lines, list(accumulate(map(len, lines), initial=0))


def _changes(file: FilePatch, old: list[str], starts: list[int]) -> list[_ChangedLines]:
    """Group the edits by the lines that they touch and write those lines anew."""
    changes = []
    for edits, first, last in _touched(file.edits, starts):
        base = starts[first]
        local = [edit._replace(start=edit.start - base, end=edit.end - base) for edit in edits]
        new = split_lines(apply_edits("".join(old[first:last]), local))
        changes += _parts(_trimmed(_ChangedLines(first, last, new), old), old)
    return [change for change in changes if change.new or change.end > change.start]


def _touched(edits: tuple[Edit, ...], starts: list[int]) -> list[tuple[list[Edit], int, int]]:
    """Return runs of edits with the lines (from, to) that each run rewrites.

    The line where an edit ends belongs to it, even where the edit stops in front of it: what is
    left of the run's text may run on into that line. `_trimmed` drops it where it stays.
    """
    from bisect import bisect_right

    runs: list[tuple[list[Edit], int, int]] = []
    count = len(starts) - 1
    for edit in edits:
        first = min(bisect_right(starts, edit.start) - 1, max(count - 1, 0))
        last = min(bisect_right(starts, edit.end), count)
        if runs and first < runs[-1][2]:
            together, start, end = runs[-1]
            together.append(edit)
            runs[-1] = (together, start, max(last, end))
        else:
            runs.append(([edit], first, last))
    return runs


def _trimmed(change: _ChangedLines, old: list[str]) -> _ChangedLines:
    """Leave lines out at both ends that stay as they are."""
    start, end, new = change.start, change.end, change.new
    while start < end and new and old[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and old[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return _ChangedLines(start, end, new)


def _parts(change: _ChangedLines, old: list[str]) -> list[_ChangedLines]:
    """Leave lines out that stay as they are between the edits of a run, where it is short."""
    before, new = old[change.start : change.end], change.new
    if len(before) < 2 or not new or len(before) * len(new) > MOST_COMPARED:
        return [change]
    from difflib import SequenceMatcher

    compared = SequenceMatcher(None, before, new, autojunk=False).get_opcodes()
    return [
        _ChangedLines(change.start + start, change.start + end, new[first:last])
        for kind, start, end, first, last in compared
        if kind != "equal"
    ]


def _hunks(
    changes: list[_ChangedLines], old: list[str], show: Callable[[str], str] | None
) -> list[list[_ChangedLines]]:
    hunks: list[list[_ChangedLines]] = []
    for change in changes:
        end = hunks[-1][-1].end if hunks else 0
        near = bool(hunks) and change.start - end <= 2 * CONTEXT
        if near and not any(_is_hidden(line, show) for line in old[end + 1 : change.start]):
            hunks[-1].append(change)
        else:
            hunks.append([change])
    return hunks


def _is_hidden(line: str, show: Callable[[str], str] | None) -> bool:
    text = line.removesuffix("\n")
    return show is not None and show(text) != text


def _context(
    changes: list[_ChangedLines], old: list[str], show: Callable[[str], str]
) -> tuple[int, int]:
    """Return the lines (from, to) that a hunk shows: those that `show` rewrites end its context."""
    first = start = changes[0].start
    while first > max(start - CONTEXT, 0) and not _is_hidden(old[first - 1], show):
        first -= 1
    end = changes[-1].end
    last = min(end + 1, len(old))
    if last > end and _is_hidden(old[end], show):
        return first, last
    while last < min(end + CONTEXT, len(old)) and not _is_hidden(old[last], show):
        last += 1
    return first, last


def _hunk(
    changes: list[_ChangedLines], old: list[str], shift: int, show: Callable[[str], str]
) -> tuple[str, int]:
    first, last = _context(changes, old, show)
    lines = []
    at = first
    for change in changes:
        lines += [(" ", line) for line in old[at : change.start]]
        lines += [("-", line) for line in old[change.start : change.end]]
        lines += [("+", line) for line in change.new]
        at = change.end
    lines += [(" ", line) for line in old[at:last]]
    grown = sum(len(change.new) - (change.end - change.start) for change in changes)
    count = last - first + (_TOO_MANY if _adds_hidden(lines, show) else 0)
    before = _range(first, count)
    after = _range(first + shift, count + grown)
    body = "".join(_printed(sign, line, show) for sign, line in lines)
    return f"@@ -{before} +{after} @@\n{body}", grown


def _adds_hidden(lines: list[tuple[str, str]], show: Callable[[str], str]) -> bool:
    """Whether `show` rewrites a new line and no old one, which alone would keep tools from it.

    The hunk then claims more lines than it has: git and patch refuse such a one.
    """
    hidden = {sign for sign, line in lines if _is_hidden(line, show)}
    return "+" in hidden and "-" not in hidden


def _range(start: int, count: int) -> str:
    """Write a hunk's range as diff(1) does: an empty one names the line before it."""
    line = start + 1 if count else start
    return f"{line}" if count == 1 else f"{line},{count}"


def _printed(sign: str, line: str, show: Callable[[str], str]) -> str:
    if line.endswith("\n"):
        return f"{sign}{show(line[:-1])}\n"
    return f"{sign}{show(line)}\n\\ No newline at end of file\n"
