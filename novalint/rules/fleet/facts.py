"""Facts that follow from what the nodes of a fleet set, where nobody tells them."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.deployment import Deployment
from novalint.rules.fleet.grouping import URL, cells, gives_devices
from novalint.rules.fleet.values import Broker

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet

PCI = ("pci.device_spec", "pci.passthrough_whitelist", "pci.alias")
NUMA = ("compute.cpu_dedicated_set", "DEFAULT.vcpu_pin_set", "DEFAULT.reserved_huge_pages")

READ = (*PCI, *NUMA)
"""Options from which facts follow."""


def following(fleet: Fleet) -> Deployment:
    """Return the facts that follow from nodes: those of which one node is enough to be sure.

    Whether there is something that no node shows is not known, so none of them is ever false.
    """
    return Deployment.of(dict(_facts(fleet)))


def _facts(fleet: Fleet) -> Iterator[tuple[str, object]]:
    groups = cells(fleet)
    if len(groups) > 1:
        yield "cells", len(groups)
    members = max((_members(cell) for cell in groups), default=0)
    if members > 1:  # one alone may be an address that several members share
        yield "rabbit_nodes", members
    for fact, options in (("pci_guests", PCI), ("numa_guests", NUMA)):
        hosts = [
            node for node in fleet.of("compute") if fact != "pci_guests" or gives_devices(node)
        ]
        if any(node.value(option) for node in hosts for option in options):
            yield fact, True


def _members(cell: Fleet) -> int:
    """Return how many members of a cluster the URLs of a cell name at most."""
    urls = (node.value(URL) for node in cell.nodes)
    return max((len(broker.hosts) for broker in urls if isinstance(broker, Broker)), default=0)
