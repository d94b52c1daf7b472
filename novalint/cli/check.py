"""`novalint check`: lint configurations and report."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from novalint.cli.context import Context, configurations
from novalint.cli.fitting import hint
from novalint.cli.output import destinations, look, put_report, say, say_plain
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


def _keep_inputs(reports: list[Report], outputs: list[str]) -> None:
    """Raise FileError where a report would be written over another, or over what it is about."""
    for output in outputs:
        _keep_input(reports, output)
        if outputs.count(output) > 1:
            raise FileError(f"`{output}` is named for two reports; name another --output")


def _keep_input(reports: list[Report], output: str) -> None:
    if not os.path.exists(output):  # noqa: PTH110
        return
    paths = [path for report in reports for path in report.files]
    if any(os.path.exists(path) and os.path.samefile(path, output) for path in paths):  # noqa: PTH110, PTH121
        raise FileError(f"`{output}` is one of the files that are checked; name another --output")


def tell(reports: list[Report], context: Context, arguments: Namespace) -> int:
    """Print reports and their summary, and give the exit status."""
    style = look(arguments, newest_release=context.release is None)
    places = destinations(arguments)
    _keep_inputs(reports, [one.path for one in places if one.path is not None])
    for place in places:
        plain = style if place.path is None else replace(style, color=False)
        put_report(renderer(place.format)(reports, plain), place.path)
    say_plain(summary(reports, style))
    if context.release is None and not style.quiet:
        for report in reports:
            say(hint(report.config))
    severities = [finding.severity.value for report in reports for finding in report.findings]
    return 1 if context.fails(severities) else 0
