"""The releases of Nova: series, codename and version, their order, and how users name them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from novalint.annotations import TYPE_CHECKING
from novalint.errors import ReleaseError
from novalint.nearest import closest
from novalint.records import NamedTuple
from novalint.schema.store import read_json

if TYPE_CHECKING:
    from packaging.version import Version as Parsed

Version = tuple[int, ...]
"""A version of Nova that is told in full: 31.2.0 is (31, 2, 0)."""


class Release(NamedTuple):
    """One coordinated release.

    `major` is Nova's major version and orders the releases; `nova` is the point release whose
    options the schema holds; `day` is the day of the first point release (ISO 8601).
    """

    major: int
    series: str
    codename: str
    nova: str
    day: str

    def __str__(self) -> str:
        return self.series


@cache
def releases() -> tuple[Release, ...]:
    """Return every release that this package has a schema for, oldest first."""
    listed = read_json("releases.json")
    return tuple(
        sorted(Release(r["major"], r["series"], r["codename"], r["nova"], r["day"]) for r in listed)
    )


def newest() -> Release:
    """Return the newest release that this package has a schema for."""
    return releases()[-1]


_BRANCH = re.compile(r"\A(?:stable|unmaintained)/", re.ASCII)
"""What the branches of Nova's repository have in front of the series."""


def find_release(name: str) -> Release:
    """Return the release that a series, its branch, a codename or any Nova version names.

    Raises ReleaseError that names what exists nearby, and for what is no text, such as 2025.1.
    """
    if not isinstance(name, str):
        raise ReleaseError(f'a release is text, such as "{newest().series}"; put it in quotes')
    wanted = _BRANCH.sub("", name.strip().lower(), count=1)
    for release in releases():
        if wanted in (release.series, release.codename):
            return release
    parsed = _parsed(wanted)
    for release in releases():
        if parsed and release.major == parsed.major:
            _check_published(parsed, release)
            return release
    from novalint.wording import shown

    subject = shown(name) if wanted else "without a name"
    raise ReleaseError(f"there is no release {subject}; {_nearby(wanted)}")


def _check_published(version: Parsed, release: Release) -> None:
    """Raise ReleaseError for a version on the way to a stable update: what it has is not known."""
    if _is_between(version):
        raise ReleaseError(
            f"`{version}` was built between two stable updates, so the fixes in it are not"
            f" known; name an update such as {release.nova}, or `{release.series}`"
        )


def full_version(name: str | None) -> Version | None:
    """Return a version of Nova told in full, `31.2.0` as (31, 2, 0); None for any other name.

    So is `v31.2.0`, and a candidate of a first version, which lacks what came later as well. Of one
    that is built on the way to a stable update, such as 25.0.1.dev3, nobody knows what it has.
    """
    parts = (name or "").strip().split(".")
    if len(parts) < 3:
        return None
    if all(part.isdecimal() for part in parts):
        return tuple(map(int, parts))
    parsed = _parsed(".".join(parts))
    full = parsed is not None and len(parsed.release) >= 3 and not _is_between(parsed)
    return parsed.release[:3] if parsed and full else None


def dotted(version: Version) -> str:
    """Return a version as it is written: (31, 2, 0) as `31.2.0`."""
    return ".".join(map(str, version))


def _is_between(version: Parsed) -> bool:
    """Return whether a version is built on the way to a stable update: what it has is not known."""
    return version.is_prerelease and len(version.release) >= 3 and any(version.release[1:])


def _parsed(version: str) -> Parsed | None:
    from packaging.version import Version

    try:
        return Version(version)
    except ValueError:  # no version, or one with more digits than Python reads
        return None


VENDOR_RELEASES = {
    "11": "ocata",
    "12": "pike",
    "13": "queens",
    "14": "rocky",
    "15": "stein",
    "16": "train",
    "17": "wallaby",
    "18": "2023.1",
}
"""The releases of Red Hat's OpenStack Platform, 18 on OpenShift, by number."""
_VENDORS = re.compile(r"(?:red ?hat ?)?(?:rhoso|rhosp|rhos|rh-osp|osp)[ _-]?(\d+)", re.IGNORECASE)
_EPOCH = re.compile(r"^\d+:")
"""What dpkg and rpm put before a version."""


def _nearby(wanted: str) -> str:
    """Return which names come nearest, or which there are."""
    by_name = {
        name: release
        for release in releases()
        for name in (release.series, release.codename, f"nova{release.major}")
    }
    names = [wanted] if wanted in by_name else closest(wanted, by_name, 2, 0.75)
    close = list(dict.fromkeys(by_name[name] for name in names))
    if close:
        return f"the nearest {'is' if len(close) == 1 else 'are'} {_listed(sorted(close))}"
    vendor = _VENDORS.match(wanted)
    if vendor:
        known = find_release(VENDOR_RELEASES[vendor[1]]) if vendor[1] in VENDOR_RELEASES else None
        return f"write {_listed([known])}" if known else f"there are {_listed(releases())}"
    number = re.search(r"\d+", _EPOCH.sub("", wanted))
    if number and number[0] in {str(release.major) for release in releases()}:
        return f"write {_listed([find_release(number[0])])}"
    return f"there are {_listed(releases())}"


def _listed(chosen: Iterable[Release]) -> str:
    return ", ".join(f"`{release.series}` (Nova {release.nova})" for release in chosen)
