"""Runs rules for each branch of a template by itself: what stands in two is never put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from novalint.config.doubts import branches_of
from novalint.engine.running import NOTHING, RunOutcome, by_place

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.rules.declaration import Rule

Told = dict[object, object]
"""The places that rules told of, and the branches that were chosen then."""
Run = Callable[["tuple[Rule, ...]", "Config", RunOutcome, Told], RunOutcome]
"""Runs rules over a configuration, given what was found in it before."""


def run_branches(rules: tuple[Rule, ...], config: Config, run: Run) -> RunOutcome:
    """Run rules where no branch is known to be chosen, and for each branch where it is.

    What a rule finds in one place in several runs is told once, as the first one has it. What lacks
    facts, and which rules gave a verdict, is that of the run without branches.
    """
    branches = branches_of(config)
    if not branches:
        return run(rules, config, NOTHING, {})
    told: Told = {}
    plain = tuple(rule for rule in rules if not rule.closing)
    whole = run(plain, config, NOTHING, told)
    for arms in branches:
        more = run(plain, config.within(arms), NOTHING, told)
        whole = whole._replace(findings=(*whole.findings, *more.findings))
    closing = tuple(rule for rule in rules if rule.closing)
    last = run(closing, config, whole, told)
    findings = sorted((*whole.findings, *last.findings), key=by_place(config))
    return RunOutcome(
        tuple(findings), (*whole.not_run, *last.not_run), frozenset(whole.ran | last.ran)
    )
