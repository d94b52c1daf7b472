"""How many connections all controllers together may open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.records import NamedTuple
from novalint.rules.api.metadata_readers import APIS, READS_APIS
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.database_options import POOL, SIZES, larger_part, pool_of
from novalint.rules.common.database_urls import CONNECTIONS, PARAMETERS, connections
from novalint.rules.common.places import finding
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

WORKERS = {
    "conductor": ("conductor", "workers"),
    "scheduler": ("scheduler", "workers"),
    "api": ("DEFAULT", "osapi_compute_workers"),
    "metadata": ("DEFAULT", "metadata_workers"),
}
"""The option that says how many processes a role runs; the last two left in 2025.2."""

SERVED = {"api": "osapi_compute", "metadata": "metadata"}
"""The roles that a web server may run, as `enabled_apis` names them."""

ENDLESS = 10**9
"""Connections of a pool without a limit."""


class Service(NamedTuple):
    """A role with its processes on one node, and the tasks that one of them works on at once."""

    role: str
    workers: int
    tasks: int


@rule(
    "database-connections-exceed-server",
    theme="database",
    severity=Severity.WARNING,
    options=(
        *CONNECTIONS,
        *PARAMETERS,
        *POOL,
        *(".".join(name) for name in WORKERS.values()),
        READS_APIS,
        "DEFAULT.executor_thread_pool_size",
        "wsgi.default_pool_size",
    ),
    roles=tuple(WORKERS),
    needs=("role", "controllers", "db_max_connections"),
    thresholds={"share": 0.8},
)
def database_connections_exceed_server(
    config: Config, deployment: Deployment, share: float
) -> Iterator[Finding]:
    """The workers of all controllers may open more connections than the database accepts.

    ## What it checks

    The connections that the conductor, the scheduler and, before it left for a web server, the
    built-in API may open, against 80 % (the threshold `share`) of `db_max_connections`. Each
    process has one pool for each database: `max_pool_size` + `max_overflow`, but no more than the
    tasks that it works on at once (`executor_thread_pool_size`, `[wsgi] default_pool_size`).
    nova-api has processes for each of `enabled_apis`, so those of `metadata_workers` too;
    nova-api-metadata, a process of its own, opens none, as it asks nova-conductor. Only
    databases whose URL is in the files and names the same server are added up, without those of
    further cells. Workers that are not set are one for each processor; as no file says how many,
    they count as one. It is info where the pools are so large that they limit nothing, where no
    file sets the sizes of the pools or the workers, and where another file may set the former.

    ## Why it matters

    Pools grow when something is slow, just then every further login ends in "Too many
    connections", for other services too. In quiet times the number is far lower: a test with 1000
    computes saw 2245.

    ## Example

    3 controllers, a server for 500 connections and

        [conductor]
        workers = 8

    make 3 x 8 x 55 = 1320 connections.

    ## Fix safety

    There is no fix: fewer workers, a smaller `max_overflow` or `max_pool_size`, or a server that
    takes more are all right. Above some 4000 connections mind the server's limit of open files too.

    ## Sources

    oslo.db 18.1.1: oslo_db/options.py, oslo_db/sqlalchemy/engines.py; SQLAlchemy's QueuePool; Nova
    34.0.0: nova/cmd/conductor.py, nova/cmd/scheduler.py, nova/db/main/api.py; 31.3.1:
    nova/cmd/api.py, nova/service.py (`WSGIService`); pool sizes that are not set are SQLAlchemy's 5
    and 10 for the API database before 24. Adding them up is our own.
    """
    limit = deployment.db_max_connections or 0
    services = list(_services(config, deployment))
    for groups in _servers(config).values():
        pools = [_pool(config, group) for group in groups]
        each = [sum(min(pool, service.tasks) for pool in pools) for service in services]
        total = sum(
            service.workers * number for service, number in zip(services, each, strict=True)
        )
        total *= deployment.controllers or 0
        if total > share * limit:
            idle = all(pool >= service.tasks for pool in pools for service in services)
            chosen = _is_chosen(config, groups, services)
            largest = max(groups, key=partial(_weight, config))
            name, value, endless = larger_part(pool_of(config, largest))
            way = "set it to a number above 0, lower that" if endless else "lower it"
            yield finding(
                config,
                largest,
                name,
                f"`[{largest}] {name}` {value} allows"
                f" {_sum(deployment, services, each)} = {total}, above {share:.0%} of the {limit}"
                f" that the database server accepts from all clients; {way} or the workers, or"
                " raise the server's limit",
                override=severity_unless_set(config, (largest, name))
                if chosen and not idle
                else Severity.INFO,
            )


def _sum(deployment: Deployment, services: list[Service], each: list[int]) -> str:
    """Write down how the connections of one server add up."""
    many = f"{deployment.controllers} controller{'s' if deployment.controllers != 1 else ''}"
    pairs = zip(services, each, strict=True)
    terms = [f"{service.workers} nova-{service.role} x {number}" for service, number in pairs]
    return f"{many} x ({' + '.join(terms)} connections)"


def _is_chosen(config: Config, groups: list[str], services: list[Service]) -> bool:
    """Return whether a file sets a size of a pool or a number of workers."""
    sizes = [(group, name) for group in groups for name in SIZES]
    workers = [WORKERS[service.role] for service in services]
    known = (name for name in (*sizes, *workers) if config.schema.option(*name))
    return any(config.setting(*name).places for name in known)


def _servers(config: Config) -> dict[str, list[str]]:
    """Return the groups of the databases by the server that holds them."""
    sums: dict[str, list[str]] = {}
    for connection in connections(config):
        if connection.url.kind != "sqlite":
            sums.setdefault(connection.url.host, []).append(connection.group)
    return sums


def _services(config: Config, deployment: Deployment) -> Iterator[Service]:
    for role, (group, name) in WORKERS.items():
        if not _runs(role, config, deployment):
            continue
        served = role in SERVED
        pool = ("wsgi", "default_pool_size") if served else ("DEFAULT", "executor_thread_pool_size")
        workers, tasks = config.integer(group, name), config.integer(*pool)
        yield Service(role, max(workers or 1, 1), max(tasks or 1, 1))


def _runs(role: str, config: Config, deployment: Deployment) -> bool:
    """Return whether processes of a role open databases on a node, without a web server.

    What nova-api starts is what `enabled_apis` lists (nova/cmd/api.py of 15.1.5 to 31.3.1). The
    process nova-api-metadata asks nova-conductor instead (nova/cmd/api_metadata.py there).
    """
    if role not in SERVED:
        return bool(deployment.plays(role))
    if config.schema.option(*WORKERS[role]) is None or deployment.wsgi is True:
        return False
    return bool(deployment.plays("api")) and SERVED[role] in (config.items("DEFAULT", APIS) or ())


def _weight(config: Config, group: str) -> tuple[bool, int]:
    """Return what makes a pool the one to lower: that a file sets its size, then that size."""
    sizes = (name for name in SIZES if config.schema.option(group, name))
    return any(config.setting(group, name).places for name in sizes), _pool(config, group)


def _pool(config: Config, group: str) -> int:
    """Return the connections that one process may open; very many where there is no limit."""
    limit = pool_of(config, group).limit
    return ENDLESS if limit is None else limit
