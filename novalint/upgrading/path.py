"""The releases by which an upgrade goes: one after the other, or from SLURP to SLURP.

Nova upgrades from a release to the next one. Since 2023.1 every first release of a year is also
upgraded from the first one of the year before (the OpenStack Technical Committee's resolution
"Release Cadence Adjustment"; nova/cmd/status.py, `nova-status upgrade check`, allows for it).
"""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.schema.releases import releases

if TYPE_CHECKING:
    from novalint.schema.releases import Release

FIRST_SLURP = 27


def is_slurp(release: Release) -> bool:
    """Whether the next upgrade may pass over the release that follows."""
    return release.major >= FIRST_SLURP and release.series.endswith(".1")


def path(old: Release, new: Release) -> tuple[Release, ...]:
    """Return every release to upgrade to, in order, by the fewest steps; the last one is `new`.

    That is the only one where a stable update of the same release is upgraded to.
    """
    steps = [old]
    while steps[-1] < new:
        later = [release for release in releases() if steps[-1] < release <= new]
        leap = next((release for release in later if is_slurp(release)), None)
        steps.append(leap if leap and is_slurp(steps[-1]) else later[0])
    return tuple(steps[1:]) or (new,)
