"""Which nodes belong together: a cell, the hosts of a broker, a pool between which servers move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.nova.drivers import PASSTHROUGH
from novalint.rules.declaration import METADATA_IN_API, NOVA_NETWORK
from novalint.rules.fleet.model import Broker, Fleet, Node

URL = "DEFAULT.transport_url"
DRIVER = "DEFAULT.compute_driver"
VIRT_TYPE = "libvirt.virt_type"

USE_NEUTRON = "DEFAULT.use_neutron"

READ = (URL, DRIVER, VIRT_TYPE, USE_NEUTRON)
"""Options that tell which nodes belong together, or what they are, whatever rules declare."""

WITH_TOPIC = ("conductor", "scheduler", "compute")
"""Roles whose services share the queue of their topic."""


def driver_of(node: Node) -> str:
    """Return the package of the compute driver; libvirt where no file names one."""
    return str(node.value(DRIVER) or "libvirt").partition(".")[0]


def virt_type_of(node: Node) -> str:
    """Return the kind of guests; kvm where a tool has yet to write it, as nearly everywhere."""
    return str(node.value(VIRT_TYPE) or "") if node.knows(VIRT_TYPE) else "kvm"


def callers(fleet: Fleet, nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Return the nodes that make calls or take them: nova-metadata alone does neither.

    It declares nothing at the broker then (nova/api/metadata, 15.1.5 to 34.0.0). As a process of
    its own, up to 2025.1, it calls nova-conductor (nova/cmd/api_metadata.py).
    """
    processes = fleet.facts.wsgi is False
    return tuple(
        node
        for node in nodes
        if node.roles != {"metadata"} or (processes and node.release.major <= METADATA_IN_API)
    )


def has_neutron(node: Node) -> bool:
    """Return whether a node has neutron for its network, and not the nova-network of old."""
    return node.release.major > NOVA_NETWORK or node.value(USE_NEUTRON) is not False


def gives_devices(node: Node) -> bool:
    """Return whether the driver of a compute node passes PCI devices through to servers."""
    return driver_of(node) in PASSTHROUGH


def conductors_of_api(fleet: Fleet) -> tuple[Node, ...]:
    """Return the conductors that nova-api calls; those that serve a cell alone are left out.

    Where no API node is known that is every conductor.
    """
    api, conductors = fleet.of("api"), fleet.of("conductor")
    if not api:
        return conductors
    return tuple(node for node in conductors if any(_may_meet(node, other) for other in api))


def _may_meet(node: Node, other: Node) -> bool:
    """Return whether two nodes are on one broker, as far as their files or their cells tell."""
    here, there = node.value(URL), other.value(URL)
    if isinstance(here, Broker) and isinstance(there, Broker):
        return here.meets(there)
    return node.cell == other.cell or "" in (node.cell, other.cell)


def groups(fleet: Fleet, scope: str) -> Iterator[Fleet]:
    """Yield the groups of a scope, each as a fleet of its own; nodes of none are left out."""
    if scope == "cloud":
        yield fleet
    elif scope == "broker":
        yield from _brokers(fleet)
    elif scope == "cell":
        yield from cells(fleet)
    else:
        yield from _pools(fleet)


def cells(fleet: Fleet) -> list[Fleet]:
    """Return the cells: those that are told, else the brokers that have a conductor.

    Where no two brokers have one, everything is one cell: a node on another broker is then a
    mistake rather than a cell.
    """
    named = _by(fleet, fleet.nodes, "cell")
    if named:
        return named
    brokers = [group for group in _brokers(fleet) if group.of("conductor")]
    if len(brokers) < 2:
        return [fleet.only(fleet.nodes, scope="cell", named=False)]
    return [
        fleet.only(group.nodes, scope="cell", name=group.name, named=False) for group in brokers
    ]


def _by(fleet: Fleet, nodes: Iterable[Node], key: str) -> list[Fleet]:
    """Return groups of nodes by what they were told to belong to."""
    names: dict[str, list[Node]] = {}
    for node in nodes:
        if name := getattr(node, key):
            names.setdefault(name, []).append(node)
    return [fleet.only(members, scope=key, name=name) for name, members in names.items()]


def _brokers(fleet: Fleet) -> list[Fleet]:
    """Return the nodes by virtual host; hosts that one URL names together belong together.

    Where no URL is known, cells that are told have brokers of their own.
    """
    alike: dict[Broker, list[Node]] = {}
    for node in fleet.nodes:
        broker = node.value(URL)
        if isinstance(broker, Broker):
            alike.setdefault(broker, []).append(node)
    parts: list[tuple[Broker, list[Node]]] = []
    for broker, nodes in alike.items():
        parts = _joined(parts, broker, nodes)
    if not parts and len(fleet.nodes) > 1:
        cells_told = sorted({node.cell for node in fleet.nodes})
        return [
            fleet.only(
                (node for node in fleet.nodes if node.cell == cell), scope="broker", named=False
            )
            for cell in cells_told
        ]
    return [
        fleet.only(nodes, scope="broker", name=str(broker), named=False) for broker, nodes in parts
    ]


def _joined(
    parts: list[tuple[Broker, list[Node]]], broker: Broker, nodes: list[Node]
) -> list[tuple[Broker, list[Node]]]:
    met = [part for part in parts if part[0].meets(broker)]
    rest = [part for part in parts if part not in met]
    hosts = broker.hosts.union(*(known.hosts for known, _ in met))
    joined = [member for _, members in met for member in members]
    return [*rest, (broker._replace(hosts=hosts), [*joined, *nodes])]


def _pools(fleet: Fleet) -> Iterator[Fleet]:
    """Yield the pools: those that are told, and the other computes of a cell with one driver."""
    computes = fleet.of("compute")
    yield from _by(fleet, computes, "pool")
    for cell in cells(fleet):
        drivers: dict[str, list[Node]] = {}
        for node in cell.of("compute"):
            if not node.pool:
                drivers.setdefault(driver_of(node), []).append(node)
        for nodes in drivers.values():
            yield fleet.only(nodes, scope="pool", name=cell.name, named=False)
