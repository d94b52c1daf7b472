"""What findings come to: whether a run fails on them."""

from __future__ import annotations

from collections.abc import Iterable

from novalint.errors import ArgumentError
from novalint.findings.model import Finding, Severity
from novalint.wording import shown

NEVER = "never"


def fails(limit: str, findings: Iterable[Finding]) -> bool:
    """Return whether a finding is at or above a severity; no finding is above `never`.

    Raises ArgumentError for a limit that is none of these.
    """
    if limit == NEVER:
        return False
    if limit not in list(Severity):
        raise ArgumentError(
            f"`fail_on` must be error, warning, info or never, not {shown(str(limit))}"
        )
    return any(finding.severity.rank <= Severity(limit).rank for finding in findings)
