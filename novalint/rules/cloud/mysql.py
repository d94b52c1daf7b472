"""What all nodes together want of the database server, and its own file allows."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.records import NamedTuple
from novalint.rules.common.database_options import Pool, larger_part, pool_by
from novalint.rules.common.database_urls import CONNECTIONS, GROUPS, DatabasePlace
from novalint.rules.common.places import named
from novalint.rules.declaration import rule
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.rules.fleet.proxies import DATABASE, PROXY, frontages
from novalint.rules.fleet.values import split

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

MOST = "mysql:mysqld.max_connections"
SIZES = {group: (f"{group}.max_pool_size", f"{group}.max_overflow") for group in GROUPS}
WORKERS = {
    "conductor": "conductor.workers",
    "scheduler": "scheduler.workers",
    "api": "DEFAULT.osapi_compute_workers",
    "metadata": "DEFAULT.metadata_workers",
}
TASKS, API_TASKS = "DEFAULT.executor_thread_pool_size", "wsgi.default_pool_size"
APIS = "DEFAULT.enabled_apis"
NAMES = {"api": "osapi_compute", "metadata": "metadata"}
"""Services that a web server may run, as `enabled_apis` names them."""
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


class _Demand(NamedTuple):
    """How many connections one node may open to a server.

    `groups` are those of the databases there, `roles` the services with a pool for each,
    that of the most workers first. `idle` says that no pool limits anything.
    """

    number: int
    groups: tuple[str, ...]
    roles: tuple[str, ...]
    idle: bool


@rule(
    "connections-exceed-database",
    theme="cloud",
    severity=Severity.WARNING,
    options=(
        *CONNECTIONS,
        *(name for pair in SIZES.values() for name in pair),
        *WORKERS.values(),
        APIS,
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
    but no more than the tasks that it works on at once. nova-api has processes for each of
    `enabled_apis`; nova-api-metadata, a process of its own, opens none, as it asks nova-conductor.
    Workers that are not set count as one, and a pool whose size a tool has yet to
    fill in does not count. It is info where the pools are so large
    that they limit nothing, and where no file sets the sizes of the pools or the workers.
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
    sums: dict[str, dict[Node, _Demand]] = {}
    for node in fleet.of(*WORKERS):
        for host, demand in _opened(node, fleet.facts.wsgi is True).items():
            sums.setdefault(host, {})[node] = demand
    limit = min(_limits(fleet), key=_number, default=None)
    for demands in sums.values() if limit else ():
        total = sum(demand.number for demand in demands.values())
        if limit and total > share * limit.number and not _is_seen_alone(demands, fleet, share):
            yield _exceeding(demands, total, limit, share)


def _exceeding(
    demands: dict[Node, _Demand], total: int, limit: _Limit, share: float
) -> NodeFinding:
    """Return what there is to say of nodes that may open more connections than a limit."""
    node = max(demands, key=lambda one: demands[one].number)
    group = max(demands[node].groups, key=lambda one: _weight(node, one))
    name, _, endless = larger_part(_pool(node, group))
    place = _place(node, f"{group}.{name}", demands[node])
    together = f", and {len(demands)} nodes {total} together" if len(demands) > 1 else ""
    way = f"set `{name}` to a number above 0, lower" if endless else f"lower `{name}` or"
    chosen = any(
        one.is_written(name) for one, demand in demands.items() for name in _chosen(demand)
    )
    idle = all(demand.idle for demand in demands.values())
    return NodeFinding(
        node,
        place,
        f"{named(*split(place))} allows {demands[node].number} connections to the database"
        f" here{together}, above {share:.0%} of the {limit.number} that {limit.words};"
        f" {way} the workers, or raise that limit",
        others=(NodeNote(limit.holder, limit.option, "the limit"),),
        override=None if chosen and not idle else Severity.INFO,
    )


def _chosen(demand: _Demand) -> list[str]:
    """Return the options that decide about it: sizes of pools, the overflow first, workers."""
    sizes = [name for group in demand.groups for name in reversed(SIZES[group])]
    return [*sizes, *(WORKERS[role] for role in demand.roles)]


def _is_seen_alone(demands: dict[Node, _Demand], fleet: Fleet, share: float) -> bool:
    """Return whether the rule for one file, which needs both facts, finds the sum of a node."""
    most = fleet.facts.db_max_connections
    if most is None or fleet.facts.controllers is None:
        return False
    counted = ((demand.number, _counted(node, fleet)) for node, demand in demands.items())
    return any(number * nodes > share * most for number, nodes in counted)


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


def _opened(node: Node, wsgi: bool) -> dict[str, _Demand]:
    """Return what a node may open to each database server."""
    processes = {role: _tasks(node, role) for role in WORKERS if _runs(node, role, wsgi)}
    hosts: dict[str, list[str]] = {}
    for connection, group in zip(CONNECTIONS, GROUPS, strict=True) if processes else ():
        place = node.value(connection)
        if any(_is_left_open(node, name) for name in SIZES[group]):
            continue
        if isinstance(place, DatabasePlace) and place.kind in KINDS and place.host:
            hosts.setdefault(place.host, []).append(group)
    return {host: _added(node, groups, processes) for host, groups in hosts.items()}


def _is_left_open(node: Node, option: str) -> bool:
    """Return whether a file sets an option to what is not known here, such as a placeholder."""
    return node.is_written(option) and not node.knows(option)


def _added(node: Node, groups: list[str], processes: dict[str, tuple[int, int]]) -> _Demand:
    limits = [_most(node, group) for group in groups]
    pairs = [(limit, *process) for limit in limits for process in processes.values()]
    number = sum(workers * min(limit, tasks) for limit, workers, tasks in pairs)
    idle = all(limit >= tasks for limit, _, tasks in pairs)
    roles = sorted(processes, key=lambda role: processes[role][0], reverse=True)
    return _Demand(number, tuple(groups), tuple(roles), idle)


def _runs(node: Node, role: str, wsgi: bool) -> bool:
    """Return whether processes of a role open databases on a node, which no web server runs.

    What nova-api starts is what `enabled_apis` lists (nova/cmd/api.py of 15.1.5 to 31.3.1); where
    that is not known here, it is the API alone. The process nova-api-metadata asks nova-conductor
    instead (nova/cmd/api_metadata.py there).
    """
    if role not in NAMES:
        return node.plays(role)
    if wsgi or node.reading(WORKERS[role]) is None:
        return False
    if not node.plays("api"):
        return False
    started = node.value(APIS) if node.knows(APIS) else ("osapi_compute",)
    return isinstance(started, tuple) and NAMES[role] in started


def _tasks(node: Node, role: str) -> tuple[int, int]:
    """Return the processes of a service and the tasks of each."""
    workers = node.integer(WORKERS[role])
    tasks = node.integer(API_TASKS if role in NAMES else TASKS)
    return max(workers or 1, 1), 64 if tasks is None else max(tasks, 1)


def _pool(node: Node, group: str) -> Pool:
    size, overflow = map(node.integer, SIZES[group])
    return pool_by(size, overflow, node.release.major)


def _most(node: Node, group: str) -> int:
    limit = _pool(node, group).limit
    return ENDLESS if limit is None else limit


def _weight(node: Node, group: str) -> tuple[bool, int]:
    """Return what makes a pool the one to lower: that a file sets its size, then that size."""
    return any(map(node.is_written, SIZES[group])), _most(node, group)


def _place(node: Node, largest: str, demand: _Demand) -> str:
    """Return the option to point at: what makes most of the pool, or another that the node sets."""
    return next(filter(node.is_written, (largest, *_chosen(demand))), largest)
