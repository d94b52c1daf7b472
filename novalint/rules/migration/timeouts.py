"""How long a live migration may take."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import known_first, severity_unless_set
from novalint.rules.common.places import each, finding, removal, set_fix, unset_fix
from novalint.rules.common.plugging import LIVE_VIRT_TYPES
from novalint.rules.common.thresholds import Way, way_out
from novalint.rules.declaration import rule
from novalint.wording import option_name

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

LIMIT = ("libvirt", "live_migration_completion_timeout")
ACTION = ("libvirt", "live_migration_timeout_action")
DELAY = ("libvirt", "live_migration_downtime_delay")
STEPS = ("libvirt", "live_migration_downtime_steps")
PROGRESS = ("libvirt", "live_migration_progress_timeout")
INTERVAL = ("libvirt", "live_migration_monitor_interval")
POST_COPY = ("libvirt", "live_migration_permit_post_copy")
FORCE = "force_complete"
DEFAULT_LIMIT = 800
"""Seconds for each gigabyte by default, from ocata to 2026.2 (nova/conf/libvirt.py)."""
DEFAULTS = {LIMIT: DEFAULT_LIMIT, STEPS: 10, DELAY: 75}
"""The same of all that says when a pause is tried, and when that is too late."""
LEAST = 15
"""The last major version that raises too small a delay or number of steps to its minimum."""
BY_ITSELF = 18
"""The last major version that switches to post-copy without waiting for the timeout."""


@rule(
    "migration-never-forced",
    theme="migration",
    severity=Severity.WARNING,
    options=("libvirt.live_migration_timeout_action", "libvirt.live_migration_completion_timeout"),
    releases=(19, None),
    since="the action came in stein (nova/conf/libvirt.py)",
    roles=("compute",),
    virt_types=LIVE_VIRT_TYPES,
)
def migration_never_forced(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Slow live migrations should be forced to complete, but the timeout is off.

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

    Unsafe: the timeout is commented out, so that the value of an earlier file applies, or the
    default of 800 seconds for each gigabyte.

    ## Sources

    Nova 34.0.0 and 19.3.2: nova/virt/libvirt/migration.py (`should_trigger_timeout_action`).
    """
    if config.text(*ACTION) == FORCE and config.integer(*LIMIT) == 0:
        way = removal(config.setting(*LIMIT), "to wait 800 seconds for each gigabyte")
        yield finding(
            config,
            *LIMIT,
            "`[libvirt] live_migration_completion_timeout` 0 switches the timeout off, so"
            f" `live_migration_timeout_action` force_complete has no effect; {way}",
            unset_fix(config, *LIMIT),
        )


