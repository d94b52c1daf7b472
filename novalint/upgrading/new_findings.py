"""What `check` finds in the target release and does not in the start release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from novalint.engine.safety import patched
from novalint.findings import FAILURE, Finding, Location, Severity
from novalint.rules.catalogue import find_rule
from novalint.rules.common.filters import RATIOS_FIRST
from novalint.upgrading.branches import in_branches, is_of
from novalint.upgrading.broker import URL, broker_patch
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.finding_history import (
    FindingHistory,
    FindingKey,
    Gist,
    findings,
    gist,
    is_known,
    key_of_finding,
    known,
)

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name
    from novalint.schema.releases import Release
    from novalint.settings.model import Settings
    from novalint.upgrading.dispositions import Disposition, Dispositions

_EFFECTS = {
    Severity.ERROR: Effect.BREAKS,
    Severity.WARNING: Effect.CHANGES,
    Severity.INFO: Effect.NOTHING,
}
EFFECTS_OF_RULES = {
    "scheduler-filter-deprecated": Effect.SOON,
    "compute-driver-not-maintained": Effect.SOON,
    "virt-type-deprecated": Effect.SOON,
    "policy-file-is-json": Effect.SOON,
    "green-pool-with-threads": Effect.IGNORED,
    "novnc-page-renamed": Effect.CHANGES,
    "upgrade-level-left-behind": Effect.CHANGES,
    "database-read-timeout-missing": Effect.CHANGES,
}
"""Rules that warn of what a later release will do, or whose advice is about what this one does."""

BREAKS_AS_WARNING = ("service-token-not-sent",)
"""Rules that are no errors only because no role is told: what they say breaks all the same."""

_OLDEST_READ = 17
"""The major version from which on the rules were written; some were not held against older ones."""
NEW_IN_IT = ("cinder-endpoint-not-v3", "login-by-keystone-v2", "scheduler-filter-removed")
"""Rules that hold from that version on because Nova, or Keystone, changed with it."""

NOT_READ = ("initial-ratio-not-read",)
"""Rules that say of a line for a new option that it has no effect, so that it does not get one."""


class Stages(NamedTuple):
    """The configuration as the target reads it at three stages of the patch.

    `named` has the target's names: a rule finds there what it would find once these are right.
    `valued` has its values too, which may be found fault with in their turn; `after` all there is.
    """

    named: Config
    valued: Config
    after: Config


class ComparedFindings(NamedTuple):
    """What `check` finds in the start release, and under the target's names in the target.

    `composed` is what it would find in the start release in the `transport_url` that is composed:
    that is no news, whether an option said it there or went without saying.
    """

    before: list[Finding]
    there: list[Finding]
    composed: list[Finding]

    @property
    def unread(self) -> frozenset[Name]:
        """The options of which `check` says that the target reads none of their lines."""
        return frozenset((each.group, each.option) for each in self.there if each.rule in NOT_READ)

    @property
    def broken(self) -> frozenset[Name]:
        """The options that the target has an error about, whether that is news or not."""
        errors = (finding for finding in self.there if finding.severity is Severity.ERROR)
        return frozenset((finding.group, finding.option) for finding in errors if finding.option)

    def standing(
        self, dispositions: Dispositions, stages: Stages, settings: Settings
    ) -> tuple[Finding, ...]:
        """Return the errors that both releases have and that no patch mends."""
        options = known((*self.before, *self.composed), dispositions.config, dispositions)
        shared = {
            key_of_finding(finding, stages.named, dispositions): finding
            for finding in self.there
            if finding.severity is Severity.ERROR and finding.rule != FAILURE
        }
        shared = {
            key: entry for key, entry in shared.items() if is_known(key, gist(entry), options)
        }
        if not shared:
            return ()
        only = replace(settings, select=tuple({key.rule for key in shared}), ignore=())
        remain = known(findings(stages.after, only), stages.after, dispositions)
        return tuple(entry for key, entry in shared.items() if key in remain)


class _News(NamedTuple):
    """A finding that the start release does not bring, and the line of the files behind it.

    `at_start` is what the start release says of the option, by the same rule.
    """

    finding: Finding
    key: FindingKey
    disposition: Disposition | None
    at_start: frozenset[Gist]


def compared(dispositions: Dispositions, stages: Stages, settings: Settings) -> ComparedFindings:
    """Run `check` on a configuration as the start release reads it, and as the target does."""
    before = findings(dispositions.config, settings)
    return ComparedFindings(
        before, findings(stages.named, settings), _in_url(dispositions, settings)
    )


def _in_url(dispositions: Dispositions, settings: Settings) -> list[Finding]:
    """Return what is found in the URL that is composed, as if the start release had it already."""
    config = dispositions.config
    patch = None if config.hosted else broker_patch(dispositions.broker, config, config)
    if patch is None:
        return []
    results = findings(patched(config, patch), settings)
    return [finding for finding in results if (finding.group, finding.option) == URL]


def new_findings(
    dispositions: Dispositions, stages: Stages, settings: Settings, checked: ComparedFindings
) -> Iterator[Change]:
    """Yield the findings that the target release brings.

    What is not found any more once all is patched, the patch sees to, unless something else has to
    be done first.
    """
    news = list(_news(dispositions, stages, settings, checked))
    rules = tuple(sorted({finding.key.rule for finding in news if finding.key.rule != FAILURE}))
    since = FindingHistory(dispositions, replace(settings, select=rules, ignore=()))
    remain = since.known(stages.after) if rules else {}
    for finding in news:
        if finding.key.rule == FAILURE:
            yield _change(finding, None, mended=False)
            continue
        when = since.of(finding.key, gist(finding.finding), finding.at_start)
        if not _is_old_news(finding.key.rule, when, dispositions):
            more = RATIOS_FIRST in finding.finding.message
            yield _change(finding, when, mended=finding.key not in remain and not more)


def _news(
    dispositions: Dispositions, stages: Stages, settings: Settings, checked: ComparedFindings
) -> Iterator[_News]:
    """Leave out what the start release says of the same option, or finds in the same line.

    So does one finding about several lines, be it told at the first of them that is left.
    """
    before, results, composed = checked
    options = known((*before, *composed), dispositions.config, dispositions)
    lines: dict[tuple[str, str, int], set[Gist]] = {}
    for finding in before:
        for at in (finding.location, *(note.location for note in finding.related)):
            where = (finding.rule, at.path, at.start.line)
            lines.setdefault(where, set()).add(gist(finding))
    failed = {
        finding.message: finding for finding in (*before, *results) if finding.rule == FAILURE
    }
    for finding in failed.values():  # what it hides in either release would look like news, or none
        key = key_of_finding(finding, stages.named, dispositions)
        yield _News(finding, key, None, frozenset())
    named = {(finding.rule, finding.group, finding.option) for finding in results}
    written = [
        finding
        for finding in (findings(stages.valued, settings) if stages.valued != stages.named else ())
        if (finding.rule, finding.group, finding.option) not in named
    ]
    of_broker = _of_broker(before, dispositions)
    lines_in_all = _lines_in_all(dispositions)
    for number, finding in enumerate((*results, *written)):
        if finding.rule == FAILURE or (finding.rule, finding.group, finding.option) in of_broker:
            continue
        key = key_of_finding(finding, stages.named, dispositions)
        config = stages.named if number < len(results) else stages.valued
        disposition = _disposition(finding, key.value, config, lines_in_all)
        same = lines.get((finding.rule, *_line(disposition)), set())
        if not (
            is_known(key, gist(finding), options)
            or any(old.covers(gist(finding)) for old in same)
            or _is_old_advice(finding, options.get(key, ()))
        ):
            yield _News(finding, key, disposition, frozenset(options.get(key, ())))


def _is_old_advice(finding: Finding, before: Iterable[Gist]) -> bool:
    """Whether the start release had the same advice, unless it is about what a release will do.

    A database without TLS is advised to have it, whether its client may take some by itself or not.
    """
    about_to_come = finding.rule in EFFECTS_OF_RULES
    return not about_to_come and any(old.advises(gist(finding)) for old in before)


def _of_broker(before: Iterable[Finding], dispositions: Dispositions) -> set[tuple[str, str, str]]:
    """Return what rules would find again in the URL that is composed of what they found."""
    broker = dispositions.broker
    names = broker.names if broker else ()
    return {(finding.rule, *URL) for finding in before if (finding.group, finding.option) in names}


def _line(disposition: Disposition | None) -> tuple[str, int]:
    """Return the path and the number of a line, nothing where there is none."""
    if disposition is None:
        return "", 0
    document, assignment = disposition.place
    return document.path, document.position(assignment.span.start).line


def _is_old_news(rule: str, since: Release, dispositions: Dispositions) -> bool:
    """Return whether a rule is only silent about the start release, which nobody read for it."""
    if dispositions.config.release.major >= _OLDEST_READ or since.major != _OLDEST_READ:
        return False
    declared = find_rule(rule)
    first = declared.releases[0] if declared else None
    return first == _OLDEST_READ and rule not in NEW_IN_IT


def _change(news: _News, since: Release | None, mended: bool) -> Change:
    finding, disposition = news.finding, news.disposition
    about = (finding.group, finding.option)
    name = disposition.name if disposition else about
    return Change(
        _effect(finding),
        *name,
        finding.message,
        Location.of(disposition.place.document, disposition.place.assignment.span)
        if disposition
        else None,
        (since,) if since else (),
        finding.readers,
        (about,) if about != name else (),
        finding.rule,
        mended,
    )


def _effect(finding: Finding) -> Effect:
    if finding.rule in BREAKS_AS_WARNING and finding.severity is Severity.WARNING:
        return Effect.BREAKS
    return EFFECTS_OF_RULES.get(finding.rule, _EFFECTS[finding.severity])


def _lines_in_all(dispositions: Dispositions) -> tuple[Disposition, ...]:
    """Return what becomes of each line: of those in branches first, then of all others."""
    in_some = (
        disposition
        for within in in_branches(dispositions)
        for disposition in within.all
        if is_of(disposition, within)
    )
    return (*in_some, *dispositions.all)


def _disposition(
    finding: Finding, value: str, config: Config, dispositions: Sequence[Disposition]
) -> Disposition | None:
    """Return the line that a finding in `config` is about, an option of the target being named.

    That is the last one with the value of its line, or with `value`, where the option has several;
    else the last one that sets the option.
    """
    name = (finding.group, finding.option)
    hits = [disposition for disposition in dispositions if name in disposition.names]
    there = {value} if value else _values_at(finding.location, config)
    same = [hit for hit in hits if hit.place.assignment.value in there]
    return next(reversed(same or ([] if value else hits)), None)


def _values_at(location: Location, config: Config) -> set[str]:
    """Return the value of the line at which a finding stands; nothing where it is at none."""
    return {
        assignment.value
        for document in config.documents
        for assignment in document.assignments
        if document.position(assignment.span.start).line == location.start.line
        and document.path == location.path
    }
