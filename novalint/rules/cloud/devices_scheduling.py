"""Devices and processors of compute nodes that schedulers have to know of."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.grouping import DRIVER, driver_of, gives_devices
from novalint.rules.fleet.model import NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

SPECS = ("pci.device_spec", "pci.passthrough_whitelist")
FILTERS = "filter_scheduler.enabled_filters"
SCHEDULER = "scheduler.driver"
PLACED = "filter_scheduler.pci_in_placement"
FALLBACK = "workarounds.disable_fallback_pcpu_query"
DEDICATED = "compute.cpu_dedicated_set"
PINNED = "DEFAULT.vcpu_pin_set"


@rule(
    "pci-filter-missing-on-scheduler",
    theme="cloud",
    severity=Severity.WARNING,
    options=(*SPECS, FILTERS, SCHEDULER, PLACED),
    roles=("scheduler", "compute"),
    scope="cloud",
)
def pci_filter_missing_on_scheduler(fleet: Fleet) -> Iterator[NodeFinding]:
    """Servers that need a PCI device are sent to hosts without one.

    ## What it checks

    Schedulers without PciPassthroughFilter in `[filter_scheduler] enabled_filters`, if a compute
    node has a `[pci] device_spec`, or `passthrough_whitelist` before zed. Compute nodes whose
    driver does not support PCI passthrough are left out: all but libvirt's, and Hyper-V's and
    XenServer's while Nova had them. So are schedulers whose `[scheduler] driver` uses no filters,
    such as `chance_scheduler` up to rocky.

    ## Why it matters

    Nothing else checks whether a host has the device that a server needs. The build fails there and
    is retried on the next host, until no attempts are left.

    With `[filter_scheduler] pci_in_placement` (from 2023.1 on) placement finds hosts for flavors
    with a device. Placement does not know SR-IOV ports, and only the filter decides which of the
    devices are suitable; Nova's help requires both.

    ## Example

    `cmp1` has devices, and `ctl1` has a list of its own:

    ```ini
    [filter_scheduler]
    enabled_filters = ComputeFilter,ImagePropertiesFilter
    ```

    ## Fix safety

    There is no fix: add the filter to the existing list.

    ## Sources

    - doc/source/admin/pci-passthrough.rst, on nova-scheduler
    - nova/scheduler/filters/pci_passthrough_filter.py, 34.0.0
    - nova/objects/request_spec.py (`generate_request_groups_from_pci_requests`), 34.0.0
    """
    hosts = filter(gives_devices, fleet.of("compute"))
    owners = [node for node in hosts if any(_specs(node, spec) for spec in SPECS)]
    lacking = [node for node in fleet.of("scheduler") if _lacks_filter(node)]
    if owners and lacking:
        spec = SPECS[0] if _specs(owners[0], SPECS[0]) else SPECS[1]
        yield NodeFinding(
            lacking[0],
            FILTERS,
            "`[filter_scheduler] enabled_filters` lacks `PciPassthroughFilter`, and"
            f" `{owners[0].name}` has PCI devices for servers: {_consequence(lacking)}; add it",
            tuple(lacking[1:]),
            (NodeNote(owners[0], spec, "has devices"),),
        )


def _consequence(schedulers: list[Node]) -> str:
    """Return what comes of it; placement, if asked for devices, is not for those of ports."""
    if all(node.value(PLACED) is True for node in schedulers):
        return "servers with SR-IOV ports are sent to hosts without such devices"
    return "these are sent to hosts without such devices"


def _specs(node: Node, option: str) -> list[str]:
    """Return the specifications of devices, without empty lists."""
    values = node.value(option)
    texts = map(str, values) if isinstance(values, tuple) else ()
    return [text for text in texts if text.strip("[] ")]


def _lacks_filter(node: Node) -> bool:
    value = node.value(FILTERS)
    filtering = node.value(SCHEDULER) in (None, "filter_scheduler", "caching_scheduler")
    return (
        filtering
        and type(value) is tuple
        and not any(str(name).endswith(("PciPassthroughFilter", "all_filters")) for name in value)
    )


@rule(
    "pcpu-fallback-off-too-early",
    theme="cloud",
    severity=Severity.WARNING,
    options=(FALLBACK, DEDICATED, PINNED, DRIVER),
    releases=(20, None),
    since="the option came in train (nova/conf/workarounds.py)",
    roles=("scheduler", "compute"),
    scope="cloud",
)
def pcpu_fallback_off_too_early(fleet: Fleet) -> Iterator[NodeFinding]:
    """The PCPU fallback query is disabled while hosts still use `vcpu_pin_set`.

    ## What it checks

    Schedulers with `[workarounds] disable_fallback_pcpu_query` true, where a compute node has
    `vcpu_pin_set` and no `[compute] cpu_dedicated_set`, or an empty one. Compute nodes with another
    driver than libvirt's are left out, and those whose driver a template decides: none of the
    others reads either option but XenAPI's, which was removed in victoria and is not looked at.

    It is an error where the fleet is complete and no compute node has a dedicated set: no pinned
    server can be built at all. Nothing is reported where the facts say that there are none
    (`numa_guests` false).

    ## Why it matters

    A host with `vcpu_pin_set` reports no PCPU. Without the second question, which the option turns
    off, such hosts are never candidates for pinned servers: *NoValidHost*.

    ## Example

    `ctl1` has the option on, and `cmp1` still has:

    ```ini
    [DEFAULT]
    vcpu_pin_set = 2-15
    ```

    ## Fix safety

    No fix: give the host `cpu_dedicated_set` in place of `vcpu_pin_set`, with no servers on it, or
    turn the option off until all hosts have it. nova-compute does not start with both.

    ## Sources

    - nova/scheduler/manager.py, `select_destinations`, nova/conf/workarounds.py and
      nova/virt/libvirt/driver.py, `_check_cpu_set_configuration`, 34.0.0
    """
    off = [node for node in fleet.of("scheduler") if node.value(FALLBACK) is True]
    hosts = [node for node in fleet.of("compute") if _is_libvirt(node)]
    old = [node for node in hosts if node.value(PINNED) and _has_no_dedicated(node)]
    if off and old and fleet.facts.numa_guests is not False:
        nowhere = fleet.complete and all(map(_has_no_dedicated, fleet.of("compute")))
        yield NodeFinding(
            off[0],
            FALLBACK,
            f"`[workarounds] disable_fallback_pcpu_query` is true, but `{old[0].name}` has"
            " `vcpu_pin_set` and no `cpu_dedicated_set`: no pinned server is ever sent there;"
            " replace `vcpu_pin_set` with `[compute] cpu_dedicated_set` first, or with"
            " `cpu_shared_set` if the host is not for pinned servers",
            tuple(off[1:]),
            (NodeNote(old[0], PINNED, "no dedicated set here"),),
            override=Severity.ERROR if nowhere else None,
        )


def _is_libvirt(node: Node) -> bool:
    """Return whether the driver of a node is libvirt's, and no template decides which it is."""
    decided = node.knows(DRIVER) or not node.is_written(DRIVER)
    return decided and driver_of(node) == "libvirt"


def _has_no_dedicated(node: Node) -> bool:
    """Return whether a host sets no processors apart; an empty set is none."""
    return node.knows(DEDICATED) and not node.value(DEDICATED)
