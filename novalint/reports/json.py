"""The report for programs; schemas/report.json describes it."""

from __future__ import annotations

from collections.abc import Sequence

from novalint.annotations import TYPE_CHECKING, Any
from novalint.reports.totals import Totals, total
from novalint.wording import relative

if TYPE_CHECKING:
    from novalint.findings import Finding, Fix, Location, NotRun, SettingsUse, UnknownOption
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions
    from novalint.text.source import Position

VERSION = 1
"""Of the report's shape; it changes only where a reader of the old shape would be misled."""


def render(outcomes: Sequence[Outcome], options: RenderOptions) -> str:
    """Write one document for all outcomes, in ASCII: odd bytes of a file cannot break it."""
    return written(document(outcomes, options.version))


def written(report: dict[str, Any]) -> str:
    """Return the text of a report."""
    import json

    return json.dumps(report, indent=2, ensure_ascii=True) + "\n"


def document(outcomes: Sequence[Outcome], version: str) -> dict[str, Any]:
    """Return one report for all outcomes, made by a version of novalint."""
    totals = total(outcomes)
    agree = len(totals.releases) == 1
    return {
        "version": VERSION,
        "tool": {"name": "novalint", "version": version},
        "release": totals.releases[0] if agree else None,
        "diagnostics": [
            _diagnostic(outcome, finding, agree)
            for outcome in outcomes
            for finding in outcome.findings
        ],
        "suppressed": [
            _diagnostic(outcome, finding, agree)
            for outcome in outcomes
            for finding in outcome.suppressed
        ],
        "refused": [
            refusal._asdict()
            for refusal in dict.fromkeys(each for outcome in outcomes for each in outcome.refused)
        ],
        "not_run": [_skipped(not_run) for not_run in totals.not_run],
        "summary": _summary(totals),
        "settings": [_settings(files, use) for files, use in totals.settings],
    }


def _skipped(not_run: NotRun) -> dict[str, Any]:
    row: dict[str, Any] = {"rule": not_run.rule, "needs": list(not_run.needs)}
    if not_run.unknown:
        row["unknown"] = [_unknown(unknown) for unknown in not_run.unknown]
    return row


def _unknown(unknown: UnknownOption) -> dict[str, Any]:
    where = unknown.location
    return {
        "group": unknown.group,
        "option": unknown.option,
        "path": where.path if where else None,
        "line": where.start.line if where else None,
    }


def _settings(files: int, use: SettingsUse) -> dict[str, Any]:
    path = None if use.path is None else relative(use.path)
    return {"files": files, **use._asdict(), "path": path}


def _summary(totals: Totals) -> dict[str, int]:
    return {
        "files": totals.files,
        **totals.severities,
        "fixable": totals.safe + totals.unsafe,
        "suppressed": totals.suppressed,
        "baseline": totals.baseline,
    }


def _diagnostic(outcome: Outcome, finding: Finding, agree: bool) -> dict[str, Any]:
    why = finding.suppression
    return {
        "rule": finding.rule,
        "theme": finding.theme,
        "severity": finding.severity.value,
        "message": finding.message,
        **_place(finding.location),
        "group": finding.group,
        "option": finding.option,
        "url": finding.url,
        "fingerprint": finding.fingerprint,
        "related": [{**_place(n.location), "message": n.message} for n in finding.related],
        "fixes": [_fix(outcome, fix) for fix in finding.fixes],
        "read_by": list(finding.readers),
        "takes_effect": "reload" if finding.on_reload else "restart",
        **({} if agree else {"release": outcome.release}),
        **({"scope": finding.scope, "node": finding.node} if finding.scope else {}),
        **({"suppression": why._asdict()} if why else {}),
    }


def _fix(outcome: Outcome, fix: Fix) -> dict[str, Any]:
    edits = [
        {
            "path": file.path,
            "start": edit.start,
            "end": edit.end,
            "text": outcome.edit_text(file.path, edit),
        }
        for file in fix.patch.files
        for edit in file.edits
    ]
    return {"title": fix.title, "safety": fix.safety.value, "edits": edits}


def _place(location: Location) -> dict[str, Any]:
    start, end = _position(location.start), _position(location.end)
    embedded = {"embedded": location.embedded} if location.embedded else {}
    return {"path": location.path, **embedded, "range": {"start": start, "end": end}}


def _position(position: Position) -> dict[str, int]:
    return position._asdict()
