"""Whose heartbeats count, and who judges them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
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
RAISED = 2.5
"""Times `report_interval` that Nova waits where `service_down_time` is not above it."""


@rule(
    "down-time-below-others-report-interval",
    theme="cloud",
    severity=Severity.ERROR,
    options=(INTERVAL, DOWN, DRIVER, URL),
    thresholds={"factor": 3},
    scope="cloud",
)
def down_time_below_others_report_interval(fleet: Fleet, factor: float) -> Iterator[NodeFinding]:
    """A node counts a service as down before the next heartbeat of that service is due.

    ## What it checks

    The largest `report_interval` of the compute nodes against the shortest wait of those that judge
    them, which is their `service_down_time`, or 2.5 times their own `report_interval` where that is
    not below it, as Nova then sets it itself. Those are api and scheduler nodes, and the conductors
    of the api nodes' broker, as those on another one serve a cell. Where the interval is not below
    the wait, this is an error; where it is more than a third of it (`factor`), a warning. What one
    node has for itself is left to
    [service-down-time-below-report-interval](service-down-time-below-report-interval.md) and
    [service-down-time-tight](service-down-time-tight.md). Only nodes with one `servicegroup_driver`
    are compared. With `mc` it is the same: who asks memcached says how old a heartbeat may be.

    ## Why it matters

    The node that judges uses its own `service_down_time`, and Nova compares the two options of one
    file alone. With a slower heartbeat elsewhere hosts come and go: the scheduler leaves them out,
    a live migration says that *Compute service of HOST is unavailable at this time*, a delete is
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

    - nova/servicegroup/drivers/db.py, `DbDriver.is_up`, drivers/mc.py and nova/servicegroup/api.py,
      34.0.0; dogpile.cache: region.py, `CacheRegion.get`, which compares the age with the reader's
      own `expiration_time`
    - nova/scheduler/filters/compute_filter.py, nova/compute/api.py, nova/conductor/tasks
    """
    judging = (*fleet.of("api", "scheduler"), *conductors_of_api(fleet))
    for driver in dict.fromkeys(node.value(DRIVER) for node in judging):
        writers = [node for node in fleet.of("compute") if node.value(DRIVER) == driver]
        judges = [node for node in dict.fromkeys(judging) if node.value(DRIVER) == driver]
        yield from _too_late(writers, judges, factor)


def _too_late(
    writers: Sequence[Node], judges: Sequence[Node], factor: float
) -> Iterator[NodeFinding]:
    """Yield that the slowest of the writers is too slow for the least patient of the judges."""
    writers = [node for node in writers if _beat(node)[0]]
    judges = [node for node in judges if _wait(node)]
    if not writers or not judges:
        return
    writer = max(writers, key=lambda node: _whole(node, INTERVAL))
    judge = min(judges, key=_wait)
    interval, down = _whole(writer, INTERVAL), _wait(judge)
    if interval * factor <= down or writer.configuration == judge.configuration:
        return
    if _beat(writer) == _beat(judge):  # each file says so itself
        return
    late = interval >= down
    lost = "between any two of them" if late else "after one or two late ones"
    odd, option = (writer, INTERVAL) if writer.is_written(INTERVAL) else (judge, DOWN)
    other = judge if odd is writer else writer
    yield NodeFinding(
        odd,
        option,
        f"`{writer.name}` sends a heartbeat every {interval} seconds (`report_interval`), but"
        f" `{judge.name}` waits {down} ({_why(judge)}): it counts as down {lost};"
        f" raise `service_down_time` on `{judge.name}`, or lower `report_interval` on"
        f" `{writer.name}`",
        others=(NodeNote(other, DOWN if other is judge else INTERVAL, "the other side"),),
        override=None if late else Severity.WARNING,
    )


def _beat(node: Node) -> tuple[int, int]:
    """Return what a node has for both options; 0 where it is not known, or nothing is sent."""
    return _whole(node, INTERVAL), _whole(node, DOWN)


def _wait(node: Node) -> int:
    """Return the seconds after which a service counts as down for a node; 0: not known."""
    interval, down = _beat(node)
    if not down or not node.knows(INTERVAL):
        return 0
    return down if down > interval else int(interval * RAISED)


def _why(node: Node) -> str:
    """Return where the wait of a node comes from."""
    own = _wait(node) == node.value(DOWN)
    return "`service_down_time`" if own else f"{RAISED} times its own `report_interval`"


def _whole(node: Node, option: str) -> int:
    """Return a number of seconds; 0 where it is not known, or nothing is sent."""
    return max(node.integer(option) or 0, 0)


@rule(
    "service-group-driver-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(DRIVER,),
    scope="cloud",
)
def service_group_driver_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes report their heartbeats to different places, so some look down to others.

    ## What it checks

    `servicegroup_driver` on all nodes: `db` writes heartbeats to the database, `mc` to memcached.
    Nodes that run nova-metadata alone do neither.

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

    Unsafe: it changes where the differing nodes report and look. There is none to memcached, of
    which they have to know the servers too.

    ## Sources

    - nova/servicegroup/api.py and drivers, 34.0.0
    - doc/source/admin/service-groups.rst: required on every node
    """
    consequence = "services on the two sides count as down for each other"
    nodes = [node for node in fleet.readers(DRIVER) if node.roles != {"metadata"}]
    division = divided(nodes, DRIVER)
    mend = division is not None and division.usual[0].value(DRIVER) == "db"
    yield from mismatch(nodes, DRIVER, consequence, mend=mend)
