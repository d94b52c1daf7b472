"""Runs rules for each branch of a template by itself: what stands in two is never put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from novalint.engine.running import RunOutcome, by_place

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Finding
    from novalint.rules.declaration import Rule

Run = Callable[["tuple[Rule, ...]", "Config", "tuple[Finding, ...]"], RunOutcome]
"""Runs rules over a configuration, given what was found elsewhere in it before."""


def run_branches(rules: tuple[Rule, ...], config: Config, run: Run) -> RunOutcome:
    """Run rules where no branch is known to be chosen, and for each branch where it is.

    A finding of several runs is told once. What lacks facts, and which rules gave a verdict, is
    that of the run without branches.
    """
    plain = tuple(rule for rule in rules if not rule.closing)
    runs = (run(plain, config.within(arms), ()) for arms in config.branches)
    within = [finding for outcome in runs for finding in outcome.findings]
    whole = run(rules, config, tuple(within))
    if not within:
        return whole
    findings = tuple(sorted(_once([*whole.findings, *within]), key=by_place(config)))
    return RunOutcome(findings, whole.not_run, whole.ran)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what is told already: the same rule, about the same place, in the same words."""
    kept: dict[object, Finding] = {}
    for one in findings:
        kept.setdefault((one.rule, one.location, one.group, one.option, one.message), one)
    return list(kept.values())
