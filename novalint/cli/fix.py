"""`novalint fix`: write the fixes, or show them as a diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.cli.check import checked, keep_outputs_apart, tell
from novalint.cli.context import project_of
from novalint.cli.output import STDERR, put_diff, say
from novalint.cli.piped import STDIN, put_whole
from novalint.engine.report import Report
from novalint.errors import FileError
from novalint.project.batch import CheckResult, RunRecord
from novalint.text.edits import FilePatch, Patch, merge
from novalint.text.saving import save_patch

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace) -> int:
    """Mend each configuration; 1 where findings remain, or with --diff where there is a diff."""
    piped = STDIN in arguments.paths
    if piped and (len(arguments.paths) > 1 or arguments.configuration):
        raise FileError("standard input is fixed alone; remove the other PATHs")
    project = project_of(arguments)
    reports = checked(arguments, project)
    keep_outputs_apart(arguments, [path for report in reports for path in report.files])
    patches = [report.fix(arguments.unsafe) for report in reports]
    if arguments.diff:
        return _show(reports, patches, arguments.reveal)
    if piped:
        put_whole(patches[0].apply(reports[0].config.documents[0].text))
        arguments.output = _beside(arguments.output)
    else:
        _write(_each_once(patches))
    after = (report.after(patch) for report, patch in zip(reports, patches, strict=True))
    results = (CheckResult(report, RunRecord.of(report, arguments.fail_on)) for report in after)
    return tell(results, project, arguments)


def _beside(outputs: list[str] | None) -> list[str]:
    """Return where reports go when standard output holds the file itself: standard error."""
    parts = [output.rpartition("=") for output in outputs or ["-"]]
    return [
        f"{form}{sign}{STDERR if path in ('-', '/dev/stdout') else path}"
        for form, sign, path in parts
    ]


def _show(reports: list[Report], patches: list[Patch], reveal: bool) -> int:
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
                    f"`{file.path}` is in several configurations, which fix it in different ways; "
                    "fix one after the other"
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
        say(f"fixed {', '.join(f'`{path}`' for path in patch.paths)}")
