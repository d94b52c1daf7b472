"""PCI devices and processors that several nodes have to agree about."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.pci import for_flavors
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import spread
from novalint.rules.fleet.grouping import gives_devices
from novalint.rules.fleet.model import Expected, NodeFinding, NodeNote
from novalint.rules.fleet.pci_aliases import ALIAS, CHOOSING, IN_PLACEMENT, aliases, names
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

SPECS = ("pci.device_spec", "pci.passthrough_whitelist")
PLACED = "filter_scheduler.pci_in_placement"
REPORTED = "pci.report_in_placement"


@rule(
    "pci-alias-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(ALIAS, PLACED),
    roles=("api", "compute"),
    scope="cloud",
)
def pci_alias_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """A node lacks a PCI alias that others have, or defines it for other devices.

    ## What it checks

    The names in `[pci] alias` of every node that is known to run nova-api, against those of the
    other API nodes and of the compute nodes whose driver gives devices to servers: libvirt, and
    Hyper-V and XenServer while Nova had them. A compute node without any alias is not reported: it
    may have no devices. Of aliases that two API nodes have, the devices too, by vendor, product,
    type and `live_migratable`, by `resource_class` and `traits` where all API nodes have
    `[filter_scheduler] pci_in_placement`: an alias may have several entries, in any order, and ids
    are compared regardless of case. `numa_policy` is not compared. A compute node that means other
    devices than the API nodes, or than most compute nodes where no API node is there, is a warning.

    ## Why it matters

    nova-api translates the aliases that a flavor asks for when a server is made or resized. An
    alias that it does not know ends the request: *PCI alias gpu is not defined*. With several API
    nodes that happens for some requests only. Where two of them mean different devices by one name,
    a server gets what the node says that happened to answer. nova-compute translates the aliases of
    the flavor again, by its own configuration, when a server is resized or migrated to its host.

    ## Example

    `cmp1` has the alias, `ctl1` has none:

    ```ini
    [pci]
    alias = {"name": "gpu", "vendor_id": "10de", "product_id": "1eb8", "device_type": "type-PF"}
    ```

    ## Fix safety

    No fix: write the aliases that the message names as they are on the node that is right.

    ## Sources

    - nova/pci/request.py, `_translate_alias_to_requests`, and nova/compute/api.py, 34.0.0
    - nova/compute/resource_tracker.py, `_move_claim`, 15.1.5 and 34.0.0
    - nova/pci/stats.py, `ignored_spec_tags`, and nova/compute/pci_placement_translator.py,
      `get_resource_class` and `get_traits`, 34.0.0
    - doc/source/admin/pci-passthrough.rst: the same on nova-api and nova-compute
    """
    holders: dict[str, Node] = {}
    for node in fleet.of("api", "compute"):
        counts = gives_devices(node) or node.plays("api")
        for name in names(node) if counts else ():
            holders.setdefault(name, node)
    lacking: dict[tuple[str, ...], list[Node]] = {}
    for node in fleet.of("api"):
        missing = tuple(sorted(holders.keys() - names(node)))
        if missing and node.knows(ALIAS):
            lacking.setdefault(missing, []).append(node)
    for missing, (first, *more) in lacking.items():
        known = holders[missing[0]]
        text = ", ".join(map(shown, missing))
        yield NodeFinding(
            first,
            ALIAS,
            f"`[pci] alias` does not name {text} here, but `{known.name}` does: nova-api refuses"
            " flavors that ask for it; set the same aliases on every API node",
            tuple(more),
            (NodeNote(known, ALIAS, f"names {shown(missing[0])}"),),
        )
    yield from _other_devices([node for node in fleet.of("api") if node.knows(ALIAS)])
    yield from _other_devices_on_hosts(fleet)


def _other_devices(nodes: list[Node]) -> Iterator[NodeFinding]:
    """Yield, for each alias by which an API node means other devices, the first such node."""
    placed = all(node.value(PLACED) is True for node in nodes)
    fields = (*CHOOSING, *IN_PLACEMENT) if placed else CHOOSING
    known = {node: aliases(node, fields) for node in nodes}
    first: dict[str, Node] = {}
    for node in nodes:
        for name in known[node]:
            first.setdefault(name, node)
    for name, one in first.items():
        wanted = known[one][name]
        others = [node for node in nodes if known[node].get(name, wanted) != wanted]
        if others:
            yield NodeFinding(
                others[0],
                ALIAS,
                f"`[pci] alias` {shown(name)} names other devices here than on"
                f" `{one.name}`, so the API node that answers decides which ones a server gets;"
                " set the same aliases on every API node",
                tuple(others[1:]),
                (NodeNote(one, ALIAS, f"names other devices by {shown(name)}"),),
            )


def _other_devices_on_hosts(fleet: Fleet) -> Iterator[NodeFinding]:
    """Yield, for each alias by which a compute node means other devices, the first such node.

    An API node says what is meant, else most of the compute nodes. A host that names a part of that
    asks for what it has.
    """
    known = {node: aliases(node) for node in fleet.of("api", "compute") if node.knows(ALIAS)}
    asking = [node for node in known if node.plays("api")]
    hosts = [node for node in known if gives_devices(node) and not node.plays("api")]
    for name in dict.fromkeys(name for node in hosts for name in known[node]):
        defining = [node for node in asking or hosts if name in known[node]]
        if not defining:
            continue
        meant = [known[node][name] for node in defining]
        wanted = meant[0] if asking else max(meant, key=meant.count)
        others = [node for node in hosts if known[node].get(name, wanted) - wanted]
        if others:
            like = defining[meant.index(wanted)]
            yield NodeFinding(
                others[0],
                ALIAS,
                f"`[pci] alias` {shown(name)} names other devices here than on `{like.name}`, so a"
                " server that is resized or migrated to this host asks for these; set the same"
                " aliases on every node",
                tuple(others[1:]),
                (NodeNote(like, ALIAS, f"names other devices by {shown(name)}"),),
                override=Severity.WARNING,
            )


@rule(
    "pci-in-placement-differs",
    theme="cloud",
    severity=Severity.WARNING,
    options=(PLACED,),
    releases=(27, None),
    since="the option came in 2023.1 (nova/conf/scheduler.py)",
    roles=("api", "conductor"),
    scope="cloud",
)
def pci_in_placement_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Some nodes schedule PCI devices in placement, and others do not.

    ## What it checks

    `[filter_scheduler] pci_in_placement` on the api and conductor nodes. Nova's help asks for the
    same on nova-scheduler, which does not read it: a scheduler that differs is not reported.

    ## Why it matters

    nova-api decides for new servers, the conductor for those that move, are rebuilt elsewhere or
    unshelved. Where it is false, the scheduler claims no device in placement, and the
    `resource_class` and `traits` of an alias are ignored. The host claims one when the server gets
    there, and nova-compute reports it then. In between placement may have promised the same device
    to another server: its build or move fails on the host.

    ## Example

    `con1` was left out:

    ```ini
    [filter_scheduler]
    pci_in_placement = false
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. It is never switched off: an alias with a
    `resource_class` alone needs it, and who has set it on one node has begun to use it.

    ## Sources

    - nova/objects/request_spec.py, `generate_request_groups_from_pci_requests`, 34.0.0, and who
      calls it: nova/compute/api.py, nova/conductor/manager.py and nova/conductor/tasks
    - nova/compute/pci_placement_translator.py, `update_provider_tree_for_pci`, and who reaches it
      in nova/compute/resource_tracker.py: `instance_claim` and `_move_claim`, 27.5.1 and 34.0.0
    - nova/pci/stats.py, `ignored_spec_tags` and `_filter_pools_based_on_placement_allocation`
    - nova/pci/request.py, `_validate_required_ids`, 34.0.0
    """
    nodes = fleet.of("api", "conductor")
    consequence = (
        f"{_passed_by(nodes)} do not claim their devices in placement, which may give the same"
        " ones to other servers, and these then fail on the host"
    )
    how = " once all hosts report their devices"
    yield from spread(nodes, PLACED, consequence, how=how)


