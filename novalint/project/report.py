"""What was found in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.engine.judged import Judged
from novalint.engine.report import Report
from novalint.records import dataclass

if TYPE_CHECKING:
    from novalint.engine.cloud_report import CloudReport
    from novalint.findings import Finding


@dataclass(frozen=True, repr=False)
class ProjectReport(Judged):
    """The reports of a project, one for each configuration, in the order checked.

    `cloud` is what a comparison of them found; None where they are not the nodes of a fleet.
    """

    reports: tuple[Report, ...]
    cloud: CloudReport | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all configurations, in the order of these, then those of the cloud."""
        own = (finding for report in self.reports for finding in report.findings)
        return (*own, *(self.cloud.findings if self.cloud else ()))

    @property
    def parts(self) -> tuple[Report | CloudReport, ...]:
        """The reports of all configurations, and of the cloud one for each release of its nodes."""
        return (*self.reports, *(self.cloud.by_release() if self.cloud else ()))
