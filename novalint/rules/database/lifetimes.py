"""How long connections are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.database_urls import CONNECTIONS, GROUPS, connections
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

RECYCLE = "connection_recycle_time"


@rule(
    "database-connections-recycled-late",
    theme="database",
    severity=Severity.WARNING,
    options=(*CONNECTIONS, *(f"{group}.{RECYCLE}" for group in GROUPS)),
    releases=(17, None),
    needs=(("db_wait_timeout", "proxy_idle_timeout"),),
)
def database_connections_recycled_late(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Connections are kept longer than the database server or a proxy before it lets them live.

    ## What it checks

    `connection_recycle_time` (3600 seconds by default) of each database whose connection the files
    set, against the shorter of `db_wait_timeout` and `proxy_idle_timeout`.

    ## Why it matters

    The other side closes what has been idle for too long. oslo.db tries each connection before it
    uses it, so most requests only pay for a new one, but the server counts aborted clients, and
    where a firewall drops the connection without a word the request hangs, or ends in "Lost
    connection to MySQL server" or "MySQL server has gone away". kolla-ansible takes 10 seconds,
    OpenStack-Ansible 600.

    ## Example

    Behind a proxy that closes after 60 seconds:

        [database]
        connection = mysql+pymysql://nova:secret@db.example.org/nova
        #connection_recycle_time = 3600

    ## Fix safety

    Unsafe: sets half of the shorter time.

    ## Sources

    oslo.db 18.1.1: oslo_db/options.py, oslo_db/sqlalchemy/engines.py (`create_engine`). Before
    queens the option was called `idle_timeout`.
    """
    told = [one for one in (deployment.db_wait_timeout, deployment.proxy_idle_timeout) if one]
    shortest = min(told)
    who = "the proxy" if shortest == deployment.proxy_idle_timeout else "the database"
    for one in connections(config):
        seconds = config.value(one.group, RECYCLE)
        if one.url.kind == "sqlite" or not isinstance(seconds, int):
            continue
        if seconds >= shortest or seconds < 0:
            kept = f"for {seconds} seconds" if seconds >= 0 else "for ever"
            yield Finding(
                f"idle connections are kept {kept} while {who} closes them after {shortest};"
                " recycle them sooner",
                at_option(config, one.group, RECYCLE),
                one.group,
                RECYCLE,
                (set_fix(config, one.group, RECYCLE, str(max(1, shortest // 2))),),
            )
