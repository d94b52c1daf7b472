"""Workflow commands of GitHub Actions: each finding becomes an annotation on its line."""

from __future__ import annotations

from collections.abc import Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.findings import Finding
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(outcomes: Sequence[Outcome], options: RenderOptions) -> str:
    """Write `::error file=…,line=…::message`; lines and columns count from 1."""
    return "".join(_command(finding) for outcome in outcomes for finding in outcome.findings)


def _command(finding: Finding) -> str:
    start, end = finding.location.start, finding.location.end
    properties = {
        "file": finding.location.path,
        "line": str(start.line),
        "endLine": str(end.line),
        "col": str(start.column),
        "endColumn": str(end.column),
        "title": f"{finding.rule} ({finding.severity})",
    }
    if end.line != start.line:  # GitHub takes columns only within one line
        del properties["endColumn"]
    fields = ",".join(f"{name}={_property(text)}" for name, text in properties.items())
    page = f" ({finding.pointer})" if finding.pointer else ""
    return f"::{COMMANDS[finding.severity.value]} {fields}::{_data(finding.message + page)}\n"


def _data(text: str) -> str:
    """Escape as the runner unescapes; a line end, which would begin a command, is visible."""
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
