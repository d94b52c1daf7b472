"""What each connection asks of a MySQL server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.database_options import in_both, to_drop
from novalint.rules.common.database_urls import GROUPS
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

STRICT = ("TRADITIONAL", "STRICT_ALL_TABLES")


@rule(
    "galera-reads-wait",
    theme="database",
    severity=Severity.INFO,
    options=in_both("mysql_wsrep_sync_wait"),
    releases=(27, None),
)
def galera_reads_wait(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Reads wait until the Galera node has caught up with the whole cluster.

    ## What it checks

    `mysql_wsrep_sync_wait` above 0.

    ## Why it matters

    Nova may then use several Galera nodes for writing and read its own writes from any of them,
    but each such statement waits for the slowest of them. Where a proxy sends all writes to one
    node, as is usual, it costs time and gives nothing.

    ## Example

        [database]
        mysql_wsrep_sync_wait = 1

    ## Fix safety

    Unsafe: the option is commented out. Leave it if writes go to several nodes.

    ## Sources

    oslo.db 18.1.1: oslo_db/options.py, oslo_db/sqlalchemy/engines.py (`_set_session_variables`).
    """
    for group in GROUPS:
        value = config.value(group, "mysql_wsrep_sync_wait")
        if isinstance(value, int) and value > 0:
            what = f"with `mysql_wsrep_sync_wait` {value} statements wait for the whole cluster"
            yield to_drop(
                config, group, "mysql_wsrep_sync_wait", what, " unless several nodes write"
            )


@rule(
    "mysql-mode-not-strict",
    theme="database",
    severity=Severity.INFO,
    options=in_both("mysql_sql_mode"),
    releases=(15, None),
)
def mysql_mode_not_strict(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The database cuts what does not fit instead of refusing it.

    ## What it checks

    `mysql_sql_mode` without TRADITIONAL or STRICT_ALL_TABLES, for example empty.

    ## Why it matters

    Despite what its help says, an empty value does not leave the server's mode alone: oslo.db sets
    it empty for each connection. A text that is too long is then stored cut off, and a date that
    is none becomes zeros, where Nova expects an error. oslo.db warns at every start.

    ## Example

        [database]
        mysql_sql_mode =

    ## Fix safety

    Unsafe: the option is commented out, so that the default, TRADITIONAL, applies.

    ## Sources

    oslo.db 18.1.1: oslo_db/sqlalchemy/engines.py (`_set_session_variables`,
    `_check_effective_sql_mode`), oslo_db/options.py.
    """
    for group in GROUPS:
        setting = config.setting(group, "mysql_sql_mode")
        mode = setting.value
        if isinstance(mode, str) and not any(one in mode.upper() for one in STRICT):
            what = "without a strict `mysql_sql_mode` the database cuts values that do not fit"
            yield to_drop(config, group, "mysql_sql_mode", what)
