"""What one host keeps for itself, and how often all hosts ask placement."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.filters import AVAILABLE, ENABLED, GROUP, READ
from novalint.rules.common.filters import append_fix, beside, missing
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

RESERVED = "reserved_host_memory_mb"
REFRESH = "resource_provider_association_refresh"
INTERVAL = "update_resources_interval"
LIMIT = "max_io_ops_per_host"
_MINUTE = 60
_UNUSED = 18
"""The major version in which each report asks for all of it, whatever the option says (rocky)."""


@rule(
    "host-memory-reserve-small",
    theme="capacity",
    severity=Severity.INFO,
    options=(f"DEFAULT.{RESERVED}", "libvirt.file_backed_memory"),
    roles=("compute",),
    virt_types=("kvm", "qemu"),
    needs=("role", "instances_per_host"),
    thresholds={"instances_per_host": 20, "mb_per_server": 100, "mb_for_host": 4096},
)
def host_memory_reserve_small(
    config: Config,
    deployment: Deployment,
    instances_per_host: float,
    mb_per_server: float,
    mb_for_host: float,
) -> Iterator[Finding]:
    """The memory reserved for the host is less than the overhead of its many servers.

    ## What it checks

    `[DEFAULT] reserved_host_memory_mb`, 512 by default, against 100 MB for each of 20 servers or
    more on a host with KVM or QEMU. Both numbers are thresholds, from experience. A
    `ram_allocation_ratio` below 1.0, which keeps memory back too, is not looked at.

    ## Why it matters

    Nova counts the memory of the flavors only. The processes that run the servers need some each
    (video memory, buffers, page tables), and so do the system, the network agent and, where it is
    there, storage. A host that is full by Nova's count then starts to swap, or the kernel kills a
    guest.

    ## Example

        [DEFAULT]
        #reserved_host_memory_mb = 512

    ## Fix safety

    Unsafe: sets 4096 MB (a threshold) and 100 MB for each server. Hosts that are full already take
    no new servers then. Measure first where you can. There is no fix where that is half of the
    host's memory (the fact host_ram_gb) or more.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`update_provider_tree`), nova/conf/compute.py; the
    default of 15.1.5 to 34.0.0.
    """
    reserved = config.integer("DEFAULT", RESERVED)
    servers = deployment.instances_per_host or 0
    needed = servers * mb_per_server
    if reserved is None or reserved >= needed or servers < instances_per_host:
        return
    if config.integer("libvirt", "file_backed_memory"):
        return
    wanted = mb_for_host + needed
    fits = not deployment.host_ram_gb or wanted < deployment.host_ram_gb * 1024 / 2
    number = f", for example to {mb_for_host:g} + {needed:g} = {wanted:g}" if fits else ""
    yield finding(
        config,
        "DEFAULT",
        RESERVED,
        f"`{RESERVED}` {reserved} is less than the {servers} x {mb_per_server:g} MB = {needed:g} MB"
        f" that {servers} servers may need in addition to their own memory; raise it{number}",
        *((set_fix(config, "DEFAULT", RESERVED, f"{wanted:.0f}"),) if fits else ()),
    )


@rule(
    "placement-refresh-for-many-hosts",
    theme="capacity",
    severity=Severity.INFO,
    options=(f"compute.{REFRESH}", f"DEFAULT.{INTERVAL}", "DEFAULT.periodic_enable"),
    releases=(17, None),
    since="the option came in queens (nova/conf/compute.py)",
    roles=("compute",),
    needs=("role", "compute_hosts"),
    thresholds={"compute_hosts": 500, "seconds": 3600},
)
def placement_refresh_for_many_hosts(
    config: Config, deployment: Deployment, compute_hosts: float, seconds: float
) -> Iterator[Finding]:
    """All hosts of a large cloud often query placement for data that rarely changes.

    ## What it checks

    `[compute] resource_provider_association_refresh`, 300 seconds by default, in a cloud of 500
    compute hosts or more, where it is below an hour; both numbers are thresholds. Rocky asks at
    each report, whatever the option says, and is left out. So are hosts that report once an hour
    or less often (`update_resources_interval`), or never (below 0, `periodic_enable = false`).

    ## Why it matters

    When a host reports (once a minute, or each `update_resources_interval` seconds) and that time
    is over, it reads its aggregates and its traits again, from stein on its tree of providers and
    its inventory as well: two requests or four, and more for nested providers and for those that
    share with it. Only a change made by someone else in placement needs that; nova-compute knows
    its own changes.

    ## Example

        [compute]
        #resource_provider_association_refresh = 300

    ## Fix safety

    Unsafe: sets an hour. From stein on 0 reads them once at start and on SIGHUP only.

    ## Sources

    Nova 34.0.0, 19.3.2, 18.3.0 and 17.0.13: nova/scheduler/client/report.py
    (`_ensure_resource_provider`, `_refresh_associations`, `_associations_stale`),
    nova/compute/manager.py (`update_available_resource`); nova/conf/compute.py of 17.0.13 to
    34.0.0.
    """
    refresh, hosts = config.integer("compute", REFRESH) or 0, deployment.compute_hosts or 0
    if config.release.major == _UNUSED or hosts < compute_hosts or not 0 < refresh < seconds:
        return
    interval = config.integer("DEFAULT", INTERVAL) or _MINUTE
    period = -(-refresh // interval) * interval if interval > 0 else 0  # whole intervals
    if interval > 0 and period < seconds and config.boolean("DEFAULT", "periodic_enable"):
        each = 4 if config.release.major >= 19 else 2
        rate = round(hosts * each / period, 1)
        yield finding(
            config,
            "compute",
            REFRESH,
            f"`[compute] {REFRESH}` {refresh} makes {hosts} hosts send about"
            f" {rate:g} requests a second to placement for data that hardly changes; set it to"
            f" {seconds:.0f}",
            set_fix(config, "compute", REFRESH, f"{seconds:.0f}"),
        )


@rule(
    "builds-not-spread-over-disks",
    theme="capacity",
    severity=Severity.INFO,
    options=(*READ, f"{GROUP}.{AVAILABLE}", f"{GROUP}.{LIMIT}"),
    roles=("scheduler",),
    needs=("role", "disk_kind"),
)
def builds_not_spread_over_disks(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """No filter limits the number of builds at once on hosts with rotating disks.

    ## What it checks

    A scheduler with neither IoOpsFilter nor AggregateIoOpsFilter where the fact disk_kind is `hdd`.

    ## Why it matters

    Building, resizing, snapshots and migration all write images, and a rotating disk that writes
    several at once writes each of them very slowly. The filter leaves out hosts that have
    `max_io_ops_per_host` (8 by default) of them under way, so that a burst spreads over the cloud;
    the weigher of that name only prefers other hosts. This is advice from experience, without a
    published number.

    ## Example

        [filter_scheduler]
        enabled_filters = ComputeFilter,ImagePropertiesFilter

    ## Fix safety

    Unsafe: adds IoOpsFilter. Requests fail where every host is busy. There is no fix where
    `max_io_ops_per_host` is 0 or empty, with which no host passes the filter, or is not known here.

    ## Sources

    Nova 34.0.0: nova/scheduler/filters/io_ops_filter.py, nova/scheduler/weights/io_ops.py; the same
    in 15.1.5.
    """
    if deployment.disk_kind == "hdd" and missing(
        config, deployment, ["IoOpsFilter", "AggregateIoOpsFilter"]
    ):
        setting = config.setting(GROUP, LIMIT)
        limit = setting.partial
        serves = isinstance(limit, int) and limit > 0
        yield finding(
            config,
            GROUP,
            ENABLED,
            f"`[{GROUP}] {ENABLED}` has no filter that leaves out hosts with many builds, so a"
            " burst of builds may land on the rotating disks of one host; add `IoOpsFilter`"
            f"{beside(config, ['IoOpsFilter'])}{_beside_limit(setting)}",
            *(append_fix(config, ["IoOpsFilter"]) if serves else ()),
        )


def _beside_limit(setting: Setting) -> str:
    """Return what else has to be done for a filter that lets no host pass by its limit.

    Nothing where the limit is not known here, or refused, of which another rule tells.
    """
    limit = setting.partial
    if setting.unknown or setting.fault:
        return ""
    if limit is None:
        return f" and set `{LIMIT}` to a number, as no host passes the filter without one"
    if isinstance(limit, int) and limit <= 0:
        return f" and raise `{LIMIT}`, as the filter refuses every host while that is {limit}"
    return ""
