"""What all nodes together want of the database server, and its own file allows."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.records import NamedTuple
from novalint.rules.common.database_options import pool_by
from novalint.rules.common.database_urls import CONNECTIONS, DatabasePlace
from novalint.rules.common.places import named
from novalint.rules.declaration import rule
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.rules.fleet.proxies import DATABASE, PROXY, frontages
from novalint.rules.fleet.values import split

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

MOST = "mysql:mysqld.max_connections"
SIZES = tuple(
    (f"{group}.max_pool_size", f"{group}.max_overflow") for group in ("database", "api_database")
)
WORKERS = {
    "conductor": "conductor.workers",
    "scheduler": "scheduler.workers",
    "api": "DEFAULT.osapi_compute_workers",
    "metadata": "DEFAULT.metadata_workers",
}
TASKS, API_TASKS = "DEFAULT.executor_thread_pool_size", "wsgi.default_pool_size"
SERVED = ("api", "metadata")
CONTROL = frozenset({"api", "conductor", "scheduler"})
ENDLESS = 10**9
KINDS = ("mysql", "mariadb")
"""Databases as URLs name them, whose server reads the file of MySQL or of MariaDB."""


class _Limit(NamedTuple):
    """How many connections something takes, and where that stands."""

    holder: Node
    option: str
    number: int
    words: str


@rule(
    "connections-exceed-database",
    theme="cloud",
    severity=Severity.WARNING,
    options=(
        *CONNECTIONS,
        *(name for pair in SIZES for name in pair),
        *WORKERS.values(),
        TASKS,
        API_TASKS,
    ),
    companions=(MOST, *PROXY),
    roles=tuple(WORKERS),
    scope="cloud",
    thresholds={"share": 0.8},
)
def connections_exceed_database(fleet: Fleet, share: float) -> Iterator[NodeFinding]:
    """The services of all nodes may open more connections than the database accepts.

    ## What it checks

    `max_connections` of the my.cnf that `[companions] mysql` names, and `maxconn` of the section of
    the haproxy.cfg that `haproxy` names which listens on port 3306, against what the nodes may open
    together: 80 % (the threshold `share`) of the smaller one. Each process of a conductor, a
    scheduler and a built-in API has one pool for each database: `max_pool_size` + `max_overflow`,
    but no more than the tasks that it works on at once. Workers that are not set count as one.
    Where the files of one node alone show it, and the facts `controllers` and `db_max_connections`
    are known, this is left to
    [database-connections-exceed-server](database-connections-exceed-server.md).

    ## Why it matters

    Each further connection ends in *Too many connections*, for the other services of the cloud too.
    A load balancer lets them wait instead, until `timeout connect` is over. It happens when
    something is slow, since pools grow just then.

    ## Example

    Three conductors with 8 workers each, three schedulers with 4, and my.cnf:

    ```ini
    [mysqld]
    max_connections = 500
    ```

    ## Fix safety

    No fix: fewer workers, smaller pools and a larger server are all right.

    ## Sources

    - oslo.db 18.1.1, oslo_db/options.py and oslo_db/sqlalchemy/engines.py; SQLAlchemy's QueuePool
    - HAProxy 2.6, configuration manual, `maxconn`; adding them up is our own
    """
    sums: dict[str, dict[Node, int]] = {}
    for node in fleet.of(*WORKERS):
        for host, number in _opened(node, fleet.facts.wsgi is True).items():
            sums.setdefault(host, {})[node] = number
    limit = min(_limits(fleet), key=_number, default=None)
    for parts in sums.values() if limit else ():
        total = sum(parts.values())
        if limit and total > share * limit.number and not _is_seen_alone(parts, fleet, share):
            node = max(parts, key=lambda one: parts[one])
            together = f", and {len(parts)} nodes {total} together" if len(parts) > 1 else ""
            yield NodeFinding(
                node,
                _place(node),
                f"{named(*split(_place(node)))} allows {parts[node]} connections to the database"
                f" here{together}, above {share:.0%} of the {limit.number} that {limit.words};"
                " lower `max_overflow` or the workers, or raise that limit",
                others=(NodeNote(limit.holder, limit.option, "the limit"),),
            )


def _is_seen_alone(parts: dict[Node, int], fleet: Fleet, share: float) -> bool:
    """Return whether the rule for one file, which needs both facts, finds the sum of a node."""
    most = fleet.facts.db_max_connections
    if most is None or fleet.facts.controllers is None:
        return False
    return any(number * _counted(node, fleet) > share * most for node, number in parts.items())


def _counted(node: Node, fleet: Fleet) -> int:
    """Return how many controllers the rule for one file takes to be like this node."""
    if fleet.facts.controllers is None or "controllers" not in fleet.derived:
        return fleet.facts.controllers or 1
    mine = node.services & CONTROL
    roles: dict[str, frozenset[str]] = {}
    for other in fleet.nodes:
        roles[other.name] = roles.get(other.name, frozenset()) | other.services
    return sum(mine <= those for those in roles.values()) if mine else fleet.facts.controllers


def _number(limit: _Limit) -> int:
    return limit.number


def _limits(fleet: Fleet) -> Iterator[_Limit]:
    for companion in fleet.companions_of("mysql"):
        text = str(companion.value(MOST))
        if text.isdecimal() and 0 < int(text) < ENDLESS:
            yield _Limit(companion, MOST, int(text), "the database server accepts from all clients")
    for proxy in fleet.companions_of("haproxy"):
        for frontage in frontages(proxy, DATABASE):
            most = frontage.connections
            if most and most.number:
                words = "the load balancer before the database lets through"
                yield _Limit(proxy, most.option, int(most.number), words)


def _opened(node: Node, wsgi: bool) -> dict[str, int]:
    """Return how many connections a node may open to each database server."""
    roles = [role for role in WORKERS if node.plays(role) and not (wsgi and role in SERVED)]
    processes = [_tasks(node, role) for role in roles]
    sums: dict[str, int] = {}
    for connection, sizes in zip(CONNECTIONS, SIZES, strict=True):
        place = node.value(connection)
        if isinstance(place, DatabasePlace) and place.kind in KINDS and place.host:
            pool = _pool(node, *sizes)
            number = sum(workers * min(pool, tasks) for workers, tasks in processes)
            sums[place.host] = sums.get(place.host, 0) + number
    return {host: number for host, number in sums.items() if number}


def _tasks(node: Node, role: str) -> tuple[int, int]:
    """Return the processes of a service and the tasks of each; none where it is no service."""
    reading = node.reading(WORKERS[role])
    tasks = node.value(API_TASKS if role in SERVED else TASKS)
    if reading is None:  # a web server runs it
        return 0, 0
    workers = reading.value if isinstance(reading.value, int) else 1
    return max(workers, 1), max(tasks, 1) if isinstance(tasks, int) else 64


def _pool(node: Node, size: str, overflow: str) -> int:
    limit = pool_by(node.integer(size), node.integer(overflow), node.release.major).limit
    return ENDLESS if limit is None else limit


def _place(node: Node) -> str:
    """Return the option to point at: one that the node sets, where it sets one."""
    names = [*(name for pair in SIZES for name in reversed(pair)), *WORKERS.values()]
    return next((name for name in names if node.is_written(name)), names[0])
