"""The data of one option's life over all releases: see novalint.schema.history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from novalint.schema.options import Name
from novalint.schema.releases import Release, releases


class Run(NamedTuple):
    """Neighbouring releases from the first to the last one, both included."""

    first: Release
    last: Release


class Alias(NamedTuple):
    """A name that is tied to another one in some releases.

    `plugin` says that only keystoneauth's plugin of the chosen auth_type has the current one.
    """

    group: str
    name: str
    first: Release
    last: Release
    plugin: bool = False

    def covers(self, release: Release) -> bool:
        """Tell whether it holds in a release."""
        return self.first <= release <= self.last


class Change(NamedTuple):
    """What something is from a release on; for a default, `value` is a Default."""

    release: Release
    value: Any


class Default(NamedTuple):
    """A default as declared: none, a fixed value, or one that depends on the machine."""

    exists: bool
    value: Any = None
    machine: str = ""


class Deprecation(NamedTuple):
    """Releases in which an option is to be removed, and since which version by its own word."""

    first: Release
    last: Release
    since: str | None


def after(release: Release) -> Release | None:
    """Give the release that followed one."""
    return next((one for one in releases() if one > release), None)


def before(release: Release) -> Release | None:
    """Give the release that came before one."""
    return next((one for one in reversed(releases()) if one < release), None)


@dataclass(frozen=True)
class Presence:
    """The releases in which something is known, oldest first; there is at least one."""

    releases: tuple[Release, ...]

    @property
    def first(self) -> Release:
        """The oldest release that knows it."""
        return self.releases[0]

    @property
    def last(self) -> Release:
        """The newest release that knows it."""
        return self.releases[-1]

    @property
    def added_in(self) -> Release | None:
        """The release that brought it; None where the oldest one already has it."""
        return self.first if self.first != releases()[0] else None

    @property
    def removed_in(self) -> Release | None:
        """The release since which it is gone; None where the newest one has it."""
        return after(self.last)

    @property
    def runs(self) -> tuple[Run, ...]:
        """The stretches of neighbouring releases that know it."""
        starts = [one for one in self.releases if before(one) not in self.releases]
        ends = [one for one in self.releases if after(one) not in self.releases]
        return tuple(map(Run, starts, ends))

    def gone_in(self, release: Release) -> Release | None:
        """Give the release since which it is gone, as seen from one that no longer knows it."""
        older = [one for one in self.releases if one < release]
        return after(older[-1]) if older and release not in self.releases else None

    def arrives_in(self, release: Release) -> Release | None:
        """Give the next release that knows it, as seen from one that does not yet."""
        newer = [one for one in self.releases if one > release]
        return newer[0] if newer and release not in self.releases else None


@dataclass(frozen=True)
class Life(Presence):
    """A name over all releases; `releases` are those in which anything is read from it.

    `option` holds the releases that have an option of this very name, `aliases` the options that
    were also read from it, `old_names` the names that the option itself is also read from. A
    change in `types` has the signature of history.json for its value, one in `defaults` a Default.
    """

    group: str
    name: str
    option: Presence | None
    aliases: tuple[Alias, ...]
    old_names: tuple[Alias, ...]
    types: tuple[Change, ...]
    defaults: tuple[Change, ...]
    deprecated: tuple[Deprecation, ...]

    def current_names(self, release: Release) -> tuple[Name, ...]:
        """Give the names that the option has in a release, be it older or newer than this one.

        Renames and moves are followed through all the releases between; empty where the option
        does not exist in that release, more than one where several options took its place. What a
        plugin reads from the name of an option of Nova's own has not taken its place.
        """
        from novalint.schema.history import current_names

        return current_names(self, release)

    def successor(self, release: Release) -> Name | None:
        """Give the one name that has taken the place of this one in a release, if any."""
        names = self.current_names(release)
        return names[0] if len(names) == 1 and names[0] != (self.group, self.name) else None
