"""The fix loop: apply what fits together, lint again, until nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from sys import maxsize

from novalint.annotations import TYPE_CHECKING
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
        patch, waiting = _round(lint(after), unsafe, note)
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


def _round(
    findings: Sequence[Finding], unsafe: bool, note: Callable[[Finding], object]
) -> tuple[Patch, int]:
    """Put the fixes together that do not touch each other, and count those that have to wait.

    Many may wait for long: of all the lines that move to one place, one moves in each round.
    """
    gathered = Gathering(whole_lines=True)
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
