"""Which of the chosen rules can have something to say of a configuration.

What a rule says of files that set none of the options that it looks at is the same for all of them,
and the index of rules knows which ones then say nothing: these need not be asked, or imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from novalint.deployment import fact_names
from novalint.findings import NotRun
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.rules.declaration import Rule


class Due(NamedTuple):
    """Rules to ask, those that close the run last; those that lack facts; those that fail.

    The rules are `kinds` too, those with one condition together. Numbers of rules are those that
    have to be asked `always`, and `by_option` where a file sets one.
    """

    rules: tuple[Rule, ...]
    lacking: tuple[NotRun, ...]
    broken: tuple[tuple[Rule, Exception], ...]
    kinds: tuple[tuple[Rule, ...], ...]
    always: frozenset[int]
    by_option: Mapping[str, tuple[int, ...]]

    def asked(self, config: Config, thresholds: Mapping[str, object]) -> tuple[Rule, ...]:
        """Return the rules that can have something to say, in their order.

        All of them where more than a plain file of a known release is read.
        """
        if config.hosted or config.schema.additions or config.version:
            return self.rules
        numbers = set(self.always)
        for option in config.touched:
            numbers.update(self.by_option.get(".".join(option), ()))
        if thresholds:
            numbers |= {n for n, rule in enumerate(self.rules) if rule.name in thresholds}
        return tuple(self.rules[number] for number in sorted(numbers))


@lru_cache(maxsize=16)
def due(rules: tuple[Rule, ...], major: int, deployment: Deployment) -> Due:
    """Say what becomes of each rule: the same for all files of one release and the same facts."""
    to_ask: list[Rule] = []
    lacking: list[NotRun] = []
    broken: list[tuple[Rule, Exception]] = []
    for rule in sorted(rules, key=lambda rule: rule.closing):
        try:
            if rule.holds_in(major) and rule.concerns(deployment):
                missing = rule.missing(deployment)
                if missing:
                    lacking.append(NotRun(rule.name, missing))
                else:
                    to_ask.append(rule)
        except Exception as error:  # a plugin's rule may be declared in any way
            broken.append((rule, error))
    told = {name for name in fact_names() if getattr(deployment, name) is not None}
    return _indexed(to_ask, lacking, broken, told)


def _indexed(
    rules: list[Rule], lacking: list[NotRun], broken: list[tuple[Rule, Exception]], told: set[str]
) -> Due:
    kinds: dict[object, list[Rule]] = {}
    by_option: dict[str, list[int]] = {}
    always: set[int] = set()
    for number, rule in enumerate(rules):
        if rule.trace is None or rule.closing or not told.isdisjoint(rule.trace.facts):
            always.add(number)
            continue
        kinds.setdefault(rule.condition, []).append(rule)
        for option in rule.trace.options:
            by_option.setdefault(option, []).append(number)
    return Due(
        tuple(rules),
        tuple(lacking),
        tuple(broken),
        tuple(map(tuple, kinds.values())),
        frozenset(always),
        {option: tuple(numbers) for option, numbers in by_option.items()},
    )