def _passed_by(nodes: tuple[Node, ...]) -> str:
    """Return the servers for which placement is not asked, as the nodes with false decide."""
    silent = [node for node in nodes if node.value(PLACED) is False]
    deciding = {"new servers": "api", "servers that move": "conductor"}
    parts = (who for who, role in deciding.items() if any(node.plays(role) for node in silent))
    return " and ".join(parts)


@rule(
    "pci-not-reported-everywhere",
    theme="cloud",
    severity=Severity.ERROR,
    options=(PLACED, REPORTED, SPECS[0]),
    releases=(27, None),
    since="the option came in 2023.1 (nova/conf/scheduler.py)",
    roles=("api", "conductor", "compute"),
    scope="cloud",
)
def pci_not_reported_everywhere(fleet: Fleet) -> Iterator[NodeFinding]:
    """Some hosts do not report their PCI devices to placement, so they are never used.

    ## What it checks

    Compute nodes with a `[pci] device_spec` and `report_in_placement` false, where
    `[filter_scheduler] pci_in_placement` is true on an api or conductor node. Devices with a
    `physical_network` (even `null`) or `remote_managed` are left out: they are for ports of
    neutron, and placement is not asked for them. So are compute nodes whose driver gives no devices
    to servers: all but libvirt's, and Hyper-V's while Nova had it.

    ## Why it matters

    Once devices are asked for in placement, a host that does not report its own has none:
    *NoValidHost* while devices are free.

    ## Example

    `cmp1` has devices and does not report them:

    ```ini
    [pci]
    report_in_placement = false
    ```

    ## Fix safety

    Unsafe: it cannot be turned off again on a host once it is on. There is no fix where a device is
    given by its `devname`, with which nova-compute does not start with it on.

    ## Sources

    - nova/conf/scheduler.py: after report_in_placement is on for all compute hosts
    - nova/compute/pci_placement_translator.py, `ensure_no_dev_spec_with_devname`, 27.5.1 and 34.0.0
    - nova/objects/request_spec.py, `generate_request_groups_from_pci_requests`, and
      nova/pci/stats.py, `_get_rp_uuids_for_request` and
      `_filter_pools_for_unrequested_remote_managed_devices`, 27.5.1 and 34.0.0
    """
    asking = [node for node in fleet.of("api", "conductor") if node.value(PLACED) is True]
    silent = [
        node
        for node in fleet.of("compute")
        if gives_devices(node)
        and node.value(REPORTED) is False
        and any(isinstance(spec, dict) and for_flavors(spec) for spec in _specs(node))
    ]
    if asking and silent:
        by_name = any(map(_is_by_name, (spec for node in silent for spec in _specs(node))))
        yield NodeFinding(
            silent[0],
            REPORTED,
            "`[pci] report_in_placement` is false on a host with devices, but"
            f" `{asking[0].name}` asks for devices in placement: those of this host are never"
            " chosen; set it to true"
            f"{', and give addresses in place of `devname`' if by_name else ''}",
            tuple(silent[1:]),
            (NodeNote(asking[0], PLACED, "asks for devices in placement"),),
            None if by_name else Expected("true"),
        )


def _specs(node: Node) -> Iterator[object]:
    """Yield the specifications of devices of a node that are well-formed."""
    import json

    values = node.value(SPECS[0])
    for text in values if isinstance(values, tuple) else ():
        try:
            content = json.loads(str(text))
        except (ValueError, RecursionError):
            continue
        yield from content if isinstance(content, list) else (content,)


def _is_by_name(spec: object) -> bool:
    """Whether a device is given by the name of its interface."""
    return isinstance(spec, dict) and bool(spec.get("devname"))
