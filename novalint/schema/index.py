"""history.json as it is written: a line for each option of all releases, read when first needed.

schemas/generator/history.py says what stands in it. A dynamic group goes by the pattern of its
names, such as `^mdev_.+$`, and in old names by one with a star, `vgpu_*`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from novalint.annotations import Any
from novalint.schema.options import Name
from novalint.schema.releases import Release, newest, releases
from novalint.schema.store import read_json

OptionFacts = Mapping[str, Any]
"""The facts of one option."""


@cache
def lines() -> Mapping[str, Mapping[str, OptionFacts]]:
    """Return the lines by group and option; groups with a pattern for a name come last."""
    index: Mapping[str, Mapping[str, OptionFacts]] = read_json("history.json")
    return index


def old_names() -> Iterator[Name]:
    """Yield the names of `read_for`, some of them several times."""
    for options in lines().values():
        for line in options.values():
            for group, name, *_ in line.get("old", ()):
                yield (group if group == "DEFAULT" else group.lower()), name


@cache
def read_for() -> Mapping[Name, Sequence[tuple[Any, ...]]]:
    """Return the options that old names are read for, by old name.

    Each is group, name, first and last major version, and `plugin` where that is so.
    """
    options_by_old_name: dict[Name, list[tuple[Any, ...]]] = {}
    for group, options in lines().items():
        for name, line in options.items():
            for old_group, old, *run in line.get("old", ()):
                place = old_group if old_group == "DEFAULT" else old_group.lower()
                options_by_old_name.setdefault((place, old), []).append((group, name, *run))
    return options_by_old_name


@cache
def by_major() -> Mapping[int, Release]:
    """Return the releases by Nova's major version."""
    return {release.major: release for release in releases()}


def run(first: int, last: int | None) -> tuple[Release, Release]:
    """Return the ends of a run; one without a last release is still going on."""
    return by_major()[first], newest() if last is None else by_major()[last]


def present(line: OptionFacts) -> tuple[Release, ...]:
    """Return the releases that have the option of a line."""
    return between(tuple(map(tuple, line["in"]))) if "in" in line else releases()


@lru_cache(maxsize=256)
def between(runs: tuple[tuple[int, int | None], ...]) -> tuple[Release, ...]:
    """Return the releases from each first to each last major version, or to the newest."""
    ends = [(first, newest().major if last is None else last) for first, last in runs]
    return tuple(r for r in releases() if any(first <= r.major <= last for first, last in ends))


def place(group: str) -> tuple[str, str]:
    """Return the key of a group, and what stands for `.+` in that of a dynamic one."""
    for key in lines() if group not in lines() or group[0] == "^" else ():
        if key[0] == "^" and re.search(key, group):
            return key, group.removeprefix(_stem(key))
    return ("", "") if group[:1] == "^" else (group, "")


def starred(key: str) -> str:
    """Return a group's key as old names have it: with a star in place of a pattern."""
    return f"{_stem(key)}*" if key[:1] == "^" else key


def named(key: str, rest: str) -> str:
    """Return the name of the group of a key, `rest` in place of a pattern's `.+`."""
    return _stem(key) + rest if key[:1] == "^" else key


def _stem(pattern: str) -> str:
    return pattern.removeprefix("^").removesuffix(".+$").replace("\\", "")
