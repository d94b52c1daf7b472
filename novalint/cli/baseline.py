"""`novalint baseline`: accept what is found today, or drop what is no longer found."""

from __future__ import annotations

import sys
from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.cli.check import checked, compares
from novalint.cli.context import project_of
from novalint.cli.output import put_report, say
from novalint.cli.writer import keep_read
from novalint.engine.accepting import still_met
from novalint.findings import FAILURE, Severity
from novalint.findings.baseline import Baseline
from novalint.project.batch import RunRecord
from novalint.project.repeated import Once
from novalint.text.saving import write_new
from novalint.text.source import encode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from novalint.engine.report import Report
    from novalint.findings import Finding


def run(arguments: Namespace) -> int:
    """Write the baseline of the configurations, or prune one that exists; 0 whatever is found.

    A file is written as a whole, once everything has been read.
    """
    old = None if arguments.prune is None else Baseline.read(arguments.prune)
    project = replace(project_of(arguments), baseline=old)
    reports = checked(arguments, project)
    cloud = [project.compared(reports)] if compares(arguments, project) else []
    if old is None:
        read = [path for report in reports for path in report.files]
        keep_read(arguments, read, [arguments.output])
        findingses = [report.findings for report in reports] + [
            cloud_report.findings for cloud_report in cloud
        ]
        baseline = Baseline.of(findingses)
        if sys.stdout is None and arguments.output in (None, "-"):  # the caller closed it
            raise OSError("standard output is closed")
        put_report(baseline.text, arguments.output, form="json")
        once = Once()
        parts = [part for each in (*reports, *cloud) for part in each.parts]
        accepted = [finding for part in parts for finding in once.of(part)]
        say(_accepted([finding for finding in accepted if finding.rule != FAILURE]))
    else:
        _prune(
            arguments.prune,
            old,
            [*reports, *(RunRecord.of_cloud(cloud_report) for cloud_report in cloud)],
        )
    return 0


def _prune(path: str, old: Baseline, verdicts: list[Report | RunRecord]) -> None:
    kept = still_met(old, verdicts)
    if kept != old:
        write_new(path, encode(kept.text))
    gone = _findings(old.size - kept.size)
    say(f"removed {gone} from `{path}`, which now accepts {_findings(kept.size)}")


def _accepted(findings: Sequence[Finding]) -> str:
    """Say how many findings are accepted, as `check` counts them, and how many are errors."""
    number = len(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    said = f"accepted {_findings(number)}"
    if not errors:
        return said
    if number == 1:
        return f"{said}, an error"
    return f"{said}, {errors} of them {'an error' if errors == 1 else 'errors'}"


def _findings(number: int) -> str:
    return f"{number} finding{'' if number == 1 else 's'}"
