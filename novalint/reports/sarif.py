"""SARIF 2.1.0 (OASIS standard), which code hosting sites and editors read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from novalint.annotations import TYPE_CHECKING, Any
from novalint.findings import SuppressionKind

if TYPE_CHECKING:
    from novalint.findings import Finding, Fix, Location
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions
    from novalint.text.edits import Edit

LEVELS = {"error": "error", "warning": "warning", "info": "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(outcomes: Sequence[Outcome], options: RenderOptions) -> str:
    """Write one run; columns count characters from 1, offsets from 0, as SARIF has them."""
    import json

    findings = [
        (outcome, finding)
        for outcome in outcomes
        for finding in (*outcome.findings, *outcome.suppressed)
    ]
    aside = any(one.suppression for _, one in findings)
    rules = {one.rule: _rule(outcome, one) for outcome, one in findings}
    numbers = {name: number for number, name in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "novalint",
                "semanticVersion": options.version,
                "rules": list(rules.values()),
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not options.unread,
                **_unread(options.unread),
                **_notifications(outcomes),
            }
        ],
        "results": [
            _result(outcome, one, numbers[one.rule]) | (_suppressions(one) if aside else {})
            for outcome, one in findings
        ],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _rule(outcome: Outcome, finding: Finding) -> dict[str, Any]:
    summary = outcome.summary_of(finding.rule) or finding.rule
    text = f"See {finding.url}" if finding.url else summary
    markdown = f"See [{finding.rule}]({finding.url})" if finding.url else summary
    return {
        "id": finding.rule,
        "shortDescription": {"text": summary},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": LEVELS[finding.severity.value]},
        "properties": {"tags": [finding.theme]},
        **({"helpUri": finding.url} if "://" in finding.url else {}),
    }


def _unread(reasons: Sequence[str]) -> dict[str, Any]:
    """Return which files could not be read, and why."""
    said = [{"level": "error", "message": {"text": reason}} for reason in reasons]
    return {"toolExecutionNotifications": said} if said else {}


def _notifications(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return which rules were not run, and for want of what."""
    skipped = {not_run for outcome in outcomes for not_run in outcome.not_run}
    said = [
        {
            "level": "note",
            "message": {"text": f"not run: {not_run.rule} {not_run.why}"},
            "associatedRule": {"id": not_run.rule},
        }
        for not_run in sorted(skipped, key=attrgetter("order"))
    ]
    return {"toolConfigurationNotifications": said} if said else {}


def _result(outcome: Outcome, finding: Finding, number: int) -> dict[str, Any]:
    fixes = [sarif_fix for fix in finding.fixes if (sarif_fix := _fix(outcome, fix))]
    related = [
        {**_location(note.location), "message": {"text": note.message}} for note in finding.related
    ]
    return {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": LEVELS[finding.severity.value],
        "message": {"text": finding.message},
        "locations": [_location(finding.location)],
        "partialFingerprints": {"novalint/v1": finding.fingerprint},
        **({"relatedLocations": related} if related else {}),
        **({"fixes": fixes} if fixes else {}),
        **({"properties": _compared(finding)} if finding.scope else {}),
    }


def _compared(finding: Finding) -> dict[str, str]:
    """Return what a finding about several nodes compares, and the node it stands at."""
    return {"scope": finding.scope, "node": finding.node}


def _suppressions(finding: Finding) -> dict[str, Any]:
    """Say that a finding is accepted, or not; the standard wants all results to say it, or none.

    SARIF 2.1.0, section 3.27.23.
    """
    why = finding.suppression
    if why is None:
        return {"suppressions": []}
    kind = "inSource" if why.kind == SuppressionKind.IN_SOURCE else "external"
    justification = {"justification": why.reason} if why.reason else {}
    return {"suppressions": [{"kind": kind, "status": "accepted", **justification}]}


def _location(location: Location) -> dict[str, Any]:
    start, end = location.start, location.end
    region = {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": start.offset,
        "charLength": end.offset - start.offset,
    }
    return {"physicalLocation": {"artifactLocation": _artifact(location.path), "region": region}}


def _artifact(path: str) -> dict[str, str]:
    from urllib.parse import quote

    try:
        name = path.encode("utf-8", "surrogateescape")  # the bytes that the file system has
    except UnicodeEncodeError:
        name = path.encode("utf-8", "surrogatepass")
    return {"uri": f"{'file://' if path.startswith('/') else ''}{quote(name)}"}


def _fix(outcome: Outcome, fix: Fix) -> dict[str, Any] | None:
    """Return a fix; None where it would have to write a secret, which no report shows."""
    changes = []
    for file in fix.patch.files:
        if any(outcome.edit_text(file.path, edit) != edit.text for edit in file.edits):
            return None
        replacements = list(_replacements(file.edits))
        changes.append({"artifactLocation": _artifact(file.path), "replacements": replacements})
    title = f"{fix.title} ({fix.safety})"
    return {"description": {"text": title}, "artifactChanges": changes} if changes else None


def _replacements(edits: Sequence[Edit]) -> Iterator[dict[str, Any]]:
    for edit in edits:
        region = {"charOffset": edit.start, "charLength": edit.end - edit.start}
        yield {"deletedRegion": region, "insertedContent": {"text": edit.text}}
