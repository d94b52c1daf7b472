"""What a rule looks at in a file that says nothing, for the index of rules.

A rule reads its arguments and nothing else. So it does the same in every file that sets none of the
options that it has asked for, and whoever knows these need not ask it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager

from novalint.annotations import TYPE_CHECKING, Any
from novalint.config.model import Config
from novalint.config.setting import Setting
from novalint.config.unknown import UnknownValue
from novalint.deployment import Deployment
from novalint.records import NamedTuple, names_of
from novalint.rules.declaration import USUAL, FactNeeded, Rule, Trace
from novalint.schema.options import load_schema
from novalint.schema.releases import releases
from novalint.text.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import T
    from novalint.schema.options import Name, Option
    from novalint.schema.releases import Release

_ANSWERS = frozenset(
    [
        "schema",
        "release",
        "version",
        "hosted",
        "arms",
        "is_open",
        "is_override",
        "is_computed",
        "registers",
    ]
)
_ASK = frozenset(
    ["setting", "value", "boolean", "integer", "number", "text", "items", "known_url", "derived"]
)
_FREE = _ANSWERS | _ASK | {"guard"}
"""What may be asked of a configuration: each option that it takes to answer is noted.

Files of hosts, and releases with additions, are not what this is for: all rules are asked then.
"""


class _Elsewhere(Exception):  # noqa: N818 (an outcome, not an error)
    """A rule looks at the file itself."""


class _Watched(Config):
    """A configuration that notes which options are asked for, and shows nothing else of itself."""

    def __getattribute__(self, name: str) -> Any:
        known: dict[str, Any] = object.__getattribute__(self, "__dict__")
        if known.get("_inside") or name in _FREE or name.startswith("_"):
            return super().__getattribute__(name)
        raise _Elsewhere

    def derived(self, derive: Callable[[Config], T]) -> T:
        """Note what is derived by its name alone; it must come to what is said of no file."""
        with self._noting(("derived", derive.__name__)):
            value = derive(Config(self.schema, self.documents))
        assert value is True, derive
        return value

    def _ask(self, name: Name) -> Setting | None:
        with self._noting(name):
            setting = super()._ask(name)
        if setting is None or setting.unknown:
            return setting
        noted = _NotedSetting(*(getattr(setting, field) for field in names_of(Setting)))
        noted.__dict__["_placed"] = self.__dict__["_placed"]
        return noted

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


class _NotedSetting(Setting):
    """A setting that notes where anybody looks at more of it than the value."""

    def __getattribute__(self, name: str) -> Any:
        if name not in _VALUED and not name.startswith("_"):
            known = object.__getattribute__(self, "__dict__")
            known["_placed"].add((self.group, self.name))
        return super().__getattribute__(name)


_VALUED = frozenset(
    ["value", "partial", "option", "group", "name", "secret", "unknown", "fault", "error"]
)
"""What is the same of an option that is set to its default and of one that is not set."""


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
    looks = _in_all_releases(rule, {})
    if looks is None:
        return None
    usual: dict[Name, str] = {}
    for name, value in USUAL.items():
        if name not in looks.options:
            continue
        worlds = [{**world, name: value} for world in _parts(usual)]
        more = [_in_all_releases(rule, world) for world in worlds]
        if all(other is not None and name not in other.placed for other in more):
            usual[name] = value
            looks = looks.joined(*filter(None, more))
    return looks.as_trace(usual)


def traces(rules: Iterable[Rule]) -> dict[str, Trace]:
    """Return the traces of all rules that have one, by name."""
    every = ((rule.name, trace(rule)) for rule in rules if not (rule.closing or rule.scope))
    return {name: traced for name, traced in every if traced is not None}


class _Looks(NamedTuple):
    """What a rule looked at: options, facts, and options of which more than the value."""

    options: frozenset[Name] = frozenset()
    facts: frozenset[str] = frozenset()
    placed: frozenset[Name] = frozenset()

    def joined(self, *others: _Looks) -> _Looks:
        """Return all that was looked at."""
        return _Looks(*(frozenset().union(*parts) for parts in zip(self, *others, strict=True)))

    def as_trace(self, usual: Iterable[Name]) -> Trace:
        """Return it as the index has it."""
        options, placed, usually = (
            sorted(map(".".join, names)) for names in (self.options, self.placed, usual)
        )
        return Trace(options, sorted(self.facts), placed, usually)


def _parts(options: Mapping[Name, str]) -> list[dict[Name, str]]:
    """Return every choice among options, none and all of them included."""
    parts: list[dict[Name, str]] = [{}]
    for name, value in options.items():
        parts += [{**part, name: value} for part in parts]
    return parts


def _in_all_releases(rule: Rule, world: Mapping[Name, str]) -> _Looks | None:
    joined = _Looks()
    for release in releases():
        if rule.holds_in(release.major):
            looks = _traced(rule, release, world)
            if looks is None:
                return None
            joined = joined.joined(looks)
    return joined


def _traced(rule: Rule, release: Release, world: Mapping[Name, str]) -> _Looks | None:
    text = "".join(f"[{group}]\n{name} = {value}\n" for (group, name), value in world.items())
    config = _Watched(load_schema(release), (Document.parse(text),))
    config.__dict__.update(_inside=True, _read=set(), _placed=set())
    known = config.hosted, config.is_open, config.is_override
    assert not any(known) and config._written == world.keys()
    seen = config.undecided() if rule.is_about_lines else config.with_guards()
    seen.__dict__.update(_read=set(), _placed=set(), _inside=False)
    facts = _WatchedFacts()
    facts.__dict__["_read"] = set()
    try:
        if any(True for _ in rule.check(seen, facts, **(rule.thresholds or {}))):
            return None
    except (_Elsewhere, FactNeeded, UnknownValue):
        return None
    read, placed = seen.__dict__["_read"], seen.__dict__["_placed"]
    return _Looks(frozenset(read), frozenset(facts.__dict__["_read"]), frozenset(placed))
