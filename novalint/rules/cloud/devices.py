"""PCI devices and processors that several nodes have to agree about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

ALIAS = "pci.alias"


@rule(
    "pci-alias-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(ALIAS,),
    roles=("api", "compute"),
    scope="cloud",
)
def pci_alias_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """An API node lacks a PCI alias that other API nodes or compute nodes have.

    ## What it checks

    The names in `[pci] alias` of every node that is known to run nova-api, against those of the
    other API nodes and of the compute nodes. A compute node without any alias is left alone: it may
    have no devices.

    ## Why it matters

    nova-api translates the aliases that a flavor asks for when a server is made or resized. An
    alias that it does not know ends the request: *PCI alias gpu is not defined*. With several API
    nodes that happens for some requests only.

    ## Example

    `cmp1` has the alias, `ctl1` has none:

    ```ini
    [pci]
    alias = {"name": "gpu", "vendor_id": "10de", "product_id": "1eb8", "device_type": "type-PF"}
    ```

    ## Fix safety

    No fix: write the aliases that the message names as they stand on the node that has them.

    ## Sources

    - nova/pci/request.py, `_translate_alias_to_requests`, and nova/compute/api.py, 34.0.0
    - doc/source/admin/pci-passthrough.rst: the same on nova-api and nova-compute
    """
    holders: dict[str, Node] = {}
    for node in fleet.of("api", "compute"):
        for name in names(node):
            holders.setdefault(name, node)
    lacking: dict[tuple[str, ...], list[Node]] = {}
    for node in fleet.of("api"):
        reading = node.reading(ALIAS)
        missing = tuple(sorted(holders.keys() - names(node)))
        if missing and reading is not None and reading.known:
            lacking.setdefault(missing, []).append(node)
    for missing, (first, *more) in lacking.items():
        known = holders[missing[0]]
        text = ", ".join(map(shown, missing))
        yield NodeFinding(
            first,
            ALIAS,
            f"`[pci] alias` does not name {text} here, and `{known.name}` does: nova-api refuses"
            " flavors that ask for it; write the same aliases on every API node",
            tuple(more),
            (NodeNote(known, ALIAS, f"names {shown(missing[0])}"),),
        )


def names(node: Node) -> frozenset[str]:
    """Return the names of the aliases of a node that are well-formed."""
    import json

    known = set()
    values = node.value(ALIAS)
    for text in values if isinstance(values, tuple) else ():
        try:
            alias = json.loads(str(text))
        except (ValueError, RecursionError):
            continue
        if isinstance(alias, dict) and isinstance(alias.get("name"), str):
            known.add(alias["name"])
    return frozenset(known)
