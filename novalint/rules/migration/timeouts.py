"""How long a live migration may take, and how many run at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.libvirt import libvirt
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

LIMIT = ("libvirt", "live_migration_completion_timeout")
ACTION = ("libvirt", "live_migration_timeout_action")
DELAY = ("libvirt", "live_migration_downtime_delay")
STEPS = ("libvirt", "live_migration_downtime_steps")
INTERVAL = ("libvirt", "live_migration_monitor_interval")
AT_ONCE = ("DEFAULT", "max_concurrent_live_migrations")


@rule(
    "migration-never-forced",
    theme="migration",
    severity=Severity.WARNING,
    options=("libvirt.live_migration_timeout_action", "libvirt.live_migration_completion_timeout"),
    releases=(19, None),
    roles=("compute",),
)
def migration_never_forced(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Slow live migrations are to be forced to an end, but no time is set for it.

    ## What it checks

    `[libvirt] live_migration_timeout_action = force_complete` with
    `[libvirt] live_migration_completion_timeout = 0`.

    ## Why it matters

    0 switches the time-out off, and with it what is done on it: a migration of a busy guest runs on
    and is neither forced nor ended. When it does come to forcing, Nova switches to post-copy where
    that is permitted, else it pauses the guest until everything is copied.

    ## Example

        [libvirt]
        live_migration_timeout_action = force_complete
        live_migration_completion_timeout = 0

    ## Fix safety

    Unsafe: the time-out is commented out, so that the default of 800 seconds a gigabyte applies.

    ## Sources

    Nova 34.0.0 and 19.3.2: nova/virt/libvirt/migration.py (`should_trigger_timeout_action`).
    """
    forced = config.value(*ACTION) == "force_complete"
    if libvirt(config) and forced and config.value(*LIMIT) == 0:
        yield Finding(
            "no migration is ever forced to an end while `live_migration_completion_timeout` is 0;"
            " let its default of 800 seconds a gigabyte apply",
            at_option(config, *LIMIT),
            *LIMIT,
            (unset_fix(config, *LIMIT, "Let the default of 800 seconds apply"),),
        )


