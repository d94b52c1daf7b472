"""Keys that look like one of a deployment tool, and are none: what stands below them is lost."""

from __future__ import annotations

import re

from novalint.hosts.yaml_tree import Mapping, pairs_of, resolved
from novalint.nearest import is_slip
from novalint.text.source_map import Misplaced

VARIABLE = "nova_nova_conf_overrides"
"""OpenStack-Ansible's variable for nova.conf: the only one, for all services.

ansible-role-os_nova, defaults/main.yml and tasks/nova_post_install.yml, ocata to 2026.1.
"""
_OF_ONE_SERVICE = re.compile(
    r"nova_(?:(?:api|api_os_compute|api_metadata|metadata|compute|conductor|console|novncproxy"
    r"|scheduler)_)?conf_overrides"
)
KEY = re.compile(r"^[ \t]*[\"']?nova[_-][\w-]*con?f[\w-]*[\"']?[ \t]*:", re.MULTILINE)
"""What a text shows that may have such a key."""


def misspelt(key: str, value: Mapping) -> Misplaced | None:
    """Return what is wrong with a key that is nearly OpenStack-Ansible's; None for any other.

    A variable for one service alone may be somebody's own, which another variable takes in.
    """
    slip = key != VARIABLE and is_slip(key, VARIABLE)
    if not slip and not _OF_ONE_SERVICE.fullmatch(key):
        return None
    if not any(isinstance(resolved(pair.value), Mapping) for pair in pairs_of(value)):
        return None
    return Misplaced(f"use `{VARIABLE}`", key=key, own=not slip)
