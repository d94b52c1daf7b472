"""How many connections Nova keeps for its messages."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Note, Severity
from novalint.rules.common.places import each
from novalint.rules.common.rabbit import (
    comment_out,
    label,
    rabbit_finding,
    rabbit_options,
    taken_out,
    whole,
)
from novalint.rules.common.thresholds import Way, way_out
from novalint.rules.common.transport import RABBIT, at_rabbit, is_set
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

POOL = "rpc_conn_pool_size"
LEAST = "conn_pool_min_size"
IDLE = "conn_pool_ttl"
COMPARED_SINCE = 20
"""The first release whose driver compares the two (oslo.messaging 10.2.4)."""


@rule(
    "rpc-pool-below-minimum",
    theme="messaging",
    severity=Severity.ERROR,
    options=rabbit_options(POOL, LEAST, IDLE),
)
def rpc_pool_below_minimum(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The RPC connection pool has an invalid size or lifetime.

    ## What it checks

    `rpc_conn_pool_size` of `[oslo_messaging_rabbit]` below 1, and from train on also below
    `conn_pool_min_size` (2 by default); `conn_pool_ttl` below 0.

    ## Why it matters

    The RabbitMQ driver ends in a RuntimeError when it is loaded; the service does not start. A pool
    that may hold no connection at all makes every sender of a message wait forever.

    `conn_pool_ttl` below 0 does not keep idle connections forever: when one is given back after a
    message was sent, its time is refused with a ValueError, so that every call fails.

    ## Example

        [oslo_messaging_rabbit]
        rpc_conn_pool_size = 1

    ## Fix safety

    Unsafe: `conn_pool_min_size` is commented out where its default of 2 is enough, else
    `rpc_conn_pool_size`, whose default is 30; so is `conn_pool_ttl`. What an earlier file says
    applies then, if it does.

    ## Sources

    oslo.messaging 10.2.4 (train), 16.1.2 (2025.1) and 18.3.1: _drivers/impl_rabbit.py
    (`RabbitDriver.__init__`); 5.17.4 to 9.5.2 do not compare the two; all: _drivers/pool.py
    (`Pool.get`, `Pool.put`); oslo.utils of Nova 15.1.5 and 34.0.0: oslo_utils/timeutils.py
    (`StopWatch`).
    """
    yield from each((_sizes, _idle), lambda find: find(config))


def _idle(config: Config) -> Iterator[Finding]:
    idle = whole(config, IDLE)
    if idle is not None and idle < 0:
        way = taken_out(config, IDLE, "(the default is 1200 seconds)")
        yield rabbit_finding(
            config,
            IDLE,
            f"{label(config, IDLE)} {idle} is refused when a connection goes back to the pool, so"
            f" every call fails; {way}",
            *comment_out(config, IDLE),
        )


def _sizes(config: Config) -> Iterator[Finding]:
    size = whole(config, POOL)
    open_ = size is not None and size < 1 and is_left_open(config, RABBIT, LEAST)
    least = 0 if open_ else whole(config, LEAST)
    if size is None or least is None:
        return
    if config.release.major >= COMPARED_SINCE and size < least:
        yield _below(config, size, least)
    elif size < 1:
        yield rabbit_finding(
            config,
            POOL,
            f"{label(config, POOL)} {size} leaves no connection to send a message with, so every"
            f" service hangs; {taken_out(config, POOL, '(the default is 30)')}",
            *comment_out(config, POOL),
        )


def _below(config: Config, size: int, least: int) -> Finding:
    option, other = (LEAST, POOL) if size >= 2 else (POOL, LEAST)
    both = is_set(config, POOL) and is_set(config, LEAST)
    compared = f"{size} is below `{LEAST}` {least}"
    if option == LEAST:
        compared = f"{least} is above `{POOL}` {size}"
    way = taken_out(config, option, f"(the default is {2 if option == LEAST else 30})")
    return rabbit_finding(
        config,
        option,
        f"{label(config, option)} {compared}, so services do not start; {way}",
        *comment_out(config, option),
        related=(Note("the other bound is set here", at_rabbit(config, other)[0]),) if both else (),
    )


@rule(
    "rpc-pool-small",
    theme="messaging",
    severity=Severity.INFO,
    options=rabbit_options(POOL, LEAST),
    thresholds={"connections": 30},
)
def rpc_pool_small(config: Config, deployment: Deployment, connections: float) -> Iterator[Finding]:
    """A small connection pool lets a worker send only a few messages at once.

    ## What it checks

    `[oslo_messaging_rabbit] rpc_conn_pool_size` below 30 (a threshold; the default).

    ## Why it matters

    A message is sent over a connection of the pool, which is returned to the pool once the broker
    has the message; waiting for the reply needs none. When all are in use, for example while the
    broker is slow, the next message waits, and from stein on the log says "Connection pool limit
    exceeded". A cloud can open at most this number of connections for each worker of each service:
    with three controllers, 16 API workers and 30 connections that is 3 x 16 x 30 = 1440, so watch
    the limit of open files of the broker.

    ## Example

        [oslo_messaging_rabbit]
        rpc_conn_pool_size = 5

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default of 30
    applies.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: _drivers/pool.py (`Pool.get`), _drivers/amqpdriver.py (`_send`,
    which waits for the answer without the connection). The number is experience; clouds of a
    thousand hosts were run with 30 to 300.
    """
    size = whole(config, POOL)
    if size is None or not 1 <= size < connections:
        return
    least = 0 if is_left_open(config, RABBIT, LEAST) else whole(config, LEAST)
    if least is None:
        return
    if size >= least or config.release.major < COMPARED_SINCE:
        words = taken_out(config, POOL, "(the default is 30)")
        back = Way(words, comment_out(config, POOL))
        way = way_out(
            config, ("oslo_messaging_rabbit", POOL), back, least=connections, settable=False
        )
        some = f"at most {size} messages at the same time"
        most = "only one message at a time" if size == 1 else some
        yield rabbit_finding(
            config,
            POOL,
            f"{label(config, POOL)} {size} lets a worker send {most}; {way.words}",
            *way.fixes,
        )
