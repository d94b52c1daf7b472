"""Runs rules for each branch of a template by itself: what stands in two is never put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.doubts import branches_of, options_decided
from novalint.engine.reported import ReportedPlaces, place_of
from novalint.engine.running import NOTHING, RunOutcome, by_place, failure
from novalint.findings import Severity

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Finding
    from novalint.rules.declaration import Rule
    from novalint.text.source_map import Arm

Run = Callable[["tuple[Rule, ...]", "Config", RunOutcome, ReportedPlaces], RunOutcome]
"""Runs rules over a configuration, given what was found in it before."""


LINES = 60_000
"""Lines that are gone through for branches by themselves: each of them goes through all lines.

The longest templates of deployment tools have 600 lines and 70 branches. Those made of Nova's
sample file have 10,000 lines, nearly all of them comments, which cost next to nothing.
"""
COMMENTS = 20
"""Lines of any kind that cost as much as one with an option."""
_APPLIES = frozenset({"DEFAULT.compute_driver", "libvirt.virt_type", "DEFAULT.use_neutron"})
FEWEST = 10
"""Branches that are run by themselves however long the files are."""


def _most(config: Config) -> int:
    lines = (len(each.assignments) + len(each.lines) // COMMENTS for each in config.documents)
    return max(FEWEST, LINES // (1 + sum(lines)))


def _left_out(config: Config, count: int, most: int) -> Finding:
    return failure(
        f"only the first {most} of the {count} branches of this template are checked; split the "
        "template",
        config,
    )


def _asks(rule: Rule, touched: frozenset[str]) -> bool:
    """Whether a rule may find something else where branches are chosen than where none is.

    What a rule reads beside its own options says whether it applies at all.
    """
    own = set(rule.options)
    asked = not own or "*" in own or bool(own & touched) or bool(_APPLIES & touched)
    return asked or any(_matches(name, touched) for name in own if "*" in name)


def _matches(pattern: str, touched: frozenset[str]) -> bool:
    """Whether options of any of several groups are touched, such as those of `[mdev_*]`."""
    from fnmatch import fnmatchcase

    return any(fnmatchcase(name, pattern) for name in touched)


def _is_idle_elsewhere(finding: Finding, config: Config, arms: tuple[Arm, ...]) -> bool:
    """Whether a note on a branch is about a line outside of it: one that other branches need.

    What has no effect in the one may well have some in another.
    """
    is_note = finding.severity is Severity.INFO
    if not is_note or not config.schema.option(finding.group, finding.option):
        return False
    places = config.within(arms).setting(finding.group, finding.option).places
    return bool(places) and not any(
        set(arms).intersection(place.document.arms(place.assignment.span.start)) for place in places
    )


def _without_milder(findings: Iterable[Finding], worse: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings but those of which a branch told again since it is worse there."""
    places = {place_of(one) for one in worse}
    return (one for one in findings if not places or place_of(one) not in places)


def run_branches(rules: tuple[Rule, ...], config: Config, run: Run) -> RunOutcome:
    """Run rules where no branch is known to be chosen, and for each branch where it is.

    What a rule finds in one place in several runs is told once, as the first one has it of those
    where it is worst. What lacks facts, and which rules gave a verdict, is that of the run without
    branches.
    """
    branches = branches_of(config)
    if not branches:
        return run(rules, config, NOTHING, {})
    reported: ReportedPlaces = {}
    plain = tuple(rule for rule in rules if not rule.closing)
    whole = run(plain, config, NOTHING, reported)
    most = _most(config)
    for arms in branches[:most]:
        touched = options_decided(config, arms)
        asked = tuple(rule for rule in plain if _asks(rule, touched))
        more = run(asked, config.within(arms), NOTHING, reported).findings
        kept: list[Finding] = []
        for one in more:
            if _is_idle_elsewhere(one, config, arms):
                reported.pop(place_of(one), None)  # another branch may warn of it
            else:
                kept.append(one)
        whole = whole._replace(findings=(*_without_milder(whole.findings, kept), *kept))
    closing = tuple(rule for rule in rules if rule.closing)
    last = run(closing, config, whole, reported)
    if len(branches) > most:
        whole = whole._replace(findings=(*whole.findings, _left_out(config, len(branches), most)))
    findings = sorted((*whole.findings, *last.findings), key=by_place(config))
    return RunOutcome(
        tuple(findings), (*whole.not_run, *last.not_run), frozenset(whole.ran | last.ran)
    )
