"""Numbers of the message bus that are set to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.consoles import PROXIES
from novalint.rules.common.empties import EmptyNumber, empties, options_of
from novalint.rules.common.transport import RABBIT, in_url, uses_rabbit
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

CONNECT = "Nova cannot connect to RabbitMQ"
SEND = "Nova cannot send over RabbitMQ"
LISTEN = "no service can listen"
GIVES_UP = "a service whose broker is not up tries once more and then gives up"
LOST = "services do not reconnect to a broker that they lost"
ANSWERS = "a reply is lost when its queue is missing for a moment"
WAITS = "calls that get no answer wait forever"
CALLS = "every call to nova-compute fails"
SHORT = "operations that take long are given up after `rpc_response_timeout`"
STOPS = "nova-compute, nova-conductor and nova-scheduler do not start"
STOP_ON_EVENTLET = "nova-compute and nova-conductor do not start"
MILD = Severity.WARNING
SERVERS = ("compute", "conductor", "scheduler")
"""The roles whose services take requests from the bus and answer them."""
CALLERS = ("api", "compute", "conductor")
"""The roles whose services make calls that take long."""
ASKING = (*CALLERS, *PROXIES)
"""The roles whose services make calls at all: nova-scheduler and nova-metadata make none."""
EMPTY = (
    EmptyNumber(RABBIT, "rpc_conn_pool_size", SEND, last=19),
    EmptyNumber(RABBIT, "rpc_conn_pool_size", CONNECT, first=20),
    EmptyNumber(RABBIT, "conn_pool_min_size", CONNECT, first=21),
    EmptyNumber(RABBIT, "heartbeat_timeout_threshold", CONNECT),
    EmptyNumber(RABBIT, "heartbeat_rate", CONNECT),
    EmptyNumber(RABBIT, "rabbit_retry_interval", CONNECT),
    EmptyNumber(RABBIT, "rabbit_interval_max", CONNECT),
    EmptyNumber(RABBIT, "rabbit_retry_backoff", GIVES_UP),
    EmptyNumber(RABBIT, "kombu_reconnect_delay", LOST, first=21, override=MILD),
    EmptyNumber(RABBIT, "kombu_reconnect_splay", LOST, first=31, override=MILD),
    EmptyNumber(RABBIT, "kombu_missing_consumer_retry_timeout", ANSWERS, 21, 99, SERVERS, MILD),
    EmptyNumber(RABBIT, "rabbit_qos_prefetch_count", LISTEN, first=21),
    EmptyNumber(RABBIT, "rabbit_transient_queues_ttl", LISTEN, first=21),
    EmptyNumber("DEFAULT", "rpc_response_timeout", WAITS, last=20, roles=ASKING, override=MILD),
    EmptyNumber("DEFAULT", "rpc_response_timeout", CALLS, first=21, roles=ASKING),
    EmptyNumber("DEFAULT", "long_rpc_timeout", SHORT, first=18, roles=CALLERS, override=MILD),
    EmptyNumber("DEFAULT", "executor_thread_pool_size", STOPS, last=32, roles=SERVERS),
    EmptyNumber("DEFAULT", "executor_thread_pool_size", STOP_ON_EVENTLET, 33, 33, SERVERS[:2]),
)
"""Python 2, on which Nova ran up to train, compares nothing with a number without complaint:
nothing is the smaller one, so up to stein a pool gives out no connection (_drivers/pool.py)."""


@rule(
    "messaging-number-empty",
    theme="messaging",
    severity=Severity.ERROR,
    options=("DEFAULT.transport_url", *options_of(EMPTY)),
    sign="empty",
)
def messaging_number_empty(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A numeric option for the message bus is empty, which is not the same as unset.

    ## What it checks

    Options of `[oslo_messaging_rabbit]` and `[DEFAULT]` that have an empty value: the sizes of the
    pool of connections, heartbeats, the intervals of tries, the pauses before a reconnect and the
    time for an answer (both a warning, from ussuri on), the prefetch count, the time to live of
    queues, `rpc_response_timeout`, `long_rpc_timeout` and, up to 2026.1,
    `executor_thread_pool_size`. `rpc_response_timeout` is a warning up to train, `long_rpc_timeout`
    always. The time for an answer and the threads matter to nova-compute, nova-conductor and
    nova-scheduler alone, which answer calls; the threads in 2026.1 not to nova-scheduler, which has
    native ones. `rpc_response_timeout` does not matter to nova-scheduler, which makes no calls.

    ## Why it matters

    oslo.config reads an empty number as no number at all, and not as the default. The driver
    computes with it: it compares it, divides it, or makes a `float` of it, which ends in a
    TypeError. Nova does so with `rpc_response_timeout` whenever it calls nova-compute; on Python 2,
    up to train, a call then has no time-out. A pool of connections whose size is empty gives out
    none there, and every sender waits. Without a number in `long_rpc_timeout` calls that take long
    have only the time of all others.

    ## Example

        [oslo_messaging_rabbit]
        heartbeat_rate =

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or its default
    applies.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: _drivers/impl_rabbit.py (`RabbitDriver.__init__`,
    `Connection.__init__`, `ensure`, `_set_qos`, `_get_queue_arguments`), _drivers/amqpdriver.py
    (`AMQPIncomingMessage.reply`), _drivers/pool.py (`Pool.get`), oslo_messaging/rpc/client.py,
    oslo_messaging/server.py; Nova 34.0.0: nova/compute/rpcapi.py (`get_client`); kombu 5.7:
    kombu/utils/functional.py (`retry_over_time`, `fxrange`); futurist 3.5.0
    (`GreenThreadPoolExecutor`). Most of them tried
    with 18.3.1.
    """
    yield from empties(config, deployment, EMPTY, partial(_counts, config))


def _counts(config: Config, number: EmptyNumber) -> bool:
    """Return whether the line of a file is what counts: the URL stands over it."""
    if number.group != RABBIT:
        return True
    return uses_rabbit(config) and not in_url(config, number.option)
