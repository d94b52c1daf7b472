"""Findings of `check` along the releases: what tells them apart, and since when they are there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from novalint.engine.report import examine
from novalint.findings import Severity
from novalint.nova.successors import moved_to
from novalint.schema.releases import releases
from novalint.upgrading.dispositions import successors
from novalint.upgrading.migration import in_hosts_again, named_anew

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Finding
    from novalint.schema.options import Name
    from novalint.schema.releases import Release
    from novalint.settings.model import Settings
    from novalint.upgrading.dispositions import Dispositions

SAID_ELSEWHERE = (
    "deprecated-name",
    "deprecated-option",
    "unknown-group",
    "unknown-option",
    "misplaced-option",
    "dashed-option",
    "option-not-read-by-role",
)
"""Rules about names: the comparison of the two releases says more."""


class FindingKey(NamedTuple):
    """What tells findings apart; `value` that of one line, where an option has several."""

    rule: str
    option: Name
    value: str


def findings(config: Config, settings: Settings) -> list[Finding]:
    """Return what `check` finds, but for what the comparison of the two releases says better."""
    chosen = replace(settings, ignore=(*settings.ignore, *SAID_ELSEWHERE))
    return list(examine(config, chosen).findings)


class Gist(NamedTuple):
    """What a finding says: how bad it is, and its words without names of options and releases.

    `holes` are the security holes that it tells of, `way` is the way out, as it is in the words.
    """

    severity: Severity
    words: str
    holes: frozenset[str] = frozenset()
    way: str = ""

    def covers(self, other: Gist) -> bool:
        """Whether somebody who was told this is told nothing by the other one.

        A way out that is another one, as there are fewer drivers to choose from, mends no less.
        """
        if self.severity is not other.severity:
            return self.severity.rank < other.severity.rank
        same = self.words == other.words or (
            self.severity is not Severity.INFO and self.fact == other.fact
        )
        return same and self.holes >= other.holes

    @property
    def fact(self) -> str:
        """Its words without the way out."""
        return self.words.partition("; ")[0]

    def advises(self, other: Gist) -> bool:
        """Whether both are advice with the same way out, be the fact put in other words."""
        both = self.severity is other.severity is Severity.INFO
        return both and bool(self.way) and self.way == other.way and self.holes >= other.holes


Known = dict[FindingKey, set[Gist]]
"""What findings say about each option, rule by rule."""


def known(results: Iterable[Finding], config: Config, dispositions: Dispositions) -> Known:
    """Sort what findings say by rule and option."""
    sorted_: Known = {}
    for finding in results:
        sorted_.setdefault(key_of_finding(finding, config, dispositions), set()).add(gist(finding))
    return sorted_


def is_known(key: FindingKey, what: Gist, before: Known) -> bool:
    """Whether earlier findings about the same option said as much, or worse."""
    return any(known.covers(what) for known in before.get(key, ()))


def has_error(key: FindingKey, history: Known, before: Known) -> bool:
    """Whether some finding about an option is an error, and none that was known before."""
    errors = (known for known in history.get(key, ()) if known.severity is Severity.ERROR)
    return any(not is_known(key, error, before) for error in errors)


_CODE = re.compile(r"(?:(?:, | and )?`(?:\[[^\]`]+\] )?[a-z][a-z0-9_]*`)+|`\[[^\]`]+\]`|\bline \d+")
_COUNT = re.compile(r"(?:, and )?\b\d+ more\b(?: options? points? there)?")
_RELEASE = re.compile(
    "|".join(rf"\b{re.escape(release.series)}\b" for release in reversed(releases()))
    + r"|(?<![\d.])[1-9]\d\.\d\.\d(?![\d.])"  # a version, such as that of a stable update
)
_FIXED = re.compile(r"\bin (?:versions before|every version of)\b|\bupgrade to [\d., ort]+ later")
"""Which versions have a hole and which close it, which is of other versions in each release."""
_HOLES = re.compile(r"(?:, )?\bCVE-\d+-\d+")


def gist(finding: Finding) -> Gist:
    """Return what a finding says, be it of this release or that, of an old name or a new one.

    Nor does it matter of how many more options it holds: some may have gone.
    """
    message = _HOLES.sub("", _FIXED.sub("", finding.message))
    words = _RELEASE.sub("", _COUNT.sub("", _CODE.sub("", message)))
    holes = (hole.removeprefix(", ") for hole in _HOLES.findall(finding.message))
    return Gist(finding.severity, words, frozenset(holes), words.partition("; ")[2])


def key_of_finding(finding: Finding, config: Config, dispositions: Dispositions) -> FindingKey:
    """Tell findings apart by rule and option, the option by its name in the target release.

    Where that release still has an older name of it as an option as well, the newer one counts.
    """
    name = (finding.group, finding.option)
    names = successors(*name, dispositions.target) if finding.option else ()
    name = names[0] if names else name
    moved = moved_to(*name, dispositions.target)
    return FindingKey(finding.rule, moved or name, _value(finding, config))


def _value(finding: Finding, config: Config) -> str:
    """Return the value that a finding is about, of an option that has several."""
    option = config.schema.option(finding.group, finding.option)
    if option is None or not option.multi:
        return ""
    where = finding.location.path, finding.location.start.offset
    return next(
        (
            place.assignment.value
            for place in config.setting(finding.group, finding.option).places
            if (place.document.path, place.position.offset) == where
        ),
        "",
    )


class FindingHistory:
    """Looks up in which release a finding appears that stays up to the target."""

    def __init__(self, dispositions: Dispositions, settings: Settings) -> None:
        self._dispositions = dispositions
        self._settings = settings
        self._known: dict[Release, Known] = {}

    def of(self, key: FindingKey, what: Gist, at_start: Iterable[Gist]) -> Release:
        """Return the release from which on a finding of the target is there all the time.

        What keeps a service from starting does so since the first error about the option, be its
        words what they may, that is none of those `at_start`: what the start release says of it.
        """
        any_error = what.severity is Severity.ERROR
        old = {key: set(at_start)}
        first = self._dispositions.target.release
        start = self._dispositions.config.release
        for earlier in reversed([release for release in releases() if start < release < first]):
            there = self._in(earlier)
            if not (has_error(key, there, old) if any_error else is_known(key, what, there)):
                break
            first = earlier
        return first

    def _in(self, release: Release) -> Known:
        if release not in self._known:
            draft, _ = named_anew(self._dispositions.config, release)
            self._known[release] = self.known(in_hosts_again(draft))  # with its branches
        return self._known[release]

    def known(self, config: Config) -> Known:
        """Return what is found in a configuration."""
        return known(findings(config, self._settings), config, self._dispositions)
