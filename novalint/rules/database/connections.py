"""Which databases a service needs."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.deployment import program
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import severity_of_absence, signs_of_whole
from novalint.rules.common.logins import is_missing
from novalint.rules.common.places import finding, lacking
from novalint.rules.declaration import METADATA_IN_API, FactNeeded, rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

PER_CELL = ("api", "local_metadata_per_cell")
PROXIES = ("novncproxy", "serialproxy", "spicehtml5proxy")

TOKENS_IN_DATABASE = 18
"""From this major version on console proxies look tokens up in the cell database (rocky)."""

WITH_CELL_DATABASE = ("api", "metadata", "conductor", "scheduler", *PROXIES)


@rule(
    "api-database-missing",
    theme="database",
    severity=Severity.ERROR,
    options=("api_database.connection", ".".join(PER_CELL)),
    roles=("api", "scheduler", "metadata"),
    needs=("role",),
)
def api_database_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-api, nova-scheduler or the metadata service has no API database.

    ## What it checks

    That `[api_database] connection` is set for nova-api, nova-scheduler and a metadata service for
    all cells (`[api] local_metadata_per_cell` false). It is reported only if the given role is that
    of such a node. So that a part of a configuration is not taken for the whole, they must hold two
    of Keystone credentials, a broker and a cell database; with one of them it is info, and without
    any it is silent. Conductors are left out: a cell's conductor should not have the API database,
    the conductor above the cells must, and no file shows which is which. So is, up to 2025.1, a
    metadata service that no web server runs (the fact `wsgi`): it asks nova-conductor.

    ## Why it matters

    Cells, flavors, host aggregates, placement of servers to cells and quotas are in the API
    database. The scheduler reads it when it starts and ends without it; the API answers each
    request with an error. Every first access ends in "No sql_connection parameter is established",
    or, where the option is set to nothing, in an error of SQLAlchemy.

    ## Example

        [database]
        connection = mysql+pymysql://nova:secret@db.example.org/nova_cell0

    ## Fix safety

    There is no fix: add the URL with its password yourself. A metadata service that runs in each
    cell needs `[api] local_metadata_per_cell = true` instead (from stein on).

    ## Sources

    Nova 15.1.5 and 16.1.8: nova/scheduler/host_manager.py (`_init_aggregates`),
    nova/objects/aggregate.py, nova/api/metadata/base.py; 15.1.5 to 31.3.1:
    nova/cmd/api_metadata.py; 17.0.13 to 34.0.0:
    nova/scheduler/host_manager.py (`refresh_cells_caches`), nova/api/metadata/base.py
    (`get_metadata_by_instance_id`), nova/conf/database.py; oslo_db/sqlalchemy/enginefacade.py.
    Environment variables such as `OS_API_DATABASE__CONNECTION` are not seen.
    """
    played = [role for role in ("api", "scheduler", "metadata") if deployment.plays(role)]
    if "metadata" in played and _may_do_with_its_cell(config, alone=len(played) == 1):
        played.remove("metadata")
    if not (signs_of_whole(config) and is_missing(config, "api_database", "connection")):
        return
    services = listed(map(program, _connecting(config, deployment, played)))
    if services:
        yield finding(
            config,
            "api_database",
            "connection",
            f"`[api_database] connection` {lacking(config, 'api_database', 'connection')}, and"
            f" {services} cannot work without the API database; set it to"
            " mysql+pymysql://USER:PASSWORD@HOST/nova_api",
            override=severity_of_absence(config, for_need=True),
        )


def _may_do_with_its_cell(config: Config, *, alone: bool) -> bool:
    """Whether the metadata service asks its own cell alone; raises where only that is at stake."""
    if config.schema.option(*PER_CELL) is None:
        return False
    told = alone or config.setting(*PER_CELL).unknown is None
    return not told or config.boolean(*PER_CELL) is True


def _connecting(config: Config, deployment: Deployment, roles: list[str]) -> list[str]:
    """Return the roles whose services open databases themselves.

    The process nova-api-metadata does not: nova/cmd/api_metadata.py of 15.1.5 to 31.3.1 makes all
    objects ask nova-conductor. Under a web server the metadata service does (init_application).
    """
    if "metadata" not in roles or deployment.wsgi or config.release.major > METADATA_IN_API:
        return roles
    others = [role for role in roles if role != "metadata"]
    if not others and deployment.wsgi is None:
        raise FactNeeded("wsgi")
    return others


@rule(
    "cell-database-missing",
    theme="database",
    severity=Severity.ERROR,
    options=("database.connection", "cells.enable"),
    roles=WITH_CELL_DATABASE,
    needs=("role",),
)
def cell_database_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A service other than nova-compute has no cell database.

    ## What it checks

    That `[database] connection` is set for nova-api, the metadata service, nova-conductor,
    nova-scheduler and, from rocky on, the console proxies (not with cells v1). Up to 2025.1 the
    metadata service needs it only where a web server runs it (the fact `wsgi`); as a process of its
    own it asks nova-conductor. It is reported only if the given role is that of such a node. So
    that a part of a configuration is not taken for the whole, they must hold two of Keystone
    credentials, a broker and the API database; with one of them it is info, and without any it is
    silent.

    ## Why it matters

    Each of these services but the proxies enters itself in the table of services of this database
    when it starts (for those above the cells it is that of cell0), and ends without it. Console
    proxies look up each token there, so they run once per cell with that cell's database. Before
    wallaby the default was an SQLite file below `state_path`, empty and on each node another: there
    it is only a warning, unless the option is set to nothing, which SQLAlchemy refuses.

    ## Example

        [api_database]
        connection = mysql+pymysql://nova:secret@db.example.org/nova_api

    ## Fix safety

    There is no fix: add the URL with its password yourself.

    ## Sources

    Nova 15.1.5 to 34.0.0: nova/service.py (`Service.start`, `WSGIService.start`),
    nova/api/openstack/wsgi_app.py (`_setup_service`), nova/console/websocketproxy.py
    (`_get_connect_info`), nova/conf/database.py; 15.1.5 to 31.3.1: nova/cmd/api_metadata.py. The
    proxies asked nova-consoleauth alone until 17.0.13, and with cells v1 until 19.3.2.
    """
    wanted = [role for role in WITH_CELL_DATABASE if deployment.plays(role)]
    others = [role for role in wanted if role not in PROXIES]
    may_be_cells_v1 = bool(others) and is_left_open(config, "cells", "enable")
    if (
        config.release.major < TOKENS_IN_DATABASE
        or may_be_cells_v1
        or config.boolean("cells", "enable")
    ):
        wanted = others
    if not (signs_of_whole(config) and is_missing(config, "database", "connection")):
        return
    services = listed(map(program, _connecting(config, deployment, wanted)))
    if services:
        unset = config.setting("database", "connection").is_default
        in_file = unset and config.release.major < 23
        what = f"{services} cannot work without a cell database"
        if in_file:
            what = "each node then keeps its own SQLite file"
        yield finding(
            config,
            "database",
            "connection",
            f"`[database] connection` {lacking(config, 'database', 'connection')}, and {what}; set"
            " it to mysql+pymysql://USER:PASSWORD@HOST/nova",
            override=severity_of_absence(config, for_need=True)
            or (Severity.WARNING if in_file else None),
        )
