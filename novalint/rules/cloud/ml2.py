"""Networks that compute nodes offer devices for, and neutron has to know."""

from __future__ import annotations

import json
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
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
ANY_CASE = 18
"""The first version that compares tags of devices regardless of case (rocky)."""
OWN_TYPES = frozenset({"local", "flat", "vlan", "gre", "vxlan", "geneve"})
"""The types of networks that ML2 has itself: one from elsewhere may be on any physical network."""


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
    """Compute nodes name a physical network that neutron does not have.

    ## What it checks

    `physical_network` in `[pci] device_spec`, and `[neutron] physnets`, of compute nodes against
    `network_vlan_ranges` and `flat_networks` of the ml2_conf.ini that `[companions] ml2` names.
    Each counts where `type_drivers` has its type, `vlan` or `flat`, as it has by default. Where
    flat networks may be on any physical network, which `*` says and the default, there is no
    finding, nor where that file names no physical network at all or is a template that may name
    more. Capital letters of a device's network make no difference from rocky on, those in
    `physnets` do.

    ## Why it matters

    A port with a device is scheduled to a host whose device belongs to the physical network of the
    port's network. A name that neutron does not have is never asked for: the devices stay unused,
    and builds end in *No valid host*. Mostly it is a typo.

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
      `_get_physnet_tunneled_info`, 34.0.0; nova/pci/utils.py, `pci_device_prop_match`, 17.0.13,
      18.3.0 and 34.0.0
    - neutron/conf/plugins/ml2/drivers/driver_type.py, 29.0.0
    - doc/source/admin/networking.rst, "SR-IOV" and "NUMA Affinity"
    """
    companions = fleet.companions_of("ml2")
    known = set().union(*map(_known, companions))
    if not known or ANY in known or fleet.withheld:
        return
    odd: dict[str, list[tuple[Node, str]]] = {}
    for node in fleet.of("compute"):
        for option, name in _named(node):
            if not _is_among(known, node, option, name):
                odd.setdefault(name, []).append((node, option))
    for name, places in odd.items():
        (first, option), *more = places
        yield NodeFinding(
            first,
            option,
            f"`[{option.rpartition('.')[0]}] {option.rpartition('.')[2]}` names the physical"
            f" network {shown(name)}, which neutron does not have: no port can use it; correct the"
            f" name, or {_way(companions, name)}",
            tuple(node for node, _ in more if node is not first),
            (NodeNote(companions[0], _counting(companions), "the physical networks of neutron"),),
        )


def _is_among(known: set[str], node: Node, option: str, name: str) -> bool:
    """Return whether neutron has a physical network of the name that a node gives it."""
    if option == PHYSNETS or node.release.major < ANY_CASE:
        return name in known
    return name.lower() in {network.lower() for network in known}


def _way(companions: tuple[Node, ...], name: str) -> str:
    """Return how neutron comes to have a physical network, by the types of networks it has."""
    if any(name in _names(companion, VLAN) for companion in companions):
        return "add `vlan` to `type_drivers`"
    if any(name in _names(companion, FLAT) for companion in companions):
        return "add `flat` to `type_drivers`"
    return f"add it to `{_counting(companions).rpartition('.')[2]}`"


def _counting(companions: tuple[Node, ...]) -> str:
    """Return the option that names physical networks, the one of VLANs where both do."""
    return VLAN if any(_has(companion, "vlan") for companion in companions) else FLAT


def _has(companion: Node, kind: str) -> bool:
    """Return whether networks may be of a type, which they may be of each one by default."""
    types = companion.value(TYPES)
    named = {name.strip() for name in str(types or "").split(",")}
    return types is None or kind in named or not named <= OWN_TYPES


def _names(companion: Node, option: str) -> set[str]:
    entries = str(companion.value(option) or "").split(",")
    return {entry.partition(":")[0].strip() for entry in entries} - {""}


def _known(companion: Node) -> set[str]:
    """Return the physical networks of an ml2_conf.ini, `*` for any; none where it has none."""
    if companion.value(FLAT) is None and _has(companion, "flat"):
        return {ANY}
    kinds = {"vlan": VLAN, "flat": FLAT}
    counting = [option for kind, option in kinds.items() if _has(companion, kind)]
    if companion.partial and not all(map(companion.is_written, counting)):
        return {ANY}
    return set().union(*(_names(companion, option) for option in counting))


def _named(node: Node) -> Iterator[tuple[str, str]]:
    """Yield the physical networks that a node names, each with the option that does."""
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
