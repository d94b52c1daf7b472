"""Networks that compute nodes offer devices for, and neutron has to know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

SPECS = ("pci.device_spec", "pci.passthrough_whitelist")
PHYSNETS = "neutron.physnets"
VLAN = "ml2:ml2_type_vlan.network_vlan_ranges"
FLAT = "ml2:ml2_type_flat.flat_networks"
TYPES = "ml2:ml2.type_drivers"
ANY = "*"


@rule(
    "physnet-unknown-to-neutron",
    theme="cloud",
    severity=Severity.WARNING,
    options=(*SPECS, PHYSNETS),
    companions=(VLAN, FLAT, TYPES),
    roles=("compute",),
    neutron=True,
    scope="cloud",
)
def physnet_unknown_to_neutron(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes name a physical network that no network of neutron can be on.

    ## What it checks

    `physical_network` in `[pci] device_spec`, and `[neutron] physnets`, of compute nodes against
    `network_vlan_ranges` and `flat_networks` of the ml2_conf.ini that `[companions] ml2` names.
    Where flat networks may be on any physical network, which `*` says and the default does unless
    `type_drivers` leaves `flat` out, nothing is said.

    ## Why it matters

    A port with a device is scheduled to a host whose device belongs to the physical network of the
    port's network. A name that neutron does not have is never asked for: the devices stay unused,
    and builds end in *No valid host*. Mostly it is a slip of the pen.

    ## Example

    `cmp1` has a device for `physnet2`, and ml2_conf.ini:

    ```ini
    [ml2]
    type_drivers = vlan,geneve
    [ml2_type_vlan]
    network_vlan_ranges = physnet1:100:199
    ```

    ## Fix safety

    No fix: which of the two names is meant is not known.

    ## Sources

    - nova/pci/stats.py, `_filter_pools_for_spec`, and nova/network/neutron.py,
      `_get_physnet_tunneled_info`, 34.0.0
    - neutron/conf/plugins/ml2/drivers/driver_type.py, 29.0.0
    - doc/source/admin/networking.rst, "SR-IOV" and "NUMA Affinity"
    """
    companions = fleet.companions_of("ml2")
    known = set().union(*map(_known, companions))
    if not known or ANY in known:
        return
    odd: dict[str, list[tuple[Node, str]]] = {}
    for node in fleet.of("compute"):
        for option, name in _named(node):
            if name not in known:
                odd.setdefault(name, []).append((node, option))
    for name, places in odd.items():
        (first, option), *more = places
        yield NodeFinding(
            first,
            option,
            f"`[{option.rpartition('.')[0]}] {option.rpartition('.')[2]}` names the physical"
            f" network {shown(name)}, which neutron does not have: no port gets there; correct the"
            " name, or add it to `network_vlan_ranges`",
            tuple(node for node, _ in more if node is not first),
            (NodeNote(companions[0], VLAN, "the physical networks of neutron"),),
        )


def _known(companion: Node) -> set[str]:
    """Return the physical networks of an ml2_conf.ini, `*` for any; none where it has none."""
    vlans, flat, types = (companion.value(option) for option in (VLAN, FLAT, TYPES))
    names = {entry.partition(":")[0].strip() for entry in str(vlans or "").split(",")}
    if flat is None and (types is None or "flat" in str(types)):
        return {ANY}
    return (names | {name.strip() for name in str(flat or "").split(",")}) - {""}


def _named(node: Node) -> Iterator[tuple[str, str]]:
    """Return the physical networks that a node names, each with the option that does."""
    physnets = node.value(PHYSNETS)
    for name in physnets if isinstance(physnets, tuple) else ():
        yield PHYSNETS, str(name)
    for option in SPECS:
        values = node.value(option)
        for text in values if isinstance(values, tuple) else ():
            yield from ((option, name) for name in dict.fromkeys(_in_spec(str(text))))


def _in_spec(text: str) -> Iterator[str]:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return
    for device in parsed if isinstance(parsed, list) else [parsed]:
        name = device.get("physical_network") if isinstance(device, dict) else None
        if isinstance(name, str) and name:
            yield name
