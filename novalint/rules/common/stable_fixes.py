"""Security fixes that came with stable updates, against a version that was told in full.

Of a release that is told by its name alone nobody knows which update runs, and packages of a
distribution carry fixes under older numbers: then nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.schema.releases import dotted

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.releases import Version

Mended = tuple["Version", ...]
"""The first version with a fix of each release that got one later, the oldest first.

From the last of them on every version has the fix.
"""

CONTEXT: Mended = ((15, 0, 2),)
MIGRATED: Mended = ((19, 3, 1), (20, 4, 0), (21, 1, 0))
REDIRECT: Mended = ((21, 2, 3), (22, 3, 0), (23, 1, 0))
VMDK: Mended = ((24, 2, 0), (25, 1, 0), (26, 1, 0))
VNIC_TYPE: Mended = ((24, 2, 0), (25, 1, 0))
DATA_FILE: Mended = ((27, 4, 0), (28, 2, 0), (29, 1, 0))
FORMAT: Mended = ((27, 5, 0), (28, 3, 0), (29, 2, 0))
SERVICED: Mended = ((30, 2, 1), (31, 3, 0), (32, 2, 0))
FLAT: Mended = ((30, 3, 0), (31, 3, 0), (32, 2, 0))

BY_RULE: Mapping[str, Mended] = {
    "notified-context-unpatched": CONTEXT,
    "migrated-guests-unpatched": MIGRATED,
    "console-redirect-unpatched": REDIRECT,
    "vmdk-images-unpatched": VMDK,
    "sriov-ports-unpatched": VNIC_TYPE,
    "qcow2-images-unpatched": FORMAT,
    "ironic-teardown-unpatched": SERVICED,
    "flat-disks-unpatched": FLAT,
}
"""The rules about holes, with the versions that closed the last of those that they tell of."""


def is_unpatched(config: Config, mended: Mended) -> bool:
    """Return whether the version told in full is one before the fix."""
    fixed = _own(config, mended) or mended[0]
    return config.version is not None and config.version < fixed


def has_update(major: int, mended: Mended) -> bool:
    """Return whether the newest version of a release has the fix."""
    return major > mended[-1][0] or any(version[0] == major for version in mended)


def before(config: Config, mended: Mended) -> str:
    """Return which versions of the release lack the fix."""
    own = _own(config, mended)
    return f"in versions before {dotted(own)}" if own else f"in every version of {config.release}"


def way_out(config: Config, mended: Mended) -> str:
    """Return what to upgrade to: later releases got the fix with an update of their own.

    Only what is later than the last of these has it in any case.
    """
    *updates, last = (dotted(one) for one in mended if one[0] >= config.release.major)
    if not updates:
        return f"upgrade to {last} or later"
    *others, latest = updates
    listed = f"{', '.join(others)} or {latest}" if others else latest
    return f"upgrade to {listed}, or to {last} or later"


def _own(config: Config, mended: Mended) -> Version | None:
    """Return the first version of this release that has the fix."""
    major = config.release.major
    return next((version for version in mended if version[0] == major), None)
