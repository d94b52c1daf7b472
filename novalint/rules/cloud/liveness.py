"""Whose heartbeats count, and who judges them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import divided, mismatch
from novalint.rules.fleet.grouping import URL, conductors_of_api
from novalint.rules.fleet.model import NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

INTERVAL = "DEFAULT.report_interval"
DOWN = "DEFAULT.service_down_time"
DRIVER = "DEFAULT.servicegroup_driver"


@rule(
    "down-time-below-others-report-interval",
    theme="cloud",
    severity=Severity.ERROR,
    options=(INTERVAL, DOWN, URL),
    thresholds={"factor": 3},
    scope="cloud",
)
def down_time_below_others_report_interval(fleet: Fleet, factor: float) -> Iterator[NodeFinding]:
    """A service counts as down before its next heartbeat is due, on the clock of another node.

    ## What it checks

    The largest `report_interval` of the compute nodes against the smallest `service_down_time` of
    those that judge them: api and scheduler nodes, and the conductors of the api nodes' broker, as
    those on another one serve a cell. Where the interval is not below it, this is an error; where
    it is more than a third of it (`factor`), a warning. What one node has for itself is left to
    [service-down-time-below-report-interval](service-down-time-below-report-interval.md) and
    [service-down-time-tight](service-down-time-tight.md).

    ## Why it matters

    Whoever judges uses its own `service_down_time`, and Nova compares the two options of one file
    alone. With a slower heartbeat elsewhere hosts come and go: the scheduler leaves them out, a
    live migration says that *Compute service of HOST is unavailable at this time*, a delete is
    made in the database alone and leaves the guest running, and an evacuation of a host that lives
    is allowed.

    ## Example

    `cmp1` was slowed down, and `ctl1` still judges after 60 seconds:

    ```ini
    [DEFAULT]
    report_interval = 120
    service_down_time = 300
    ```

    ## Fix safety

    No fix: either side may be the one that is meant.

    ## Sources

    - nova/servicegroup/drivers/db.py, `DbDriver.is_up`, and nova/servicegroup/api.py, 34.0.0
    - nova/scheduler/filters/compute_filter.py, nova/compute/api.py, nova/conductor/tasks
    """
    writers = [node for node in fleet.of("compute") if _whole(node, INTERVAL)]
    judging = (*fleet.of("api", "scheduler"), *conductors_of_api(fleet))
    judges = [node for node in dict.fromkeys(judging) if _whole(node, DOWN)]
    if not writers or not judges:
        return
    writer = max(writers, key=lambda node: _whole(node, INTERVAL))
    judge = min(judges, key=lambda node: _whole(node, DOWN))
    interval, down = _whole(writer, INTERVAL), _whole(judge, DOWN)
    if interval * factor <= down or writer.configuration == judge.configuration:
        return
    if writer.value(DOWN) == down and judge.value(INTERVAL) == interval:  # each file says so itself
        return
    late = interval >= down
    then = "it counts as down between any two" if late else "one or two late ones are enough"
    odd, option = (writer, INTERVAL) if writer.is_written(INTERVAL) else (judge, DOWN)
    other = judge if odd is writer else writer
    yield NodeFinding(
        odd,
        option,
        f"`{writer.name}` sends a heartbeat every {interval} seconds (`report_interval`), and"
        f" `{judge.name}` waits {down} (`service_down_time`): {then}; raise the one or lower the"
        " other",
        others=(NodeNote(other, DOWN if other is judge else INTERVAL, "the other side"),),
        override=None if late else Severity.WARNING,
    )


def _whole(node: Node, option: str) -> int:
    """Return a number of seconds; 0 where it is not known, or nothing is sent."""
    value = node.value(option)
    return value if isinstance(value, int) and value > 0 else 0


@rule(
    "service-group-driver-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(DRIVER,),
    scope="cloud",
)
def service_group_driver_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes report that they live in one place, and others look in another.

    ## What it checks

    `servicegroup_driver` on all nodes: `db` writes heartbeats to the database, `mc` to memcached.

    ## Why it matters

    Hosts that report to memcached look dead to a node that reads the database, and the other way
    round. All of them are down at once for the scheduler and the API.

    ## Example

    `cmp1` was set up for memcached, the controllers were not:

    ```ini
    [DEFAULT]
    servicegroup_driver = mc
    ```

    ## Fix safety

    Unsafe: it changes where the odd nodes report and look. There is none to memcached, of which
    they have to know the servers too.

    ## Sources

    - nova/servicegroup/api.py and drivers, 34.0.0
    - doc/source/admin/service-groups.rst: required on every node
    """
    consequence = "those that use the other driver count as down for them"
    nodes = fleet.readers(DRIVER)
    division = divided(nodes, DRIVER)
    mend = division is not None and division.usual[0].value(DRIVER) == "db"
    yield from mismatch(nodes, DRIVER, consequence, mend=mend)
