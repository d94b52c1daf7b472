"""The newest release, for tests that mean whichever that is.

A test that means one release names it, and tells it to what it calls: a release that comes later
then changes nothing for the test.
"""

from __future__ import annotations

from novalint.schema.releases import newest

NEWEST = newest().series
"""Its series, as `--release` takes it and as messages name it."""

NEWEST_MAJOR = newest().major
"""Nova's major version in it."""
