"""Work that grows with the servers of a host and with the hosts of a cloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.nova.drivers import package
from novalint.rules.common.places import at_option, set_fix, unset_fix
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
    options=(f"DEFAULT.{RESOURCES}",),
    releases=(15, None),
    roles=("compute",),
)
def resource_updates_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-compute no longer looks at its host's resources from time to time.

    ## What it checks

    `update_resources_interval` below 0.

    ## Why it matters

    What is seen at start is then refreshed only when a server is built or moved here. Until then
    placement and the scheduler work with old numbers: a full disk, a lost PCI device, a new ratio
    or trait are not seen, and what an evacuated server has left allocated is not removed.

    ## Example

        [DEFAULT]
        update_resources_interval = -1

    ## Fix safety

    Unsafe: the option is commented out, so that the default applies: every 60 seconds.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/manager.py (`update_available_resource`); oslo.service:
    periodic_task.py (`_add_periodic_task`).
    """
    interval = config.value("DEFAULT", RESOURCES)
    if isinstance(interval, int) and interval < 0:
        yield Finding(
            f"with `{RESOURCES}` {interval} nova-compute no longer looks at its host's resources"
            " regularly, and placement works with old numbers; drop the option",
            at_option(config, "DEFAULT", RESOURCES),
            "DEFAULT",
            RESOURCES,
            (unset_fix(config, "DEFAULT", RESOURCES, "Let the default of 60 seconds apply"),),
        )


@rule(
    "resource-updates-for-large-cloud",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{RESOURCES}",),
    releases=(15, None),
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
    """In a large cloud the resource reports of all hosts keep placement and conductors busy.

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

    Nova 34.0.0: nova/compute/manager.py (`update_available_resource`), nova/conf/compute.py. The
    numbers are experience, not a limit of the code; hence a note only.
    """
    interval = config.value("DEFAULT", RESOURCES)
    hosts, servers = deployment.compute_hosts or 0, deployment.instances_per_host or 0
    if not isinstance(interval, int) or not 0 <= interval < seconds:
        return
    if hosts >= compute_hosts or servers >= instances_per_host:
        many = f"{hosts} hosts" if hosts >= compute_hosts else f"hosts with {servers} servers"
        yield Finding(
            f"{many} report all their resources every {interval or 60} seconds; "
            f"{seconds:.0f} seconds or more spare placement and the conductors",
            at_option(config, "DEFAULT", RESOURCES),
            "DEFAULT",
            RESOURCES,
            (set_fix(config, "DEFAULT", RESOURCES, f"{seconds:.0f}"),),
        )


@rule(
    "guests-start-all-at-once",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{RESUME}",),
    releases=(15, None),
    roles=("compute",),
    needs=("instances_per_host",),
    thresholds={"instances_per_host": 50},
)
def guests_start_all_at_once(
    config: Config, deployment: Deployment, instances_per_host: float
) -> Iterator[Finding]:
    """After a reboot of the host nova-compute starts all its servers one upon the other.

    ## What it checks

    `resume_guests_state_on_host_boot = true` with 50 servers a host or more (a threshold).

    ## Why it matters

    The option is welcome, as servers come back by themselves. But on a full host the storm of
    starts meets disks and network agents all at once, and nova-compute takes no other work until
    the last server is started.

    ## Example

        [DEFAULT]
        resume_guests_state_on_host_boot = true

    ## Fix safety

    There is no fix: it is the operator's choice.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_init_instance`, `_resume_guests_state`). The number of
    servers is experience; hence a note only.
    """
    servers = deployment.instances_per_host or 0
    if servers >= instances_per_host and config.value("DEFAULT", RESUME) is True:
        yield Finding(
            f"after a reboot of the host nova-compute first starts all of its {servers} servers;"
            " allow for the load and the time",
            at_option(config, "DEFAULT", RESUME),
            "DEFAULT",
            RESUME,
        )


@rule(
    "volume-usage-polled-for-nobody",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{USAGE}",),
    releases=(15, None),
    roles=("compute",),
    needs=("telemetry",),
)
def volume_usage_polled_for_nobody(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The usage of every volume is measured though nobody takes the numbers.

    ## What it checks

    `volume_usage_poll_interval` above 0 where no service such as Ceilometer takes notifications.

    ## Why it matters

    Each time the hypervisor is asked for every attached volume, and each answer is a write to the
    database and a notification `volume.usage`.

    ## Example

        [DEFAULT]
        volume_usage_poll_interval = 300

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 0, off, applies.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_poll_volume_usage`, `_update_volume_usage_cache`).
    """
    interval = config.value("DEFAULT", USAGE)
    if deployment.telemetry is False and isinstance(interval, int) and interval > 0:
        yield Finding(
            f"every {interval} seconds the usage of all volumes is measured and written to the"
            " database, and nobody takes the numbers; drop the option",
            at_option(config, "DEFAULT", USAGE),
            "DEFAULT",
            USAGE,
            (unset_fix(config, "DEFAULT", USAGE, "Let the default of 0, off, apply"),),
        )


@rule(
    "memory-statistics-for-full-hosts",
    theme="compute",
    severity=Severity.INFO,
    options=(f"libvirt.{MEMORY}", "DEFAULT.compute_driver"),
    releases=(15, None),
    roles=("compute",),
    needs=("instances_per_host",),
    thresholds={"instances_per_host": 100, "seconds": 60},
)
def memory_statistics_for_full_hosts(
    config: Config, deployment: Deployment, instances_per_host: float, seconds: float
) -> Iterator[Finding]:
    """QEMU asks every guest of a full host about its memory several times a minute.

    ## What it checks

    `[libvirt] mem_stats_period_seconds` above 0 and below 60 with 100 servers a host or more; both
    numbers are thresholds.

    ## Why it matters

    Each guest's balloon driver wakes up every 10 seconds by default to tell its numbers: small
    work, but of every guest, idle ones included. Nobody needs them where memory is not measured.

    ## Example

        [libvirt]
        #mem_stats_period_seconds = 10

    ## Fix safety

    Unsafe: sets 60 seconds; 0 switches the numbers off. New guests only.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py, nova/conf/libvirt.py. The numbers are
    experience; hence a note only.
    """
    period = config.value("libvirt", MEMORY)
    servers = deployment.instances_per_host or 0
    full = package(config) in ("", "libvirt") and servers >= instances_per_host
    if full and isinstance(period, int) and 0 < period < seconds:
        yield Finding(
            f"{servers} guests are asked about their memory every {period} seconds; "
            f"{seconds:.0f} or more are enough, 0 is off",
            at_option(config, "libvirt", MEMORY),
            "libvirt",
            MEMORY,
            (set_fix(config, "libvirt", MEMORY, f"{seconds:.0f}"),),
        )
