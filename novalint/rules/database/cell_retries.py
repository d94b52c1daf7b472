"""How long the database of a dead cell is waited for."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.native_threads import WITH_CELLS
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

CELL_TIMEOUT = 60
"""Seconds that Nova waits for all cells to answer (nova/context.py)."""
NAMES = ("max_retries", "retry_interval")


@rule(
    "database-retries-outlast-cell-timeout",
    theme="database",
    severity=Severity.WARNING,
    options=("database.max_retries", "database.retry_interval", "api_database.connection"),
    releases=(17, None),
    since="servers are listed over all cells at once from queens on (nova/compute/"
    "multi_cell_list.py of 17.0.13)",
    roles=WITH_CELLS,
    needs=("cells",),
)
def database_retries_outlast_cell_timeout(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """One cell whose database is down delays lists of servers from all cells.

    ## What it checks

    With more than one cell and an API database set: `[database] max_retries` times `retry_interval`
    above 60 seconds, as is the default of 10 x 10, which is info. A `max_retries` of -1 never ends.
    Console proxies are left out: each works with the database of one cell.

    ## Why it matters

    Nova waits at most 60 seconds for the cells, a number that is fixed. The tries are those of the
    first connection: a process that has not reached the cell's database since it was started tries
    for longer than that, so each list of servers takes the whole minute, and in threading mode the
    tries go on holding a thread. A process that has reached it before fails at once. With one cell
    the advice is the opposite: patience at start-up, when the database may come up last (-1 there
    is usual and right).

    ## Example

    In a cloud with two cells:

        [database]
        #max_retries = 10

    ## Fix safety

    Unsafe: sets `max_retries = 1`; there is none where `retry_interval` alone is beyond 60
    seconds. Give the URL a short connect time-out as well
    (`?connect_timeout=5`), since a host that does not answer is waited for apart.

    ## Sources

    Nova 17.0.13 to 34.0.0: nova/context.py (`scatter_gather_cells`, `set_target_cell`), the
    database API (`create_context_manager` takes `[database]` for every cell),
    doc/source/admin/cells.rst; oslo.db 4.33.4 to 18.1.1: oslo_db/sqlalchemy/engines.py
    (`_test_connection`, which is endless for -1 alone).
    """
    retries, pause = (config.integer("database", name) for name in NAMES)
    many = (deployment.cells or 0) > 1 and _reaches_cells(config)
    if not many or retries is None or pause is None:
        return
    if retries != -1 and retries * pause <= CELL_TIMEOUT:
        return
    fixes = (set_fix(config, "database", "max_retries", "1"),) if pause <= CELL_TIMEOUT else ()
    way = "set `max_retries` to 1"
    if pause > CELL_TIMEOUT:
        way = "lower `retry_interval` to 10" + (f" and {way}" if retries != 1 else "")
    tried = "forever" if retries == -1 else f"for {retries * pause} seconds"
    yield finding(
        config,
        "database",
        "max_retries",
        f"`[database] max_retries` {retries} with `retry_interval` {pause} tries {tried} to reach "
        f"the database of a cell that is down, and lists of servers wait {CELL_TIMEOUT} seconds "
        "for it;"
        f" {way}",
        *fixes,
        override=None if _written(config) else Severity.INFO,
    )


def _reaches_cells(config: Config) -> bool:
    """Return whether the service has an API database, be its URL not known in full here."""
    return bool(config.setting("api_database", "connection").partial)


def _written(config: Config) -> bool:
    """Return whether a file says how often or how long the database is tried."""
    return any(not config.setting("database", name).is_default for name in NAMES)
