"""Settings by which RabbitMQ throws messages or queues of Nova away."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import known_first
from novalint.rules.common.rabbit import (
    comment_out,
    is_on,
    label,
    rabbit_finding,
    rabbit_options,
    surely_on,
    whole,
)
from novalint.rules.common.transport import RABBIT
from novalint.rules.common.versions import upper_bound
from novalint.rules.declaration import FactNeeded, rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

DELETE = "amqp_auto_delete"
DELIVERY = "rabbit_quorum_delivery_limit"
QUORUM = "rabbit_quorum_queue"
TRANSIENT = "rabbit_transient_quorum_queue"
UNLIMITED_SINCE = (4,)
"""The first RabbitMQ to which a delivery limit below 0 is none."""
OWN_LIMIT = 20
"""What RabbitMQ 4 takes for a delivery limit where a queue names none."""


@rule(
    "queues-deleted-when-idle",
    theme="messaging",
    severity=Severity.INFO,
    options=rabbit_options(DELETE, QUORUM),
)
def queues_deleted_when_idle(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A queue is deleted with its last consumer, and its messages are lost.

    ## What it checks

    `[oslo_messaging_rabbit] amqp_auto_delete = true`. With quorum queues it is an error.

    ## Why it matters

    The queue of a nova-compute has one listener. When that restarts, or loses its connection for a
    moment, RabbitMQ deletes the queue with all requests in it; the queues of a controller go when
    one of several brokers restarts. A quorum queue that is to be deleted in that way is refused by
    RabbitMQ (PRECONDITION_FAILED), so no service can listen.

    ## Example

        [oslo_messaging_rabbit]
        amqp_auto_delete = true

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default, false
    applies. Delete the old queues, as RabbitMQ refuses to declare an existing one otherwise.

    ## Sources

    oslo.messaging 5.17.4 to 18.3.1: _drivers/amqp.py, _drivers/impl_rabbit.py
    (`declare_topic_consumer`); RabbitMQ 3.8 to 4: rabbit_quorum_queue.erl and
    rabbit_queue_type_util.erl (`check_auto_delete`).
    """
    if not is_on(config, DELETE):
        return
    refused = surely_on(config, QUORUM)
    if refused:
        what = f"is true with `{QUORUM}`, which RabbitMQ refuses, so no service can listen"
    else:
        what = "is true, so a queue and the requests in it are lost when its listener reconnects"
    yield rabbit_finding(
        config,
        DELETE,
        f"{label(config, DELETE)} {what}; remove it",
        *comment_out(config, DELETE),
        override=Severity.ERROR if refused else None,
    )


@rule(
    "quorum-queue-drops-messages",
    theme="messaging",
    severity=Severity.INFO,
    options=rabbit_options(DELIVERY, QUORUM, TRANSIENT),
    releases=(26, None),
    since="the option came in zed (oslo.messaging 14.0.3, _drivers/impl_rabbit.py)",
)
def quorum_queue_drops_messages(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """RabbitMQ drops a message that was redelivered a few times.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_quorum_delivery_limit` above 0 with quorum queues, be they those
    of `rabbit_transient_quorum_queue` alone (from 2024.1 on). RabbitMQ 4 has a limit of 20 of its
    own, so one that is not below it is reported only where the fact `rabbit_version` is less than
    4. A number below 0 is a warning where that fact is less than 4; without the fact it is not
    judged.

    ## Why it matters

    A message returns to its queue if the service that received it stops before it is done. Beyond
    the limit RabbitMQ drops it: a build or a migration is stuck, and no log of Nova says why.
    A number below 0 means no limit to RabbitMQ 4 alone: older ones drop a message as soon as it
    returns. `rabbit_quorum_max_memory_length` and `rabbit_quorum_max_memory_bytes` only limit how
    much of a queue is kept in memory.

    ## Example

        [oslo_messaging_rabbit]
        rabbit_quorum_queue = true
        rabbit_quorum_delivery_limit = 3

    ## Fix safety

    Unsafe: the option is commented out, so that RabbitMQ 4 drops after 20 returns and older ones
    never do.

    ## Sources

    oslo.messaging 14.0.3 (zed) to 18.3.1: _drivers/impl_rabbit.py (`_get_queue_arguments`,
    `declare_direct_consumer`); RabbitMQ 4.0: release notes (a delivery limit of 20 by
    default) and guide to quorum queues (none with -1); RabbitMQ 3.10.8, tried with -1, 1 and 2.
    """
    limit = whole(config, DELIVERY)
    if not limit or limit >= _first_harmless(deployment) or not _has_quorum(config):
        return
    if limit < 0:
        yield from _endless(config, deployment, limit)
        return
    yield rabbit_finding(
        config,
        DELIVERY,
        f"{label(config, DELIVERY)} {limit} makes RabbitMQ drop a message that has come back"
        f" more than {limit} times; remove it unless that loss is wanted",
        *comment_out(config, DELIVERY),
    )


def _has_quorum(config: Config) -> bool:
    kinds = known_first(config, ((RABBIT, QUORUM), (RABBIT, TRANSIENT)))
    return any(is_on(config, name) for _, name in kinds)


def _endless(config: Config, deployment: Deployment, limit: int) -> Iterator[Finding]:
    """Report a number below 0, which older brokers compare with as it stands."""
    version = deployment.rabbit_version
    if version is None:
        raise FactNeeded("rabbit_version")
    if upper_bound(version) < UNLIMITED_SINCE:
        yield rabbit_finding(
            config,
            DELIVERY,
            f"{label(config, DELIVERY)} {limit} makes RabbitMQ {version} drop a message the first"
            " time that it comes back, as only RabbitMQ 4 takes it for no limit; remove it",
            *comment_out(config, DELIVERY),
            override=Severity.WARNING,
        )


def _first_harmless(deployment: Deployment) -> float:
    """Return the limit from which on RabbitMQ would drop as much without it."""
    version = deployment.rabbit_version
    return OWN_LIMIT if version is None or upper_bound(version) >= (4,) else inf
