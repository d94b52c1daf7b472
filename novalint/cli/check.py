"""`novalint check`: lint configurations and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.cli.context import Context, configurations
from novalint.cli.output import look, put_report, say_plain
from novalint.engine.report import Report, examine
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


def tell(reports: list[Report], context: Context, arguments: Namespace) -> int:
    """Print reports and their summary, and give the exit status."""
    style = look(arguments, newest_release=context.release is None)
    form = getattr(arguments, "format", "text")
    put_report(renderer(form)(reports, style), getattr(arguments, "output", None))
    say_plain(summary(reports, style))
    severities = [finding.severity.value for report in reports for finding in report.findings]
    return 1 if context.fails(severities) else 0
