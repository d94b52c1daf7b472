"""How the scheduler comes to know new hosts: discover_hosts_in_cells_interval."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.places import finding, set_fix, unset_fix
from novalint.rules.compute.periodic import ENABLE, tasks_run
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

INTERVAL = "discover_hosts_in_cells_interval"
READ = (f"scheduler.{INTERVAL}", f"DEFAULT.{ENABLE}")
BY_EACH = 30
"""The last major version each of whose schedulers looks for hosts."""
MANY = 100
"""Compute hosts from which on looking each minute is too often, unless settings say otherwise."""


@rule(
    "host-discovery-interval-zero",
    theme="scheduling",
    severity=Severity.INFO,
    options=READ,
    roles=("scheduler",),
)
def host_discovery_interval_zero(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An interval of 0 does not disable host discovery.

    ## What it checks

    `[scheduler] discover_hosts_in_cells_interval = 0`, unless `periodic_enable` is false.

    ## Why it matters

    Tasks with an interval of 0 run each minute; a negative one switches them off. Each minute is
    too often in a cloud of 100 compute hosts or more, and up to 2024.2 one of several schedulers is
    enough.

    ## Example

        [scheduler]
        discover_hosts_in_cells_interval = 0

    ## Fix safety

    Unsafe: set to 60, which is what 0 does; -1 is the other way, after which somebody has to run
    `nova-manage cell_v2 discover_hosts` whenever hosts are added. In a large cloud -1 is the only
    one. There is no fix with several schedulers up to 2024.2, as a file does not tell which of them
    is to look.

    ## Sources

    oslo.service (periodic_task, `DEFAULT_INTERVAL` and `enabled`), Nova 34.0.0 and 15.1.5:
    nova/scheduler/manager.py (`_discover_hosts_in_cells`), nova/conf/scheduler.py.
    """
    if config.integer("scheduler", INTERVAL) != 0 or not tasks_run(config):
        return
    way = "set it to 60 if that is meant, or to -1 for never"
    fixes = [set_fix(config, "scheduler", INTERVAL, value) for value in ("60", "-1")]
    if config.release.major <= BY_EACH and (deployment.controllers or 1) > 1:
        way, fixes = "set it to 60 on one scheduler at most, and to -1 on the others", []
    elif (deployment.compute_hosts or 0) >= MANY:
        way = "set it to -1, and run nova-manage cell_v2 discover_hosts when hosts are added"
        fixes = fixes[1:]
    yield finding(
        config,
        "scheduler",
        INTERVAL,
        f"`[scheduler] {INTERVAL}` 0 looks for new hosts every minute; {way}",
        *fixes,
    )


@rule(
    "host-discovery-on-every-scheduler",
    theme="scheduling",
    severity=Severity.INFO,
    options=READ,
    releases=(None, BY_EACH),
    until="the schedulers agree on one of them since 2025.1 (nova/scheduler/manager.py)",
    roles=("scheduler",),
    needs=("controllers",),
)
def host_discovery_on_every_scheduler(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Several schedulers look for new hosts at the same time and collide.

    ## What it checks

    `[scheduler] discover_hosts_in_cells_interval` above 0 where there is more than one controller,
    in releases up to 2024.2, unless it stands in a branch of a template, which may be that of one
    scheduler. From 2025.1 on the schedulers agree on one that looks. For 0 see
    host-discovery-interval-zero.

    ## Why it matters

    Each scheduler maps the same new host; all but one fail with HostMappingExists, which
    releases since train log once as a warning. Nothing is lost but the work.

    ## Example

        [scheduler]
        discover_hosts_in_cells_interval = 300

    ## Fix safety

    There is no fix: -1 is right on all schedulers but one, and a file does not tell which that is.
    `nova-manage cell_v2 discover_hosts`, run when hosts are added, does without the task.

    ## Sources

    Nova 15.1.5, 17.0.13, 30.3.0 and 31.3.1: nova/scheduler/manager.py
    (`_discover_hosts_in_cells`).
    """
    interval = config.integer("scheduler", INTERVAL)
    schedulers = deployment.controllers or 1
    places = config.setting("scheduler", INTERVAL).places[-1:]
    if any(place.document.arms(place.assignment.span.start) for place in places):
        return
    if interval is not None and interval > 0 and schedulers > 1 and tasks_run(config):
        yield finding(
            config,
            "scheduler",
            INTERVAL,
            f"`[scheduler] {INTERVAL}` {interval} suits one of {schedulers} schedulers, as several"
            " collide over the same new hosts; set it to -1 on the others",
        )


@rule(
    "host-discovery-in-large-cloud",
    theme="scheduling",
    severity=Severity.INFO,
    options=READ,
    roles=("scheduler",),
    needs=("compute_hosts",),
    thresholds={"compute_hosts": MANY, "seconds": 300},
)
def host_discovery_in_large_cloud(
    config: Config, deployment: Deployment, compute_hosts: float, seconds: float
) -> Iterator[Finding]:
    """A large cloud queries all its cells for new hosts at short intervals.

    ## What it checks

    `[scheduler] discover_hosts_in_cells_interval` above 0 and below 300 seconds in a cloud of 100
    compute hosts or more; both numbers are thresholds. For 0 see host-discovery-interval-zero.

    ## Why it matters

    Every run reads the database of each cell, and hardly ever finds anything. It also collides with
    `nova-manage cell_v2 discover_hosts`, which deployment tools run when they add a host.
    openstack-ansible takes 60 seconds up to 10 hosts and 300 above; kolla-ansible keeps the task
    off.

    ## Example

        [scheduler]
        discover_hosts_in_cells_interval = 60

    ## Fix safety

    Unsafe: the option is commented out, so that the task is off, as by default, or what an earlier
    line says applies. Where that is too short as well, or 0, it is set to -1. Make sure that
    `nova-manage cell_v2 discover_hosts` runs when hosts are added.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/scheduler/manager.py (`_discover_hosts_in_cells`); the defaults of
    openstack-ansible-os_nova and kolla-ansible of 2026.
    """
    interval = config.integer("scheduler", INTERVAL)
    hosts = deployment.compute_hosts or 0
    if interval is None or not 0 < interval < seconds or not tasks_run(config):
        return
    if hosts >= compute_hosts:
        way, fix = "remove it", unset_fix(config, "scheduler", INTERVAL, f"Comment out {INTERVAL}")
        if _is_short_before(config, seconds):
            way, fix = "set it to -1", set_fix(config, "scheduler", INTERVAL, "-1")
        yield finding(
            config,
            "scheduler",
            INTERVAL,
            f"`[scheduler] {INTERVAL}` {interval} reads the databases of all cells every"
            f" {'second' if interval == 1 else f'{interval} seconds'} in a cloud of {hosts} hosts;"
            f" {way}, and run nova-manage cell_v2 discover_hosts when hosts are added",
            fix,
        )


def _is_short_before(config: Config, seconds: float) -> bool:
    """Return whether a short interval would hold where the one that counts is taken out."""
    before = config.setting("scheduler", INTERVAL).shadowed[-1:]
    return any(
        text.isdecimal() and int(text) < seconds
        for text in (place.assignment.value.strip().removeprefix("+") for place in before)
    )
