"""The roles of a node by the names that operators and tools have for Nova's services."""

from __future__ import annotations

import re
from collections.abc import Sequence

from novalint.nearest import closest
from novalint.wording import nearest_are

_SERVICES = {
    "api-metadata": "metadata",
    "api-os-compute": "api",
    "api-osapi": "api",
    "metadata-api": "metadata",
    "novnc": "novncproxy",
    "osapi-compute": "api",
    "serial": "serialproxy",
    "spice": "spicehtml5proxy",
    "spicehtml5": "spicehtml5proxy",
    "vnc-proxy": "novncproxy",
}
"""Services whose role is not what follows `nova-`, dashes for underscores: of Nova's programs and
`enabled_apis`, of openstack-helm and TripleO, and proxies by their short names."""
_PREFIXES = ("openstack-", "nova-")
"""What stands in front of a service's name: in units of RPM packages, and everywhere."""
_MEANT = {
    "aio": "all",
    "all-in-one": "all",
    "allinone": "all",
    "hypervisor": "compute",
    "single-node": "all",
}
"""Words that are not much like the role that they mean."""
_SEVERAL = ("control", "controller", "controllers", "cloud-controller", "control-plane")
"""Words for a node that runs several services, which are others in each cloud."""


def role_of(name: str, roles: Sequence[str]) -> str:
    """Return the role that a service has by whatever name; a name that means none as it is.

    >>> role_of("openstack-nova-compute.service", ["api", "compute"])
    'compute'
    >>> role_of("nova_api", ["api", "compute"])
    'api'
    """
    plain = _plain(name)
    role = _SERVICES.get(plain, plain)
    return role if role in roles else name


def way_out(name: str, roles: Sequence[str]) -> str:
    """Return what to write instead of a name that is no role; empty where that is not known.

    >>> way_out("comput", ["api", "compute"])
    'the nearest is `compute`'
    """
    plain = _plain(name)
    parts = re.split(r"[\s,;+/|]+", name.strip())
    if len(parts) > 1 and all(role_of(part, roles) in roles for part in parts):
        return "write several as a list, or with commas between them on the command line"
    if plain in _SEVERAL:
        return "name the services that run there, such as api, conductor, scheduler and metadata"
    near = [_MEANT[plain]] if plain in _MEANT else closest(plain, roles)
    return nearest_are(near) if near else ""


def _plain(name: str) -> str:
    plain = name.strip().lower().replace("_", "-").removesuffix(".service")
    for prefix in _PREFIXES:
        plain = plain.removeprefix(prefix)
    return plain
