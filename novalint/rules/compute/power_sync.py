"""How Nova learns that a guest has stopped or started by itself."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.nova.drivers import EMITTING, OWN, usual_package
from novalint.nova.native_threads import BACKEND, compute_threading
from novalint.rules.common.places import finding, removal, set_fix, unset_fix
from novalint.rules.compute.periodic import ENABLE, tasks_run
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

INTERVAL = "sync_power_state_interval"
POOL = "sync_power_state_pool_size"
EVENTS = "handle_virt_lifecycle_events"
READ = (f"DEFAULT.{INTERVAL}", f"workarounds.{EVENTS}")
FORMER = 1000
"""The pool's default before 2026.1."""

IRONIC_SENDS = 20
"""The first major version to which ironic sends an event when the power of a node changes."""


@rule(
    "power-state-never-synced",
    theme="compute",
    severity=Severity.WARNING,
    options=(*READ, "DEFAULT.compute_driver", f"DEFAULT.{ENABLE}"),
    roles=("compute",),
)
def power_state_never_synced(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nova does not notice when a guest stops or starts on its own.

    ## What it checks

    `sync_power_state_interval` below 0 together with `[workarounds] handle_virt_lifecycle_events =
    false`; each alone is sound with libvirt and Hyper-V, whose drivers report such changes as they
    happen. The drivers of VMware, XenServer, PowerVM and z/VM report none, so the interval alone is
    enough there; with ironic until stein too. From train on ironic tells nova-api itself, which
    neither option touches, so there is no finding. Nor is there one where `periodic_enable` is
    false, see [periodic-tasks-off](periodic-tasks-off.md).

    ## Why it matters

    A server that its user shut down from inside stays ACTIVE, and one that the hypervisor stopped
    is not marked either. Nova only logs a warning at start, and none with those other drivers.

    ## Example

        [DEFAULT]
        sync_power_state_interval = -1
        [workarounds]
        handle_virt_lifecycle_events = false

    ## Fix safety

    Unsafe: the assignment of the interval is commented out. Where no other file sets one, the
    default of 600 seconds applies.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`init_virt_events`), nova/virt/*/driver.py (`emit_event`);
    the same in 15.1.5 and 20.6.1. Nova 20.6.1: nova/compute/manager.py (`power-update` in
    `external_instance_event`), absent in 19.3.2; 34.0.0: `power_update`.
    """
    interval = config.integer("DEFAULT", INTERVAL)
    if interval is None or interval >= 0 or not tasks_run(config):
        return
    silent = _silent(config)
    if silent or (not _told_by_ironic(config) and config.boolean("workarounds", EVENTS) is False):
        events = f"`[workarounds] {EVENTS}` is false"
        other = f"the driver `{silent}` reports no changes" if silent else events
        yield finding(
            config,
            "DEFAULT",
            INTERVAL,
            f"`{INTERVAL}` {interval} turns off power state synchronization and {other}, so Nova"
            " does not notice when a guest stops by itself; remove it",
            unset_fix(config, "DEFAULT", INTERVAL),
        )


def _silent(config: Config) -> str:
    """Return the driver, one of Nova's own, that reports no change of power; empty otherwise."""
    chosen = usual_package(config)
    heard = chosen in EMITTING or _told_by_ironic(config)
    return chosen if chosen in OWN and not heard else ""


def _told_by_ironic(config: Config) -> bool:
    """Whether ironic tells nova-api that the power of a node changed: no event of a driver."""
    return config.release.major >= IRONIC_SENDS and usual_package(config) == "ironic"


@rule(
    "power-sync-for-full-hosts",
    theme="compute",
    severity=Severity.INFO,
    options=(*READ, f"DEFAULT.{ENABLE}"),
    roles=("compute",),
    drivers=EMITTING,
    needs=("instances_per_host",),
    thresholds={"instances_per_host": 200, "seconds": 1800},
)
def power_sync_for_full_hosts(
    config: Config, deployment: Deployment, instances_per_host: float, seconds: float
) -> Iterator[Finding]:
    """On a very full host, syncing power states causes a burst of work every few minutes.

    ## What it checks

    `sync_power_state_interval` below 1800 seconds with 200 servers a host or more (both numbers are
    thresholds), while `[workarounds] handle_virt_lifecycle_events` is true, with libvirt or
    Hyper-V, whose drivers report each change. An interval of 0 means 60 seconds.

    ## Why it matters

    Each time, nova-compute asks the hypervisor about every server. Since libvirt reports each
    change as it happens, the comparison is only a safety net.

    ## Example

        [DEFAULT]
        #sync_power_state_interval = 600

    ## Fix safety

    Unsafe: sets 1800 seconds. A change whose event was lost is noticed later.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/manager.py (`_sync_power_states`), nova/conf/compute.py.
    The numbers are experience, not a limit of the code; hence a note only.
    """
    interval = config.integer("DEFAULT", INTERVAL)
    servers = deployment.instances_per_host or 0
    if interval is None or servers < instances_per_host or not tasks_run(config):
        return
    if 0 <= interval < seconds and config.boolean("workarounds", EVENTS):
        yield finding(
            config,
            "DEFAULT",
            INTERVAL,
            f"`{INTERVAL}` {interval} compares the power state of all {servers} servers every"
            f" {'second' if interval == 1 else f'{interval or 60} seconds'}, although events report"
            f" each change; set it to {seconds:.0f}",
            set_fix(config, "DEFAULT", INTERVAL, f"{seconds:.0f}"),
        )


@rule(
    "power-sync-pool-carried-over",
    theme="compute",
    severity=Severity.WARNING,
    options=tuple(f"DEFAULT.{name}" for name in (POOL, BACKEND, INTERVAL, ENABLE)),
    releases=(33, None),
    since="the default became 5 in 2026.1 (nova/conf/compute.py)",
    roles=("compute",),
    thresholds={"threads": 1000},
)
def power_sync_pool_carried_over(
    config: Config, deployment: Deployment, threads: float
) -> Iterator[Finding]:
    """The power state pool has its old default size, which now means 1000 native threads.

    ## What it checks

    `sync_power_state_pool_size` of 1000 or more (a threshold), which was the default until 32; it
    is 5 from 33 on. While nova-compute runs on eventlet, as it does by default in 33, this is info
    only, as it is where `sync_power_state_interval` below 0 or `periodic_enable = false` keeps
    power states from being compared, or a template decides about one of these.

    ## Why it matters

    With native threads, the default from 34 on, each server that is compared may take a thread of
    its own: on a full host hundreds at once.

    ## Example

        [DEFAULT]
        sync_power_state_pool_size = 1000

    ## Fix safety

    Unsafe: the assignment is commented out. Where no other file sets one, the default of 5 applies.

    ## Sources

    Nova 34.0.0: nova/thread_pool_factory.py (`_sync_power_pool_size`), nova/conf/compute.py;
    Nova 33.0.2 and 32.2.1: nova/compute/manager.py, nova/conf/compute.py.
    """
    size = config.integer("DEFAULT", POOL)
    if size is not None and size >= threads:
        native = _on_threads(config)
        yield finding(
            config,
            "DEFAULT",
            POOL,
            f"`{POOL}` {size} is a size for green threads, {_former(size)}"
            + (", and allows that many native threads" if native else "")
            + f"; {removal(config.setting('DEFAULT', POOL), '(the default is 5)')}",
            unset_fix(config, "DEFAULT", POOL),
            override=None if native else Severity.INFO,
        )


def _on_threads(config: Config) -> bool:
    """Return whether power states are surely compared, and on native threads."""
    if any(is_left_open(config, "DEFAULT", name) for name in (BACKEND, ENABLE, INTERVAL)):
        return False
    compares = tasks_run(config) and (config.integer("DEFAULT", INTERVAL) or 0) >= 0
    return compares and compute_threading(config)


def _former(size: int) -> str:
    """Return what the size has to do with the default of former releases."""
    return "the default until 2025.2" if size == FORMER else f"as was the default of {FORMER}"
