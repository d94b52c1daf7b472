"""Limits that came to a library within a release's stable updates, not with the release itself.

The schemas are made from the newest patch versions; who runs the libraries as they came out does
not have these limits yet.
"""

from __future__ import annotations

from typing import Any

from .releases import Release

# (group, option, keyword) -> Nova's major versions. oslo.messaging 12.13.0, 14.0.0 and 14.2.0 have
# no maximum (oslo_messaging/_drivers/impl_rabbit.py), 12.13.3, 14.0.3 and 14.2.5 have it.
LIMITS = {("oslo_messaging_rabbit", "kombu_reconnect_delay", "maximum"): (25, 26, 27)}


def mark(groups: dict[str, dict[str, Any]], release: Release) -> None:
    """Say in the entries of a release which of their limits came with an update."""
    for (group, option, keyword), majors in LIMITS.items():
        if release.major in majors:
            groups[group][option]["x-oslo"].setdefault("updated", []).append(keyword)
