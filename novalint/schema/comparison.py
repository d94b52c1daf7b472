"""What is different between two releases, option by option."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from novalint.annotations import Any
from novalint.arguments import checked
from novalint.errors import ReleaseError
from novalint.schema.history import Life, every_option, life, names_ever
from novalint.schema.life import Default, ValueSince
from novalint.schema.options import Name
from novalint.schema.releases import Release, Version, dotted, find_release, full_version
from novalint.schema.signature import accept_the_same


class Kind(str, Enum):
    """What happened to an option; one that was renamed may have changed otherwise as well.

    name: an old name of an option, no more than that in the older release too, is no longer read.
    """

    REMOVED = "removed"
    RENAMED = "renamed"
    TYPE = "type"
    DEFAULT = "default"
    DEPRECATED = "deprecated"
    ADDED = "added"
    NAME = "name"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Difference:
    """One thing that is different about one option.

    `group` and `option` are its name in the newer release; of one that is removed or renamed, that
    in the older one, and of an old name that name. `releases` are those in which it happened, the
    oldest first. `names` are what took the place of a renamed option or of an old name, and
    `still_read` says that its old name counts all the same; else `unread` is the release
    since which nothing reads that name, where it went on for a while as the old name of an option.
    `old` and `new` are, for a type, its signature in history.json; for a default, a Default; for a
    deprecation, since when by its own word. `before` is the older name of what was also renamed.
    """

    kind: Kind
    group: str
    option: str
    releases: tuple[Release, ...] = ()
    names: tuple[Name, ...] = ()
    still_read: bool = False
    unread: Release | None = None
    old: Any = None
    new: Any = None
    before: Name | None = None


@dataclass(frozen=True)
class Comparison:
    """All differences between two releases, by group and option.

    The name of a dynamic group ends in `*`. `versions` are those of Nova where they were told in
    full: what came with a later stable update is not in them. Defaults and types are those of the
    newest point releases all the same.
    """

    old: Release
    new: Release
    differences: tuple[Difference, ...]
    versions: tuple[Version | None, Version | None] = (None, None)

    @property
    def way(self) -> str:
        """The two releases by their versions where these are told: `2024.1 to 31.1.0`."""
        names = (
            dotted(version) if version else str(release)
            for release, version in zip((self.old, self.new), self.versions, strict=True)
        )
        return " to ".join(names)

    def of(self, *kinds: Kind) -> tuple[Difference, ...]:
        """Return the differences of some kinds."""
        return tuple(difference for difference in self.differences if difference.kind in kinds)


@checked
def compare(old: str | Release, new: str | Release) -> Comparison:
    """Compare an older release with a newer one, or two versions of one that are told in full.

    Raises ReleaseError for releases that do not exist, are equal, or stand the other way round.
    """
    first, last = _release(old), _release(new)
    versions = _version(old), _version(new)
    if first == last:
        _check_update(first, *versions)
    if first > last:
        raise ReleaseError(f"{first} is newer than {last}; name the older release first")
    compared = _compared(first, last)
    return _of_versions(compared, versions) if any(versions) else compared


def _check_update(release: Release, old: Version | None, new: Version | None) -> None:
    """Raise ReleaseError unless a version is told, and the other is a later one or the newest."""
    if old is None or old == new:
        raise ReleaseError(
            f"both releases are {release}; name two different ones, or an older version in full"
        )
    if new and old > new:
        raise ReleaseError(f"{dotted(old)} is newer than {dotted(new)}; name the older one first")


def _of_versions(
    compared: Comparison, versions: tuple[Version | None, Version | None]
) -> Comparison:
    """Tell of what a stable update brought as one version has it and another one lacks it."""
    first, last = compared.old, compared.new
    differences = list(compared.differences)
    updated = (known for name in every_option() if (known := life(*name)) and known.updates)
    for known in updated:
        name = (known.group, known.name)
        had = _in(known, first) and not _lacks(known, first, versions[0])
        has = _in(known, last) and not _lacks(known, last, versions[1])
        if (had, has) == (_in(known, first), _in(known, last)):
            continue
        differences = [
            difference
            for difference in differences
            if (difference.group, difference.option) != name
        ]
        if has and not had:
            later = (release for release in known.releases if release > first)
            arrived = last if first == last else next(later)
            differences.append(Difference(Kind.ADDED, *name, (arrived,)))
        elif had:
            differences.append(Difference(Kind.REMOVED, *name, (last,)))
    return Comparison(first, last, _sorted(differences), versions)


def _lacks(known: Life, release: Release, version: Version | None) -> bool:
    """Whether a version is older than the stable update with which its release got an option."""
    arrived = known.update(release)
    return bool(arrived and version and version < arrived)


def _sorted(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    order = list(Kind)
    return tuple(
        sorted(
            differences,
            key=lambda one: (one.group != "DEFAULT", one.group, one.option, order.index(one.kind)),
        )
    )


@lru_cache(maxsize=32)
def _compared(first: Release, last: Release) -> Comparison:
    lives = [known for name in every_option() if (known := life(*name))]
    taken = {name for known in lives if _in(known, first) for name in known.current_names(last)}
    differences = [d for known in lives for d in _differences(known, first, last, taken)]
    differences += _names_dropped(first, last)
    return Comparison(first, last, _sorted(differences))


def _release(name: str | Release) -> Release:
    return name if isinstance(name, Release) else find_release(name)


def _version(name: str | Release) -> Version | None:
    return None if isinstance(name, Release) else full_version(name)


def _in(known: Life, release: Release) -> bool:
    return known.option is not None and release in known.option.releases


def _differences(
    known: Life, first: Release, last: Release, taken: set[Name]
) -> Iterator[Difference]:
    name = (known.group, known.name)
    if not _in(known, first):
        if _in(known, last) and name not in taken:
            arrived = known.option.arrives_in(first) if known.option else None
            yield Difference(Kind.ADDED, *name, _some(arrived))
    elif _in(known, last):
        yield from _changes(known, known, first, last)
    else:
        yield from _gone(known, first, last)


def _names_dropped(first: Release, last: Release) -> Iterator[Difference]:
    """Yield names that the older release reads for another option, and the newer one no more."""
    for name in dict.fromkeys(names_ever()):
        known = life(*name)
        if known is None or _in(known, first) or last in known.releases:
            continue
        if any(alias.covers(first) and not alias.plugin for alias in known.aliases):
            gone = known.gone_in(last)
            yield Difference(Kind.NAME, *name, _some(gone), known.current_names(last))


def _gone(known: Life, first: Release, last: Release) -> Iterator[Difference]:
    name = (known.group, known.name)
    gone = known.option.gone_in(last) if known.option else None
    names = known.current_names(last)
    kind = Kind.RENAMED if names else Kind.REMOVED
    own = known.own
    still_read = own is not None and last in own.releases
    end = own.gone_in(last) if own else None
    unread = end if end != gone else None
    yield Difference(kind, *name, _some(gone), names, still_read=still_read, unread=unread)
    successor = life(*names[0]) if len(names) == 1 else None
    if successor and not _in(successor, first):
        yield from _changes(known, successor, first, last)


def _changes(before: Life, after: Life, first: Release, last: Release) -> Iterator[Difference]:
    """Compare an option with itself, or with the one that took its place."""
    name = (after.group, after.name)
    older = None if (before.group, before.name) == name else (before.group, before.name)
    for kind, was, now in (
        (Kind.TYPE, before.types, after.types),
        (Kind.DEFAULT, before.defaults, after.defaults),
    ):
        old, new = _at(was, first), _at(now, last)
        if old != new and not (kind is Kind.TYPE and accept_the_same(new, old)):
            arrived = after.option.arrives_in(first) if older and after.option else None
            when = _dates(was if older else (), now, arrived or first, last, first)
            yield Difference(kind, *name, when, old=old, new=new, before=older)
    fresh = [d for d in after.deprecated if d.first <= last <= d.last]
    if fresh and not any(d.first <= first <= d.last for d in before.deprecated):
        begin = max(fresh[0].first, first)
        yield Difference(Kind.DEPRECATED, *name, (begin,), new=fresh[0].since, before=older)


def _dates(
    was: tuple[ValueSince, ...],
    now: tuple[ValueSince, ...],
    arrived: Release,
    last: Release,
    first: Release,
) -> tuple[Release, ...]:
    """Return when what holds for an option changed: under its older name, with the new one, later.

    `was` is empty where it kept its name.
    """
    under_old = (change.release for change in was[1:] if first < change.release < arrived)
    came = (arrived,) if was and now and now[0].value != _at(was, arrived) else ()
    later = (change.release for change in now[1:] if arrived < change.release <= last)
    return (*under_old, *came, *later)


def _at(changes: tuple[ValueSince, ...], release: Release) -> Any:
    """Return what held in a release; no default where nothing is known."""
    held = [change.value for change in changes if change.release <= release]
    return held[-1] if held else Default(False)


def _some(release: Release | None) -> tuple[Release, ...]:
    return () if release is None else (release,)
