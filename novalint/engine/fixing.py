"""The fix loop: apply what fits together, lint again, until nothing changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from sys import maxsize
from typing import TYPE_CHECKING

from novalint.engine.safety import patched
from novalint.errors import PatchError
from novalint.findings import Finding, Safety
from novalint.text.edits import Edit, Gathering, Patch, compose, merge

if TYPE_CHECKING:
    from novalint.config.model import Config

ROUNDS = 10
"""How many rounds in a row may leave as many fixes waiting as before; then the loop ends."""


def fixed(
    config: Config,
    lint: Callable[[Config], Sequence[Finding]],
    unsafe: bool,
    note: Callable[[Finding], object] = bool,
) -> tuple[Config, Patch]:
    """Return the configuration after all fixes, and the patch that leads there.

    Only the first fix of a finding is ever made; unsafe ones only on demand. `note` is called with
    each finding whose fix is made, one that only a fix before it gives rise to too. Raises
    PatchError, with nothing changed, where a file would no longer be read as oslo.config reads it.
    """
    edits: dict[str, tuple[Edit, ...]] = {}
    after = config
    fewest, idle = maxsize, 0
    while idle < ROUNDS:
        mended = _mended(edits)
        due = (finding for finding in lint(after) if not _undoes(finding, mended))
        patch, waiting = _round(due, unsafe, note)
        if not patch:
            break
        idle = 0 if waiting < fewest else idle + 1
        fewest = min(fewest, waiting)
        before, after = after, patched(after, patch)
        if _breaks(before, after):
            raise PatchError("a fix would make a file unreadable; nothing was changed")
        for file in patch.files:
            edits[file.path] = compose(edits.get(file.path, ()), file.edits)
    changed = (document for document in config.documents if document.path in edits)
    return after, merge(Patch.of(document.file, edits[document.path]) for document in changed)


_Places = Mapping[str, Sequence[tuple[int, int]]]
"""Path -> stretches of a text, in their order."""


def _mended(edits: Mapping[str, tuple[Edit, ...]]) -> _Places:
    """Return where text of earlier rounds stands in the files as they are now."""
    places: dict[str, list[tuple[int, int]]] = {}
    for path, changes in edits.items():
        shift = 0
        for edit in changes:
            start = edit.start + shift
            if edit.text:
                places.setdefault(path, []).append((start, start + len(edit.text)))
            shift += len(edit.text) - (edit.end - edit.start)
    return places


def _undoes(finding: Finding, mended: _Places) -> bool:
    """Whether the fix of a finding comments out a line that an earlier round mended.

    Somebody saw that repair in the report of the file, and not what is made of it: it is for the
    next run, as the finding that it is, unless its rule or theme is selected by name.
    """
    fix = finding.fixes[0] if finding.fixes else None
    if fix is None or fix.safety is Safety.SAFE or finding.asked or not mended:
        return False
    return any(
        _holds(mended.get(file.path, ()), edit.start, _line_end(file.source.text, edit.start))
        for file in fix.patch.files
        for edit in file.edits
        if edit.text == "#" and edit.start == edit.end
    )


def _line_end(text: str, start: int) -> int:
    """Return where the line ends that an offset is in."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _holds(places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the places, which are in order, meets a stretch."""
    at = bisect_right(places, start, key=itemgetter(1))
    return at < len(places) and places[at][0] < end


def _round(
    findings: Iterable[Finding], unsafe: bool, note: Callable[[Finding], object]
) -> tuple[Patch, int]:
    """Put the fixes together that do not touch each other, and count those that have to wait.

    Many may wait for long: of all the lines that move to one place, one moves in each round.
    """
    gathered = Gathering()
    waiting = 0
    for finding in findings:
        fix = finding.fixes[0] if finding.fixes else None
        if fix is None or not fix.patch or (fix.safety is Safety.UNSAFE and not unsafe):
            continue
        if gathered.take(fix.patch):
            note(finding)
        else:
            waiting += 1
    return gathered.patch, waiting


def _breaks(before: Config, after: Config) -> bool:
    """Return whether a file that oslo.config accepted is refused after the edits."""
    pairs = zip(before.documents, after.documents, strict=True)
    return any(len(new.problems) > len(old.problems) for old, new in pairs)
