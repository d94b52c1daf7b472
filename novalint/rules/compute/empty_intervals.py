"""Intervals of periodic tasks that are set to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.empties import EmptyNumber, empties, options_of
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

COMPUTE = (
    ("DEFAULT", "bandwidth_poll_interval"),
    ("DEFAULT", "heal_instance_info_cache_interval"),
    ("DEFAULT", "instance_delete_interval"),
    ("DEFAULT", "running_deleted_instance_poll_interval"),
    ("DEFAULT", "scheduler_instance_sync_interval"),
    ("DEFAULT", "shelved_poll_interval"),
    ("DEFAULT", "stale_share_access_reconcile_interval"),
    ("DEFAULT", "sync_power_state_interval"),
    ("DEFAULT", "update_resources_interval"),
    ("DEFAULT", "volume_usage_poll_interval"),
    ("image_cache", "manager_interval"),
)
SCHEDULER = (
    ("scheduler", "discover_hosts_in_cells_interval"),
    ("scheduler", "periodic_task_interval"),
)
PROGRAMS = {"nova-compute": COMPUTE, "nova-scheduler": SCHEDULER}
"""Programs, and the intervals of the periodic tasks of each."""
INTERVALS = tuple(
    EmptyNumber(*name, f"{program} does not start")
    for program, names in PROGRAMS.items()
    for name in names
)


@rule(
    "periodic-interval-empty",
    theme="compute",
    severity=Severity.ERROR,
    options=options_of(INTERVALS),
    releases=(21, None),
    since="up to train Nova may run on Python 2 (classifiers of nova 20.6.1), which compares None"
    " with numbers",
    roles=("compute", "scheduler"),
    sign="empty",
)
def periodic_interval_empty(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The interval of a periodic task is empty, so the service does not start.

    ## What it checks

    The intervals of the periodic tasks of nova-compute and nova-scheduler, such as
    `update_resources_interval`, with an empty value.

    ## Why it matters

    oslo.config reads an empty number as no number at all, and not as the default. The library that
    runs the tasks asks whether it is below 0 as soon as Nova's code is loaded, which ends in a
    TypeError, whether the tasks are enabled or not.

    ## Example

        [DEFAULT]
        update_resources_interval =

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or its default
    applies.

    ## Sources

    Nova 34.0.0, 30.3.0, 25.3.0 and 21.2.4: nova/compute/manager.py and nova/scheduler/manager.py
    (`spacing`); oslo.service 4.8.0: periodic_task.py (`_add_periodic_task`), and oslo.config
    10.7.0: types.py (`Number`), both tried.
    """
    yield from empties(config, deployment, INTERVALS)
