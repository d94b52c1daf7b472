"""Compute services that share the nodes of Ironic."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import LONGEST, as_set, divided, mismatch
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, NodeFinding

PEERS = "ironic.peer_list"
SHARD = "ironic.shard"
HOST = "DEFAULT.host"
SERVICES = ("ironic.endpoint_override", "ironic.region_name")
"""What says which Ironic is meant, where a cloud has several."""
GROUPS = ("ironic.conductor_group", "ironic.partition_key")


ONE_SERVICE = 28
"""The release from which on Nova warns of more than one service in a list (_check_peer_list)."""


@rule(
    "peer-lists-differ",
    theme="cloud",
    severity=Severity.ERROR,
    options=(PEERS, *GROUPS, SHARD, HOST, *SERVICES),
    releases=(19, None),
    since="the option came in stein (nova/conf/ironic.py)",
    drivers=("ironic",),
    roles=("compute",),
    scope="cloud",
)
def peer_lists_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute services of a group have different peers, so a node is managed by two or by none.

    ## What it checks

    `[ironic] peer_list`, in any order, of the compute nodes that have the same `[ironic]
    conductor_group` (`partition_key` up to 2023.1; case does not matter) and no `shard`, with which
    the list is not read. An empty group counts too: it is that of nodes without a group. If
    `endpoint_override` or `region_name` differ, it is another Ironic.

    ## Why it matters

    Each service distributes the nodes of Ironic over the services in its own list. If two lists
    differ, a node is managed by two services, or by none. A service without a list does not start.

    ## Example

    `iro2` was added, and `iro1` was not told:

    ```ini
    [ironic]
    conductor_group = rack1
    peer_list = iro1
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. There is no fix if the list of most nodes lacks
    the `host` of the differing one (its name, if no file sets `host`): it would not start. A name
    with a domain in the list is matched with the machine that the settings name without one.

    ## Sources

    - nova/virt/ironic/driver.py, `_refresh_hash_ring` and `_check_peer_list`, and
      nova/conf/ironic.py, 34.0.0
    """
    parts: dict[object, list[Node]] = {}
    for node in fleet.of("compute"):
        groups = [value for value in map(node.value, GROUPS) if value is not None]
        if groups and not node.value(SHARD) and node.knows(SHARD, *SERVICES):
            service = tuple(str(node.value(option) or "").rstrip("/") for option in SERVICES)
            parts.setdefault((str(groups[0]).lower(), service), []).append(node)
    for nodes in parts.values():
        yield from _differing(nodes)


def _differing(nodes: list[Node]) -> Iterator[NodeFinding]:
    """Find that nodes of one group have several lists; no node gets one without itself."""
    division = divided(nodes, PEERS, as_set)
    if division is None:
        return
    consequence = _consequence(nodes)
    usual = _peers(division.usual[0])
    listed = frozenset[str]().union(*map(_peers, nodes))
    if division.majority and all(_own(node, listed) in usual for node in division.odd):
        yield from mismatch(nodes, PEERS, consequence, meaning=as_set)
        return
    every = ", ".join(sorted(listed.union(_own(node, listed) for node in nodes)))
    advice = f"list all services of the group on each node, such as {shown(every, LONGEST)}"
    if nodes[0].release.major >= ONE_SERVICE:
        advice += ", or give each service its own group or shard"
    yield from mismatch(nodes, PEERS, consequence, meaning=as_set, mend=False, advice=advice)


def _consequence(nodes: list[Node]) -> str:
    """Say what comes of it: a service without a list gets no nodes, as it does not start."""
    lists = {peers for node in nodes if (peers := _peers(node))}
    unmanaged = "Ironic nodes are managed by two services or by none"
    if all(map(_peers, nodes)):
        return unmanaged
    stopped = "nova-compute does not start where it has no list"
    return stopped if len(lists) == 1 else f"{unmanaged}, and {stopped}"


def _own(node: Node, listed: frozenset[str]) -> str:
    """Return the name of a service: its `host`, else the machine's, with the domain of the lists.

    Settings may call a machine by its first name alone, or by its full one.
    """
    host, name = node.value(HOST), node.name
    alike = [one for one in listed if f"{one}.".startswith(f"{name}.")]
    alike += [one for one in listed if name.startswith(f"{one}.")]
    return str(host or (alike[0] if len(alike) == 1 else name))


def _peers(node: Node) -> frozenset[str]:
    value = node.value(PEERS)
    return frozenset(map(str, value)) if isinstance(value, tuple) else frozenset()
