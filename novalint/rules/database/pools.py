"""How many connections one process may open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.database_options import POOL, is_unlimited
from novalint.rules.common.database_urls import GROUPS
from novalint.rules.common.places import at_option, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "database-pool-exceeds-server",
    theme="database",
    severity=Severity.WARNING,
    options=POOL,
    releases=(15, None),
    needs=("db_max_connections",),
)
def database_pool_exceeds_server(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """One process alone may open more connections than the database server takes.

    ## What it checks

    `max_pool_size` + `max_overflow` of a group, where one of them is set, against
    `db_max_connections`.

    ## Why it matters

    A very large `max_overflow` is half of a recipe; the other half is a server with as large a
    `max_connections` (kolla-ansible sets 1 + 1000, and 10000 in its Galera). Without it the pool is
    no limit at all, and one busy process shuts all others out.

    ## Example

        [database]
        max_pool_size = 1
        max_overflow = 1000

    with a server that takes 500 connections.

    ## Fix safety

    Unsafe: `max_overflow` is commented out, so that the default of 50 applies, where that is enough
    to get below the limit.

    ## Sources

    oslo.db 18.1.1: oslo_db/options.py, oslo_db/sqlalchemy/engines.py; kolla-ansible:
    ansible/roles/nova/templates/nova.conf.j2, ansible/roles/mariadb/templates/galera.cnf.j2.
    """
    limit = deployment.db_max_connections or 0
    for group in GROUPS:
        size, overflow = config.value(group, "max_pool_size"), config.value(group, "max_overflow")
        if (
            not isinstance(size, int)
            or not isinstance(overflow, int)
            or is_unlimited(size, overflow)
        ):
            continue
        settings = [config.setting(group, name) for name in ("max_overflow", "max_pool_size")]
        named = next((one for one in settings if not one.is_default), None)
        if named and size + overflow > limit:
            drop = unset_fix(config, group, "max_overflow", "Let the default of 50 apply")
            helps = named.name == "max_overflow" and overflow > 50 and size + 50 <= limit
            yield Finding(
                f"{size} + {overflow} = {size + overflow} connections from one process are more"
                f" than the {limit} that the database takes from all; lower `{named.name}`",
                at_option(config, group, named.name),
                group,
                named.name,
                (drop,) if helps else (),
            )


@rule(
    "database-pool-unlimited",
    theme="database",
    severity=Severity.WARNING,
    options=POOL,
    releases=(15, None),
)
def database_pool_unlimited(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Zero is no small pool of connections but one without a limit.

    ## What it checks

    `max_pool_size = 0` or `max_overflow = -1` in `[database]` or `[api_database]`.

    ## Why it matters

    SQLAlchemy reads both as "no limit", and a pool size of 0 makes `max_overflow` count for
    nothing. A slow query then lets each process open connection after connection until the server
    refuses all clients. 5 to 50 is usual.

    ## Example

        [database]
        max_pool_size = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 5, or 50 for `max_overflow`,
    applies.

    ## Sources

    oslo.db 18.1.1: oslo_db/options.py; SQLAlchemy 2.0: sqlalchemy/pool/impl.py (`QueuePool`).
    """
    for group in GROUPS:
        for name, endless in (("max_pool_size", 0), ("max_overflow", -1)):
            setting = config.setting(group, name)
            if setting.value == endless and not setting.is_default:
                yield Finding(
                    f"`{name}` {endless} means no limit to the connections of a process; drop it",
                    at_option(config, group, name),
                    group,
                    name,
                    (unset_fix(config, group, name, "Let the default apply"),),
                )
