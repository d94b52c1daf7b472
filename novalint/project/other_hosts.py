"""Which hosts a finding in overrides of all hosts is not true of: their own files say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from novalint.engine.trials import without_reason
from novalint.hosts.paths import kolla_layer, kolla_place
from novalint.project.alike_hosts import told_together
from novalint.records import NamedTuple, replace
from novalint.reports.digest import OutcomeDigest
from novalint.wording import some_of

if TYPE_CHECKING:
    from novalint.findings import Finding
    from novalint.hosts.paths import KollaLayer
    from novalint.project.batch import CheckResult

_FindingKind = tuple[object, ...]
"""A rule, and the option that it tells of."""


class _Merged(NamedTuple):
    """What kolla-ansible merges for a service, on a host or, without one, on all of them."""

    files: frozenset[str]
    services: frozenset[str]
    host: str | None
    digest: OutcomeDigest
    kinds: frozenset[_FindingKind]


def told_of_hosts(results: Iterable[CheckResult]) -> Iterator[CheckResult]:
    """Yield results, findings in overrides of all hosts with the hosts that they are not true of.

    What no file sets is told in the shared file alone. Results of one folder of
    overrides come together, and wait for each other.
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
    layers = [[layer for path in each.outcome.files if (layer := kolla_layer(path))]
              for each in results]  # fmt: skip
    if not any(layer.host for each in layers for layer in each):
        yield from results
        return
    every = [_merged(result, of) for result, of in zip(results, layers, strict=True)]
    of_all = [each for each in every if not each.host]
    words = {
        _mark(finding): _others(finding, shared, every)
        for shared in of_all
        for finding in shared.digest.findings
    }
    digests = [
        _with_words(_of_shared(each, of_all) if each.host else each.digest, words) for each in every
    ]
    for result, digest in zip(results, told_together(digests), strict=True):
        yield result._replace(outcome=digest)


def _merged(result: CheckResult, layers: Iterable[KollaLayer]) -> _Merged:
    outcome = result.outcome
    digest = outcome if isinstance(outcome, OutcomeDigest) else OutcomeDigest.of(outcome)
    services = frozenset(layer.service for layer in layers if layer.service)
    host = next((layer.host for layer in layers if layer.host), None)
    kinds = frozenset(map(_kind, (*digest.findings, *digest.suppressed)))
    return _Merged(frozenset(digest.files), services, host, digest, kinds)


def _kind(finding: Finding) -> _FindingKind:
    return finding.rule, finding.group, finding.option


def _mark(finding: Finding) -> tuple[object, ...]:
    return *_kind(finding), finding.location, finding.message


def _others(finding: Finding, shared: _Merged, every: list[_Merged]) -> str:
    """Say which hosts run the service with files of their own, and lack what is found."""
    of_hosts = (each for each in every if each.host and each.services == shared.services)
    without = [each.host or "" for each in of_hosts
               if shared.files < each.files and _kind(finding) not in each.kinds]  # fmt: skip
    if not without:
        return ""
    return f", on hosts other than {some_of(without)}"


def _of_shared(merged: _Merged, of_all: list[_Merged]) -> OutcomeDigest:
    """Return what was found for a host, what no file sets in the place where all are told it."""
    digest = merged.digest
    for shared in (each for each in of_all if each.files < merged.files):
        there = {(_kind(each), each.message): each for each in shared.digest.findings}
        findings = tuple(
            there.get((_kind(each), each.message), each) if _adds(each) else each
            for each in digest.findings
        )
        if findings != digest.findings:
            lines = {**shared.digest.lines, **digest.lines}
            diffs = {**shared.digest.diffs, **digest.diffs}
            edits = {**shared.digest.edits, **digest.edits}
            digest = replace(digest, findings=findings, lines=lines, diffs=diffs, edits=edits)
    return digest


def _adds(finding: Finding) -> bool:
    """Whether the fix of a finding in a host's file writes what is not there yet."""
    layer = kolla_layer(finding.location.path)
    files = finding.fixes[0].patch.files if finding.fixes else ()
    edits = [edit for file in files for edit in file.edits]
    return bool(layer and layer.host and edits) and all(e.start == e.end for e in edits)


def _with_words(digest: OutcomeDigest, words: Mapping[tuple[object, ...], str]) -> OutcomeDigest:
    findings = tuple(
        replace(finding, message=_with(finding.message, words.get(_mark(finding), "")))
        for finding in digest.findings
    )
    return replace(digest, findings=findings) if findings != digest.findings else digest


def _with(message: str, words: str) -> str:
    said, why = without_reason(message)
    return f"{said}{words}{why}"
