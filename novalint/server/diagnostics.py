"""Findings as the diagnostics of an editor."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lsprotocol.types import (
    CodeDescription,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    DiagnosticTag,
    Location,
    Position,
    Range,
)

from novalint.errors import FileError, NovalintError
from novalint.findings import Finding, Severity
from novalint.findings import Location as FindingLocation
from novalint.server.positions import Lines
from novalint.server.projects import SettingsFileError
from novalint.server.session import Session
from novalint.server.texts import uri_of

SOURCE = "novalint"

SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.INFO: DiagnosticSeverity.Information,
}

DEPRECATED = frozenset({"deprecated-name", "deprecated-option", "scheduler-filter-deprecated"})
"""Rules about what is to go: an editor strikes it through."""

UNNECESSARY = frozenset(
    {
        "cpu-flags-without-effect",
        "database-retry-option-unread",
        "duplicate-option",
        "filter-option-without-filter",
        "initial-ratio-not-read",
        "mirrored-queues-without-effect",
        "option-not-read-by-role",
        "rbd-option-without-rbd",
        "unknown-group",
        "unknown-option",
        "unused-suppression",
        "use-cow-images-ignored",
        "vif-option-off-compute",
        "vif-option-other-driver",
        "vmware-datastore-regex-ignored",
    }
)
"""Rules about lines that nothing reads: an editor greys them out."""

_LINE = re.compile(r":(\d+)`?: |\bline (\d+)\b")


def diagnostics(session: Session, uri: str) -> list[Diagnostic]:
    """Return what is to be shown in an open file; raises what `Session.reports` raises."""
    lines = session.texts[uri].lines
    return [diagnostic(session, lines, finding) for _, finding in session.findings(uri)]


def diagnostic(session: Session, lines: Lines, finding: Finding) -> Diagnostic:
    """Return a finding as the editor shows it; `lines` are those of its file."""
    page = address(finding)
    return Diagnostic(
        range=place(lines, finding.location),
        message=finding.message,
        severity=SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=CodeDescription(page) if page else None,
        source=SOURCE,
        tags=_tags(finding) or None,
        related_information=list(_related(session, finding)) or None,
    )


def place(lines: Lines, location: FindingLocation) -> Range:
    """Return the range of a place in a file, whose lines and columns count from 1."""
    start, end = (
        min(lines.start(at.line - 1) + at.column - 1, len(lines.text))
        for at in (location.start, location.end)
    )
    return lines.range((start, end))


def _tags(finding: Finding) -> list[DiagnosticTag]:
    deprecated = [DiagnosticTag.Deprecated] * (finding.rule in DEPRECATED)
    return [*deprecated, *[DiagnosticTag.Unnecessary] * (finding.rule in UNNECESSARY)]


def _related(session: Session, finding: Finding) -> Iterator[DiagnosticRelatedInformation]:
    for note in finding.related:
        try:
            lines = session.lines(note.location.path)
        except FileError:
            continue
        where = Location(session.uri(note.location.path), place(lines, note.location))
        yield DiagnosticRelatedInformation(where, note.message)


def address(finding: Finding) -> str:
    """Return the address of a finding's page: that of the settings, or in a checkout; or none."""
    return page_address(finding.url)


def page_address(url: str) -> str:
    """Return where a rule's page lies: as settings say, or in a checkout; empty where nowhere."""
    if "://" in url:
        return url
    page = _checkout() / url if url else None
    return uri_of(os.fspath(page)) if page and page.is_file() else ""


@cache
def _checkout() -> Path:
    return Path(__file__).resolve().parents[2]


def fault(error: NovalintError) -> tuple[str, Diagnostic] | None:
    """Return what to show in a settings file that is wrong, with its URI; None for other errors."""
    if not isinstance(error, SettingsFileError):
        return None
    message = str(error)
    hit = _LINE.search(message)
    line = int(hit[1] or hit[2]) - 1 if hit else 0
    where = Range(Position(line, 0), Position(line + 1, 0))
    shown = message[hit.end() :] if hit and hit[1] else message
    return uri_of(error.path), Diagnostic(where, shown, DiagnosticSeverity.Error, source=SOURCE)
