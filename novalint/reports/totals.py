"""What several outcomes come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from novalint.findings import Safety, Severity

if TYPE_CHECKING:
    from novalint.findings import Finding, NotRun
    from novalint.reports.outcome import Outcome


class Totals(NamedTuple):
    """Counts over all outcomes; a file that two of them share counts once.

    `severities` has every severity, the worst first. `safe` counts the findings that have a safe
    fix, `unsafe` those that have only unsafe ones. `not_run` is sorted and says nothing twice.
    """

    releases: tuple[str, ...]
    files: int
    severities: dict[str, int]
    safe: int
    unsafe: int
    not_run: tuple[NotRun, ...]

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return sum(self.severities.values())


def total(outcomes: Sequence[Outcome]) -> Totals:
    """Count everything once."""
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    safe = sum(_has_safe_fix(finding) for finding in findings)
    return Totals(
        tuple(dict.fromkeys(outcome.release for outcome in outcomes)),
        len({path for outcome in outcomes for path in outcome.files}),
        {level.value: sum(found.severity is level for found in findings) for level in Severity},
        safe,
        sum(bool(finding.fixes) for finding in findings) - safe,
        tuple(sorted({skipped for outcome in outcomes for skipped in outcome.not_run})),
    )


def _has_safe_fix(finding: Finding) -> bool:
    return any(fix.safety is Safety.SAFE for fix in finding.fixes)
