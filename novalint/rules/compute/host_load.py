"""Work that grows with the servers of a host and with the hosts of a cloud."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.drivers import RESUMING
from novalint.rules.common.places import finding, set_fix, unset_fix
from novalint.rules.compute.periodic import ENABLE, tasks_run
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

RESOURCES = "update_resources_interval"
RESUME = "resume_guests_state_on_host_boot"
USAGE = "volume_usage_poll_interval"
MEMORY = "mem_stats_period_seconds"


@rule(
    "resource-updates-off",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{RESOURCES}", f"DEFAULT.{ENABLE}"),
    roles=("compute",),
)
def resource_updates_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-compute does not update the resources of its host periodically.

    ## What it checks

    `update_resources_interval` below 0. Where `periodic_enable` is false no task runs at all, see
    [periodic-tasks-off](periodic-tasks-off.md), and there is no finding about this one.

    ## Why it matters

    What is seen at start is then refreshed only when a server here is built, moved, resized or
    deleted, and not all of it. Until then placement and the scheduler work with outdated numbers: a
    new ratio or trait is not seen. A disk that fills up and a PCI device that is lost are not seen
    before the next start, and what an evacuated server has left allocated is not removed.

    ## Example

        [DEFAULT]
        update_resources_interval = -1

    ## Fix safety

    Unsafe: the assignment is commented out. Where no other file sets one, the default applies:
    every 60 seconds.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/manager.py (`update_available_resource`); oslo.service
    4.8.0: periodic_task.py (`_add_periodic_task`).
    """
    interval = config.integer("DEFAULT", RESOURCES)
    if interval is None or interval >= 0 or not tasks_run(config):
        return
    yield finding(
        config,
        "DEFAULT",
        RESOURCES,
        f"`{RESOURCES}` {interval} stops the regular reports of resources, so placement and the"
        " scheduler work with outdated numbers; remove it",
        unset_fix(config, "DEFAULT", RESOURCES),
    )


@rule(
    "resource-updates-for-large-cloud",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{RESOURCES}", f"DEFAULT.{ENABLE}"),
    roles=("compute",),
    needs=(("compute_hosts", "instances_per_host"),),
    thresholds={"compute_hosts": 500, "instances_per_host": 200, "seconds": 120},
)
def resource_updates_for_large_cloud(
    config: Config,
    deployment: Deployment,
    compute_hosts: float,
    instances_per_host: float,
    seconds: float,
) -> Iterator[Finding]:
    """In a large cloud, frequent resource updates keep placement and conductors busy.

    ## What it checks

    `update_resources_interval` below 120 seconds (0, the default, means 60) with 500 compute hosts
    or 200 servers a host; all numbers are thresholds.

    ## Why it matters

    Each report reads all servers of the host from the database through a conductor and compares
    inventories and allocations with placement.

    ## Example

        [DEFAULT]
        #update_resources_interval = 0

    ## Fix safety

    Unsafe: sets 120 seconds. Changes of the host are seen later; a negative number would switch the
    reports off.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/manager.py (`update_available_resource`),
    nova/conf/compute.py. The numbers are experience, not a limit of the code; hence a note only.
    """
    interval = config.integer("DEFAULT", RESOURCES)
    hosts, servers = deployment.compute_hosts or 0, deployment.instances_per_host or 0
    if interval is None or not 0 <= interval < seconds or not tasks_run(config):
        return
    if hosts >= compute_hosts or servers >= instances_per_host:
        many = f"all {hosts} hosts" if hosts >= compute_hosts else f"a host with {servers} servers"
        often = "second" if interval == 1 else f"{interval or 60} seconds"
        yield finding(
            config,
            "DEFAULT",
            RESOURCES,
            f"`{RESOURCES}` {interval} makes {many} report all resources every {often};"
            f" set it to {seconds:.0f} or more to spare placement and the conductors",
            set_fix(config, "DEFAULT", RESOURCES, f"{seconds:.0f}"),
        )


