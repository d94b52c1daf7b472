"""Which OpenStack libraries, and which versions, this environment holds."""

from __future__ import annotations

import re
from importlib import metadata
from typing import Any

OPENSTACK = re.compile(
    r"^(oslo[.-]|os-|keystone|python-.+client$|castellan$|cursive$|dogpile[.-]cache$|openstacksdk$|"
    r"osc-lib$|osprofiler$|ovsdbapp$|microversion-parse$|taskflow$|tooz$|automaton$|stevedore$|"
    r"debtcollector$|futurist$|pycadf$|cliff$|positional$|requestsexceptions$)"
)


def is_openstack(name: str) -> bool:
    """Whether a distribution follows OpenStack's releases."""
    return bool(OPENSTACK.match(name.lower()))


def versions() -> dict[str, Any]:
    """{"nova": version, "libraries": {name: version}}, names as the package index spells them."""
    found = {_name(item.metadata["Name"]): item.version for item in metadata.distributions()}
    libraries = {name: found[name] for name in sorted(found) if is_openstack(name)}
    return {"nova": found["nova"], "libraries": libraries}


def _name(name: str) -> str:
    return re.sub(r"^oslo[._-]", "oslo.", re.sub(r"[_]", "-", name.lower()))
