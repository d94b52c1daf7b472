"""Periodic tasks of nova-compute: which run, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, set_fix, unset_fix
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
EACH_MINUTE = (
    ("DEFAULT", "sync_power_state_interval"),
    ("DEFAULT", DELETE),
    ("DEFAULT", "scheduler_instance_sync_interval"),
)
"""Intervals of which 0 means 60 seconds and not the default, and is not documented as off."""


@rule(
    "periodic-tasks-off",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{ENABLE}",),
    releases=(15, None),
    roles=("compute",),
)
def periodic_tasks_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """All periodic tasks of nova-compute are switched off, while its heartbeat goes on.

    ## What it checks

    `periodic_enable = false` in a file that nova-compute may read.

    ## Why it matters

    The host looks healthy, but no longer reports its resources, compares power states, cleans the
    image cache, reclaims deleted servers or removes what failed migrations left.

    ## Example

        [DEFAULT]
        periodic_enable = false

    ## Fix safety

    Unsafe: the option is commented out, so that the default of true applies.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/service.py (`Service.start`).
    """
    if config.value("DEFAULT", ENABLE) is False:
        yield Finding(
            "nova-compute runs no periodic tasks: no resource reports, no power state sync, no"
            " cleanup, though it looks alive; drop the option",
            at_option(config, "DEFAULT", ENABLE),
            "DEFAULT",
            ENABLE,
            (unset_fix(config, "DEFAULT", ENABLE, "Let the default of true apply"),),
        )


@rule(
    "periodic-tasks-all-at-once",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{FUZZY}",),
    releases=(15, None),
    roles=("compute",),
    needs=("compute_hosts",),
    thresholds={"compute_hosts": 50},
)
def periodic_tasks_all_at_once(
    config: Config, deployment: Deployment, compute_hosts: float
) -> Iterator[Finding]:
    """After a restart of the whole cloud all hosts start their periodic tasks together.

    ## What it checks

    `periodic_fuzzy_delay = 0` with 50 compute hosts or more (a threshold).

    ## Why it matters

    The delay of up to 60 seconds by default spreads the first run, and with it all later ones.
    Without it conductors and placement get the reports of all hosts in the same second.

    ## Example

        [DEFAULT]
        periodic_fuzzy_delay = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 60 seconds applies.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/service.py (`Service.start`). The number of hosts is experience;
    hence a note only.
    """
    hosts = deployment.compute_hosts or 0
    if hosts >= compute_hosts and config.value("DEFAULT", FUZZY) == 0:
        yield Finding(
            f"after a common restart {hosts} hosts run their periodic tasks in the same second;"
            " drop the option to spread them over a minute",
            at_option(config, "DEFAULT", FUZZY),
            "DEFAULT",
            FUZZY,
            (unset_fix(config, "DEFAULT", FUZZY, "Let the default of 60 seconds apply"),),
        )


@rule(
    "poll-interval-zero-is-not-off",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{REAP}", f"DEFAULT.{ACTION}", f"DEFAULT.{SHELVED}", f"DEFAULT.{OFFLOAD}"),
    releases=(15, None),
    roles=("compute",),
)
def poll_interval_zero_is_not_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A task that is meant to be off runs every minute.

    ## What it checks

    `running_deleted_instance_poll_interval = 0`, unless `running_deleted_instance_action` is noop,
    and `shelved_poll_interval = 0` with a `shelved_offload_time` above 0.

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
    `_poll_shelved_instances`); oslo.service: periodic_task.py (`_add_periodic_task`).
    """
    offload = config.value("DEFAULT", OFFLOAD)
    zeros = []
    if config.value("DEFAULT", ACTION) != "noop":
        zeros.append(REAP)
    if isinstance(offload, int) and offload > 0:
        zeros.append(SHELVED)
    for name in zeros:
        if config.value("DEFAULT", name) == 0:
            yield Finding(
                f"`{name}` 0 is not off but every 60 seconds; set it to -1 to switch the task off",
                at_option(config, "DEFAULT", name),
                "DEFAULT",
                name,
                (set_fix(config, "DEFAULT", name, "-1"),),
            )


@rule(
    "interval-zero-means-each-minute",
    theme="compute",
    severity=Severity.INFO,
    options=tuple(f"{group}.{name}" for group, name in EACH_MINUTE),
    releases=(15, None),
    roles=("compute",),
)
def interval_zero_means_each_minute(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An interval of 0 makes a task run every 60 seconds, more often than by default.

    ## What it checks

    A value of 0 for `sync_power_state_interval`, `instance_delete_interval` or
    `scheduler_instance_sync_interval`. For the image cache see image-cache-interval-zero.
    `update_resources_interval` is 0 by default and left out; for `volume_usage_poll_interval` and
    `heal_instance_info_cache_interval` 0 really is off.

    ## Why it matters

    0 looks like off, but the library that runs the tasks takes it for 60 seconds; a negative number
    is off.

    ## Example

        [DEFAULT]
        sync_power_state_interval = 0

    ## Fix safety

    There is no fix: say what is meant, -1 for off or the seconds.

    ## Sources

    Nova 34.0.0, 30.3.0 and 15.1.5: nova/compute/manager.py (its periodic tasks); oslo.service:
    periodic_task.py (`_add_periodic_task`).
    """
    for group, name in EACH_MINUTE:
        if config.value(group, name) == 0:
            yield Finding(
                f"`{name}` 0 means every 60 seconds; write the seconds, or -1 for off",
                at_option(config, group, name),
                group,
                name,
            )


@rule(
    "cleanup-tasks-off",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{DELETE}", f"DEFAULT.{REAP}"),
    releases=(15, None),
    roles=("compute",),
)
def cleanup_tasks_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """What deleted servers and failed migrations leave on the host stays there.

    ## What it checks

    `instance_delete_interval` or `running_deleted_instance_poll_interval` below 0.

    ## Why it matters

    The first task removes files of deleted servers and of failed resizes and, from 20 on, expired
    console tokens; the second one finds guests that run though their server is deleted.

    ## Example

        [DEFAULT]
        instance_delete_interval = -1

    ## Fix safety

    Unsafe: the option is commented out, so that its default applies.

    ## Sources

    Nova 34.0.0, 20.6.1 and 15.1.5: nova/compute/manager.py (`_run_pending_deletes`,
    `_cleanup_incomplete_migrations`, `_cleanup_expired_console_auth_tokens`,
    `_cleanup_running_deleted_instances`).
    """
    for name, what in ((DELETE, "files of deleted servers"), (REAP, "guests of deleted servers")):
        value = config.value("DEFAULT", name)
        if isinstance(value, int) and value < 0:
            yield Finding(
                f"`{name}` {value} leaves {what} on the host for good; drop the option",
                at_option(config, "DEFAULT", name),
                "DEFAULT",
                name,
                (unset_fix(config, "DEFAULT", name, "Let the default apply"),),
            )
