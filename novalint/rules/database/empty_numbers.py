"""Numbers of the databases that are set to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.database_urls import GROUPS
from novalint.rules.common.empties import EmptyNumber, empties, options_of
from novalint.rules.database.connections import WITH_CELL_DATABASE
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

STOPS = "no service can open the database"
CONSEQUENCES = {
    "connection_recycle_time": "every connection that is used again fails",
    "connection_debug": STOPS,
    "retry_interval": "a service whose database is not up yet ends instead of trying again",
}
"""Options that must not be empty, and what becomes of the services."""
ROLES = {"api_database": ("api", "metadata", "conductor", "scheduler")}
"""Services that open a database, where not all of those with a cell's do."""
RETRIES = "max_retries"
NUMBERS = tuple(
    EmptyNumber(group, name, consequence, roles=ROLES.get(group, ()))
    for group in GROUPS
    for name, consequence in CONSEQUENCES.items()
)


@rule(
    "database-number-empty",
    theme="database",
    severity=Severity.ERROR,
    options=(*options_of(NUMBERS), *(f"{group}.{RETRIES}" for group in GROUPS)),
    releases=(21, None),
    since="up to train Nova may run on Python 2 (classifiers of nova 20.6.1), which compares None"
    " with numbers",
    roles=WITH_CELL_DATABASE,
    sign="empty",
)
def database_number_empty(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A numeric option of a database is empty, which is not the same as unset.

    ## What it checks

    `connection_recycle_time`, `connection_debug` and `retry_interval` of `[database]` and
    `[api_database]` with an empty value. `retry_interval` matters unless `max_retries` is 0 or
    empty, with which nothing is tried again, and `[api_database]` to all services with a database
    but console proxies.

    ## Why it matters

    oslo.config reads an empty number as no number at all, and not as the default. oslo.db and
    SQLAlchemy compute with it, which ends in a TypeError.

    ## Example

        [database]
        connection_recycle_time =

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or its default
    applies.

    ## Sources

    oslo.db 8.1.1 (ussuri) to 18.1.1: oslo_db/sqlalchemy/engines.py (`_setup_logging`,
    `create_engine`, `_test_connection`), tried with 18.1.1; SQLAlchemy 2.0.36:
    sqlalchemy/pool/base.py (`get_connection`), tried with 2.1.9. An empty size of a
    pool is SQLAlchemy's own, and an empty `max_retries` is none. Nova 34.0.0:
    nova/console/websocketproxy.py asks the cell database alone.
    """
    yield from empties(config, deployment, NUMBERS, partial(_is_used, config))


def _is_used(config: Config, number: EmptyNumber) -> bool:
    """Return whether oslo.db comes to use a number: it pauses only where it tries again."""
    if number.option != "retry_interval" or not config.schema.option(number.group, RETRIES):
        return True
    retries = config.setting(number.group, RETRIES)
    return retries.unknown is not None or retries.fault is not None or bool(retries.value)
