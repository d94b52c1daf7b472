"""Security fixes that came with stable updates, against a version that was told in full.

Of a release that is told by its name alone nobody knows which update runs, and packages of a
distribution carry fixes under older numbers: then nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.schema.releases import dotted

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.releases import Version

Mended = tuple["Version", ...]
"""The first version of each release that has a fix, the oldest first; later releases all have it.
"""


def is_unpatched(config: Config, mended: Mended) -> bool:
    """Return whether the version told in full is one before the fix."""
    return config.version is not None and config.version < first_mended(config, mended)


def before(config: Config, mended: Mended) -> str:
    """Return which versions lack the fix."""
    return f"in versions before {dotted(first_mended(config, mended))}"


def way_out(config: Config, mended: Mended) -> str:
    """Return what to upgrade to."""
    return f"upgrade to {dotted(first_mended(config, mended))} or later"


def first_mended(config: Config, mended: Mended) -> Version:
    """Return the first version with the fix: of this release, else the first of all."""
    major = config.release.major
    return next((version for version in mended if version[0] == major), mended[0])
