"""How the scheduler comes to know new hosts: discover_hosts_in_cells_interval."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, set_fix, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

INTERVAL = "discover_hosts_in_cells_interval"


@rule(
    "host-discovery-interval-zero",
    theme="scheduling",
    severity=Severity.INFO,
    options=(f"scheduler.{INTERVAL}",),
    releases=(15, None),
    roles=("scheduler",),
)
def host_discovery_interval_zero(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An interval of 0 does not switch host discovery off.

    ## What it checks

    `[scheduler] discover_hosts_in_cells_interval = 0`.

    ## Why it matters

    Tasks with an interval of 0 run each minute; a negative one switches them off.

    ## Example

        [scheduler]
        discover_hosts_in_cells_interval = 0

    ## Fix safety

    Unsafe: set to -1. Where discovery each minute is meant, write 60.

    ## Sources

    oslo.service (periodic_task, `DEFAULT_INTERVAL` and `enabled`), Nova 34.0.0 and 15.1.5:
    nova/scheduler/manager.py (`_discover_hosts_in_cells`), nova/conf/scheduler.py.
    """
    if config.value("scheduler", INTERVAL) == 0:
        yield Finding(
            "0 looks for new hosts each minute; write -1 for off, 60 if that is meant",
            at_option(config, "scheduler", INTERVAL),
            "scheduler",
            INTERVAL,
            (
                set_fix(config, "scheduler", INTERVAL, "-1"),
                set_fix(config, "scheduler", INTERVAL, "60"),
            ),
        )


@rule(
    "host-discovery-on-every-scheduler",
    theme="scheduling",
    severity=Severity.INFO,
    options=(f"scheduler.{INTERVAL}",),
    releases=(15, 30),
    roles=("scheduler",),
    needs=("controllers",),
)
def host_discovery_on_every_scheduler(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Several schedulers look for new hosts at once and get in each other's way.

    ## What it checks

    `[scheduler] discover_hosts_in_cells_interval` of 0 or more where there is more than one
    controller, in releases up to 2024.2. From 2025.1 on the schedulers agree on one that looks.

    ## Why it matters

    Each scheduler maps the same new host; all but one fail with HostMappingExists, which newer
    releases log once as a warning. Nothing is lost but the work.

    ## Example

        [scheduler]
        discover_hosts_in_cells_interval = 300

    ## Fix safety

    Unsafe: set to -1, right on all schedulers but one. `nova-manage cell_v2 discover_hosts`, run
    when hosts are added, does without the task altogether.

    ## Sources

    Nova 15.1.5, 17.0.13, 30.3.0 and 31.3.1: nova/scheduler/manager.py
    (`_discover_hosts_in_cells`).
    """
    interval = config.value("scheduler", INTERVAL)
    schedulers = deployment.controllers or 1
    if isinstance(interval, int) and interval >= 0 and schedulers > 1:
        yield Finding(
            f"{schedulers} schedulers may look for the same new hosts; keep this on one and "
            "set -1 on the others",
            at_option(config, "scheduler", INTERVAL),
            "scheduler",
            INTERVAL,
            (set_fix(config, "scheduler", INTERVAL, "-1"),),
        )


@rule(
    "host-discovery-in-large-cloud",
    theme="scheduling",
    severity=Severity.INFO,
    options=(f"scheduler.{INTERVAL}",),
    releases=(15, None),
    roles=("scheduler",),
    needs=("compute_hosts",),
    thresholds={"compute_hosts": 100, "seconds": 300},
)
def host_discovery_in_large_cloud(
    config: Config, deployment: Deployment, compute_hosts: float, seconds: float
) -> Iterator[Finding]:
    """A large cloud asks all its cells for new hosts again and again.

    ## What it checks

    `[scheduler] discover_hosts_in_cells_interval` from 0 up to below 300 seconds in a cloud of 100
    compute hosts or more; both numbers are thresholds.

    ## Why it matters

    Every run reads the database of each cell, and hardly ever finds anything. It also collides with
    `nova-manage cell_v2 discover_hosts`, which deployment tools run when they add a host.
    openstack-ansible takes 60 seconds up to 10 hosts and 300 above; kolla-ansible keeps the task
    off.

    ## Example

        [scheduler]
        discover_hosts_in_cells_interval = 60

    ## Fix safety

    Unsafe: the option is commented out, so that the task is off, as by default. Make sure that
    `nova-manage cell_v2 discover_hosts` runs when hosts are added.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/scheduler/manager.py (`_discover_hosts_in_cells`); the defaults of
    openstack-ansible-os_nova and kolla-ansible of 2026.
    """
    interval = config.value("scheduler", INTERVAL)
    hosts = deployment.compute_hosts or 0
    if isinstance(interval, int) and 0 <= interval < seconds and hosts >= compute_hosts:
        yield Finding(
            f"each {interval or 60} seconds all cells are read for new hosts beside the {hosts} "
            "known; run nova-manage cell_v2 discover_hosts when hosts are added instead",
            at_option(config, "scheduler", INTERVAL),
            "scheduler",
            INTERVAL,
            (unset_fix(config, "scheduler", INTERVAL, "Leave it off"),),
        )
