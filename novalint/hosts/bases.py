"""The nova.conf that a tool writes and that its overrides are put over: which options it may set.

What an override leaves out may be set there, so that Nova's default need not be what counts.

Sources of bases.json: what the templates and values of kolla-ansible (Zed to 22.2.0),
OpenStack-Ansible (2023.1 to 2026.1), openstack-helm (2024.1 to 2026.1.0) and the nova-operator of
RHOSO name, in any of their branches.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.text.source_map import Embedded

OPEN = frozenset({"tripleo", "juju"})
"""Tools that may set nearly any option by parameters of their own."""


@cache
def written_by(form: str) -> frozenset[tuple[str, str]]:
    """Return the groups and names of what a tool may set below overrides of a form."""
    if form not in ("kolla", "openstack-ansible", "helm", "rhoso"):
        return frozenset()
    text = Path(__file__).with_name("bases.json").read_text("utf-8")
    groups: dict[str, str] = json.loads(text)[form]
    return frozenset((group, name) for group, names in groups.items() for name in names.split())


def merged_by_name(embedded: Embedded) -> frozenset[tuple[str, str]]:
    """Return what a tool may set that an override takes the place of under the same name alone.

    Of two names of one option it keeps both. Those of RHOSO are files of their own to Nova.
    """
    merges = embedded.replaces or embedded.form in ("openstack-ansible", "helm")
    return embedded.elsewhere if merges else frozenset()