@rule(
    "migration-ends-before-full-downtime",
    theme="migration",
    severity=Severity.WARNING,
    options=(
        "libvirt.live_migration_completion_timeout",
        "libvirt.live_migration_downtime_delay",
        "libvirt.live_migration_downtime_steps",
    ),
    releases=(16, None),
    roles=("compute",),
)
def migration_ends_before_full_downtime(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """Live migrations are given up before the longest permitted pause was tried.

    ## What it checks

    `[libvirt] live_migration_completion_timeout`, where it is not 0, against
    `live_migration_downtime_delay` times `live_migration_downtime_steps`; all are seconds a
    gigabyte of memory and disk. By default it is 800 against 75 x 10 = 750.

    ## Why it matters

    Nova raises the pause that a guest may have step by step, so that guests which write much get
    across in the end. A time-out before the last step takes that chance away: the migration is
    aborted, or forced, whatever `live_migration_timeout_action` says.

    ## Example

        [libvirt]
        live_migration_completion_timeout = 300

    ## Fix safety

    There is no fix: the time-out may be meant, and then the steps must be shorter or fewer.

    ## Sources

    Nova 34.0.0 and 16.1.8: nova/virt/libvirt/migration.py (`downtime_steps`),
    nova/virt/libvirt/driver.py (`_live_migration_monitor`).
    """
    limit, delay, steps = (config.value(*one) for one in (LIMIT, DELAY, STEPS))
    if not (isinstance(limit, int) and isinstance(delay, int) and isinstance(steps, int)):
        return
    if libvirt(config) and 0 < limit < delay * steps:
        written = next(one for one in (LIMIT, STEPS, DELAY) if not config.setting(*one).is_default)
        yield Finding(
            f"a migration ends after {limit} seconds a gigabyte, before its longest pause is tried"
            f" at {delay} x {steps} = {delay * steps}; raise the time-out or shorten the steps",
            at_option(config, *written),
            *written,
        )


@rule(
    "migration-limit-long",
    theme="migration",
    severity=Severity.INFO,
    options=("libvirt.live_migration_completion_timeout",),
    releases=(15, None),
    roles=("compute",),
    thresholds={"seconds": 3600},
)
def migration_limit_long(
    config: Config, deployment: Deployment, seconds: float
) -> Iterator[Finding]:
    """A live migration that gets nowhere is not ended for days.

    ## What it checks

    `[libvirt] live_migration_completion_timeout` above 3600 (a threshold; nobody publishes one).

    ## Why it matters

    The value is multiplied by the gigabytes of memory and copied disk. With 3600 a guest of 64 GB
    may migrate for 64 hours, and holds its host's turn all the time. The default of 800 gives it
    14 hours.

    ## Example

        [libvirt]
        live_migration_completion_timeout = 86400

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 800 applies.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`_live_migration_monitor`).
    """
    limit = config.value(*LIMIT)
    if libvirt(config) and isinstance(limit, int) and limit > seconds:
        yield Finding(
            f"{limit} seconds count for each gigabyte: a guest of 64 GB may migrate for"
            f" {limit} x 64 / 3600 = {limit * 64 / 3600:.0f} hours; let the default of 800 apply",
            at_option(config, *LIMIT),
            *LIMIT,
            (unset_fix(config, *LIMIT, "Let the default of 800 seconds apply"),),
        )


@rule(
    "live-migrations-at-once",
    theme="migration",
    severity=Severity.INFO,
    options=("DEFAULT.max_concurrent_live_migrations",),
    releases=(15, None),
    roles=("compute",),
)
def live_migrations_at_once(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """More than one server leaves a host at the same time.

    ## What it checks

    `max_concurrent_live_migrations` other than 1. 0 (in old releases less, too) stands for any
    number. From 2026.1 on 0 is deprecated, and means 1000 or, with native threads, 5.

    ## Why it matters

    Migrations side by side share the network, so each takes longer, has more memory to copy again
    and is likelier to run out of time. From 2026.1 on
    `[libvirt] live_migration_parallel_connections`
    uses a fast network for one server instead. Hosts that hold hundreds of servers want more of
    libvirtd as well: its `max_workers`, and the limits of D-Bus (`max_replies_per_connection`), are
    met when many servers move.

    ## Example

        [DEFAULT]
        max_concurrent_live_migrations = 4

    ## Fix safety

    Unsafe: the option is commented out.

    ## Sources

    Nova 34.0.0: nova/conf/compute.py, nova/thread_pool_factory.py; 15.1.5:
    nova/compute/manager.py; the libvirtd.conf of kolla-ansible for the last remark.
    """
    count = config.value(*AT_ONCE)
    if libvirt(config) and isinstance(count, int) and count != 1:
        late = config.release.major >= 33
        any_number = "up to 1000, or 5 on native threads," if late else "any number of"
        many = str(count) if count > 0 else any_number
        yield Finding(
            f"{many} live migrations at once share the network and each takes longer; drop the"
            " option, so that they go one by one",
            at_option(config, *AT_ONCE),
            *AT_ONCE,
            (unset_fix(config, *AT_ONCE, "Comment it out"),),
        )


@rule(
    "migration-progress-reported-often",
    theme="migration",
    severity=Severity.INFO,
    options=("libvirt.live_migration_monitor_interval",),
    releases=(34, None),
    roles=("compute",),
    thresholds={"seconds": 5},
)
def migration_progress_reported_often(
    config: Config, deployment: Deployment, seconds: float
) -> Iterator[Finding]:
    """Each live migration reports its progress more often than by default.

    ## What it checks

    `[libvirt] live_migration_monitor_interval` below 5 seconds (a threshold). 0 is an error.

    ## Why it matters

    Each report goes over the message bus to a conductor and into the database. When whole hosts are
    emptied, that is a lot of traffic for numbers that nobody watches. By 0 Nova divides:
    every migration is aborted as soon as it runs, with a division by zero in the log.

    ## Example

        [libvirt]
        live_migration_monitor_interval = 1

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 5 seconds applies.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_live_migration_monitor`), nova/conf/libvirt.py.
    """
    interval = config.value(*INTERVAL)
    if libvirt(config) and isinstance(interval, int) and (interval < seconds or not interval):
        what = (
            f"each migration reports every {abs(interval)} s over the message bus"
            if interval
            else "Nova divides by the interval 0 and aborts every migration"
        )
        yield Finding(
            f"{what}; let the default of 5 seconds apply",
            at_option(config, *INTERVAL),
            *INTERVAL,
            (unset_fix(config, *INTERVAL, "Let the default of 5 seconds apply"),),
            override=None if interval else Severity.ERROR,
        )
