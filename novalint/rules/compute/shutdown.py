"""How long nova-compute and its guests are given to end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

MANAGER = "manager_shutdown_timeout"
GRACEFUL = "graceful_shutdown_timeout"
TIMEOUT = "shutdown_timeout"
RETRY = "shutdown_retry_interval"
SPARE = 20
"""Seconds by which the defaults of the two time-outs of a service differ."""


@rule(
    "manager-shutdown-timeout-cut",
    theme="compute",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{MANAGER}", f"DEFAULT.{GRACEFUL}"),
    releases=(33, None),
    roles=("compute", "conductor", "scheduler"),
)
def manager_shutdown_timeout_cut(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A service that is stopped gets less time to finish its tasks than it is told.

    ## What it checks

    `manager_shutdown_timeout` (160 by default) above `graceful_shutdown_timeout` (180 by default
    from 33 on, 60 before). A `graceful_shutdown_timeout` carried over from an older release is the
    usual cause; 0, which means endless there, is the worst case.

    ## Why it matters

    Nova logs a warning and waits 10 seconds less than `graceful_shutdown_timeout` instead, with 0
    not at all: builds and migrations in progress are cut off.

    ## Example

        [DEFAULT]
        graceful_shutdown_timeout = 60

    becomes

        [DEFAULT]
        graceful_shutdown_timeout = 180

    ## Fix safety

    Unsafe: the outer time-out is raised to 20 seconds above the inner one, or the inner one lowered
    to 20 seconds below the outer one. What starts the service (systemd's TimeoutStopSec, a
    container's stop time-out) must wait longer than both.

    ## Sources

    Nova 33.0.2: nova/compute/manager.py, nova/conductor/manager.py, nova/scheduler/manager.py;
    Nova 34.0.0: nova/service.py (`_get_manager_shutdown_timeout`), nova/conf/base.py.
    """
    inner, outer = config.value("DEFAULT", MANAGER), config.value("DEFAULT", GRACEFUL)
    if not isinstance(inner, int) or not isinstance(outer, int) or inner <= outer:
        return
    fixes = [set_fix(config, "DEFAULT", GRACEFUL, str(inner + SPARE))]
    if outer > SPARE:
        fixes.append(set_fix(config, "DEFAULT", MANAGER, str(outer - SPARE)))
    yield Finding(
        f"`{MANAGER}` {inner} is above `{GRACEFUL}` {outer}, so tasks in progress get at"
        f" most {max(0, outer - 10)} seconds; raise the latter or lower the former",
        at_option(config, "DEFAULT", GRACEFUL),
        "DEFAULT",
        GRACEFUL,
        tuple(fixes),
    )


@rule(
    "shutdown-signal-not-repeated",
    theme="compute",
    severity=Severity.INFO,
    options=(f"DEFAULT.{TIMEOUT}", f"compute.{RETRY}"),
    releases=(18, None),
    roles=("compute",),
)
def shutdown_signal_not_repeated(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A guest is asked only once to shut down, then its power is cut.

    ## What it checks

    `[compute] shutdown_retry_interval` not below `shutdown_timeout`. An image property may give
    single servers another time-out. A `shutdown_timeout` of 0 cuts the power without asking, and is
    taken as meant.

    ## Why it matters

    The signal is repeated only within the time-out. A guest that was still booting when it came
    misses it, and its file systems are not unmounted.

    ## Example

        [DEFAULT]
        shutdown_timeout = 10
        [compute]
        shutdown_retry_interval = 10

    ## Fix safety

    Unsafe: the interval is set to a third of the time-out.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_clean_shutdown`, `power_off`); the options in
    18.3.0.
    """
    timeout, retry = config.value("DEFAULT", TIMEOUT), config.value("compute", RETRY)
    if not isinstance(timeout, int) or not isinstance(retry, int) or not 0 < timeout <= retry:
        return
    third = max(1, timeout // 3)
    yield Finding(
        f"`{RETRY}` {retry} is not below `{TIMEOUT}` {timeout}, so a guest is asked only once to"
        " shut down; choose a shorter interval",
        at_option(config, "compute", RETRY),
        "compute",
        RETRY,
        (set_fix(config, "compute", RETRY, str(third)),) if third < timeout else (),
    )
