"""Nodes behind one address of the API, and those that do what it promises."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.networks import callers
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import (
    divided,
    expectation,
    mismatch,
    mostly_on,
)
from novalint.rules.fleet.grouping import URL, conductors_of_api, driver_of, has_neutron

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, NodeFinding, Plain

NEUTRON = "neutron.region_name"
ADDRESSES = {
    "placement.region_name": ("placement.endpoint_override",),
    "placement.os_region_name": ("placement.region_name",),
    "cinder.os_region_name": ("cinder.endpoint_template",),
    NEUTRON: ("neutron.endpoint_override", "neutron.url"),
    "glance.region_name": ("glance.endpoint_override", "glance.api_servers"),
}
"""Regions of services, and what stands over them: an address, or the newer name."""
TOKEN = "service_user.send_service_user_token"
LOGIN = ("service_user.auth_section", "service_user.auth_type")
RECLAIM = "DEFAULT.reclaim_instance_interval"
TEMPLATE = "DEFAULT.instance_name_template"
UNNAMED = ("ironic", "vmwareapi")
"""Drivers that give guests no such name, or find them by their UUID and show another name."""
BY_NAME = frozenset(("hyperv", "xenapi"))
"""Drivers that find guests by their name alone."""


@rule(
    "regions-differ",
    theme="cloud",
    severity=Severity.ERROR,
    options=tuple(
        dict.fromkeys((*ADDRESSES, *(name for names in ADDRESSES.values() for name in names)))
    ),
    scope="cloud",
)
def regions_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes of one cloud use services of different regions.

    ## What it checks

    `[placement] region_name` (`os_region_name` up to pike), `[cinder] os_region_name`, `[neutron]
    region_name` and `[glance] region_name` on all nodes that set them. A node that names none is
    not reported: with one region it finds the same service. So is one that has the address of the
    service in its file, such as `endpoint_override`, for which no region counts, and one that runs
    only services that do not call it: console proxies call none, nova-metadata neither Cinder,
    Glance nor placement, and nova-scheduler neither Cinder nor Glance.

    ## Why it matters

    Compute nodes report to one placement, and the scheduler asks another: *Got no allocation
    candidates from the Placement API*. A volume is made in one Cinder and looked for in another.

    ## Example

    The file of `cmp1` comes from another site:

    ```ini
    [placement]
    region_name = RegionTwo
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. A compute node with servers has its records in
    the region of today.

    ## Sources

    - nova/utils.py, `get_ksa_adapter`, nova/image/glance.py, `get_api_servers`, and
      nova/volume/cinder.py, `_get_auth` and `cinderclient`, 34.0.0
    - nova/conf/placement.py and nova/network/neutronv2/api.py, `get_client`, 15.1.5 and 16.1.8
    """
    consequence = "they use services of different regions, so one does not see what another does"
    for option, addresses in ADDRESSES.items():
        nodes = [node for node in fleet.nodes if node.value(option) and _may_call(node, option)]
        if option == NEUTRON:
            nodes = list(filter(has_neutron, nodes))
        seeking = [node for node in nodes if not any(_has(node, name) for name in addresses)]
        yield from mismatch(seeking, option, consequence)


def _may_call(node: Node, option: str) -> bool:
    """Whether a node may run a service that calls the one that an option is about."""
    return _may_be(node, *callers(option.partition(".")[0], node.release.major))


def _has(node: Node, option: str) -> bool:
    """Whether a node has something, by default too, or a tool has yet to write what."""
    return bool(node.value(option)) or node.is_written(option)


