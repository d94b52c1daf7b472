"""How many requests a worker takes from the message bus at once."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import sure_fixes
from novalint.rules.common.database_options import SIZES, pool_of
from novalint.rules.common.places import as_set, finding, removal, set_fix, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.findings import Fix

THREADS = "executor_thread_pool_size"
USUAL = 64
"""The threads of a worker by default."""
ENOUGH = 55
"""The connections to the cell's database by default, 5 + 50, which do for the usual threads."""
POOL_OPTIONS = tuple(f"database.{name}" for name in SIZES)


@rule(
    "rpc-threads-not-positive",
    theme="messaging",
    severity=Severity.ERROR,
    options=(f"DEFAULT.{THREADS}",),
    roles=("compute", "conductor", "scheduler"),
)
def rpc_threads_not_positive(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The number of RPC threads is not positive, so the service does not start.

    ## What it checks

    `[DEFAULT] executor_thread_pool_size` below 1, on nodes of nova-compute, nova-conductor or
    nova-scheduler.

    ## Why it matters

    It is no way to say "without limit": the pool of threads refuses such a number with a ValueError
    when the service begins to listen, and the service does not start.

    ## Example

        [DEFAULT]
        executor_thread_pool_size = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default of 64
    applies.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: oslo_messaging/server.py (`MessageHandlingServer.start`);
    futurist 0.21.1, 1.2.0 and 3.5.0: futurist/_futures.py, tried with 3.5.0.
    """
    number = config.integer("DEFAULT", THREADS)
    if number is not None and number < 1:
        setting = config.setting("DEFAULT", THREADS)
        yield finding(
            config,
            "DEFAULT",
            THREADS,
            f"{as_set(setting)} {number} is refused by the thread pool, so nova-compute,"
            " nova-conductor and nova-scheduler do not start;"
            f" {removal(setting, f'(the default is {USUAL})')}",
            unset_fix(config, "DEFAULT", THREADS, f"Comment out {THREADS}"),
        )


@rule(
    "conductor-threads-few",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"DEFAULT.{THREADS}", *POOL_OPTIONS),
    roles=("conductor",),
    needs=("role",),
    thresholds={"threads": 64},
)
def conductor_threads_few(
    config: Config, deployment: Deployment, threads: float
) -> Iterator[Finding]:
    """A conductor worker handles fewer requests at once than it could.

    ## What it checks

    `[DEFAULT] executor_thread_pool_size` below 64 (a threshold; the default) and below the
    connections that `[database]` allows, where nova-conductor runs.

    ## Why it matters

    Each request of a compute host to the database takes one of these threads; what finds none
    waits in the queue, and the hosts' calls can time out.

    ## Example

        [DEFAULT]
        executor_thread_pool_size = 8

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default of 64
    applies; where the database allows fewer connections than it does by default, as many threads
    are set.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: oslo_messaging/server.py (`executor_thread_pool_size`).
    """
    number = config.integer("DEFAULT", THREADS)
    limit = pool_of(config, "database").limit
    if number is None or not 1 <= number < threads or (limit is not None and number >= limit):
        return
    way, fix = _more_threads(config, limit, threads)
    requests = "1 request" if number == 1 else f"{number} requests"
    yield finding(
        config,
        "DEFAULT",
        THREADS,
        f"`{THREADS}` {number} lets a conductor worker serve only {requests} at the same"
        f" time, so calls of compute hosts can wait until they time out; {way}",
        *sure_fixes(config, [("database", name) for name in SIZES], fix),
    )


def _more_threads(config: Config, limit: int | None, wanted: float) -> tuple[str, Fix]:
    """Return the way to the threads that are wanted, or to the connections where these are fewer.

    The connections that there are by default do for the usual threads.
    """
    if limit is not None and limit < max(ENOUGH, wanted) and not ENOUGH <= limit <= USUAL:
        way = f"raise it to {limit}, the database connections that a worker may open"
        return way, set_fix(config, "DEFAULT", THREADS, str(limit))
    if wanted <= USUAL or limit in range(ENOUGH, USUAL + 1):
        fix = unset_fix(config, "DEFAULT", THREADS, f"Comment out {THREADS}")
        way = removal(config.setting("DEFAULT", THREADS), f"(the default is {USUAL})")
        return way, fix
    most = ceil(wanted)
    return f"raise it to {most}", set_fix(config, "DEFAULT", THREADS, str(most))


@rule(
    "conductor-threads-exceed-database-pool",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"DEFAULT.{THREADS}", *POOL_OPTIONS),
    roles=("conductor",),
    needs=("role",),
)
def conductor_threads_exceed_database_pool(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """A conductor worker handles more requests at once than it has database connections.

    ## What it checks

    `[DEFAULT] executor_thread_pool_size` (64 by default) against `max_pool_size` and `max_overflow`
    of `[database]` together, where nova-conductor runs and a file sets one of the three. The 5 + 50
    connections that there are by default do for 64 threads.

    ## Why it matters

    Nearly every request needs the database. The threads beyond the pool wait for a connection, 30
    seconds by default, and then fail with a QueuePool timeout.

    ## Example

        [DEFAULT]
        executor_thread_pool_size = 200

    ## Fix safety

    Unsafe: a `max_overflow` that is set too small is raised, unless `db_max_connections` is given,
    which it might exceed; else as many threads are set as there are connections, or the default of
    64. More connections must fit into what the database server takes from all workers together.
    There is no fix where another file may set the other number.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: oslo_messaging/server.py; oslo.db 4.17.1 to 18.1.1:
    oslo_db/options.py (5 and 50), oslo_db/sqlalchemy/engines.py; SQLAlchemy's QueuePool.
    """
    threads = config.integer("DEFAULT", THREADS)
    pool = pool_of(config, "database")
    names = [("database", "max_overflow"), ("database", "max_pool_size"), ("DEFAULT", THREADS)]
    written = [name for name in names if not config.setting(*name).is_default]
    if threads is None or pool.limit is None or not written or threads <= pool.limit:
        return
    if pool.limit < ENOUGH and written[0][0] == "database":
        yield _few_connections(config, deployment, written[0][1], threads)
    elif threads > USUAL:
        most = max(pool.limit, USUAL)
        yield finding(
            config,
            "DEFAULT",
            THREADS,
            f"{as_set(config.setting('DEFAULT', THREADS))} {threads} lets a conductor worker serve"
            f" {threads} requests at the same time over {pool.limit} database connections, and"
            f" those that wait too long for one fail; lower it to {most} or raise"
            f" {as_set(config.setting('database', 'max_overflow'))}",
            *sure_fixes(config, names[:1], set_fix(config, "DEFAULT", THREADS, str(most))),
        )


def _few_connections(config: Config, deployment: Deployment, option: str, threads: int) -> Finding:
    pool = pool_of(config, "database")
    parts = {"max_overflow": pool.overflow, "max_pool_size": pool.size}
    first, second = (option, *(name for name in parts if name != option))
    sizes = " and ".join(_size(config, name, parts[name]) for name in (first, second))
    more = max(min(threads, USUAL) - pool.size, 0)
    fits = deployment.db_max_connections is None
    fix = set_fix(config, "database", "max_overflow", str(more))
    raised = f"{as_set(config.setting('database', 'max_overflow'))} to {more}"
    way = f"set {raised}"
    if not fits:  # the server has a known limit, which fewer threads do not touch
        way = f"set `{THREADS}` to {pool.limit}, or {raised} if the database server has room"
    return finding(
        config,
        "database",
        option,
        f"{sizes} allow {pool.limit} connections for the {threads} requests that a conductor"
        f" worker serves at the same time, and those that wait too long for one fail; {way}",
        *(sure_fixes(config, [("DEFAULT", THREADS)], fix) if fits else ()),
    )


def _size(config: Config, option: str, number: int) -> str:
    """Name a part of the pool as the file does; SQLAlchemy has one of its own for nothing."""
    setting = config.setting("database", option)
    empty = bool(setting.places) and setting.value is None
    return f"{as_set(setting)} {f'(empty, which means {number})' if empty else number}"
