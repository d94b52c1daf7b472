"""Periodic tasks of nova-compute: which run, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.nova.drivers import OWN, usual_package
from novalint.rules.common.absence import known_first, severity_unless_set
from novalint.rules.common.places import each, finding, removal, set_fix, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

ENABLE = "periodic_enable"
FUZZY = "periodic_fuzzy_delay"
REAP = "running_deleted_instance_poll_interval"
ACTION = "running_deleted_instance_action"
SHELVED = "shelved_poll_interval"
OFFLOAD = "shelved_offload_time"
DELETE = "instance_delete_interval"
TRACK = "track_instance_changes"
SYNC = "scheduler_instance_sync_interval"
DISCOVERY = ("scheduler", "discover_hosts_in_cells_interval")
TOKENS_IN_DATABASE = 18
"""The first major version whose nova-compute removes expired console tokens."""
EACH_MINUTE = ("sync_power_state_interval", DELETE, SYNC)
"""Intervals of which 0 means 60 seconds and not the default, and is not documented as off."""


def tasks_run(config: Config) -> bool:
    """Return whether the service runs its periodic tasks at all."""
    return config.boolean("DEFAULT", ENABLE) is not False


def is_idle(config: Config) -> bool:
    """Return whether the service surely runs no periodic task: no line leaves that open."""
    return not is_left_open(config, "DEFAULT", ENABLE) and not tasks_run(config)


def only_later(config: Config) -> str:
    """Return what a message adds where no task runs, or where a line leaves open whether any does.

    Empty where the tasks run.
    """
    if is_left_open(config, "DEFAULT", ENABLE):
        return " where periodic tasks run"
    return "" if tasks_run(config) else " once periodic tasks run again"


@rule(
    "periodic-tasks-off",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{ENABLE}", ".".join(DISCOVERY)),
    roles=("compute", "scheduler"),
)
def periodic_tasks_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """All periodic tasks of nova-compute are off, although it still sends heartbeats.

    ## What it checks

    `periodic_enable = false` in a file that nova-compute may read, and on a scheduler with a
    `[scheduler] discover_hosts_in_cells_interval` that is not below 0.

    ## Why it matters

    The host looks healthy, but no longer reports its resources, compares power states, cleans the
    image cache, reclaims deleted servers or removes what failed migrations left. A scheduler does
    not look for new hosts.

    ## Example

        [DEFAULT]
        periodic_enable = false

    ## Fix safety

    Unsafe: the assignment is commented out. Where no other file sets one, the default of true
    applies.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/service.py (`Service.start`), nova/scheduler/manager.py
    (`_discover_hosts_in_cells`).
    """
    stopped = "" if tasks_run(config) else _stopped(config, deployment)
    if stopped:
        message = f"`{ENABLE}` false {stopped}; remove it"
        yield finding(config, "DEFAULT", ENABLE, message, unset_fix(config, "DEFAULT", ENABLE))


def _stopped(config: Config, deployment: Deployment) -> str:
    """Return what does not happen without periodic tasks; empty on a scheduler that has none."""
    if deployment.plays("compute") is not False:
        return (
            "stops all periodic tasks of nova-compute: resource reports, power state sync and"
            " cleanup, while the service still counts as up"
        )
    interval = config.integer(*DISCOVERY)
    if interval is None or interval < 0:
        return ""
    return (
        f"keeps nova-scheduler from discovering hosts, for which `[scheduler] {DISCOVERY[1]}` asks"
    )


@rule(
    "periodic-tasks-all-at-once",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{FUZZY}", f"DEFAULT.{ENABLE}"),
    roles=("compute",),
    needs=("compute_hosts",),
    thresholds={"compute_hosts": 50},
)
def periodic_tasks_all_at_once(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """After a restart of the cloud, all hosts run their periodic tasks at the same time.

    ## What it checks

    `periodic_fuzzy_delay = 0`, or an empty value, with 50 compute hosts or more (a threshold).

    ## Why it matters

    The delay of up to 60 seconds by default spreads the first run of each host. Without it,
    conductors and placement get the reports of all hosts in the same seconds. Later runs drift
    apart, by 0 to 5 % of their interval each time.

    ## Example

        [DEFAULT]
        periodic_fuzzy_delay = 0

    ## Fix safety

    Unsafe: the assignment is commented out. Where no other file sets one, the default of 60 seconds
    applies.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/service.py (`Service.start`); oslo.service 4.8.0: periodic_task.py
    (`_nearest_boundary`). The number of hosts is experience; hence a note only.
    """
    hosts = deployment.compute_hosts or 0
    setting = config.setting("DEFAULT", FUZZY)
    if hosts < compute_hosts or setting.fault or setting.value or not tasks_run(config):
        return
    way = removal(setting, "to spread them over a minute")
    fact = "0" if setting.value == 0 else "is empty, which"
    yield finding(
        config,
        "DEFAULT",
        FUZZY,
        f"`{FUZZY}` {fact} makes all {hosts} hosts run their first periodic tasks in"
        f" the same seconds after a common restart; {way}",
        unset_fix(config, "DEFAULT", FUZZY),
    )


@rule(
    "poll-interval-zero-is-not-off",
    theme="compute",
    severity=Severity.WARNING,
    options=tuple(f"DEFAULT.{name}" for name in (REAP, ACTION, SHELVED, OFFLOAD, ENABLE)),
    roles=("compute",),
)
def poll_interval_zero_is_not_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An interval of 0 looks like off, but makes the task run every minute.

    ## What it checks

    `running_deleted_instance_poll_interval = 0`, unless `running_deleted_instance_action` is noop,
    and `shelved_poll_interval = 0` with a `shelved_offload_time` above 0. With `periodic_enable =
    false`, where no task runs, it is info, and where a template decides about that; so it is where
    no file read here sets the action and another one may.

    ## Why it matters

    Nova's documentation calls 0 off for both, but the library that runs the tasks takes 0 for its
    default of 60 seconds; only a negative number is off. The first task removes, by default, every
    guest that the database calls deleted; the second one offloads shelved servers.

    ## Example

        [DEFAULT]
        running_deleted_instance_poll_interval = 0

    becomes

        [DEFAULT]
        running_deleted_instance_poll_interval = -1

    ## Fix safety

    Unsafe: sets -1, and the task is off. Comment the option out if it is to run.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/compute/manager.py (`_cleanup_running_deleted_instances`,
    `_poll_shelved_instances`); oslo.service 4.8.0: periodic_task.py (`_add_periodic_task`).
    """
    yield from each((REAP, SHELVED), partial(_not_off, config))