@rule(
    "service-token-not-sent-by-all",
    theme="cloud",
    severity=Severity.ERROR,
    options=(TOKEN, *LOGIN, URL),
    releases=(25, None),
    since="Cinder asks for such tokens from the time of yoga on (CVE-2023-2088)",
    roles=("api", "conductor", "compute"),
    scope="cloud",
)
def service_token_not_sent_by_all(fleet: Fleet) -> Iterator[NodeFinding]:
    """Some nodes send service tokens, and others do not.

    ## What it checks

    `[service_user] send_service_user_token` on the api, conductor and compute nodes. If only
    conductors on another broker than the api nodes differ, it is a warning: they serve a cell, and
    detach nothing.

    ## Why it matters

    Long operations outlive the token of the user. Nodes without a service token fail in their
    clean-up, and Cinder refuses to detach a volume for them, so that what works on one host fails
    on the next. The conductor of a cell asks Cinder and neutron where a build is tried on another
    host.

    ## Example

    `cmp1` was left out:

    ```ini
    [service_user]
    send_service_user_token = false
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. There is no fix where one of them has no
    credentials in `[service_user]`, without which it sends no token. Tokens are never switched off.

    ## Sources

    - doc/source/admin/configuration/service-user-token.rst: required for every service
    - nova/service_auth.py, `get_service_auth_plugin`, and nova/conductor/manager.py,
      `_validate_existing_attachment_ids`, 34.0.0
    """
    nodes = fleet.of("api", "conductor", "compute")
    consequence, override = "Cinder refuses to detach volumes for nodes that do not send it", None
    if not divided(_detaching(fleet), TOKEN):
        consequence = (
            "where it is false, a rescheduled build fails once the user's token has expired"
        )
        override = Severity.WARNING
    division = divided(nodes, TOKEN)
    odd = division.odd if division else ()
    mend = mostly_on(nodes, TOKEN) and all(any(map(node.value, LOGIN)) for node in odd)
    mended = mend and division and expectation(division)
    both = "set it to true on all nodes, and add credentials to `[service_user]`"
    advice = "" if mended else both
    yield from mismatch(nodes, TOKEN, consequence, mend=mend, override=override, advice=advice)


def _detaching(fleet: Fleet) -> list[Node]:
    """Return the nodes that detach volumes: a cell's own conductors, as some may be, do not."""
    is_told = all(node.knows(URL) for node in fleet.of("api"))
    conductors = [node for node in conductors_of_api(fleet) if is_told and node.knows(URL)]
    nodes = fleet.of("api", "conductor", "compute")
    return [node for node in nodes if node.plays("api", "compute") or node in conductors]


@rule(
    "soft-delete-on-one-side",
    theme="cloud",
    severity=Severity.ERROR,
    options=(RECLAIM,),
    roles=("api", "compute"),
    scope="cloud",
)
def soft_delete_on_one_side(fleet: Fleet) -> Iterator[NodeFinding]:
    """API nodes keep deleted servers for a while, but compute nodes never remove them.

    ## What it checks

    `reclaim_instance_interval` on the api and compute nodes. Not reported where it is 0, or empty,
    on all api nodes, since nothing waits for its removal then. It is a warning where all are above
    0, as only the time differs then, which is that of the compute nodes: what the api nodes have
    above 0 does not matter, and is not what hosts without it are compared with, unless a host has
    the same.

    ## Why it matters

    Above 0 nova-api only marks a server as deleted, and its host removes it after that time. On a
    host where it is 0 that task does not run: the server keeps its disk, its addresses and its
    quota forever. nova-api asks for no more than whether it is above 0, and each host waits for as
    long as its own file says: with a smaller number it removes what could still be restored.

    ## Example

    The controllers have 3600, and `cmp1` nothing, which means 0:

    ```ini
    [DEFAULT]
    reclaim_instance_interval = 3600
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. Servers that wait there are removed once it is
    on. There is no fix where most have a number below 0, with which nova-api keeps what no host
    removes.

    ## Sources

    - nova/api/openstack/compute/servers.py, `_delete`, and nova/compute/manager.py,
      `_reclaim_queued_deletes`, 34.0.0
    - nova/conf/compute.py: to be set globally
    """
    api, nodes, hosts = fleet.of("api"), fleet.of("api", "compute"), fleet.of("compute")
    if api and all(node.knows(RECLAIM) and not node.value(RECLAIM) for node in api):
        return
    consequence = "servers that a user deletes are kept forever on some hosts, or removed at once"
    advice, override = "", None
    times = {node.integer(RECLAIM) or 0 for node in hosts if node.knows(RECLAIM)}
    if (
        all(node.value(RECLAIM) for node in api if node.knows(RECLAIM))
        and max(times, default=0) > 0
    ):
        nodes = tuple(node for node in nodes if node in hosts or node.value(RECLAIM) in times)
        if min(times) > 0:
            consequence = "how long a user can restore a deleted server depends on its host"
            nodes, override = hosts, Severity.WARNING
    division = divided(nodes, RECLAIM)
    if division and division.majority and (division.usual[0].integer(RECLAIM) or 0) < 0:
        advice = "set it to the same number above 0 on all nodes"
    yield from mismatch(
        nodes, RECLAIM, consequence, mend=not advice, advice=advice, override=override
    )


