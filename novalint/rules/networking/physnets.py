"""Which NUMA nodes the physical networks of a host belong to."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.absent import includes, may_be
from novalint.config.layers import COMPUTED
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import severity_of_absence, severity_unless_set
from novalint.rules.common.lists import drop_items_fix
from novalint.rules.common.places import at, finding, lacking_names
from novalint.rules.declaration import rule
from novalint.text.document import normalize_group
from novalint.wording import listed, shown, visible

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

PHYSNETS = ("neutron", "physnets")
GROUP = "neutron_physnet_"
NODES = "numa_nodes"


@rule(
    "physnet-without-numa-nodes",
    theme="networking",
    severity=Severity.ERROR,
    options=("neutron.physnets",),
    releases=(18, None),
    since="the option came in rocky (nova/conf/neutron.py)",
    roles=("compute",),
    virt_types=("kvm", "qemu"),
    neutron=True,
)
def physnet_without_numa_nodes(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A physical network is listed for NUMA affinity, but its NUMA nodes are not set.

    ## What it checks

    That every name in `[neutron] physnets` has a group `[neutron_physnet_NAME]` with `numa_nodes`,
    on hosts with libvirt and KVM or QEMU, and that no name is empty. The nodes must exist on the
    host, which no file shows. Where no file read here has such a group and they do not look like a
    whole configuration, it is info: another file may hold it. Not reported where a template
    computes the name of such a group or includes another file.

    ## Why it matters

    nova-compute starts, but fails each time it looks at the host's NUMA topology: its resources are
    never reported, and the host gets no servers.

    ## Example

        [neutron]
        physnets = physnet0,physnet1
        [neutron_physnet_physnet0]
        numa_nodes = 0

    ## Fix safety

    Unsafe: the name is removed from the list, so that its ports go without NUMA affinity. Set
    `numa_nodes` instead where the node is known. There is no fix where they are set for a name that
    is not listed: then one of the two is probably misspelt. Nor is there where another file may set
    them.

    ## Sources

    Nova 34.0.0 and 18.3.0: nova/virt/libvirt/driver.py (`_get_host_numa_topology`),
    nova/compute/manager.py (`_update_available_resource_for_node`), nova/conf/neutron.py.
    """
    nodes = tuple(_nodes(config))
    placed = {setting.group for setting in nodes if setting.unknown or setting.value != []}
    placed |= {group for layer in config.layers for group, name in layer.doubtful if name == NODES}
    names = dict.fromkeys(config.items(*PHYSNETS) or ())
    without = [name for name in names if normalize_group(f"{GROUP}{name}") not in placed]
    lacking = [name for name in without if not (name and _is_computed(config, f"{GROUP}{name}"))]
    if lacking:
        setting, unlisted = config.setting(*PHYSNETS), any(_unlisted(config))
        absent = all(lacking) and not nodes
        elsewhere = severity_of_absence(config) if absent else None
        yield finding(
            config,
            *PHYSNETS,
            _unplaced(config, [name for name in lacking if name]),
            *(() if unlisted or elsewhere else drop_items_fix(setting, lacking)),
            override=elsewhere,
        )


def _is_computed(config: Config, group: str) -> bool:
    """Return whether a template may hold the NUMA nodes of a group.

    It computes the name of a group with NUMA nodes, or includes another file.
    """
    if includes(config.documents):
        return True
    lines = (line for document in config.documents for line in document.assignments)
    return any(
        may_be((group, NODES), (line.group, line.option))
        for line in lines
        if line.group and COMPUTED in line.group
    )


def _unplaced(config: Config, names: list[str]) -> str:
    """Return the message about names without NUMA nodes; without names, about an empty one."""
    effect = "so nova-compute cannot report the host's resources"
    if not names:
        return f"`[neutron] physnets` lists an empty name, {effect}; remove the extra comma"
    them = "it" if len(names) == 1 else "them"
    options = listed(f"[{GROUP}{name}] {NODES}" for name in names)
    lacks = lacking_names(config, [(normalize_group(f"{GROUP}{name}"), NODES) for name in names])
    return (
        f"`[neutron] physnets` lists {listed(names)}, but {options} {lacks}, {effect};"
        f" set {them}, or remove the name from the list"
    )


@rule(
    "physnet-group-not-listed",
    theme="networking",
    severity=Severity.WARNING,
    options=("neutron.physnets",),
    releases=(18, None),
    since="the option came in rocky (nova/conf/neutron.py)",
    roles=("compute",),
    virt_types=("kvm", "qemu"),
    neutron=True,
)
def physnet_group_not_listed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """NUMA nodes are set for a physical network that `[neutron] physnets` does not list.

    ## What it checks

    `numa_nodes` in a group `[neutron_physnet_NAME]` where `[neutron] physnets` lacks the name; in a
    template, where no branch lists it. It is info where the files do not set `[neutron] physnets`
    and do not look like a whole configuration: another file may set it.

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

    There is no fix: add the name to the list, or remove the group.

    ## Sources

    Nova 34.0.0 and 18.3.0: nova/conf/neutron.py (`register_dynamic_opts`).
    """
    for setting in _unlisted(config):
        name = setting.group.removeprefix(GROUP)
        if _other_branch_lists(config, setting):
            continue
        yield Finding(
            f"`[{visible(setting.group)}] {NODES}` is not read, as `[neutron] physnets` does not"
            f" list {shown(name)}; add it to `physnets`",
            at(setting.places[-1]),
            setting.group,
            NODES,
            override=severity_unless_set(config, PHYSNETS),
        )


def _unlisted(config: Config) -> Iterator[Setting]:
    """Yield the NUMA nodes that files set, to any, for names that `physnets` lacks."""
    physnets = config.value(*PHYSNETS)  # of which no part may be unknown
    if not isinstance(physnets, list):
        return
    known = {normalize_group(f"{GROUP}{name}") for name in physnets}
    for setting in _nodes(config):
        if setting.group not in known and (setting.unknown or setting.value != []):
            yield setting


def _other_branch_lists(config: Config, nodes: Setting) -> bool:
    """Return whether another branch of a template lists the network of a group that all share."""
    document, line = nodes.places[-1]
    if not config.arms or document.arms(line.span.start):
        return False
    lists = (
        assignment.value
        for assignment in document.assignments
        if (normalize_group(assignment.group), assignment.option) == PHYSNETS
    )
    names = (name.strip() for text in lists for name in text.split(","))
    return any(normalize_group(f"{GROUP}{name}") == nodes.group for name in names)


def _nodes(config: Config) -> Iterator[Setting]:
    """Yield the NUMA nodes that files set for physical networks, listed or not."""
    for setting in config.settings:
        if setting.group.startswith(GROUP) and setting.name == NODES:
            yield setting
