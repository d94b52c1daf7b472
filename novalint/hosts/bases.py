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

from novalint.annotations import TYPE_CHECKING
from novalint.hosts.paths import kolla_layer, uncounted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novalint.text.document import Document
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


def driver_below(documents: Iterable[Document]) -> str:
    """Return the package of the driver that a tool chooses below overrides; empty for others.

    kolla-ansible 22.2.0, roles/nova-cell/templates/nova.conf.j2, for nova-compute-ironic, and
    openstack-helm 2026.1.0, nova/values.yaml, in `conf.nova_ironic`.
    """
    of_ironic = any(_is_of_ironic(each) for each in documents if each.host)
    return "ironic" if of_ironic else ""


def _is_of_ironic(document: Document) -> bool:
    if document.host and document.host.embedded.form == "helm":
        return document.name.rpartition(".")[2] == "nova_ironic"
    layer = kolla_layer(document.path)
    return layer is not None and uncounted(layer.service or "") == "nova-compute-ironic"


def merged_by_name(embedded: Embedded) -> frozenset[tuple[str, str]]:
    """Return what a tool may set that an override takes the place of under the same name alone.

    Of two names of one option it keeps both. Those of RHOSO are files of their own to Nova.
    """
    merges = embedded.replaces or embedded.form in ("openstack-ansible", "helm")
    return embedded.elsewhere if merges else frozenset()
