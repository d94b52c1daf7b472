"""How long the database of a dead cell is waited for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

CELL_TIMEOUT = 60
"""Seconds that Nova waits for all cells to answer (nova/context.py)."""


@rule(
    "database-retries-outlast-cell-timeout",
    theme="database",
    severity=Severity.WARNING,
    options=("database.max_retries", "database.retry_interval", "api_database.connection"),
    releases=(18, None),
    needs=("cells",),
)
def database_retries_outlast_cell_timeout(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """One cell whose database is down holds up lists of servers from all cells.

    ## What it checks

    With more than one cell and an API database set: `[database] max_retries` times `retry_interval`
    above 60 seconds, as is the default of 10 x 10, which is info. A negative `max_retries` never
    ends.

    ## Why it matters

    Nova waits at most 60 seconds for the cells, a number that is fixed. A service that tries a
    dead database longer than that never sees the failure in time: each list of servers takes the
    whole minute, and in threading mode the tries go on holding a thread. With one cell the advice
    is the opposite: patience at start-up, when the database may come up last (-1 there is usual
    and right).

    ## Example

    In a cloud with two cells:

        [database]
        #max_retries = 10

    ## Fix safety

    Unsafe: sets `max_retries = 1`. Give the URL a short connect time-out as well
    (`?connect_timeout=5`), since a host that does not answer is waited for apart.

    ## Sources

    Nova 34.0.0: nova/context.py (`CELL_TIMEOUT`, `scatter_gather_cells`), nova/db/main/api.py
    (`create_context_manager` takes `[database]` for every cell), doc/source/admin/cells.rst;
    oslo.db 18.1.1: oslo_db/sqlalchemy/engines.py (`_test_connection`). Cells are asked together
    from rocky on.
    """
    retries = config.value("database", "max_retries")
    pause = config.value("database", "retry_interval")
    many = (deployment.cells or 0) > 1 and config.value("api_database", "connection")
    if not many or not isinstance(retries, int) or not isinstance(pause, int):
        return
    if retries < 0 or retries * pause > CELL_TIMEOUT:
        sum_ = f"{retries} x {pause} = {retries * pause} seconds" if retries >= 0 else "for ever"
        yield Finding(
            f"the database of a dead cell is tried {sum_}, while Nova waits {CELL_TIMEOUT} seconds"
            " for all cells; try less often",
            at_option(config, "database", "max_retries"),
            "database",
            "max_retries",
            (set_fix(config, "database", "max_retries", "1"),) if pause <= CELL_TIMEOUT else (),
            override=None if _written(config) else Severity.INFO,
        )


def _written(config: Config) -> bool:
    """Tell whether a file says how often or how long the database is tried."""
    names = ("max_retries", "retry_interval")
    return any(not config.setting("database", name).is_default for name in names)
