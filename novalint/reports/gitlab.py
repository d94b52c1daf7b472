"""GitLab's Code Quality report: the part of Code Climate's JSON that GitLab reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from novalint.annotations import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from novalint.findings import Finding
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions

SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


def render(outcomes: Sequence[Outcome], options: RenderOptions) -> str:
    """Write a list of issues; its fingerprints are unique, as GitLab keeps one issue of each."""
    import json

    seen: Counter[str] = Counter()
    issues = [_issue(finding, seen) for outcome in outcomes for finding in outcome.findings]
    return json.dumps(issues, indent=2, ensure_ascii=True) + "\n"


def _issue(finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    start, end = finding.location.start, finding.location.end
    page = f" ({finding.pointer})" if finding.pointer else ""
    return {
        "type": "issue",
        "check_name": finding.rule,
        "description": f"{finding.severity}[{finding.rule}] {finding.message}{page}",
        "categories": ["Bug Risk"],
        "severity": SEVERITIES[finding.severity.value],
        "fingerprint": _unique(finding.fingerprint, seen),
        "location": {
            "path": finding.location.path,
            "lines": {"begin": start.line, "end": end.line},
            "positions": {
                "begin": {"line": start.line, "column": start.column},
                "end": {"line": end.line, "column": end.column},
            },
        },
    }


def _unique(fingerprint: str, seen: Counter[str]) -> str:
    """Tell the second of two equal findings from the first, and give both a name that stays."""
    seen[fingerprint] += 1
    number = seen[fingerprint]
    return fingerprint if number == 1 else f"{fingerprint}-{number}"