@rule(
    "instance-name-template-differs",
    theme="cloud",
    severity=Severity.WARNING,
    options=(TEMPLATE,),
    scope="cloud",
)
def instance_name_template_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes give the same server different names.

    ## What it checks

    `instance_name_template` on compute and api nodes, and on nodes whose role is not given. It is
    an error if compute nodes of one cell with Hyper-V or XenServer differ. Compute nodes with
    Ironic or VMware, whose guests have no such name, are left out. `%(id)08x` and `%08x` are the
    same.

    ## Why it matters

    The name of a guest is never stored: each service builds it from its own template. nova-api does
    so for the name that it shows to administrators, `OS-EXT-SRV-ATTR:instance_name`, which is then
    not the guest's name on its host. Nova itself finds libvirt guests by their UUID. A guest keeps
    its name through a live migration and when the template changes, though: a rescue then fails
    with *domain is already defined with uuid*, until a hard reboot has given it the new name.
    Guests of Hyper-V and XenServer are looked up by name, so a host with another template does not
    find those that come from elsewhere.

    ## Example

    `cmp1` has a template of its own:

    ```ini
    [DEFAULT]
    instance_name_template = node1-%08x
    ```

    ## Fix safety

    Unsafe for API nodes. There is no fix for a compute node: its guests have names from its present
    template, so move them away before you change it.

    ## Sources

    - nova/objects/instance.py, `Instance.name`, and nova/api/openstack/compute/views/servers.py,
      34.0.0
    - nova/virt/libvirt/host.py, `_get_domain`, and driver.py, `rescue`, 15.1.5 and 34.0.0;
      nova/virt/hyperv/vmops.py and nova/virt/xenapi/vm_utils.py, `lookup`, 21.2.4
    - libvirt 11.3.0, src/conf/virdomainobjlist.c, `virDomainObjListAddLocked`
    """
    readers = [node for node in fleet.readers(TEMPLATE) if driver_of(node) not in UNNAMED]
    nodes = [node for node in readers if _may_be(node, "compute", "api")]
    hosts = [node for node in nodes if _may_be(node, "compute")]
    apart = {driver for driver, part in _by_cell(hosts) if divided(part, TEMPLATE, _named)}
    consequence, override = "the API shows instance names that no guest has on its host", None
    if "libvirt" in apart:
        consequence = "a guest keeps its name in a live migration, so rescuing it later fails"
    if not apart.isdisjoint(BY_NAME):
        consequence = "a guest that moves, or was created earlier, is not found by its name"
        override = Severity.ERROR
    division = divided(nodes, TEMPLATE, _named)
    mend = division is not None and not set(hosts) & set(division.odd)
    advice = "" if mend else "move all servers off a host before you change it there"
    yield from mismatch(
        nodes,
        TEMPLATE,
        consequence,
        meaning=_named,
        mend=mend,
        override=override,
        advice=advice,
    )


def _named(value: Plain) -> object:
    """Take `%(id)08x` for `%08x`: both are the number of a server (nova/objects/instance.py)."""
    text = str(value)
    return text.replace("%(id)", "%") if text.count("%(") == 1 else value


def _by_cell(nodes: list[Node]) -> list[tuple[str, list[Node]]]:
    """Return nodes with their driver, by it and by cell: no guest moves from one to another."""
    parts = dict.fromkeys((node.cell, driver_of(node)) for node in nodes)
    return [
        (driver, [node for node in nodes if (node.cell, driver_of(node)) == (cell, driver)])
        for cell, driver in parts
    ]


def _may_be(node: Node, *roles: str) -> bool:
    return not node.roles or bool({*roles, "all"} & node.roles)
