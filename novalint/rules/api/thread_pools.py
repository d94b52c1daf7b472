"""How many native threads there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.nova.native_threads import BACKEND, threading_roles
from novalint.rules.common.logins import looks_whole
from novalint.rules.common.places import at_option, set_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

CELL_POOL = "cell_worker_thread_pool_size"

THREAD_POOL = "default_thread_pool_size"


@rule(
    "thread-pool-like-green-pool",
    theme="api",
    severity=Severity.INFO,
    options=(f"DEFAULT.{THREAD_POOL}", f"DEFAULT.{CELL_POOL}"),
    releases=(32, None),
    thresholds={"threads": 500},
)
def thread_pool_like_green_pool(
    config: Config, deployment: Deployment, threads: float
) -> Iterator[Finding]:
    """A pool of native threads has the size of one of greenlets.

    ## What it checks

    `default_thread_pool_size` or `cell_worker_thread_pool_size` of 500 (a threshold) or more, the
    latter where there are not as many cells.

    ## Why it matters

    Each thread is one of the operating system's, with a stack of its own, and they take turns at
    one interpreter. 1000 was the size for eventlet, where it meant "no limit"; the defaults are 10
    and 5.

    ## Example

        [DEFAULT]
        default_thread_pool_size = 1000

    ## Fix safety

    Unsafe: the option is commented out, so that the default applies. `thread_pool_statistic_period`
    shows how many threads are in use.

    ## Sources

    Nova 34.0.0: nova/conf/base.py, doc/source/admin/concurrency.rst. The threshold is our own.
    """
    for name in (THREAD_POOL, CELL_POOL):
        value = config.value("DEFAULT", name)
        asked_for = (deployment.cells or 0) + 1 if name == CELL_POOL else 0
        if isinstance(value, int) and value >= threads and value > asked_for:
            yield Finding(
                f"{value} native threads cost far more than as many greenlets; drop `{name}` or"
                " lower it",
                at_option(config, "DEFAULT", name),
                "DEFAULT",
                name,
                (unset_fix(config, "DEFAULT", name, "Let the default apply"),),
            )


@rule(
    "cell-threads-fewer-than-cells",
    theme="api",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{CELL_POOL}", f"DEFAULT.{BACKEND}"),
    releases=(33, None),
    roles=("api", "metadata", "scheduler", "conductor"),
    needs=("role", "cells"),
)
def cell_threads_fewer_than_cells(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A list over all cells needs more threads than there are.

    ## What it checks

    `cell_worker_thread_pool_size` (5 by default) against the number of cells and cell0, for
    services that run native threads: the API, the metadata service and the scheduler from 2026.1
    on, conductors from 2026.2 on.

    ## Why it matters

    One list of servers takes a thread for each cell, and all requests of a process share the pool.
    With fewer threads than cells each list waits for itself; with one cell that hangs, the pool
    runs dry and the log says that it "is too small for the load". For many requests at once take a
    multiple.

    ## Example

    In a cloud with 8 cells:

        [DEFAULT]
        #cell_worker_thread_pool_size = 5

    ## Fix safety

    Unsafe: sets the number of cells and one more for cell0.

    ## Sources

    Nova 34.0.0: nova/context.py (`scatter_gather_cells`), nova/thread_pool_factory.py,
    doc/source/admin/concurrency.rst; nova/cmd and nova/wsgi of 33.0.2 and 34.0.0.
    """
    size = config.value("DEFAULT", CELL_POOL)
    wanted = (deployment.cells or 0) + 1
    roles = threading_roles(config, deployment)
    whole = looks_whole(config) or not config.setting("DEFAULT", CELL_POOL).is_default
    if roles and whole and isinstance(size, int) and size < wanted:
        yield Finding(
            f"{size} threads serve {wanted - 1} cells and cell0 in each process of"
            f" {listed(f'nova-{one}' for one in roles)}; take at least {wanted}",
            at_option(config, "DEFAULT", CELL_POOL),
            "DEFAULT",
            CELL_POOL,
            (set_fix(config, "DEFAULT", CELL_POOL, str(wanted)),),
        )
