"""Puts findings aside that somebody accepted, by a comment or in a baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from novalint.annotations import TYPE_CHECKING, Protocol
from novalint.findings import FAILURE, Finding, Suppression, SuppressionKind, spellings
from novalint.findings.suppressions import Directive, Silences, directives
from novalint.records import replace
from novalint.rules.catalogue import find_rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings.baseline import Accepted, Baseline
    from novalint.redaction import Redaction
    from novalint.text.document import Document


def put_aside(
    findings: Iterable[Finding], config: Config, redaction: Redaction, baseline: Baseline | None
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Tell the open findings from those that are accepted, which then say why.

    Of several that a baseline cannot tell apart, the first ones are the accepted ones. What could
    not be found out is never accepted.
    """
    comments = {document.path: Silences(_directives(document)) for document in config.documents}
    used: Counter[str] = Counter()
    opened: list[Finding] = []
    accepted: list[Finding] = []
    for finding in findings:
        why = None
        if finding.rule != FAILURE:
            why = _commented(finding, comments, redaction) or _counted(finding, baseline, used)
        if why:
            accepted.append(replace(finding, suppression=why))
        else:
            opened.append(finding)
    return tuple(opened), tuple(accepted)


def _directives(document: Document) -> tuple[Directive, ...]:
    if document.host is None:
        return directives(document)
    from novalint.findings.host_suppressions import host_directives

    return (*directives(document), *host_directives(document))


def _commented(
    finding: Finding, comments: Mapping[str, Silences], redaction: Redaction
) -> Suppression | None:
    where = finding.location
    directive = comments[where.path].of(finding.rule, where.start.line)
    if directive is None:
        return None
    return Suppression(SuppressionKind.IN_SOURCE, redaction.prose(directive.reason))


def _counted(finding: Finding, baseline: Baseline | None, used: Counter[str]) -> Suppression | None:
    if baseline is None:
        return None
    name = baseline.name_of(finding)
    if used[name] >= baseline.counts.get(name, 0):
        return None
    used[name] += 1
    return Suppression(SuppressionKind.BASELINE, "")


class BaselineReport(Protocol):
    """What of a report tells whether a baseline is still met."""

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files that were checked."""

    @property
    def suppressed(self) -> tuple[Finding, ...]:
        """What was found and is accepted."""

    @property
    def ran(self) -> frozenset[str]:
        """The rules that gave a verdict."""

    @property
    def unreadable(self) -> frozenset[str]:
        """The `GROUP.option` names whose values Nova cannot read."""

    @property
    def plugins(self) -> tuple[str, ...]:
        """The plugins whose rules ran too."""


def still_met(baseline: Baseline, verdicts: Iterable[BaselineReport]) -> Baseline:
    """Return a baseline without what is no longer found.

    An entry stays where that is not known: its file is not among those that were checked, its rule
    did not run, or Nova cannot read the value of an option that the rule asks for.
    """
    met: dict[str, int] = {}
    about: dict[str, list[BaselineReport]] = {}
    for verdict in verdicts:
        aside = ((baseline.name_of(finding), finding.suppression) for finding in verdict.suppressed)
        counts = Counter(
            name for name, why in aside if why and why.kind == SuppressionKind.BASELINE
        )
        met.update({entry: max(count, met.get(entry, 0)) for entry, count in counts.items()})
        for path in {path for file in verdict.files for path in spellings(file)}:
            about.setdefault(path, []).append(verdict)
    entries = (
        replace(accepted, count=min(accepted.count, met.get(accepted.fingerprint, 0)))
        if _is_judged(accepted, about.get(accepted.path, ()))
        else accepted
        for accepted in baseline.entries
    )
    return replace(baseline, entries=tuple(accepted for accepted in entries if accepted.count))


def _is_judged(accepted: Accepted, verdicts: Sequence[BaselineReport]) -> bool:
    """Return whether a rule ran whenever a file was checked, or is gone for good.

    One that compares nodes runs once for all of them, beside the checks of each. One that met a
    value that Nova cannot read kept silent about it.
    """
    rule, declared = accepted.rule, find_rule(accepted.rule)
    asked = declared.options if declared else (f"{accepted.group}.{accepted.option}",)
    if any(not verdict.unreadable.isdisjoint(asked) for verdict in verdicts):
        return False
    if declared is not None and declared.scope:
        return any(rule in verdict.ran for verdict in verdicts)
    return bool(verdicts) and all(
        rule in verdict.ran or (declared is None and not verdict.plugins) for verdict in verdicts
    )
