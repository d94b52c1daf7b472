"""Fixes that keep what Nova reads together only, where files are merged name by name."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.engine.safety import changed_options, patched, proven
from novalint.engine.trials import mark
from novalint.findings import Safety
from novalint.records import replace
from novalint.text.edits import Gathering
from novalint.wording import some_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.config.model import Config
    from novalint.engine.running import RunOutcome
    from novalint.findings import Finding, Fix
    from novalint.text.edits import Patch

MOST = 20
"""Findings of one kind that are looked at together: each is tried by itself first."""


def joined(outcome: RunOutcome, config: Config) -> RunOutcome:
    """Make one fix of those of an option that are meant to keep what Nova reads, and do not alone.

    A line that is renamed in one of several overrides no longer replaces those under the old name,
    nor is it replaced by them.
    """
    if not config.hosted or not any(layer.replaces for layer in config.layers):
        return outcome
    kinds: dict[tuple[str, ...], list[Finding]] = {}
    for finding in outcome.findings:
        if finding.fixes and finding.fixes[0].keeps:
            kinds.setdefault(mark(finding), []).append(finding)
    joint = {
        kind: patch
        for kind, findings in kinds.items()
        if 1 < len(findings) <= MOST and (patch := _together(findings, config))
    }
    if not joint:
        return outcome
    findings = (_with(finding, joint.get(mark(finding)), config) for finding in outcome.findings)
    return outcome._replace(findings=tuple(findings))


def _together(findings: Sequence[Finding], config: Config) -> Patch | None:
    """Return all fixes as one; None where each keeps what Nova reads, or all of them do not."""

    def changes(patch: Patch) -> bool:
        return bool(changed_options(config, patched(config, patch)))

    patches = [finding.fixes[0].patch for finding in findings]
    if not any(map(changes, patches)):
        return None
    gathering = Gathering()
    taken = [gathering.take(patch) for patch in patches]
    return gathering.patch if all(taken) and not changes(gathering.patch) else None


def _with(finding: Finding, patch: Patch | None, config: Config) -> Finding:
    if patch is None or not finding.fixes or not finding.fixes[0].keeps:
        return finding
    first: Fix = replace(finding.fixes[0], patch=patch, safety=Safety.SAFE, unproven=False)
    message = f"{finding.message}{_together_with(finding, patch, config)}"
    return replace(finding, message=message, fixes=(proven(first, config), *finding.fixes[1:]))


def _together_with(finding: Finding, patch: Patch, config: Config) -> str:
    """Name the files over which that of a finding is merged, and which change with it."""
    paths = [document.path for document in config.documents]
    before = paths[: paths.index(finding.location.path)] if finding.location.path in paths else ()
    names = [path for path in before if path in patch.paths]
    return f", together with that in {some_of(names)}" if names else ""
