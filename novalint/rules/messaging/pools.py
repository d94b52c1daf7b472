"""How many connections and threads Nova keeps for its messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Note, Severity
from novalint.rules.common.places import at_option, set_fix, unset_fix
from novalint.rules.common.transport import RABBIT, at_rabbit, in_url, is_set, rabbit
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

POOL = "rpc_conn_pool_size"
LEAST = "conn_pool_min_size"
THREADS = "executor_thread_pool_size"


@rule(
    "rpc-pool-below-minimum",
    theme="messaging",
    severity=Severity.ERROR,
    options=(f"{RABBIT}.{POOL}", f"{RABBIT}.{LEAST}"),
    releases=(20, None),
)
def rpc_pool_below_minimum(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The pool of connections may hold fewer than it must, which the driver refuses.

    ## What it checks

    `rpc_conn_pool_size` below `conn_pool_min_size` (2 by default) of `[oslo_messaging_rabbit]`.

    ## Why it matters

    The RabbitMQ driver ends in a RuntimeError when it is loaded; the service does not start.

    ## Example

        [oslo_messaging_rabbit]
        rpc_conn_pool_size = 1

    ## Fix safety

    Unsafe: `conn_pool_min_size` is commented out where its default of 2 is enough, else
    `rpc_conn_pool_size`, whose default is 30.

    ## Sources

    oslo.messaging 10.2.4 (train), 16.1.2 (2025.1) and 18.3.1: _drivers/impl_rabbit.py
    (`RabbitDriver.__init__`); stein and older do not compare the two.
    """
    size, least = rabbit(config, POOL), rabbit(config, LEAST)
    if not isinstance(size, int) or not isinstance(least, int) or size >= least:
        return
    option = LEAST if size >= 2 else POOL
    where, group, name = at_rabbit(config, option)
    other = at_rabbit(config, POOL if option == LEAST else LEAST)[0]
    url = in_url(config, option) or not is_set(config, option)
    title = f"Let the default of {2 if option == LEAST else 30} apply"
    yield Finding(
        f"`{POOL}` {size} is below `{LEAST}` {least}, so Nova does not start; drop `{option}`",
        where,
        group,
        name,
        fixes=() if url else (unset_fix(config, RABBIT, option, title),),
        related=(Note("the other bound is set here", other),) if _both(config) else (),
    )


def _both(config: Config) -> bool:
    return is_set(config, POOL) and is_set(config, LEAST)


@rule(
    "rpc-pool-small",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{RABBIT}.{POOL}",),
    releases=(17, None),
    thresholds={"connections": 30},
)
def rpc_pool_small(config: Config, deployment: Deployment, connections: float) -> Iterator[Finding]:
    """A small pool of connections makes calls wait for one another.

    ## What it checks

    `[oslo_messaging_rabbit] rpc_conn_pool_size` below 30 (a threshold; the default).

    ## Why it matters

    Each call under way holds a connection of the pool. When all are taken, the next call waits, and
    the log says "Connection pool limit exceeded". The most that a cloud may open is this number for
    each worker of each service: with three controllers, 16 API workers and 30 connections that is
    3 x 16 x 30 = 1440, so keep an eye on the number of open files that the broker may have.

    ## Example

        [oslo_messaging_rabbit]
        rpc_conn_pool_size = 5

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 30 applies.

    ## Sources

    oslo.messaging 16.1.2 and 18.3.1: _drivers/pool.py (`Pool.get`), _drivers/impl_rabbit.py. The
    number is experience; clouds of a thousand hosts were run with 30 to 300.
    """
    size, least = rabbit(config, POOL), rabbit(config, LEAST)
    if not isinstance(size, int) or not isinstance(least, int) or not least <= size < connections:
        return
    where, group, name = at_rabbit(config, POOL)
    title = "Let the default of 30 apply"
    yield Finding(
        f"calls wait for one another when {size} are under way in one worker; the default is 30",
        where,
        group,
        name,
        fixes=() if in_url(config, POOL) else (unset_fix(config, RABBIT, POOL, title),),
    )


@rule(
    "conductor-threads-few",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"DEFAULT.{THREADS}",),
    releases=(15, None),
    roles=("conductor",),
    needs=("role",),
    thresholds={"threads": 64},
)
def conductor_threads_few(
    config: Config, deployment: Deployment, threads: float
) -> Iterator[Finding]:
    """A conductor worker takes fewer requests at once than it could.

    ## What it checks

    `[DEFAULT] executor_thread_pool_size` below 64 (a threshold; the default) where nova-conductor
    runs.

    ## Why it matters

    Each request of a compute host to the database takes one of these threads; what finds none
    waits in the queue, and the hosts' calls time out.

    ## Example

        [DEFAULT]
        executor_thread_pool_size = 8

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 64 applies.

    ## Sources

    oslo.messaging 5.17.4 and 18.3.1: oslo_messaging/server.py (`executor_thread_pool_size`).
    """
    number = config.value("DEFAULT", THREADS)
    if isinstance(number, int) and number < threads:
        yield Finding(
            f"a conductor worker serves {number} requests at once, where the default is 64; drop"
            " the option",
            at_option(config, "DEFAULT", THREADS),
            "DEFAULT",
            THREADS,
            (unset_fix(config, "DEFAULT", THREADS, "Let the default of 64 apply"),),
        )


@rule(
    "conductor-threads-exceed-database-pool",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"DEFAULT.{THREADS}", "database.max_pool_size", "database.max_overflow"),
    releases=(15, None),
    roles=("conductor",),
    needs=("role",),
)
def conductor_threads_exceed_database_pool(
    config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """A conductor worker takes more requests at once than it has database connections.

    ## What it checks

    `[DEFAULT] executor_thread_pool_size`, where it is written, against `max_pool_size` and
    `max_overflow` of `[database]` together, where nova-conductor runs.

    ## Why it matters

    Nearly every request needs the database. The threads beyond the pool wait for a connection, 30
    seconds by default, and then fail with a QueuePool timeout. By default 64 threads share 5 + 50
    connections, which is close enough.

    ## Example

        [DEFAULT]
        executor_thread_pool_size = 200

    ## Fix safety

    Unsafe: sets as many threads as there are connections, or the default of 64. More connections
    instead must fit into what the database server takes from all workers together.

    ## Sources

    oslo.messaging 5.17.4 and 18.3.1: oslo_messaging/server.py; oslo.db: oslo_db/options.py.
    """
    threads = config.value("DEFAULT", THREADS)
    size, more = config.value("database", "max_pool_size"), config.value("database", "max_overflow")
    if config.setting("DEFAULT", THREADS).is_default or not isinstance(threads, int):
        return
    if not isinstance(size, int) or not isinstance(more, int) or size <= 0 or more < 0:
        return  # 0 connections and an overflow below 0 mean: without limit
    if threads > max(size + more, 64):
        yield Finding(
            f"a conductor worker serves {threads} requests at once with {size} + {more} ="
            f" {size + more} database connections; lower it or raise `max_overflow`",
            at_option(config, "DEFAULT", THREADS),
            "DEFAULT",
            THREADS,
            (set_fix(config, "DEFAULT", THREADS, str(max(size + more, 64))),),
        )
