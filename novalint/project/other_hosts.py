"""Which hosts a finding in overrides of all hosts is not true of: their own files say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from novalint.hosts.paths import kolla_layer, kolla_place
from novalint.records import NamedTuple, replace
from novalint.reports.digest import OutcomeDigest
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.findings import Finding
    from novalint.project.batch import CheckResult

MOST_NAMED = 3
"""Hosts that are named one by one."""
_Mark = tuple[object, ...]


class _Merged(NamedTuple):
    """What kolla-ansible merges for a service, on a host or, without one, on all of them."""

    files: frozenset[str]
    services: frozenset[str]
    host: str | None
    found: frozenset[_Mark]


def told_of_hosts(results: Iterable[CheckResult]) -> Iterator[CheckResult]:
    """Yield results, findings in overrides of all hosts with the hosts that they are not true of.

    Those of one folder of overrides come together, and wait for each other.
    """
    for folder, group in groupby(results, _folder):
        if folder is None:
            yield from group
        else:
            yield from _told(list(group))


def _folder(result: CheckResult) -> str | None:
    """Return the folder of the overrides that were read; None where there is none."""
    files = result.outcome.files
    places = [kolla_place(path) for path in files if kolla_layer(path)]
    return places[0].folder if places and places[0] and len(places) == len(files) else None


def _told(results: list[CheckResult]) -> Iterator[CheckResult]:
    every = [_merged(result) for result in results]
    if not any(each.host for each in every):
        yield from results
        return
    words: dict[_Mark, str] = {}
    for each in every:
        if not each.host:
            words |= {mark: said for mark in each.found if (said := _others(mark, each, every))}
    for result in results:
        yield _with_words(result, words) if words else result


def _merged(result: CheckResult) -> _Merged:
    outcome = result.outcome
    layers = [layer for path in outcome.files if (layer := kolla_layer(path))]
    services = frozenset(layer.service for layer in layers if layer.service)
    host = next((layer.host for layer in layers if layer.host), None)
    found = frozenset(map(_mark, (*outcome.findings, *outcome.suppressed)))
    return _Merged(frozenset(outcome.files), services, host, found)


def _mark(finding: Finding) -> _Mark:
    return finding.rule, finding.location, finding.group, finding.option


def _others(mark: _Mark, shared: _Merged, every: list[_Merged]) -> str:
    """Say which hosts run the service with files of their own, and lack what is found."""
    of_hosts = (each for each in every if each.host and each.services == shared.services)
    without = [shown(each.host or "") for each in of_hosts
               if shared.files < each.files and mark not in each.found]  # fmt: skip
    if not without:
        return ""
    more = len(without) - MOST_NAMED
    names = [*without[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
    *first, last = names
    return f", on hosts other than {', '.join(first)}{' and ' if first else ''}{last}"


def _with_words(result: CheckResult, words: dict[_Mark, str]) -> CheckResult:
    outcome = result.outcome
    findings = tuple(
        replace(finding, message=finding.message + words.get(_mark(finding), ""))
        for finding in outcome.findings
    )
    if findings == outcome.findings:
        return result
    digest = outcome if isinstance(outcome, OutcomeDigest) else OutcomeDigest.of(outcome)
    return result._replace(outcome=replace(digest, findings=findings))
