"""How long nova-compute and its guests are given to end."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import severity_unless_set, sure_fixes
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

MANAGER = "manager_shutdown_timeout"
GRACEFUL = "graceful_shutdown_timeout"
TIMEOUT = "shutdown_timeout"
RETRY = "shutdown_retry_interval"
SOFT_REBOOT = "wait_soft_reboot_seconds"
SPARE = 20
"""Seconds by which the defaults of the two time-outs of a service differ."""
CLEANUP = 20
"""Seconds of the manager's time that are kept for the cleanup, from 34 on."""
FIXED_RETRY = 10
"""The interval of releases that have no option for it: a constant of nova-compute."""


@rule(
    "manager-shutdown-timeout-cut",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{MANAGER}", f"DEFAULT.{GRACEFUL}"),
    releases=(33, None),
    since="the option came in 2026.1 (nova/conf/base.py)",
    roles=("compute", "conductor", "scheduler"),
)
def manager_shutdown_timeout_cut(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A service has less time to finish its tasks at shutdown than its options say.

    ## What it checks

    `manager_shutdown_timeout` (160 by default) above `graceful_shutdown_timeout` (180 by default
    from 33 on, 60 before). A `graceful_shutdown_timeout` carried over from an older release is the
    usual cause; 0, which means endless there, is the worst case. Where a file sets only one of the
    two, and another one may set the other, it is info.

    ## Why it matters

    Nova logs a warning and takes 10 seconds less than `graceful_shutdown_timeout` instead, with 0
    no time at all. From 34 on up to 20 seconds of that are kept for the cleanup: of 60 seconds, 30
    are left for builds and migrations in progress, before they are cut off.

    ## Example

        [DEFAULT]
        graceful_shutdown_timeout = 60

    becomes

        [DEFAULT]
        graceful_shutdown_timeout = 180

    ## Fix safety

    Unsafe: the outer time-out is raised to 20 seconds above the inner one, or the inner one lowered
    to 20 seconds below the outer one. What starts the service (systemd's TimeoutStopSec, a
    container's stop time-out) must wait longer than both. There is no fix where another file may
    set one of the two.

    ## Sources

    Nova 33.0.2: nova/compute/manager.py, nova/conductor/manager.py, nova/scheduler/manager.py
    (`graceful_shutdown`); Nova 34.0.0: the same, nova/service.py (`_get_manager_shutdown_timeout`),
    nova/conf/base.py.
    """
    inner, outer = config.integer("DEFAULT", MANAGER), config.integer("DEFAULT", GRACEFUL)
    if inner is None or outer is None or inner <= outer:
        return
    kept = CLEANUP if config.release.major >= 34 else 0
    fixes = [set_fix(config, "DEFAULT", GRACEFUL, str(inner + SPARE))]
    elsewhere = severity_unless_set(config, ("DEFAULT", MANAGER), ("DEFAULT", GRACEFUL))
    if outer > SPARE:
        fixes.append(set_fix(config, "DEFAULT", MANAGER, str(outer - SPARE)))
    left = outer - 10 - kept
    option, fact = GRACEFUL, f"`{GRACEFUL}` {outer} is below `{MANAGER}` {inner}"
    if config.setting("DEFAULT", GRACEFUL).is_default:
        option, fact = MANAGER, f"`{MANAGER}` {inner} is above `{GRACEFUL}` {outer}"
    yield finding(
        config,
        "DEFAULT",
        option,
        f"{fact}, so tasks in progress get"
        f" {f'at most {left} seconds' if left > 0 else 'no time'} when the service stops;"
        f" raise `{GRACEFUL}` to {inner + SPARE}",
        *(() if elsewhere else fixes),
        override=elsewhere,
    )


@rule(
    "shutdown-signal-not-repeated",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{TIMEOUT}", f"compute.{RETRY}"),
    roles=("compute",),
    drivers=("libvirt", "hyperv"),
)
def shutdown_signal_not_repeated(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A guest is asked to shut down only once before it is powered off.

    ## What it checks

    `[compute] shutdown_retry_interval` not below `shutdown_timeout`, with libvirt and Hyper-V,
    whose drivers repeat the signal. Until queens the interval is always 10 seconds. An image
    property may give single servers another time-out. A `shutdown_timeout` of 0 cuts the power
    without asking, and is taken as meant.

    ## Why it matters

    The signal is repeated only within the time-out. A guest that was still booting when it came
    misses it, and its file systems are not unmounted.

    ## Example

        [DEFAULT]
        shutdown_timeout = 10
        [compute]
        shutdown_retry_interval = 10

    ## Fix safety

    Unsafe: the interval is set to a third of the time-out. Where there is no option for it, or the
    time-out is too short for any, the time-out is set to 60 seconds, its default, or more. There is
    no fix where another file may set the other one.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_clean_shutdown`, `power_off`); Nova 18.3.0:
    nova/virt/hyperv/vmops.py (`_soft_shutdown`); Nova 17.0.13 and 15.1.5: nova/compute/manager.py
    (`SHUTDOWN_RETRY_INTERVAL`).
    """
    timeout = config.integer("DEFAULT", TIMEOUT) or 0
    fixed = config.release.major < 18
    retry = FIXED_RETRY if fixed else config.integer("compute", RETRY)
    if retry is None or not 0 < timeout <= retry:
        return
    third, longer = max(1, timeout // 3), max(60, 2 * retry)
    if fixed or third == timeout:
        yield finding(
            config,
            "DEFAULT",
            TIMEOUT,
            f"`{TIMEOUT}` {timeout} is not above the {retry} seconds after which a guest is asked"
            f" again to shut down, so it is asked only once; set it to {longer}",
            *sure_fixes(
                config,
                [] if fixed else [("compute", RETRY)],
                set_fix(config, "DEFAULT", TIMEOUT, str(longer)),
            ),
        )
        return
    yield finding(
        config,
        "compute",
        RETRY,
        f"`[compute] {RETRY}` {retry} is not below `{TIMEOUT}` {timeout}, so a guest is asked only"
        f" once to shut down; set it to {third}",
        *sure_fixes(config, [("DEFAULT", TIMEOUT)], set_fix(config, "compute", RETRY, str(third))),
    )


@rule(
    "soft-reboot-wait-negative",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"libvirt.{SOFT_REBOOT}",),
    roles=("compute",),
    drivers=("libvirt",),
)
def soft_reboot_wait_negative(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A negative `[libvirt] wait_soft_reboot_seconds` makes each soft reboot a hard one.

    ## What it checks

    A negative `[libvirt] wait_soft_reboot_seconds`. 0 does the same and is no finding, since it may
    be meant so.

    ## Why it matters

    nova-compute asks the guest to shut down and looks that many times, once a second, whether it
    has. With a negative number it does not look at all: the server is powered off at once, in the
    middle of its shutdown, and what it had not written is lost.

    ## Example

        [libvirt]
        wait_soft_reboot_seconds = -1

    ## Fix safety

    Unsafe: it is set to the default, 120 seconds.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`reboot`, `_soft_reboot`), nova/conf/libvirt.py; the
    same in 15.1.5, 20.6.1 and 25.3.0.
    """
    seconds = config.integer("libvirt", SOFT_REBOOT) or 0
    if seconds < 0:
        yield finding(
            config,
            "libvirt",
            SOFT_REBOOT,
            f"`[libvirt] {SOFT_REBOOT}` {seconds} gives a guest no time to shut down, so a soft"
            " reboot powers it off at once; set it to 120",
            set_fix(config, "libvirt", SOFT_REBOOT, "120"),
        )