@rule(
    "migration-ends-before-full-downtime",
    theme="migration",
    severity=Severity.WARNING,
    options=(
        "libvirt.live_migration_completion_timeout",
        "libvirt.live_migration_downtime_delay",
        "libvirt.live_migration_downtime_steps",
        "libvirt.live_migration_timeout_action",
        "libvirt.live_migration_permit_post_copy",
        ".".join(PROGRESS),
    ),
    roles=("compute",),
    virt_types=LIVE_VIRT_TYPES,
)
def migration_ends_before_full_downtime(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """Live migrations time out before the longest permitted downtime is tried.

    ## What it checks

    `[libvirt] live_migration_completion_timeout`, where it is not 0, against
    `live_migration_downtime_delay` times `live_migration_downtime_steps`; all are seconds a
    gigabyte of memory and disk. By default it is 800 against 75 x 10 = 750. Not reported where
    `live_migration_timeout_action` is force_complete, which gives no migration up, nor up to rocky
    where post-copy is permitted, to which Nova then switches by itself. Info where a single file
    does not set all three and does not look like a whole configuration.

    Up to rocky also a `live_migration_completion_timeout` or `live_migration_progress_timeout`
    below 0, which is an error; stein refuses the first and does not have the second.

    ## Why it matters

    A number below 0 does not stand for any time: it is over as soon as it is looked at, so every
    live migration is aborted.

    Nova raises the pause that a guest may have step by step, so that guests which write much get
    across in the end. A timeout before the last step takes that chance away: the migration is
    aborted.

    ## Example

        [libvirt]
        live_migration_completion_timeout = 300

    ## Fix safety

    There is no fix: the timeout may be meant, and then the steps must be shorter or fewer. A number
    below 0 is set to 0, which switches the timeout off.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/migration.py (`downtime_steps`, which in 15 takes 3
    steps and 10 seconds at least), nova/virt/libvirt/driver.py (`_live_migration_monitor`). 15.1.5
    to 18.3.0: migration.py (`should_abort`).
    """
    yield from each((_over_at_once, _before_the_last_pause), lambda find: find(config))


def _before_the_last_pause(config: Config) -> Iterator[Finding]:
    limit = config.integer(*LIMIT) or 0
    delay, steps = _pauses(config)
    if not 0 < limit < delay * steps or _completes(config):
        return
    written = _farthest(config)
    last = f"after {delay} x {steps} = {delay * steps} seconds for each gigabyte"
    message = (
        f"`[libvirt] {LIMIT[1]}` {limit} aborts a live migration before its longest pause is tried"
        f" {last}; raise it, or lower `{DELAY[1]}` or `{STEPS[1]}`"
    )
    if written != LIMIT:
        message = (
            f"{option_name(*written)} lets the longest pause of a live migration be tried {last},"
            f" when `{LIMIT[1]}` {limit} has aborted it; lower it, or raise `{LIMIT[1]}`"
        )
    elsewhere = severity_unless_set(config, LIMIT, DELAY, STEPS)
    yield finding(config, *written, message, override=elsewhere)


def _farthest(config: Config) -> tuple[str, str]:
    """Return which of the options that files set has moved most to the side that is too late."""

    def moved(name: tuple[str, str]) -> float:
        ratio = (config.integer(*name) or 0) / DEFAULTS[name]
        return 1 / ratio if name == LIMIT else ratio

    return max((name for name in DEFAULTS if not config.setting(*name).is_default), key=moved)


def _pauses(config: Config) -> tuple[int, int]:
    """Return the seconds between two steps of the pause, for each gigabyte, and their number."""
    delay, steps = (config.integer(*name) or 0 for name in (DELAY, STEPS))
    if config.release.major <= LEAST:
        return max(delay, 10), max(steps, 3)
    return delay, steps


def _over_at_once(config: Config) -> Iterator[Finding]:
    for name in known_first(config, (LIMIT, PROGRESS)):
        seconds = config.integer(*name) or 0
        if seconds < 0:
            yield finding(
                config,
                *name,
                f"{option_name(*name)} {seconds} expires at once, so every live migration is "
                "aborted; set it to 0 for no limit",
                set_fix(config, *name, "0"),
                override=Severity.ERROR,
            )


def _completes(config: Config) -> bool:
    """Return whether no live migration is given up for taking long."""
    if config.release.major <= BY_ITSELF:
        return config.boolean(*POST_COPY) is True
    return config.text(*ACTION) == FORCE


@rule(
    "migration-limit-long",
    theme="migration",
    severity=Severity.INFO,
    options=(".".join(LIMIT), ".".join(DELAY), ".".join(STEPS)),
    roles=("compute",),
    virt_types=LIVE_VIRT_TYPES,
    thresholds={"seconds": 3600},
)
def migration_limit_long(
    config: Config, deployment: Deployment, seconds: float
) -> Iterator[Finding]:
    """A live migration that makes no progress is not aborted for days.

    ## What it checks

    `[libvirt] live_migration_completion_timeout` above 3600 (a threshold; no source names one), and
    above `live_migration_downtime_delay` times `live_migration_downtime_steps`, the time until the
    longest pause is tried.

    ## Why it matters

    The value is multiplied by the gigabytes of memory and copied disk. With 3600 a guest of 64 GB
    may migrate for 64 hours, and holds its host's turn all the time. The default of 800 gives it
    14 hours. Up to rocky `live_migration_progress_timeout`, if it is set, may end it sooner.

    ## Example

        [libvirt]
        live_migration_completion_timeout = 86400

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file applies, or the
    default of 800. Where the longest pause is tried later than that, the time until then is set.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/virt/libvirt/driver.py (`_live_migration_monitor`).
    """
    limit = config.integer(*LIMIT) or 0
    delay, steps = _pauses(config)
    tried = delay * steps
    if limit <= max(seconds, tried):
        return
    words = f"lower it, or {removal(config.setting(*LIMIT), 'for the default of 800')}"
    back = Way(words, (unset_fix(config, *LIMIT),))
    way = way_out(config, LIMIT, back, most=max(seconds, tried))
    if tried > DEFAULT_LIMIT:
        pause = f"lower it to {tried}, when its longest pause is tried"
        way = Way(pause, (set_fix(config, *LIMIT, str(tried)),))
    yield finding(
        config,
        *LIMIT,
        f"`[libvirt] live_migration_completion_timeout` {limit} applies to each gigabyte, so a"
        f" server of 64 GB may migrate for {limit} x 64 / 3600 = {limit * 64 / 3600:.0f} hours;"
        f" {way.words}",
        *way.fixes,
    )


@rule(
    "migration-progress-reported-often",
    theme="migration",
    severity=Severity.INFO,
    options=("libvirt.live_migration_monitor_interval",),
    releases=(34, None),
    since="the option came in 2026.2 (nova/conf/libvirt.py)",
    roles=("compute",),
    virt_types=("kvm", "qemu", "parallels"),
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
    emptied, that is a lot of traffic, and RPC calls of nova-compute may time out. By 0 Nova
    divides: every migration is aborted as soon as it runs, with a division by zero in the log. A
    negative number counts like the same one without its sign.

    ## Example

        [libvirt]
        live_migration_monitor_interval = 1

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file applies, or the
    default of 5 seconds.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_live_migration_monitor`), nova/conf/libvirt.py.
    """
    interval = config.integer(*INTERVAL)
    if interval == 0:
        effect = "aborts every live migration with a division by zero"
    elif interval is not None and abs(interval) < seconds:
        effect = f"reports each live migration over RPC every {abs(interval)} s"
    else:
        return
    words = removal(config.setting(*INTERVAL), "to report every 5 s")
    back = Way(words, (unset_fix(config, *INTERVAL),))
    way = way_out(config, INTERVAL, back, least=seconds)
    yield finding(
        config,
        *INTERVAL,
        f"`[libvirt] live_migration_monitor_interval` {interval} {effect}; {way.words}",
        *way.fixes,
        override=None if interval else Severity.ERROR,
    )
