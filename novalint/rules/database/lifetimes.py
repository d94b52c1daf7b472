"""How long connections are kept."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import knows
from novalint.rules.common.database_options import in_both
from novalint.rules.common.database_urls import CONNECTIONS, GROUPS, taken_apart
from novalint.rules.common.places import as_set, each, finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

RECYCLE = "connection_recycle_time"
IDLE = "idle_timeout"
"""What the option was called before queens."""


@rule(
    "database-connections-recycled-late",
    theme="database",
    severity=Severity.WARNING,
    options=(*CONNECTIONS, *in_both(RECYCLE, IDLE)),
    needs=(("db_wait_timeout", "proxy_idle_timeout"),),
)
def database_connections_recycled_late(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Connections are kept longer than the database server or a proxy allows.

    ## What it checks

    `connection_recycle_time` (3600 seconds by default; `idle_timeout` before queens) of each
    database whose connection the files set, against the shorter of `db_wait_timeout` and
    `proxy_idle_timeout`. The default is info.

    ## Why it matters

    The other side closes what has been idle for too long. oslo.db tries each connection before it
    uses it, so most requests only pay for a new one, but the server counts aborted clients, and
    where a firewall drops the connection silently the request hangs, or ends in "Lost connection to
    MySQL server" or "MySQL server has gone away". kolla-ansible takes 10 seconds, OpenStack-Ansible
    600.

    ## Example

    Behind a proxy that closes after 60 seconds:

        [database]
        connection = mysql+pymysql://nova:secret@db.example.org/nova
        #connection_recycle_time = 3600

    ## Fix safety

    Unsafe: sets half of the shorter time. There is no fix where no file sets the option and a
    single one does not look like a whole configuration.

    ## Sources

    oslo.db 4.17.1 to 18.1.1: oslo_db/options.py, oslo_db/sqlalchemy/engines.py (`create_engine`).
    """
    limits = [time for time in (deployment.db_wait_timeout, deployment.proxy_idle_timeout) if time]
    shortest = min(limits, default=0)
    who = "the proxy" if shortest == deployment.proxy_idle_timeout else "the database server"

    def late(group: str) -> Iterator[Finding]:
        name = RECYCLE if config.schema.option(group, RECYCLE) else IDLE
        seconds = config.integer(group, name) if _is_pooled(config, group) else None
        if seconds is None:
            return
        goal = str(max(1, shortest // 2))
        if shortest and str(seconds) != goal and (seconds >= shortest or seconds < 0):
            way = "lower" if seconds > 0 else "set"
            setting = config.setting(group, name)
            default = setting.is_default
            sure = knows(config, (group, name))
            yield finding(
                config,
                group,
                name,
                f"{as_set(setting)} {seconds} keeps idle connections that {who} closes after"
                f" {shortest} seconds; {way} it to {goal}",
                *((set_fix(config, group, name, goal),) if sure else ()),
                override=Severity.INFO if default else None,
            )

    yield from each(GROUPS, late)


def _is_pooled(config: Config, group: str) -> bool:
    """Return whether files name a database on a server, whatever of its URL is not known here."""
    written = not config.setting(group, "connection").is_default
    url = taken_apart(config.known_url(group, "connection") if written else "")
    return url is not None and url.kind != "sqlite"
