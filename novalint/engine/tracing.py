"""What a rule looks at in a file that says nothing, for the index of rules.

A rule reads its arguments and nothing else. So it does the same in every file that sets none of the
options that it has asked for, and whoever knows these need not ask it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from novalint.config.model import Config
from novalint.config.unknown import UnknownValue
from novalint.deployment import Deployment
from novalint.rules.declaration import FactNeeded, Rule, Trace
from novalint.schema.options import load_schema
from novalint.schema.releases import releases
from novalint.text.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.setting import Setting
    from novalint.schema.options import Name, Option
    from novalint.schema.releases import Release

_ANSWERS = frozenset(
    ["schema", "release", "version", "hosted", "is_open", "is_override", "is_computed", "registers"]
)
_ASK = frozenset(
    ["setting", "value", "boolean", "integer", "number", "text", "items", "known_url", "guard"]
)
"""What may be asked of a configuration: each option that it takes to answer is noted.

Files of hosts, and releases with additions, are not what this is for: all rules are asked then.
"""


class _Elsewhere(Exception):  # noqa: N818 (an outcome, not an error)
    """A rule looks at the file itself."""


class _Watched(Config):
    """A configuration that notes which options are asked for, and shows nothing else of itself."""

    def __getattribute__(self, name: str) -> Any:
        known: dict[str, Any] = object.__getattribute__(self, "__dict__")
        if known.get("_inside") or name in _ANSWERS | _ASK or name.startswith("_"):
            return super().__getattribute__(name)
        raise _Elsewhere

    def _ask(self, name: Name) -> Setting | None:
        with self._noting(name):
            return super()._ask(name)

    def _setting(self, option: Option) -> Setting:
        with self._noting((option.group, option.name)):
            return super()._setting(option)

    def _resolve(self, option: Option, key: Name, asked: tuple[Name, ...]) -> Setting:
        with self._noting(key, (option.group, option.name)):
            return super()._resolve(option, key, asked)

    @contextmanager
    def _noting(self, *names: Name) -> Iterator[None]:
        known = self.__dict__
        known["_read"].update(names)
        before = known.get("_inside", False)
        known["_inside"] = True
        try:
            yield
        finally:
            known["_inside"] = before


class _WatchedFacts(Deployment):
    """Facts of which none is told, and that note which are asked for."""

    def __getattribute__(self, name: str) -> Any:
        if name in _FACTS:
            object.__getattribute__(self, "__dict__")["_read"].add(name)
        return super().__getattribute__(name)


_FACTS = frozenset(Deployment().__dict__)


def trace(rule: Rule) -> Trace | None:
    """Return what a rule looks at where it finds nothing, whatever the release.

    None where it has to be asked of every file: in a file that says nothing it looks at more than
    options, finds something, or cannot decide.
    """
    options: set[str] = set()
    facts: set[str] = set()
    for release in releases():
        if not rule.holds_in(release.major):
            continue
        found = _traced(rule, release)
        if found is None:
            return None
        options.update(found.options)
        facts.update(found.facts)
    return Trace(sorted(options), sorted(facts))


def traces(rules: Iterable[Rule]) -> dict[str, Trace]:
    """Return the traces of all rules that have one, by name."""
    every = ((rule.name, trace(rule)) for rule in rules if not (rule.closing or rule.scope))
    return {name: found for name, found in every if found is not None}


def _traced(rule: Rule, release: Release) -> Trace | None:
    config = _Watched(load_schema(release), (Document.parse(""),))
    config.__dict__["_inside"] = True
    known = config.hosted, config.is_open, config.is_override, config._written
    assert not any(known)
    seen = config.undecided() if rule.is_about_lines else config.with_guards()
    seen.__dict__.update(_read=set(), _inside=False)
    facts = _WatchedFacts()
    facts.__dict__["_read"] = set()
    try:
        if any(True for _ in rule.check(seen, facts, **(rule.thresholds or {}))):
            return None
    except (_Elsewhere, FactNeeded, UnknownValue):
        return None
    return Trace(list(map(".".join, seen.__dict__["_read"])), list(facts.__dict__["_read"]))
