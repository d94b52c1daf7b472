"""What was found in a project."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.engine.judged import Judged
from novalint.engine.report import Report
from novalint.records import dataclass

if TYPE_CHECKING:
    from novalint.engine.cloud_report import CloudReport
    from novalint.findings import Finding
    from novalint.text.edits import Patch


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

    def fix(self, unsafe: bool = False) -> Patch:
        """Return the patch over all files that makes the safe fixes, and on demand the unsafe ones.

        So `novalint fix` writes it: a file that several configurations read is changed once, and
        what would change it otherwise for one of them waits for the next time. Nodes of a fleet are
        made alike by unsafe fixes alone. Raises PatchError where a fix would make a file
        unreadable, and FileError where configurations would change a file in different ways.
        """
        from novalint.project.fixing import fix_together
        from novalint.project.shared_files import each_once
        from novalint.text.edits import merge

        fixed = fix_together(self.reports, self.cloud, unsafe, lambda text: None)
        return merge(each_once([*fixed.patches, fixed.beside], "fix"))
