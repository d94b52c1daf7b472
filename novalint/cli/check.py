"""`novalint check`: lint configurations and report."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from novalint.cli.context import Context, configurations
from novalint.cli.fitting import hint
from novalint.cli.output import look, put_report, say, say_plain
from novalint.engine.report import Report, examine
from novalint.errors import FileError
from novalint.reports import renderer
from novalint.reports.summary import summary

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace) -> int:
    """Lint each configuration; 1 where something is at or above --fail-on."""
    context = Context.of(arguments)
    reports = [
        examine(context.config(documents), context.deployment, context.selection)
        for documents in configurations(arguments)
    ]
    return tell(reports, context, arguments)


def _keep_inputs(reports: list[Report], output: str | None) -> None:
    """Raise FileError where the report would be written over a file that it is about."""
    if output is None or not os.path.exists(output):  # noqa: PTH110
        return
    paths = [path for report in reports for path in report.files]
    if any(os.path.exists(path) and os.path.samefile(path, output) for path in paths):  # noqa: PTH110, PTH121
        raise FileError(f"`{output}` is one of the files that are checked; name another --output")


def tell(reports: list[Report], context: Context, arguments: Namespace) -> int:
    """Print reports and their summary, and give the exit status."""
    style = look(arguments, newest_release=context.release is None)
    _keep_inputs(reports, arguments.output)
    put_report(renderer(arguments.format)(reports, style), arguments.output)
    say_plain(summary(reports, style))
    if context.release is None and not style.quiet:
        for report in reports:
            say(hint(report.config))
    severities = [finding.severity.value for report in reports for finding in report.findings]
    return 1 if context.fails(severities) else 0
