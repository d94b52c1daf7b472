"""How many processes the conductor and the scheduler run."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.absence import known_first
from novalint.rules.common.places import finding, removal, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

CHOSEN = 22
"""The last major version whose scheduler may have another driver than that of filters."""


@rule(
    "conductor-workers-negative",
    theme="api",
    severity=Severity.ERROR,
    options=("conductor.workers",),
    roles=("conductor",),
)
def conductor_workers_negative(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The number of conductor workers is negative, so nova-conductor does not start.

    ## What it checks

    `[conductor] workers` below 0. (Nova declares no lower bound for this option, but for the
    others.)

    ## Why it matters

    oslo.service refuses the number, and nova-conductor ends with "Number of workers should be
    positive". Without it nothing is built and no compute node reports.

    ## Example

        [conductor]
        workers = -1

    ## Fix safety

    Unsafe: the option is commented out, so that there is one worker for each processor, or as many
    as an earlier line says.

    ## Sources

    Nova 34.0.0: nova/cmd/conductor.py, nova/conf/conductor.py; oslo.service 4.8.0:
    oslo_service/backend (`launch`, `launch_service`); the same in 15.1.5.
    """
    workers = config.integer("conductor", "workers") or 0
    if workers < 0:
        way = removal(config.setting("conductor", "workers"), "for one worker per processor")
        yield finding(
            config,
            "conductor",
            "workers",
            f"`[conductor] workers` {workers} keeps nova-conductor from starting; {way}",
            unset_fix(config, "conductor", "workers", "Comment out workers"),
        )


@rule(
    "workers-zero",
    theme="api",
    severity=Severity.INFO,
    options=("conductor.workers", "scheduler.workers", "scheduler.driver"),
)
def workers_zero(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """0 workers means the default number of workers, not none.

    ## What it checks

    `[conductor] workers = 0` or `[scheduler] workers = 0`.

    ## Why it matters

    Nova reads 0 like nothing, and runs one worker for each processor. On a controller with many
    processors that is many processes, each with its own connections to the database. Up to victoria
    a scheduler whose `[scheduler] driver` is not `filter_scheduler` runs one alone.

    ## Example

        [conductor]
        workers = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier line or file applies. Where
    there is none, nothing that Nova does changes.

    ## Sources

    Nova 34.0.0: nova/cmd/conductor.py, nova/cmd/scheduler.py; 15.1.5: nova/cmd/conductor.py;
    18.3.0 to 23.2.2: nova/cmd/scheduler.py.
    """
    for group, _ in known_first(config, (("conductor", "workers"), ("scheduler", "workers"))):
        if config.integer(group, "workers") == 0:
            yield finding(
                config,
                group,
                "workers",
                f"`[{group}] workers` 0 means one worker{_each(config, group)}; remove it, or set"
                " it to a number",
                unset_fix(config, group, "workers", "Comment out workers"),
            )


def _each(config: Config, group: str) -> str:
    """Return of what there is one worker by default; empty where there is one in all."""
    chosen = config.release.major <= CHOSEN and group == "scheduler"
    filters = not chosen or config.value("scheduler", "driver") == "filter_scheduler"
    return " per processor" if filters else ""