def _not_off(config: Config, name: str) -> Iterator[Finding]:
    """Yield a finding about an interval of 0 where there is work for its task."""
    if config.integer("DEFAULT", name) != 0:
        return
    other = ACTION if name == REAP else OFFLOAD
    of_reaping = name == REAP and config.text("DEFAULT", ACTION) != "noop"
    if not of_reaping and (name == REAP or (config.integer("DEFAULT", OFFLOAD) or 0) <= 0):
        return
    later = only_later(config)
    yield finding(
        config,
        "DEFAULT",
        name,
        f"`{name}` 0 runs the task every 60 seconds{later} instead of switching it off; set it to"
        " -1 to switch it off",
        set_fix(config, "DEFAULT", name, "-1"),
        override=Severity.INFO if later else severity_unless_set(config, ("DEFAULT", other)),
    )


@rule(
    "interval-zero-means-each-minute",
    theme="compute",
    severity=Severity.INFO,
    options=(
        *(f"DEFAULT.{name}" for name in EACH_MINUTE),
        f"filter_scheduler.{TRACK}",
        f"DEFAULT.{ENABLE}",
    ),
    roles=("compute",),
)
def interval_zero_means_each_minute(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An interval of 0 makes a task run every 60 seconds, more often than by default.

    ## What it checks

    A value of 0 for `sync_power_state_interval`, `instance_delete_interval` or, unless
    `[filter_scheduler] track_instance_changes` is false, `scheduler_instance_sync_interval`; all
    unless `periodic_enable` is false. For the image cache see image-cache-interval-zero.
    `update_resources_interval` is 0 by default and left out; for `volume_usage_poll_interval` and
    `heal_instance_info_cache_interval` 0 really is off.

    ## Why it matters

    0 looks like off, but the library that runs the tasks takes it for 60 seconds; a negative number
    is off.

    ## Example

        [DEFAULT]
        sync_power_state_interval = 0

    ## Fix safety

    There is no fix: only the operator knows whether off or an interval is meant.

    ## Sources

    Nova 34.0.0, 30.3.0 and 15.1.5: nova/compute/manager.py (its periodic tasks); oslo.service
    4.8.0: periodic_task.py (`_add_periodic_task`).
    """
    if not tasks_run(config):
        return
    for _, name in known_first(config, (("DEFAULT", name) for name in EACH_MINUTE)):
        idle = name == SYNC and config.boolean("filter_scheduler", TRACK) is False
        if config.integer("DEFAULT", name) == 0 and not idle:
            yield finding(
                config,
                "DEFAULT",
                name,
                f"`{name}` 0 runs the task every 60 seconds; set it to the number of seconds you "
                "mean, or to -1 to switch it off",
            )


@rule(
    "cleanup-tasks-off",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{DELETE}", f"DEFAULT.{ENABLE}", "DEFAULT.compute_driver"),
    roles=("compute",),
)
def cleanup_tasks_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Files left by failed deletions and migrations are never removed from the host.

    ## What it checks

    `instance_delete_interval` below 0, unless `periodic_enable` is false, which
    periodic-tasks-off is about. Until queens nothing is reported with a driver of Nova's other than
    libvirt's, the only one with such files.

    ## Why it matters

    The task tries again to remove the files of servers whose deletion failed at first, and those
    that an interrupted resize or migration left. From rocky on the same interval is that of the
    task which removes expired console tokens, with every driver.

    ## Example

        [DEFAULT]
        instance_delete_interval = -1

    ## Fix safety

    Unsafe: the assignment is commented out. Where no other file sets one, the default of 300
    seconds applies.

    ## Sources

    Nova 34.0.0, 18.3.0 and 15.1.5: nova/compute/manager.py (`_run_pending_deletes`,
    `_cleanup_incomplete_migrations`, `_cleanup_expired_console_auth_tokens`) and nova/virt/*
    (`delete_instance_files`).
    """
    interval = config.integer("DEFAULT", DELETE)
    if interval is None or interval >= 0 or not tasks_run(config):
        return
    left = _left_behind(config)
    if left:
        yield finding(
            config,
            "DEFAULT",
            DELETE,
            f"`{DELETE}` {interval} switches off the task that removes {left}; remove it",
            unset_fix(config, "DEFAULT", DELETE),
        )


def _left_behind(config: Config) -> str:
    """Return what the cleanup would remove: files only where the driver can delete any."""
    tokens = config.release.major >= TOKENS_IN_DATABASE
    if tokens and is_left_open(config, "DEFAULT", "compute_driver"):
        return "expired console tokens from the database"  # whatever the driver
    driver = usual_package(config)
    if driver == "libvirt" or driver not in OWN:  # one from elsewhere may delete files too
        return "what failed deletions and migrations left on the host"
    return "expired console tokens from the database" if tokens else ""
