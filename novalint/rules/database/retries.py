"""Options about retries that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.database_options import in_both, unneeded
from novalint.rules.common.database_urls import GROUPS
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

BACKEND = "backend"
UNREAD = (
    BACKEND,
    "db_inc_retry_interval",
    "db_max_retries",
    "db_max_retry_interval",
    "db_retry_interval",
)
RECONNECT = "use_db_reconnect"
"""Of the old layer alone, with which it left the cell database's group."""
BACKEND_UNREAD_SINCE = 24
"""The first release that does not choose its database layer by `backend` (xena)."""


@rule(
    "database-retry-option-unread",
    theme="database",
    severity=Severity.INFO,
    options=(*in_both(*UNREAD), f"database.{RECONNECT}"),
)
def database_retry_option_unread(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A database retry option is set that has no effect.

    ## What it checks

    `db_max_retries`, `db_retry_interval`, `db_inc_retry_interval` and `db_max_retry_interval`, and
    from xena on `backend`, set in `[database]` or `[api_database]`; up to wallaby also
    `[database] use_db_reconnect`.

    ## Why it matters

    They belong to a layer of oslo.db that Nova left in xena; the one it uses takes them and looks
    at none of them. Until wallaby Nova had that layer, without marking any function to be tried
    again by it. Nova tries again after a deadlock of its own accord, 5 times, whatever they say.
    `max_retries` and `retry_interval`, which are about the first connection, do count.

    ## Example

        [database]
        db_max_retries = -1

    ## Fix safety

    Formally unsafe: the option is commented out, which changes nothing that Nova does.

    ## Sources

    Nova 15.1.5 to 23.2.2: nova/db/api.py (`IMPL`), nova/db/sqlalchemy/api.py
    (`wrap_db_retry(max_retries=5)`); 24.2.1 and 34.0.0: nova/db/main/api.py. oslo.db 5.0.2 and
    18.1.1: oslo_db/api.py (`DBAPI.__getattr__`), oslo_db/sqlalchemy/enginefacade.py
    (`_ignored_cfg`).
    """
    unread = UNREAD[1:] if config.release.major < BACKEND_UNREAD_SINCE else UNREAD
    for group in GROUPS:
        for name in (*unread, *((RECONNECT,) if group == "database" else ())):
            known = config.schema.option(group, name) is not None
            if known and not config.setting(group, name).is_default:
                yield unneeded(config, group, name, "is not used by Nova")
