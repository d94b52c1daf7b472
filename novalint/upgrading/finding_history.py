"""Findings of `check` along the releases: what tells them apart, and since when they are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from novalint.engine.report import examine
from novalint.schema.releases import releases
from novalint.upgrading.dispositions import successors
from novalint.upgrading.migration import named_anew

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


class Key(NamedTuple):
    """What tells findings apart; `value` that of one line, where an option has several."""

    rule: str
    option: Name
    value: str


def findings(config: Config, settings: Settings) -> list[Finding]:
    """Return what `check` finds, but for what the comparison of the two releases says better."""
    chosen = replace(settings, ignore=(*settings.ignore, *SAID_ELSEWHERE))
    return list(examine(config, chosen).findings)


def keys(results: Iterable[Finding], config: Config, dispositions: Dispositions) -> Iterator[Key]:
    """Tell findings apart by rule and option, the option by its name in the target release."""
    for finding in results:
        name = (finding.group, finding.option)
        names = successors(*name, dispositions.target) if finding.option else ()
        yield Key(finding.rule, names[0] if names else name, _value(finding, config))


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
            if (place.document.path, place.assignment.span.start) == where
        ),
        "",
    )


class FindingHistory:
    """Looks up in which release a finding appears that stays up to the target."""

    def __init__(self, dispositions: Dispositions, settings: Settings) -> None:
        self._dispositions = dispositions
        self._settings = settings
        self._known: dict[Release, set[Key]] = {}

    def of(self, key: Key) -> Release:
        """Return the release from which on a finding of the target is there all the time."""
        first = self._dispositions.target.release
        start = self._dispositions.config.release
        for one in reversed([release for release in releases() if start < release < first]):
            if key not in self._in(one):
                break
            first = one
        return first

    def _in(self, release: Release) -> set[Key]:
        if release not in self._known:
            config = named_anew(self._dispositions.config, release)[0].after
            self._known[release] = self.keys(config)
        return self._known[release]

    def keys(self, config: Config) -> set[Key]:
        """Return the keys of what is found in a configuration."""
        results = findings(config, self._settings)
        return set(keys(results, config, self._dispositions))
