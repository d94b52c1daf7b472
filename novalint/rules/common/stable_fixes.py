"""Security fixes that came with stable updates, against a version that was told in full.

Of a release that is told by its name alone nobody knows which update runs, and packages of a
distribution carry fixes under older numbers: then nothing is said.
"""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.schema.releases import dotted

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.releases import Version

Mended = tuple["Version", ...]
"""The first version with a fix of each release that got one later, the oldest first.

From the last of them on every version has the fix.
"""


def is_unpatched(config: Config, mended: Mended) -> bool:
    """Return whether the version told in full is one before the fix."""
    fixed = _own(config, mended) or mended[0]
    return config.version is not None and config.version < fixed


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
