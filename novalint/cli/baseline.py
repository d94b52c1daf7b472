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
from novalint.findings import Severity
from novalint.findings.baseline import Baseline
from novalint.project.batch import RunRecord
from novalint.text.saving import write_new
from novalint.text.source import encode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

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
        say(f"accepted {_findings(baseline.size)}{_errors_of(findingses, baseline.size)}")
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


def _errors_of(findingses: Iterable[Iterable[Finding]], size: int) -> str:
    """Say how many of the accepted findings are errors, as nothing tells of these from then on."""
    errors = Baseline.of(
        [finding for finding in findings if finding.severity is Severity.ERROR]
        for findings in findingses
    ).size
    if not errors:
        return ""
    if size == 1:
        return ", an error"
    return f", {errors} of them {'an error' if errors == 1 else 'errors'}"


def _findings(number: int) -> str:
    return f"{number} finding{'' if number == 1 else 's'}"
