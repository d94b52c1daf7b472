"""How Nova learns that a guest has stopped or started by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.nova.native_threads import compute_threading
from novalint.rules.common.places import at_option, set_fix, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

INTERVAL = "sync_power_state_interval"
POOL = "sync_power_state_pool_size"
EVENTS = "handle_virt_lifecycle_events"


@rule(
    "power-state-never-synced",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{INTERVAL}", f"workarounds.{EVENTS}"),
    releases=(15, None),
    roles=("compute",),
)
def power_state_never_synced(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Nobody notices when a guest stops or starts by itself.

    ## What it checks

    `sync_power_state_interval` below 0 together with `[workarounds] handle_virt_lifecycle_events =
    false`. Each alone is sound.

    ## Why it matters

    A server that its user shut down from inside stays ACTIVE for ever, and one that the hypervisor
    stopped is not marked either. Nova only logs a warning at start.

    ## Example

        [DEFAULT]
        sync_power_state_interval = -1
        [workarounds]
        handle_virt_lifecycle_events = false

    ## Fix safety

    Unsafe: the interval is commented out, so that the default of 600 seconds applies.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`init_virt_events`); the same in 15.1.5.
    """
    interval = config.value("DEFAULT", INTERVAL)
    off = isinstance(interval, int) and interval < 0
    if off and config.value("workarounds", EVENTS) is False:
        yield Finding(
            f"with `{INTERVAL}` {interval} and `{EVENTS}` false nobody notices when a guest stops"
            " by itself; switch one of the two on",
            at_option(config, "DEFAULT", INTERVAL),
            "DEFAULT",
            INTERVAL,
            (unset_fix(config, "DEFAULT", INTERVAL, "Let the default of 600 seconds apply"),),
        )


@rule(
    "power-sync-for-full-hosts",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{INTERVAL}", f"workarounds.{EVENTS}"),
    releases=(15, None),
    roles=("compute",),
    needs=("instances_per_host",),
    thresholds={"instances_per_host": 200, "seconds": 1800},
)
def power_sync_for_full_hosts(
    config: Config, deployment: Deployment, instances_per_host: float, seconds: float
) -> Iterator[Finding]:
    """On a very full host the comparison of power states is a burst of work every few minutes.

    ## What it checks

    `sync_power_state_interval` below 1800 seconds with 200 servers a host or more (both numbers are
    thresholds), while `[workarounds] handle_virt_lifecycle_events` is true. An interval of 0 means
    60 seconds.

    ## Why it matters

    Each time, nova-compute asks the hypervisor about every server. Since libvirt tells Nova of each
    change as it happens, the comparison is only a safety net.

    ## Example

        [DEFAULT]
        #sync_power_state_interval = 600

    ## Fix safety

    Unsafe: sets 1800 seconds. A change whose event was lost is noticed later.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`_sync_power_states`), nova/conf/compute.py. The numbers
    are experience, not a limit of the code; hence a note only.
    """
    interval = config.value("DEFAULT", INTERVAL)
    servers = deployment.instances_per_host or 0
    if not isinstance(interval, int) or servers < instances_per_host:
        return
    if 0 <= interval < seconds and config.value("workarounds", EVENTS) is True:
        yield Finding(
            f"every {interval or 60} seconds all of {servers} servers are compared with the"
            f" hypervisor, though events tell of each change; {seconds:.0f} are enough",
            at_option(config, "DEFAULT", INTERVAL),
            "DEFAULT",
            INTERVAL,
            (set_fix(config, "DEFAULT", INTERVAL, f"{seconds:.0f}"),),
        )


@rule(
    "power-sync-pool-carried-over",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{POOL}", "DEFAULT.concurrency_backend"),
    releases=(33, None),
    roles=("compute",),
    thresholds={"threads": 1000},
)
def power_sync_pool_carried_over(
    config: Config, deployment: Deployment, threads: float
) -> Iterator[Finding]:
    """The old default of the power state pool would now be a thousand native threads.

    ## What it checks

    `sync_power_state_pool_size` of 1000 or more (a threshold), which was the default until 32; it
    is 5 from 33 on. While nova-compute runs on eventlet, as it does by default in 33, this is a
    note only.

    ## Why it matters

    With native threads, the default from 34 on, each server that is compared may take a thread of
    its own: on a full host hundreds at once.

    ## Example

        [DEFAULT]
        sync_power_state_pool_size = 1000

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 5 applies.

    ## Sources

    Nova 34.0.0: nova/thread_pool_factory.py (`_sync_power_pool_size`), nova/conf/compute.py;
    Nova 33.0.2 and 32.2.1: nova/compute/manager.py, nova/conf/compute.py.
    """
    size = config.value("DEFAULT", POOL)
    if isinstance(size, int) and size >= threads:
        yield Finding(
            f"`{POOL}` {size} is the size for green threads of releases before 2026.1; with native"
            " threads drop it (the default is 5)",
            at_option(config, "DEFAULT", POOL),
            "DEFAULT",
            POOL,
            (unset_fix(config, "DEFAULT", POOL, "Let the default of 5 apply"),),
            override=None if compute_threading(config) else Severity.INFO,
        )
