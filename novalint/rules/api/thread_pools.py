"""How many native threads there are."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.nova.native_threads import BACKEND, IN_WSGI_SERVER, any_by_default, threading_roles
from novalint.rules.common.absence import known_first, knows
from novalint.rules.common.logins import partial
from novalint.rules.common.places import finding, set_fix, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Finding

CELL_POOL = "cell_worker_thread_pool_size"

THREAD_POOL = "default_thread_pool_size"
OFF = " once OS_NOVA_DISABLE_EVENTLET_PATCHING makes the service run any"


@rule(
    "thread-pool-like-green-pool",
    theme="api",
    severity=Severity.INFO,
    options=(f"DEFAULT.{THREAD_POOL}", f"DEFAULT.{CELL_POOL}", f"DEFAULT.{BACKEND}"),
    releases=(32, None),
    since="the options came in 2025.2 (nova/conf/base.py)",
    thresholds={"threads": 500},
)
def thread_pool_like_green_pool(
    config: Config, deployment: Deployment, threads: float
) -> Iterator[Finding]:
    """A native thread pool has a size that is meant for greenlets.

    ## What it checks

    `default_thread_pool_size` or `cell_worker_thread_pool_size` of 500 (a threshold) or more, the
    latter unless there are as many cells. Not reported where `concurrency_backend = eventlet`
    (2026.2) keeps a node from native threads, on which neither the API nor the metadata service
    runs: these choose before they find the file. In 2025.2, and in 2026.1 on nova-compute and
    nova-conductor, native threads run only where the environment variable
    OS_NOVA_DISABLE_EVENTLET_PATCHING says so; elsewhere the size has no effect there.

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
    in_server = any(deployment.plays(role) is not False for role in IN_WSGI_SERVER)
    if not in_server and config.value("DEFAULT", BACKEND) == "eventlet":
        return
    where = "" if any_by_default(deployment, config.release.major) else OFF
    pools = (("DEFAULT", name) for name in (THREAD_POOL, CELL_POOL))
    for _, name in known_first(config, pools):
        size = config.integer("DEFAULT", name) or 0
        wanted = (deployment.cells or 0) + 1 if name == CELL_POOL else 0
        if size >= threads and size > wanted:
            yield finding(
                config,
                "DEFAULT",
                name,
                f"`{name}` {size} is a number for greenlets, and that many native threads cost"
                f" far more{where}; lower it or remove it",
                unset_fix(config, "DEFAULT", name, f"Comment out {name}"),
            )


@rule(
    "cell-threads-fewer-than-cells",
    theme="api",
    severity=Severity.WARNING,
    options=(f"DEFAULT.{CELL_POOL}", f"DEFAULT.{BACKEND}", "api_database.connection"),
    releases=(33, None),
    since="native threads are a default since 2026.1 (nova/wsgi, nova/cmd)",
    roles=("api", "scheduler", "conductor"),
    needs=("role", "cells"),
)
def cell_threads_fewer_than_cells(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The thread pool for queries to cells has fewer threads than there are cells.

    ## What it checks

    `cell_worker_thread_pool_size` (5 by default) against the number of cells and cell0, for
    services that run native threads: the API and the scheduler from 2026.1 on, conductors from
    2026.2 on. A scheduler alone needs none for cell0, and a conductor without `[api_database]
    connection` knows no other cell. `concurrency_backend = eventlet` (2026.2) counts for schedulers
    and conductors; the API does not read it early enough.

    ## Why it matters

    A list of servers, a count of what a tenant uses and the choice of a host take a thread for each
    cell, and all requests of a process share the pool. With fewer threads than cells each of them
    waits for itself; with one cell that hangs, the pool runs dry and the log says that it "is too
    small for the load". For many requests at once take a multiple.

    ## Example

    In a cloud with 8 cells:

        [DEFAULT]
        #cell_worker_thread_pool_size = 5

    ## Fix safety

    Unsafe: sets the number of cells, and one more for cell0 where that is asked.

    ## Sources

    Nova 34.0.0: nova/context.py (`scatter_gather_cells`) and its callers, nova/quota.py and
    nova/scheduler/host_manager.py (`enabled_cells`) among them; nova/thread_pool_factory.py,
    doc/source/admin/concurrency.rst; nova/cmd and nova/wsgi of 33.0.2 and 34.0.0.
    """
    size = config.integer("DEFAULT", CELL_POOL)
    cells = deployment.cells or 0
    roles = [role for role in threading_roles(config, deployment) if role != "metadata"]
    if roles == ["conductor"] and not partial(config, "api_database", "connection"):
        return
    with_cell0 = roles != ["scheduler"]
    wanted = cells + with_cell0
    known = knows(config, ("DEFAULT", CELL_POOL), for_need=True)
    if roles and known and size is not None and size < wanted:
        *others, last = (f"nova-{role}" for role in roles)
        programs = f"{', '.join(others)} and {last}" if others else last
        counted = "one cell" if cells == 1 else f"{cells} cells"
        yield finding(
            config,
            "DEFAULT",
            CELL_POOL,
            f"`{CELL_POOL}` {size} is less than the {counted}{' and cell0' * with_cell0}, so a"
            f" request to all cells has to wait for threads of its own in {programs}; set it to"
            f" {wanted} or"
            " more",
            set_fix(config, "DEFAULT", CELL_POOL, str(wanted)),
        )
