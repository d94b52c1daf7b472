"""One option over all releases: when it came and went, what it was called, what changed about it.

The index is made from the schemas of all releases, see schemas/generator/history.py; it is read
when something is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from novalint.schema.life import Alias, Change, Default, Deprecation, Life, Presence
from novalint.schema.options import Name
from novalint.schema.releases import Release, newest, releases
from novalint.schema.store import read_json


@lru_cache(maxsize=4096)  # all options of all releases are half as many
def life(group: str, name: str) -> Life | None:
    """Give the life of a name in a group; None if no release reads anything from it.

    The group is named as oslo.config normalizes it.
    """
    key, rest = _place(group)
    line = _index().get(key, {}).get(name)
    old_group = _old_group(key)
    aliases = [
        Alias(_named(to, rest), option, *_run(first, last), bool(plugin))
        for to, option, first, last, *plugin in _answering().get((old_group, name), ())
    ]
    if line is None and not aliases:
        return None
    option = Presence(_present(line)) if line is not None else None
    known = set(option.releases if option else ())
    known.update(one for one in releases() for alias in aliases if alias.covers(one))
    return Life(
        tuple(sorted(known)),
        group,
        name,
        option,
        tuple(aliases),
        *(_facts(line, option, rest) if line and option else ((), (), (), ())),
    )


def _facts(
    line: Mapping[str, Any], option: Presence, rest: str
) -> tuple[tuple[Alias, ...], tuple[Change, ...], tuple[Change, ...], tuple[Deprecation, ...]]:
    return (
        tuple(_old_names(line, rest)),
        tuple(_types(line, option)),
        tuple(_defaults(line, option)),
        tuple(Deprecation(*_run(a, b), since) for a, b, since in line.get("deprecated", ())),
    )


def group_presence(group: str) -> Presence | None:
    """Give the releases in which anything is read from a group; None if no release does."""
    key, _ = _place(group)
    known = {one for line in _index().get(key, {}).values() for one in _present(line)}
    for (old_group, _), names in _answering().items():
        if old_group == _old_group(key):
            known.update(_between(tuple((first, last) for _, _, first, last, *_ in names)))
    return Presence(tuple(sorted(known))) if known else None


def groups_ever(name: str) -> tuple[str, ...]:
    """Give the groups from which a name was ever read, those with an option first."""
    found = [group for group, options in _index().items() if name in options and group[0] != "^"]
    found += [group for group, old in _answering() if old == name and group[-1] != "*"]
    return tuple(dict.fromkeys(found))


def names_ever() -> Iterator[Name]:
    """Give every name that any release knows, groups and options, old names included."""
    for group, options in _index().items():
        if group[0] != "^":
            yield from ((group, name) for name in options)
    yield from (name for name in _answering() if name[0][-1] != "*")


def every_option() -> Iterator[Name]:
    """Give every option that any release has; the name of a dynamic group ends in `*`."""
    for key, options in _index().items():
        group = f"{_stem(key)}*" if key[:1] == "^" else key
        yield from ((group, name) for name in options)


def current_names(of: Life, release: Release) -> tuple[Name, ...]:
    """Give the names that an option has in a release; see Life.current_names."""
    return tuple(dict.fromkeys(_current(of, release, ())))


def _current(of: Life, release: Release, asked: tuple[Name, ...]) -> Iterator[Name]:
    """Follow renames towards a release; `asked` are the names on the way, against a circle."""
    name = (of.group, of.name)
    if name in asked:
        return
    if of.option and release in of.option.releases:
        yield name
        return
    older = [one for one in of.releases if one <= release]
    # What took its place is what read this name at its end, not what did so at some time. A name
    # that never was an option of its own and is yet to come stands for what will read it.
    ties = [one for one in of.aliases if (one.covers(older[-1]) if older else not of.option)]
    for tie in ties if older else [*of.old_names, *ties]:
        if tie.plugin and of.option:
            continue
        other = life(tie.group, tie.name)
        if other:
            yield from _current(other, release, (*asked, name))


@cache
def _index() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    index: Mapping[str, Mapping[str, Mapping[str, Any]]] = read_json("history.json")
    return index


@cache
def _answering() -> Mapping[Name, Sequence[tuple[Any, ...]]]:
    """The options that old names are read for: group, name, first and last major, `plugin`."""
    found: dict[Name, list[tuple[Any, ...]]] = {}
    for group, options in _index().items():
        for name, line in options.items():
            for old_group, old, *run in line.get("old", ()):
                place = old_group if old_group == "DEFAULT" else old_group.lower()
                found.setdefault((place, old), []).append((group, name, *run))
    return found


@cache
def _by_major() -> Mapping[int, Release]:
    return {release.major: release for release in releases()}


def _run(first: int, last: int | None) -> tuple[Release, Release]:
    """Return the ends of a run; one without a last release is still going on."""
    return _by_major()[first], newest() if last is None else _by_major()[last]


def _place(group: str) -> tuple[str, str]:
    """Give the key of a group in the index, and what stands for `.+` in that of a dynamic one."""
    for key in _index() if group not in _index() or group[0] == "^" else ():
        if key[0] == "^" and re.search(key, group):
            return key, group.removeprefix(_stem(key))
    return ("", "") if group[:1] == "^" else (group, "")


def _stem(pattern: str) -> str:
    return pattern.removeprefix("^").removesuffix(".+$")


def _old_group(key: str) -> str:
    return f"{_stem(key)}*" if key[:1] == "^" else key


def _named(key: str, rest: str) -> str:
    return _stem(key) + rest if key[:1] == "^" else key


def _present(line: Mapping[str, Any]) -> tuple[Release, ...]:
    return _between(tuple(map(tuple, line["in"]))) if "in" in line else releases()


@lru_cache(maxsize=256)
def _between(runs: tuple[tuple[int, int | None], ...]) -> tuple[Release, ...]:
    """Return the releases from each first to each last major version, or to the newest."""
    ends = [(first, newest().major if last is None else last) for first, last in runs]
    return tuple(r for r in releases() if any(first <= r.major <= last for first, last in ends))


def _old_names(line: Mapping[str, Any], rest: str) -> Iterator[Alias]:
    for group, name, first, last, *plugin in line.get("old", ()):
        yield Alias(group.replace("*", rest), name, *_run(first, last), bool(plugin))


def _types(line: Mapping[str, Any], option: Presence) -> Iterator[Change]:
    if "type" in line:
        yield Change(option.first, line["type"])
    for major, signature in line.get("types", ()):
        yield Change(_by_major()[major], signature)


def _defaults(line: Mapping[str, Any], option: Presence) -> Iterator[Change]:
    if "defaults" not in line:
        fixed = Default(True, line["default"]) if "default" in line else Default(False)
        machine = line.get("machine")
        yield Change(option.first, Default(True, None, machine) if machine else fixed)
    for major, *what in line.get("defaults", ()):
        yield Change(_by_major()[major], Default(bool(what), *what))
