"""What follows on several hosts from files of their own, and is the same, names all of them."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.engine.own_files import of_hosts
from novalint.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeVar

    from novalint.engine.report import Report
    from novalint.findings import Finding
    from novalint.reports.digest import OutcomeDigest

    Digested = TypeVar("Digested", "OutcomeDigest", "Report")


def told_together(digests: Sequence[Digested]) -> Iterable[Digested]:
    """Return outcomes whose findings name all hosts of which the same is said at the same line."""
    alike = _alike(digests)
    return [_with(each, alike) for each in digests] if alike else digests


def _alike(digests: Sequence[OutcomeDigest | Report]) -> dict[object, tuple[str, ...]]:
    hosts: dict[object, dict[str, None]] = {}
    for digest in digests:
        for finding in (*digest.findings, *digest.suppressed):
            if (why := finding.unmended) and why.host:
                hosts.setdefault(_same(finding), {})[why.host] = None
    return {key: tuple(names) for key, names in hosts.items() if len(names) > 1}


def _same(finding: Finding) -> object:
    why = finding.unmended
    return why and (finding.rule, finding.severity, finding.location, why._replace(host=""))


def _with(digest: Digested, alike: dict[object, tuple[str, ...]]) -> Digested:
    findings = tuple(_of_all(each, alike) for each in digest.findings)
    aside = tuple(_of_all(each, alike) for each in digest.suppressed)
    return replace(digest, findings=findings, suppressed=aside)


def _of_all(finding: Finding, alike: dict[object, tuple[str, ...]]) -> Finding:
    why = finding.unmended
    names = alike.get(_same(finding)) if why and why.host else None
    return replace(finding, message=of_hosts(why, names)) if why and names else finding
