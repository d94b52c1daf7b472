"""Compute services that share the nodes of Ironic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import as_set, mismatch

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, NodeFinding

PEERS = "ironic.peer_list"
SHARD = "ironic.shard"
GROUPS = ("ironic.conductor_group", "ironic.partition_key")


@rule(
    "peer-lists-differ",
    theme="cloud",
    severity=Severity.ERROR,
    options=(PEERS, *GROUPS, SHARD),
    releases=(19, None),
    since="the option came in stein (nova/conf/ironic.py)",
    drivers=("ironic",),
    roles=("compute",),
    scope="cloud",
)
def peer_lists_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute services of one group do not know each other, so nodes have two of them or none.

    ## What it checks

    `[ironic] peer_list`, in any order, of the compute nodes that have one `[ironic]
    conductor_group` (`partition_key` up to 2023.1) and no `shard`, with which the list is not read.

    ## Why it matters

    Each service spreads the nodes of Ironic over the services of its own list. Where two lists
    differ, a node is managed by two services, or by none.

    ## Example

    `iro2` was added, and `iro1` was not told:

    ```ini
    [ironic]
    conductor_group = rack1
    peer_list = iro1
    ```

    ## Fix safety

    Unsafe: it changes what the odd nodes do.

    ## Sources

    - nova/virt/ironic/driver.py, `_refresh_hash_ring`, 34.0.0
    """
    parts: dict[object, list[Node]] = {}
    for node in fleet.of("compute"):
        current, old = map(node.value, GROUPS)
        group = current or old
        if group and not node.value(SHARD):
            parts.setdefault(group, []).append(node)
    consequence = "nodes of Ironic are managed by two services or by none"
    for nodes in parts.values():
        yield from mismatch(nodes, PEERS, consequence, meaning=as_set)
