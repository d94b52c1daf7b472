"""Queries without an end."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Note, Severity
from novalint.nova.native_threads import threading_roles
from novalint.rules.common.database_urls import CONNECTIONS, GROUPS, PARAMETERS, connections
from novalint.rules.common.places import at_option, finding, surely
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.rules.common.database_urls import Connection


@rule(
    "database-read-timeout-missing",
    theme="database",
    severity=Severity.INFO,
    options=(*CONNECTIONS, *PARAMETERS, "DEFAULT.concurrency_backend"),
    releases=(33, None),
    since="native threads became the default in 2026.1 (nova/wsgi and nova/cmd of 33.0.2)",
    roles=("api", "metadata", "scheduler", "conductor"),
)
def database_read_timeout_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A query that never ends blocks a thread forever.

    ## What it checks

    A `connection` by PyMySQL without `read_timeout` in its URL or in `connection_parameters`,
    where native threads are the default: the API, the metadata service and the scheduler from
    2026.1 on, conductors from 2026.2 on. `concurrency_backend = eventlet` counts for the scheduler
    and the conductor; the API in its WSGI server has chosen before it finds this file.

    ## Why it matters

    A thread that waits for the database cannot be stopped. Threads are few: 5 for the questions to
    all cells, 64 for messages. Some that hang are enough to stop a service.

    ## Example

        [database]
        connection = mysql+pymysql://nova:secret@db.example.org/nova

    becomes

        connection = mysql+pymysql://nova:secret@db.example.org/nova?read_timeout=60

    ## Fix safety

    There is no fix: the time must be longer than your longest query, such as an archive of deleted
    rows. Limit the server as well (`max_execution_time` of MySQL).

    ## Sources

    Nova 34.0.0: doc/source/admin/concurrency.rst, nova/monkey_patch.py, nova/cmd and nova/wsgi.
    """
    if not threading_roles(config, deployment):
        return
    groups = surely(GROUPS, lambda group: bool(_endless(config, group)))
    endless = [connection for group in groups for connection in _endless(config, group)]
    if endless:
        first, *others = endless
        yield finding(
            config,
            first.group,
            "connection",
            f"{first.label} sets no read_timeout, so in threading mode a query that hangs keeps its"
            " thread forever; add read_timeout=SECONDS to the parameters of the URL",
            related=tuple(
                Note("nor does this one", at_option(config, other.group, "connection"))
                for other in others
            ),
        )


def _endless(config: Config, group: str) -> list[Connection]:
    """Return the connection of a group that waits for an answer without limit."""
    return [
        connection
        for connection in connections(config, groups=(group,))
        if connection.url.driver == "pymysql" and "read_timeout" not in connection.url.parameters
    ]
