"""`novalint fix`: write the fixes, or show them as a diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.cli.check import checked, compares, keep_outputs_apart, tell
from novalint.cli.context import project_of
from novalint.cli.output import put_diff, say
from novalint.engine.report import Report
from novalint.errors import FileError
from novalint.project.batch import CheckResult, RunRecord
from novalint.text.edits import FilePatch, Gathering, Patch, merge
from novalint.text.saving import save_patch

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from novalint.engine.cloud_report import CloudReport
    from novalint.project.model import Project


def run(arguments: Namespace) -> int:
    """Mend each configuration; 1 where findings remain, or with --diff where there is a diff."""
    if "-" in arguments.paths:
        raise FileError("standard input cannot be mended in place; name a file")
    project = project_of(arguments)
    reports = checked(arguments, project)
    keep_outputs_apart(arguments, [path for report in reports for path in report.files])
    patches = [report.fix(arguments.unsafe) for report in reports]
    fleet = compares(arguments, project)
    cloud = project.compared(reports) if fleet and arguments.unsafe else None
    beside = Patch()
    if cloud is not None:  # what makes nodes alike changes what Nova does
        patches, beside = _with_cloud(cloud, reports, patches)
    if arguments.diff:
        status = _show(reports, patches, arguments.reveal)
        return _show([cloud], [beside], arguments.reveal) or status if cloud else status
    _write(_each_once([*patches, beside]))
    after = [report.after(patch) for report, patch in zip(reports, patches, strict=True)]
    return tell(_results(after, fleet, project, arguments), project, arguments)


def _results(
    reports: list[Report], fleet: bool, project: Project, arguments: Namespace
) -> Iterator[CheckResult]:
    for report in reports:
        yield CheckResult(report, RunRecord.of(report, arguments.fail_on))
    if fleet:
        cloud = project.compared(reports)
        for part in cloud.by_release():
            yield CheckResult(part, RunRecord.of_cloud(cloud, arguments.fail_on))


def _with_cloud(
    cloud: CloudReport, reports: list[Report], patches: list[Patch]
) -> tuple[list[Patch], Patch]:
    """Add what mends the fleet to the patches of its nodes, and give that of other files.

    What would touch the same place as another fix is left for the next time.
    """
    wanted = {file.path: file for file in cloud.fix(unsafe=True).files}
    made: list[Patch] = []
    for report, patch in zip(reports, patches, strict=True):
        gathered = Gathering()
        gathered.take(patch)
        for path in report.files:
            if path in wanted:
                gathered.take(Patch((wanted[path],)))
        made.append(gathered.patch)
    known = {path for report in reports for path in report.files}
    return made, Patch(tuple(file for path, file in wanted.items() if path not in known))


def _show(reports: Sequence[Report | CloudReport], patches: list[Patch], reveal: bool) -> int:
    for report, patch in zip(reports, patches, strict=True):
        put_diff(patch, report.masked_diff(patch), reveal)
    return 1 if any(patches) else 0


def _each_once(patches: list[Patch]) -> list[Patch]:
    """Leave out of each patch the files that one before it mends in the same way.

    Raises FileError where two configurations share a file and would mend it in different ways.
    """
    taken: dict[str, FilePatch] = {}
    rest: list[Patch] = []
    for patch in patches:
        for file in patch.files:
            if taken.get(file.path, file) != file:
                raise FileError(
                    f"`{file.path}` is in several configurations, which mend it in different ways; "
                    "mend one after the other"
                )
        rest.append(
            Patch(tuple(file_patch for file_patch in patch.files if file_patch.path not in taken))
        )
        taken |= {file.path: file for file in patch.files}
    return rest


def _write(patches: list[Patch]) -> None:
    """Write all files or none, and say which."""
    save_patch(merge(patches))
    for patch in filter(None, patches):
        say(f"mended {', '.join(f'`{path}`' for path in patch.paths)}")
