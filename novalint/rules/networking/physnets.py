"""Which NUMA nodes the physical networks of a host belong to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Location, Severity
from novalint.rules.common.lists import drop_items_fix
from novalint.rules.common.places import at_option
from novalint.rules.common.plugging import driver_waits
from novalint.rules.declaration import rule
from novalint.text.document import normalize_group
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

PHYSNETS = "physnets"
GROUP = "neutron_physnet_"
NODES = "numa_nodes"
READ = (f"neutron.{PHYSNETS}", "DEFAULT.compute_driver", "libvirt.virt_type")


@rule(
    "physnet-without-numa-nodes",
    theme="networking",
    severity=Severity.ERROR,
    options=READ,
    releases=(18, None),
    roles=("compute",),
)
def physnet_without_numa_nodes(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A physical network is listed for NUMA affinity, but its NUMA nodes are not told.

    ## What it checks

    That every name in `[neutron] physnets` has a group `[neutron_physnet_NAME]` with `numa_nodes`,
    on hosts with libvirt and KVM or QEMU. The nodes must exist on the host, which no file shows.

    ## Why it matters

    nova-compute starts, but fails each time it looks at the host's NUMA topology: its resources are
    never reported, and the host gets no servers.

    ## Example

        [neutron]
        physnets = physnet0,physnet1
        [neutron_physnet_physnet0]
        numa_nodes = 0

    ## Fix safety

    Unsafe: the name is taken out of the list, so that its ports go without NUMA affinity. Add the
    group instead where the node is known.

    ## Sources

    Nova 34.0.0 and 18.3.0: nova/virt/libvirt/driver.py (`_get_host_numa_topology`),
    nova/compute/manager.py (`_update_available_resource_for_node`), nova/conf/neutron.py.
    """
    names = config.value("neutron", PHYSNETS)
    if not isinstance(names, list) or not driver_waits(config):
        return
    lacking = [str(one) for one in names if one and _without_nodes(config, str(one))]
    if lacking:
        many = "these physical networks have" if len(lacking) > 1 else "this physical network has"
        yield Finding(
            f"{many} no `{NODES}`, so the host's resources are never reported:"
            f" {', '.join(shown(one) for one in lacking)}; set them in `[{GROUP}NAME]`, or take the"
            " name out of the list",
            at_option(config, "neutron", PHYSNETS),
            "neutron",
            PHYSNETS,
            drop_items_fix(config.setting("neutron", PHYSNETS), lacking),
        )


def _without_nodes(config: Config, physnet: str) -> bool:
    group = normalize_group(f"{GROUP}{physnet}")
    return config.schema.option(group, NODES) is not None and config.value(group, NODES) == []


@rule(
    "physnet-group-not-listed",
    theme="networking",
    severity=Severity.WARNING,
    options=(f"neutron.{PHYSNETS}",),
    releases=(18, None),
    roles=("compute",),
)
def physnet_group_not_listed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """NUMA nodes are told for a physical network that `[neutron] physnets` does not list.

    ## What it checks

    `numa_nodes` in a group `[neutron_physnet_NAME]` where `[neutron] physnets` lacks the name.

    ## Why it matters

    Nova reads only the groups of the names that are listed. Servers with ports of this network are
    placed without regard to its NUMA node, silently.

    ## Example

        [neutron]
        physnets = physnet0
        [neutron_physnet_physnet0]
        numa_nodes = 0
        [neutron_physnet_physnet1]
        numa_nodes = 1

    ## Fix safety

    There is no fix: add the name to the list, or drop the group.

    ## Sources

    Nova 34.0.0 and 18.3.0: nova/conf/neutron.py (`register_dynamic_opts`).
    """
    physnets = config.setting("neutron", PHYSNETS)
    if physnets.fault or not isinstance(physnets.value, list):
        return
    known = {normalize_group(f"{GROUP}{name}") for name in physnets.value}
    for setting in config.settings:
        if setting.group.startswith(GROUP) and setting.name == NODES and setting.group not in known:
            place = setting.places[-1]
            yield Finding(
                f"Nova does not read {shown(setting.group)}, as `[neutron] {PHYSNETS}` does"
                f" not list {shown(setting.group.removeprefix(GROUP))}; add it there",
                Location.of(place.document, place.assignment.span),
                setting.group,
                NODES,
            )
