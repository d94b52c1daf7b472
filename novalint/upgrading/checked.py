"""What `check` finds in the target release and does not in the start release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from novalint.engine.report import Selection, examine
from novalint.findings import Finding, Location, Severity
from novalint.schema.releases import releases
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.fates import successors
from novalint.upgrading.migration import named_anew
from novalint.upgrading.values import TRANSLATED

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.options import Name
    from novalint.schema.releases import Release
    from novalint.upgrading.fates import Fate, Fates

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
FORETELLING = ("scheduler-filter-deprecated", "compute-driver-not-maintained")
"""Rules that warn of what a release after the checked one will do."""

_EFFECTS = {
    Severity.ERROR: Effect.BREAKS,
    Severity.WARNING: Effect.CHANGES,
    Severity.INFO: Effect.SOON,
}

_Key = tuple[str, str, str]


def new_findings(
    fates: Fates, named: Config, deployment: Deployment, selection: Selection
) -> Iterator[Change]:
    """Give the findings that the target release brings.

    `named` is the configuration under the target's names, as the target reads it: a rule finds
    there what it would find once the names are right.
    """
    found = _findings(named, deployment, selection)
    before = _keys(fates.config, fates, deployment, selection)
    fresh = [one for one in found if _key(one, fates) not in before]
    since = _Since(fates, deployment, _only(selection, {one.rule for one in fresh}))
    for one in fresh:
        yield _change(one, fates, since.of(_key(one, fates)))


def errors(config: Config, deployment: Deployment, selection: Selection) -> dict[Name, str]:
    """Give the options about which there is an error, with the rule that says so."""
    found = _findings(config, deployment, selection)
    return {(f.group, f.option): f.rule for f in found if f.severity is Severity.ERROR}


def _findings(config: Config, deployment: Deployment, selection: Selection) -> list[Finding]:
    chosen = replace(selection, ignore=(*selection.ignore, *SAID_ELSEWHERE))
    return list(examine(config, deployment, chosen).findings)


def _only(selection: Selection, rules: set[str]) -> Selection:
    return replace(selection, select=tuple(sorted(rules)), ignore=())


def _keys(config: Config, fates: Fates, deployment: Deployment, selection: Selection) -> set[_Key]:
    return {_key(one, fates) for one in _findings(config, deployment, selection)}


def _key(finding: Finding, fates: Fates) -> _Key:
    """Tell findings apart by rule and option, the option by its name in the target release."""
    names = successors(finding.group, finding.option, fates.target) if finding.option else ()
    return (finding.rule, *(names[0] if names else (finding.group, finding.option)))


class _Since:
    """Looks up in which release a finding appears that stays up to the target."""

    def __init__(self, fates: Fates, deployment: Deployment, selection: Selection) -> None:
        self._fates = fates
        self._deployment = deployment
        self._selection = selection
        self._known: dict[Release, set[_Key]] = {}

    def of(self, key: _Key) -> tuple[Release, ...]:
        first = self._fates.target.release
        start = self._fates.config.release
        for one in reversed([one for one in releases() if start < one < first]):
            if key not in self._in(one):
                break
            first = one
        return (first,)

    def _in(self, release: Release) -> set[_Key]:
        if release not in self._known:
            config = named_anew(self._fates.config, release)[0].after
            self._known[release] = _keys(config, self._fates, self._deployment, self._selection)
        return self._known[release]


def _change(finding: Finding, fates: Fates, since: tuple[Release, ...]) -> Change:
    effect = _EFFECTS[finding.severity]
    if finding.rule in FORETELLING:
        effect = Effect.SOON
    found = (finding.group, finding.option)
    fate = _fate(found, fates)
    name = fate.name if fate else found
    where = Location.of(fate.place.document, fate.place.assignment.span) if fate else None
    names = (found,) if found != name else ()
    mended = finding.rule in TRANSLATED and bool(finding.fixes)
    return Change(
        effect, *name, finding.message, where, since, finding.readers, names, finding.rule, mended
    )


def _fate(name: Name, fates: Fates) -> Fate | None:
    """Give the line that a finding about an option of the target is about, the last that counts."""
    return next((one for one in reversed(fates.all) if name in one.names), None)
