"""Which hosts a finding in overrides of all hosts is not true of: their own files say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from novalint.annotations import TYPE_CHECKING, Protocol
from novalint.hosts.paths import kolla_layer, kolla_place
from novalint.project.alike_hosts import told_together
from novalint.records import NamedTuple, replace
from novalint.reports.digest import OutcomeDigest
from novalint.wording import some_of

if TYPE_CHECKING:
    from typing import TypeVar

    from novalint.engine.report import Report
    from novalint.findings import Finding
    from novalint.hosts.paths import KollaLayer
    from novalint.project.alike_hosts import Digested
    from novalint.reports.outcome import Outcome

    Checked = TypeVar("Checked", bound="_HasOutcome")

_FindingKind = tuple[object, ...]
"""A rule, and the option that it tells of."""


class _HasOutcome(Protocol):
    """A configuration that was checked."""

    @property
    def outcome(self) -> Outcome:
        """What a report shows of it."""

    def _replace(self: Checked, *, outcome: Outcome) -> Checked:
        """Return the same with another outcome."""


class _Merged(NamedTuple):
    """What kolla-ansible merges for a service, on a host or, without one, on all of them."""

    files: frozenset[str]
    services: frozenset[str]
    host: str | None
    outcome: OutcomeDigest | Report
    kinds: frozenset[_FindingKind]


def told_of_hosts(results: Iterable[Checked]) -> Iterator[Checked]:
    """Yield results, findings in overrides of all hosts with the hosts that they are not true of.

    What no file sets is told in the shared file alone. Results of one folder of
    overrides come together, and wait for each other.
    """
    for folder, group in groupby(results, lambda each: _folder(each.outcome.files)):
        if folder is None:
            yield from group
        else:
            yield from _told(list(group))


def reports_told_of_hosts(reports: Iterable[Report]) -> Iterator[Report]:
    """Yield reports with the same words in their findings; each keeps what it found."""
    for folder, group in groupby(reports, lambda each: _folder(each.files)):
        if folder is None:
            yield from group
            continue
        in_folder = list(group)
        every = _merged_of(in_folder)
        words = _words([each for each in every if not each.host], every)
        yield from told_together([_with_words(each, words) for each in in_folder])


def _folder(files: Sequence[str]) -> str | None:
    """Return the folder of the overrides that were read; None where there is none."""
    places = [kolla_place(path) for path in files if kolla_layer(path)]
    return places[0].folder if places and places[0] and len(places) == len(files) else None


def _told(results: list[Checked]) -> Iterator[Checked]:
    outcomes = [result.outcome for result in results]
    digests = [each if isinstance(each, OutcomeDigest) else OutcomeDigest.of(each)
               for each in outcomes]  # fmt: skip
    every = _merged_of(digests)
    if not every:
        yield from results
        return
    of_all = [each for each in every if not each.host]
    words = _words(of_all, every)
    told = [
        _with_words(_of_shared(digest, each, of_all) if each.host else digest, words)
        for digest, each in zip(digests, every, strict=True)
    ]
    for result, digest in zip(results, told_together(told), strict=True):
        yield result._replace(outcome=digest)


def _merged_of(outcomes: Sequence[OutcomeDigest | Report]) -> list[_Merged]:
    """Return what was merged for each outcome; nothing where no host has a file of its own."""
    layers = [[layer for path in each.files if (layer := kolla_layer(path))] for each in outcomes]
    if not any(layer.host for each in layers for layer in each):
        return []
    return [_merged(outcome, of) for outcome, of in zip(outcomes, layers, strict=True)]


def _merged(outcome: OutcomeDigest | Report, layers: Iterable[KollaLayer]) -> _Merged:
    services = frozenset(layer.service for layer in layers if layer.service)
    host = next((layer.host for layer in layers if layer.host), None)
    kinds = frozenset(map(_kind, (*outcome.findings, *outcome.suppressed)))
    return _Merged(frozenset(outcome.files), services, host, outcome, kinds)


def _words(of_all: Iterable[_Merged], every: list[_Merged]) -> Mapping[tuple[object, ...], str]:
    """Return for findings in files of all hosts on which hosts they are not true."""
    return {
        _mark(finding): _others(finding, shared, every)
        for shared in of_all
        for finding in shared.outcome.findings
    }


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
    own = "has a file of its own" if len(without) == 1 else "have files of their own"
    return f", except on {some_of(without)}, which {own}"


def _of_shared(digest: OutcomeDigest, merged: _Merged, of_all: list[_Merged]) -> OutcomeDigest:
    """Return what was found for a host, what no file sets in the place where all are told it.

    What somebody has accepted there for all hosts is accepted for one of them, too.
    """
    outcomes = (each.outcome for each in of_all if each.files < merged.files)
    for shared in (each for each in outcomes if isinstance(each, OutcomeDigest)):
        there = {(_kind(each), each.message): each for each in shared.findings}
        aside = {(_kind(each), each.message) for each in shared.suppressed}
        findings = tuple(
            there.get((_kind(each), each.message), each) if _adds(each) else each
            for each in digest.findings
            if not (_adds(each) and (_kind(each), each.message) in aside)
        )
        if findings != digest.findings:
            lines = {**shared.lines, **digest.lines}
            diffs = {**shared.diffs, **digest.diffs}
            edits = {**shared.edits, **digest.edits}
            digest = replace(digest, findings=findings, lines=lines, diffs=diffs, edits=edits)
    return digest


def _adds(finding: Finding) -> bool:
    """Whether the fix of a finding in a host's file writes what is not there yet."""
    layer = kolla_layer(finding.location.path)
    files = finding.fixes[0].patch.files if finding.fixes else ()
    edits = [edit for file in files for edit in file.edits]
    return bool(layer and layer.host and edits) and all(e.start == e.end for e in edits)


def _with_words(digest: Digested, words: Mapping[tuple[object, ...], str]) -> Digested:
    findings = tuple(_with(each, words.get(_mark(each), "")) for each in digest.findings)
    return replace(digest, findings=findings) if findings != digest.findings else digest


def _with(finding: Finding, words: str) -> Finding:
    """Say which hosts lack it, before what is said of a fix that is not made."""
    why = finding.unmended
    said = why.said if why else finding.message
    message = f"{said}{words}{finding.message.removeprefix(said)}"
    unmended = why._replace(said=f"{said}{words}") if why else None
    return replace(finding, message=message, unmended=unmended) if words else finding