@rule(
    "guests-start-all-at-once",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{RESUME}",),
    roles=("compute",),
    drivers=RESUMING,
    needs=("instances_per_host",),
    thresholds={"instances_per_host": 50},
)
def guests_start_all_at_once(
    config: Config, deployment: Deployment, instances_per_host: float
) -> Iterator[Finding]:
    """After a reboot of the host, nova-compute starts all its servers before anything else.

    ## What it checks

    `resume_guests_state_on_host_boot = true` with 50 servers a host or more (a threshold), with a
    driver that starts them again: libvirt, VMware, and Hyper-V and XenServer while Nova had them.

    ## Why it matters

    The option is welcome, as servers come back by themselves. But nova-compute starts them one
    after another, each with its volumes and networks, and takes no request until the last one is
    started: a full host needs a long time for that, and the service looks down meanwhile.

    ## Example

        [DEFAULT]
        resume_guests_state_on_host_boot = true

    ## Fix safety

    There is no fix: it is the operator's choice.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/manager.py (`init_host`, `_init_instance`),
    nova/service.py (`start`, which serves requests after `init_host`). The number of servers is
    experience; hence a note only.
    """
    servers = deployment.instances_per_host or 0
    if servers >= instances_per_host and config.boolean("DEFAULT", RESUME):
        yield finding(
            config,
            "DEFAULT",
            RESUME,
            f"`{RESUME}` true makes nova-compute start its {servers} servers one after another"
            " before it takes any request; allow for that time when you reboot the host",
        )


@rule(
    "volume-usage-polled-for-nobody",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{USAGE}", f"DEFAULT.{ENABLE}"),
    roles=("compute",),
    drivers=("libvirt",),
    needs=("telemetry",),
)
def volume_usage_polled_for_nobody(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The usage of every volume is polled, although no service consumes the data.

    ## What it checks

    `volume_usage_poll_interval` above 0 with libvirt's driver, the only one that measures, where no
    service such as Ceilometer takes notifications and `periodic_enable` is true.

    ## Why it matters

    Each time the hypervisor is asked for every attached volume, and each answer is a write to the
    database and a notification `volume.usage`.

    ## Example

        [DEFAULT]
        volume_usage_poll_interval = 300

    ## Fix safety

    Unsafe: the assignment is commented out. Where no other file sets one, the default of 0 applies:
    nothing is measured.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/manager.py (`_poll_volume_usage`,
    `_update_volume_usage_cache`), nova/virt/*/driver.py (`get_all_volume_usage`).
    """
    interval = config.integer("DEFAULT", USAGE) or 0
    if deployment.telemetry is False and interval > 0 and tasks_run(config):
        yield finding(
            config,
            "DEFAULT",
            USAGE,
            f"`{USAGE}` {interval} measures all volumes every"
            f" {'second' if interval == 1 else f'{interval} seconds'} and writes the numbers to the"
            " database, although no telemetry service reads them; remove it",
            unset_fix(config, "DEFAULT", USAGE),
        )


@rule(
    "memory-statistics-for-full-hosts",
    theme="compute",
    severity=Severity.INFO,
    options=(f"libvirt.{MEMORY}",),
    roles=("compute",),
    virt_types=("kvm", "qemu"),
    needs=("instances_per_host",),
    thresholds={"instances_per_host": 100, "seconds": 60},
)
def memory_statistics_for_full_hosts(
    config: Config, deployment: Deployment, instances_per_host: float, seconds: float
) -> Iterator[Finding]:
    """QEMU polls the memory of every guest on a full host several times a minute.

    ## What it checks

    `[libvirt] mem_stats_period_seconds` above 0 and below 60 with 100 servers a host or more, on
    KVM or QEMU; both numbers are thresholds.

    ## Why it matters

    Each guest's balloon driver wakes up every 10 seconds by default to report its numbers: small
    work, but of every guest, idle ones included. Where memory is not measured, no one needs them.

    ## Example

        [libvirt]
        #mem_stats_period_seconds = 10

    ## Fix safety

    Unsafe: sets 60 seconds; 0 switches the numbers off, and from 2024.1 on leaves the balloon
    device out. New guests only.

    ## Sources

    Nova 34.0.0 and 29.4.0: nova/virt/libvirt/driver.py (`_guest_add_memory_balloon`), 15.1.5:
    nova/virt/libvirt/driver.py, nova/conf/libvirt.py. The numbers are experience; hence a note
    only.
    """
    period = config.integer("libvirt", MEMORY) or 0
    servers = deployment.instances_per_host or 0
    if servers >= instances_per_host and 0 < period < seconds:
        yield finding(
            config,
            "libvirt",
            MEMORY,
            f"`[libvirt] {MEMORY}` {period} asks each of {servers} guests about its memory every"
            f" {'second' if period == 1 else f'{period} seconds'}; set it to {seconds:.0f} or more,"
            " or to 0 if nothing measures memory",
            set_fix(config, "libvirt", MEMORY, f"{seconds:.0f}"),
        )
