"""Numbers of the databases that are set to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

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
NUMBERS = tuple(
    EmptyNumber(group, name, consequence)
    for group in GROUPS
    for name, consequence in CONSEQUENCES.items()
)


@rule(
    "database-number-empty",
    theme="database",
    severity=Severity.ERROR,
    options=options_of(NUMBERS),
    releases=(21, None),
    since="up to train Nova may run on Python 2 (classifiers of nova 20.6.1), which compares None"
    " with numbers",
    roles=WITH_CELL_DATABASE,
)
def database_number_empty(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A number of a database is set to nothing, which is not its default.

    ## What it checks

    `connection_recycle_time`, `connection_debug` and `retry_interval` of `[database]` and
    `[api_database]` with nothing behind their `=`.

    ## Why it matters

    oslo.config reads an empty number as no number at all, and not as the default. oslo.db and
    SQLAlchemy compute with it, which ends in a TypeError.

    ## Example

        [database]
        connection_recycle_time =

    ## Fix safety

    Unsafe: the option is commented out, so that what an earlier file says, or its default, applies.

    ## Sources

    oslo.db 8.1.1 (ussuri) to 18.1.1: oslo_db/sqlalchemy/engines.py (`_setup_logging`,
    `_test_connection`), tried with 18.1.1; SQLAlchemy 2.0.36: sqlalchemy/pool/base.py
    (`get_connection`), tried with 2.1.9. An empty size of a pool is SQLAlchemy's own, and an empty
    `max_retries` is none.
    """
    yield from empties(config, deployment, NUMBERS)
