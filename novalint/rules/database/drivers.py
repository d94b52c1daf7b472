"""The library that speaks to the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Safety, Severity
from novalint.rules.common.database_urls import CONNECTIONS, connections
from novalint.rules.common.places import at_option
from novalint.rules.declaration import rule
from novalint.text.edits import Edit, Patch

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

_USUAL = {"mysql": "pymysql", "postgresql": "psycopg2"}
"""The library that OpenStack uses for each database."""


@rule(
    "database-driver-not-named",
    theme="database",
    severity=Severity.INFO,
    options=CONNECTIONS,
    releases=(17, None),
)
def database_driver_not_named(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The URL of a database leaves open which library is to speak to it.

    ## What it checks

    A `connection` that starts with `mysql://` or `postgresql://` instead of, say,
    `mysql+pymysql://`.

    ## Why it matters

    SQLAlchemy then takes its default: mysqlclient for MySQL, psycopg2 for PostgreSQL. OpenStack is
    tested with PyMySQL; mysqlclient is often not installed at all, and in eventlet mode it holds
    up a whole process during each query. oslo.db warns at every start.

    ## Example

        [database]
        connection = mysql://nova:secret@db.example.org/nova

    ## Fix safety

    Unsafe: `+pymysql` is put in for MySQL, which must be installed (Nova requires it). For
    PostgreSQL there is no fix.

    ## Sources

    oslo.db 18.1.1: oslo_db/sqlalchemy/engines.py (`_vet_url`); the warning came in 2017.
    """
    for setting, url in connections(config):
        if not url.driver and url.kind in _USUAL:
            yield Finding(
                "the URL of the database leaves the library to chance; name it behind the first"
                f" word, as in `{url.kind}+{_USUAL[url.kind]}://`",
                at_option(config, setting.group, setting.name),
                setting.group,
                setting.name,
                _pymysql(setting) if url.kind == "mysql" else (),
            )


def _pymysql(setting: Setting) -> tuple[Fix, ...]:
    document, assignment = setting.places[-1]
    at = document.text.find("mysql://", *assignment.raw)
    if at < 0:
        return ()
    patch = Patch.of(document.source, [Edit(at + 5, at + 5, "+pymysql")])
    return (Fix("Name PyMySQL", patch, Safety.UNSAFE),)
