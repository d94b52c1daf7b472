"""What a life over all releases is made of: runs, aliases, changes; see novalint.schema.history."""

from __future__ import annotations

from novalint.annotations import Any
from novalint.records import NamedTuple, dataclass
from novalint.schema.releases import Release, releases


class ReleaseRange(NamedTuple):
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
        """Whether it holds in a release."""
        return self.first <= release <= self.last


class ValueSince(NamedTuple):
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
    """Return the release that followed one."""
    return next((other for other in releases() if other > release), None)


def before(release: Release) -> Release | None:
    """Return the release that came before one."""
    return next((other for other in reversed(releases()) if other < release), None)


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
    def runs(self) -> tuple[ReleaseRange, ...]:
        """The stretches of neighbouring releases that know it."""
        starts = [release for release in self.releases if before(release) not in self.releases]
        ends = [release for release in self.releases if after(release) not in self.releases]
        return tuple(map(ReleaseRange, starts, ends))

    def gone_in(self, release: Release) -> Release | None:
        """Return the release since which it is gone, as seen from one that no longer knows it."""
        older = [known for known in self.releases if known < release]
        return after(older[-1]) if older and release not in self.releases else None

    def arrives_in(self, release: Release) -> Release | None:
        """Return the next release that knows it, as seen from one that does not yet."""
        newer = [known for known in self.releases if known > release]
        return newer[0] if newer and release not in self.releases else None
