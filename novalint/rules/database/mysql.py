"""What each connection asks of a MySQL server."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import known_first
from novalint.rules.common.database_options import in_both, unneeded
from novalint.rules.common.database_urls import GROUPS, taken_apart
from novalint.rules.common.places import each
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

STRICT = ("TRADITIONAL", "STRICT_ALL_TABLES", "STRICT_TRANS_TABLES")
MYSQL = ("mysql", "mariadb")
WAIT = "mysql_wsrep_sync_wait"
MODE = "mysql_sql_mode"
SYNCHRONOUS = "synchronous_reader"


def _is_other(config: Config, group: str) -> bool:
    """Return whether a file names a database of a group that is not MySQL."""
    setting = config.setting(group, "connection")
    url = None if setting.is_default else taken_apart(setting.partial, config.release.major)
    return url is not None and url.kind not in MYSQL


@rule(
    "galera-reads-wait",
    theme="database",
    severity=Severity.INFO,
    options=in_both(WAIT, SYNCHRONOUS, "connection"),
    releases=(27, None),
    since="the option came in 2023.1 (oslo.db 12.3.3, oslo_db/options.py)",
)
def galera_reads_wait(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Every read waits until the Galera node has caught up with the cluster.

    ## What it checks

    `mysql_wsrep_sync_wait` above 0, unless `synchronous_reader` is false.

    ## Why it matters

    Nova may then use several Galera nodes, for reading or writing, and read its own writes from any
    of them, but each such statement waits until the node has applied the writes of the others. If a
    proxy sends everything to one node, as is usual, this takes time and has no benefit.

    ## Example

        [database]
        mysql_wsrep_sync_wait = 1

    ## Fix safety

    Unsafe: the option is commented out. Keep it if a proxy spreads reads or writes over several
    nodes.

    ## Sources

    oslo.db 12.3.3 (2023.1) to 18.1.1: oslo_db/options.py, oslo_db/sqlalchemy/engines.py
    (`_set_session_variables`), oslo_db/sqlalchemy/enginefacade.py (`synchronous_reader`, an option
    from 18.0.0 on).
    """
    for group, _ in known_first(config, ((group, WAIT) for group in GROUPS)):
        if _is_other(config, group) or config.boolean(group, SYNCHRONOUS) is False:
            continue
        value = config.integer(group, WAIT)
        if value is not None and value > 0:
            what = (
                f"{value} makes statements wait until the Galera node has caught up with the others"
            )
            yield unneeded(config, group, WAIT, what, " unless Nova uses several nodes at once")


@rule(
    "mysql-mode-not-strict",
    theme="database",
    severity=Severity.WARNING,
    options=in_both(MODE, "connection"),
)
def mysql_mode_not_strict(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The database truncates values that do not fit instead of refusing them.

    ## What it checks

    `mysql_sql_mode` without TRADITIONAL, STRICT_ALL_TABLES or STRICT_TRANS_TABLES, for example
    empty, of a database that is not known to be another one than MySQL. Modes that MySQL does not
    know, with which it refuses each connection, are not told apart.

    ## Why it matters

    Despite what its help says, an empty value does not leave the server's mode alone: oslo.db sets
    it empty for each connection. A text that is too long is then stored cut off, and a date that
    is none becomes zeros, where Nova expects an error. oslo.db warns at every start. Nova's tables
    are InnoDB's, for which STRICT_TRANS_TABLES does as well.

    ## Example

        [database]
        mysql_sql_mode =

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default,
    TRADITIONAL applies.

    ## Sources

    oslo.db 4.17.1 to 18.1.1: oslo_db/sqlalchemy/engines.py (`_set_session_variables`,
    `_check_effective_sql_mode`), oslo_db/options.py.
    """
    yield from each(GROUPS, partial(_lax, config))


def _lax(config: Config, group: str) -> Iterator[Finding]:
    mode = None if _is_other(config, group) else config.text(group, MODE)
    if mode is not None and not any(name in mode.upper() for name in STRICT):
        what = "is not strict, so MySQL truncates values that do not fit instead of refusing them"
        yield unneeded(config, group, MODE, what)
