"""What several configurations have in common is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.records import replace
from novalint.reports.digest import OutcomeDigest

if TYPE_CHECKING:
    from novalint.findings import Finding
    from novalint.project.batch import CheckResult
    from novalint.reports.outcome import Outcome


class Once:
    """Leaves out what an earlier configuration was told of a file that both of them read.

    `left_out` counts these findings, `configurations` those that had some.
    """

    def __init__(self) -> None:
        self._told: set[tuple[object, ...]] = set()
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
        return [number for number, mark in enumerate(marks) if mark not in self._told]

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
