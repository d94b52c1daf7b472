"""One option over all releases: when it came and went, what it was called, what changed about it.

The index is made from the schemas of all releases, see schemas/generator/history.py; it is read
when something is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from novalint.annotations import Any
from novalint.records import dataclass
from novalint.schema import index
from novalint.schema.life import Alias, Default, Deprecation, Presence, ValueSince
from novalint.schema.options import Name
from novalint.schema.releases import Release, Version, full_version, releases


@dataclass(frozen=True)
class Life(Presence):
    """A name over all releases; `releases` are those in which anything is read from it.

    `option` holds the releases that have an option of this very name, `aliases` the options that
    were also read from it, `old_names` the names that the option itself is also read from. A
    change in `types` has the signature of history.json for its value, one in `defaults` a Default,
    one in `updates` the version of the stable update with which the option came to that release.
    """

    group: str
    name: str
    option: Presence | None
    aliases: tuple[Alias, ...]
    old_names: tuple[Alias, ...]
    types: tuple[ValueSince, ...]
    defaults: tuple[ValueSince, ...]
    deprecated: tuple[Deprecation, ...]
    updates: tuple[ValueSince, ...] = ()

    def update(self, release: Release) -> Version | None:
        """Return the version with which a release got the option; None where it always had it."""
        versions = (update.value for update in self.updates if update.release == release)
        return full_version(next(versions, None))

    @property
    def own(self) -> Presence | None:
        """The releases that read the name whatever kind of log-in `auth_type` chooses, if any."""
        plain = [alias for alias in self.aliases if not alias.plugin]
        there = self.option.releases if self.option else ()
        known = (
            release
            for release in self.releases
            if release in there or any(alias.covers(release) for alias in plain)
        )
        releases = tuple(known)
        return Presence(releases) if releases else None

    def current_names(self, release: Release) -> tuple[Name, ...]:
        """Return the names that the option has in a release, be it older or newer than this one.

        Renames and moves are followed through all the releases between; empty where the option
        does not exist in that release, more than one where several options took its place. What a
        plugin reads from the name of an option of Nova's own has not taken its place.
        """
        return tuple(dict.fromkeys(_current(self, release, ())))

    def successor(self, release: Release) -> Name | None:
        """Return the one name that has taken the place of this one in a release, if any."""
        names = self.current_names(release)
        return names[0] if len(names) == 1 and names[0] != (self.group, self.name) else None


@lru_cache(maxsize=4096)  # all options of all releases are half as many
def life(group: str, name: str) -> Life | None:
    """Return the life of a name in a group; None if no release reads anything from it.

    The group is named as oslo.config normalizes it.
    """
    key, rest = index.place(group)
    line = index.lines().get(key, {}).get(name)
    aliases = tuple(_aliases(key, name, rest))
    if line is None and not aliases:
        return None
    option = Presence(index.present(line)) if line is not None else None
    known = set(option.releases if option else ())
    known.update(release for release in releases() for alias in aliases if alias.covers(release))
    facts = _facts(line, option, rest) if line and option else ((), (), (), (), ())
    return Life(tuple(sorted(known)), group, name, option, aliases, *facts)


def group_presence(group: str) -> Presence | None:
    """Return the releases in which anything is read from a group; None if no release does."""
    key, _ = index.place(group)
    lines = index.lines().get(key, {}).values()
    known = {release for line in lines for release in index.present(line)}
    as_old_name = index.starred(key)
    for (old_group, _), options in index.read_for().items():
        if old_group == as_old_name:
            known.update(index.between(tuple((first, last) for _, _, first, last, *_ in options)))
    return Presence(tuple(sorted(known))) if known else None


def groups_ever(name: str) -> tuple[str, ...]:
    """Return the groups from which a name was ever read, those with an option first."""
    lines = index.lines().items()
    groups = [group for group, options in lines if name in options and group[0] != "^"]
    groups += [group for group, old in index.read_for() if old == name and group[-1] != "*"]
    return tuple(dict.fromkeys(groups))


def names_ever() -> Iterator[Name]:
    """Yield every name that any release knows, groups and options, old names included."""
    for group, options in index.lines().items():
        if group[0] != "^":
            yield from ((group, name) for name in options)
    yield from (name for name in index.read_for() if name[0][-1] != "*")


def every_option() -> Iterator[Name]:
    """Yield every option that any release has; the name of a dynamic group ends in `*`."""
    for key, options in index.lines().items():
        group = index.starred(key)
        yield from ((group, name) for name in options)


def _current(of: Life, release: Release, asked: tuple[Name, ...]) -> Iterator[Name]:
    """Follow renames towards a release; `asked` are the names on the way, against a circle."""
    name = (of.group, of.name)
    if name in asked:
        return
    if of.option and release in of.option.releases:
        yield name
        return
    older = [known for known in of.releases if known <= release]
    # What took its place is what read this name at its end, not what did so at some time. A name
    # that never was an option of its own and is yet to come stands for what will read it.
    ties = [tie for tie in of.aliases if (tie.covers(older[-1]) if older else not of.option)]
    for tie in ties if older else [*of.old_names, *ties]:
        if tie.plugin and of.option:
            continue
        other = life(tie.group, tie.name)
        if other:
            yield from _current(other, release, (*asked, name))


def _aliases(key: str, name: str, rest: str) -> Iterator[Alias]:
    """Yield the options that are read from a name of the group with a key of the index."""
    for to, option, first, last, *plugin in index.read_for().get((index.starred(key), name), ()):
        yield Alias(index.named(to, rest), option, *index.run(first, last), bool(plugin))


def _facts(line: index.OptionFacts, option: Presence, rest: str) -> tuple[Any, ...]:
    return (
        tuple(_old_names(line, rest)),
        tuple(_types(line, option)),
        tuple(_defaults(line, option)),
        tuple(Deprecation(*index.run(a, b), since) for a, b, since in line.get("deprecated", ())),
        tuple(_updates(line)),
    )


def _old_names(line: index.OptionFacts, rest: str) -> Iterator[Alias]:
    for group, name, first, last, *plugin in line.get("old", ()):
        yield Alias(group.replace("*", rest), name, *index.run(first, last), bool(plugin))


def _updates(line: index.OptionFacts) -> Iterator[ValueSince]:
    for version in line.get("updates", ()):
        yield ValueSince(index.by_major()[int(version.partition(".")[0])], version)


def _types(line: index.OptionFacts, option: Presence) -> Iterator[ValueSince]:
    if "type" in line:
        yield ValueSince(option.first, line["type"])
    for major, signature in line.get("types", ()):
        yield ValueSince(index.by_major()[major], signature)


def _defaults(line: index.OptionFacts, option: Presence) -> Iterator[ValueSince]:
    if "defaults" not in line:
        fixed = Default(True, line["default"]) if "default" in line else Default(False)
        machine = line.get("machine")
        yield ValueSince(option.first, Default(True, None, machine) if machine else fixed)
    for major, *what in line.get("defaults", ()):
        yield ValueSince(index.by_major()[major], Default(bool(what), *what))
