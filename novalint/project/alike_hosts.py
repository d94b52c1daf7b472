"""What follows on several hosts from files of their own, and is the same, names all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from novalint.engine.own_files import of_host, of_hosts
from novalint.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
            if one := of_host(finding.message):
                hosts.setdefault(_same(finding), {})[one.host] = None
    return {key: tuple(names) for key, names in hosts.items() if len(names) > 1}


def _same(finding: Finding) -> object:
    one = of_host(finding.message)
    return one and (finding.rule, finding.severity, finding.location, one._replace(host=""))


def _with(digest: Digested, alike: dict[object, tuple[str, ...]]) -> Digested:
    findings = tuple(_of_all(each, alike) for each in digest.findings)
    aside = tuple(_of_all(each, alike) for each in digest.suppressed)
    return replace(digest, findings=findings, suppressed=aside)


def _of_all(finding: Finding, alike: dict[object, tuple[str, ...]]) -> Finding:
    one = of_host(finding.message)
    names = alike.get(_same(finding)) if one else None
    return replace(finding, message=of_hosts(one, names)) if one and names else finding
