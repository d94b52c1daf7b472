"""Which of the chosen rules can have something to say of a configuration.

What a rule says of files that set none of the options that it looks at is the same for all of them,
and the index of rules knows which ones then say nothing: these need not be asked, or imported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter

from novalint.annotations import TYPE_CHECKING
from novalint.config.resolution import unset
from novalint.deployment import fact_names
from novalint.engine.signs import SIGNS
from novalint.findings import NotRun
from novalint.records import NamedTuple
from novalint.rules.common.transport import RPC, plain_rabbit
from novalint.rules.declaration import USUAL

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.rules.declaration import Rule
    from novalint.schema.options import Name


DERIVED = "derived.plain_rabbit"
"""How a trace has that a rule asks whether RPC goes over RabbitMQ, as it does by default."""


class Alike(NamedTuple):
    """The names of rules that apply to the same configurations, and one of these rules."""

    first: Rule
    names: frozenset[str]


class Due(NamedTuple):
    """Rules to ask, those that close the run last; those that lack facts, in order; that fail.

    `kinds` has those that need not be asked, those with one condition together. Numbers of rules
    are those that have to be asked `always`; by signs, where a file shows one; by options, if a
    file sets one in any way, even to its default, or to something else than what is usual.
    """

    rules: tuple[Rule, ...]
    lacking: tuple[NotRun, ...]
    broken: tuple[tuple[Rule, Exception], ...]
    kinds: tuple[Alike, ...]
    always: frozenset[int]
    by_sign: Mapping[str, Sequence[int]]
    by_option: Mapping[str, Sequence[int]]
    by_placed: Mapping[str, Sequence[int]]
    by_unusual: Mapping[str, Sequence[int]]

    def asked(self, config: Config, thresholds: Mapping[str, object]) -> tuple[Rule, ...]:
        """Return the rules that can have something to say, in their order.

        All of them where more than a plain file of a known release is read.
        """
        if config.hosted or config.schema.additions or config.version:
            return self.rules
        numbers = set(self.always)
        for sign, of_sign in self.by_sign.items():
            if SIGNS[sign](config):
                numbers.update(of_sign)
        for option in config.touched:
            name = ".".join(option)
            if name in self.by_option and config.schema.option(*option):
                numbers.update(self._by(_kind(config, option)).get(name, ()))
        if RPC in config.touched and not config.derived(plain_rabbit):
            numbers.update(self.by_option.get(DERIVED, ()))
        if thresholds:
            numbers |= {n for n, rule in enumerate(self.rules) if rule.name in thresholds}
        return tuple(self.rules[number] for number in sorted(numbers))

    def _by(self, kind: str) -> Mapping[str, Sequence[int]]:
        if kind == _DEFAULT:
            return self.by_placed
        return self.by_unusual if kind == _USUALLY else self.by_option


_MAY_BE_USUAL = frozenset(map(".".join, USUAL))


_DEFAULT, _USUALLY, _OTHERWISE = "default", "usually", "otherwise"
"""How an option may be set; an Enum would take as long to define as this module to import."""


def _kind(config: Config, name: Name) -> str:
    setting = config.setting(*name)
    if setting.value is None or setting.unknown or setting.fault or setting.secret:
        return _OTHERWISE
    if _is_same(setting.value, USUAL.get(name)):
        return _USUALLY
    default = unset(config.schema, *name)
    plain = default and not (default.setting.unknown or default.setting.fault)
    if default and plain and _is_same(setting.value, default.setting.value):
        return _DEFAULT
    return _OTHERWISE


def _is_same(value: object, other: object) -> bool:
    return type(value) is type(other) and value == other


@lru_cache(maxsize=16)
def due(rules: tuple[Rule, ...], major: int, deployment: Deployment) -> Due:
    """Return what becomes of each rule: the same for all files of a release and the same facts."""
    to_ask: list[Rule] = []
    lacking: list[NotRun] = []
    broken: list[tuple[Rule, Exception]] = []
    for rule in sorted(rules, key=attrgetter("closing")):
        try:
            if rule.holds_in(major) and rule.concerns(deployment):
                missing = rule.missing(deployment)
                if missing:
                    lacking.append(NotRun(rule.name, missing))
                else:
                    to_ask.append(rule)
        except Exception as error:  # a plugin's rule may be declared in any way
            broken.append((rule, error))
    facts = {name for name in fact_names() if getattr(deployment, name) is not None}
    return _indexed(to_ask, lacking, broken, facts)


def _indexed(
    rules: list[Rule], lacking: list[NotRun], broken: list[tuple[Rule, Exception]], facts: set[str]
) -> Due:
    kinds: dict[object, list[Rule]] = {}
    tables: tuple[dict[str, list[int]], ...] = ({}, {}, {})
    always: set[int] = set()
    signs: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        if rule.sign in SIGNS:
            signs.setdefault(rule.sign, []).append(number)
            kinds.setdefault(rule.condition, []).append(rule)
            continue
        if rule.trace is None or rule.closing or not facts.isdisjoint(rule.trace.facts):
            always.add(number)
            continue
        kinds.setdefault(rule.condition, []).append(rule)
        for option in rule.trace.options:
            tables[0].setdefault(option, []).append(number)
            if option in rule.trace.placed:
                tables[1].setdefault(option, []).append(number)
            if option in _MAY_BE_USUAL and option not in rule.trace.usual:
                tables[2].setdefault(option, []).append(number)
    by_kind = tuple(
        Alike(kind[0], frozenset(rule.name for rule in kind)) for kind in kinds.values()
    )
    in_order = tuple(sorted(lacking, key=attrgetter("order")))
    return Due(tuple(rules), in_order, tuple(broken), by_kind, frozenset(always), signs, *tables)
