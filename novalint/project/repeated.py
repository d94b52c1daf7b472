"""What several configurations have in common is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.records import replace
from novalint.reports.digest import OutcomeDigest

if TYPE_CHECKING:
    from novalint.findings import Finding, Severity
    from novalint.project.batch import CheckResult
    from novalint.reports.outcome import Outcome


class Once:
    """Leaves out what an earlier configuration was told of a file that both of them read.

    The same with the same fix is the same where it matters less, as for a service that does not
    read the option.
    `left_out` counts these findings, `configurations` those that had some.
    """

    def __init__(self) -> None:
        self._told: set[tuple[object, ...]] = set()
        self._worst: dict[tuple[object, ...], Severity] = {}
        self.left_out = 0
        self.configurations = 0

    def each(self, results: Iterable[CheckResult]) -> Iterator[CheckResult]:
        """Yield results as they come, each without what was told before."""
        for result in results:
            outcome = result.outcome
            here: set[tuple[object, ...]] = set()
            fresh = self._fresh(outcome.findings, outcome.release, here)
            aside = self._fresh(outcome.suppressed, outcome.release, here)
            lost = len(outcome.findings) - len(fresh)
            if lost or len(aside) < len(outcome.suppressed):
                digest = (
                    outcome if isinstance(outcome, OutcomeDigest) else OutcomeDigest.of(outcome)
                )
                findings = tuple(digest.findings[number] for number in fresh)
                suppressed = tuple(digest.suppressed[number] for number in aside)
                digest = replace(digest, findings=findings, suppressed=suppressed)
                result = result._replace(outcome=digest)
            self.left_out += lost
            self.configurations += bool(lost)
            self._told |= here
            yield result

    def _fresh(
        self, findings: tuple[Finding, ...], release: str, here: set[tuple[object, ...]]
    ) -> list[int]:
        """Return the places of findings that nobody was told; `here` takes what marks them all."""
        marks = [
            (finding.rule, finding.severity, finding.message, finding.location, release)
            for finding in findings
        ]
        here.update(marks)
        fresh = [
            number
            for number, mark in enumerate(marks)
            if mark not in self._told and not self._is_milder(findings[number], release)
        ]
        for number in fresh:
            of, severity = _remedied(findings[number], release), findings[number].severity
            self._worst[of] = max(severity, self._worst.get(of, severity))
        return fresh

    def _is_milder(self, finding: Finding, release: str) -> bool:
        worst = self._worst.get(_remedied(finding, release)) if finding.fixes else None
        return worst is not None and finding.severity < worst

    def of(self, outcome: Outcome) -> list[Finding]:
        """Return what was found that no earlier one has."""
        here: set[tuple[object, ...]] = set()
        findings = tuple(outcome.findings)
        fresh = self._fresh(findings, outcome.release, here)
        self._told |= here
        return [findings[number] for number in fresh]

    @property
    def summary(self) -> str:
        """How much was left out, in one line; empty where nothing was."""
        if not self.left_out:
            return ""
        number, more = self.left_out, self.configurations
        findings = "1 finding" if number == 1 else f"{number} findings"
        where = "1 more configuration" if more == 1 else f"{more} more configurations"
        return (
            f"{findings} in files that configurations share, repeated in {where}, not shown again"
        )


def _remedied(finding: Finding, release: str) -> tuple[object, ...]:
    """Return what marks a finding by what its fixes do, whatever it says."""
    titles = tuple(fix.title for fix in finding.fixes)
    return finding.rule, finding.location, titles, release
