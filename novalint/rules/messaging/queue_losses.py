"""Settings by which RabbitMQ throws messages or queues of Nova away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import unset_fix
from novalint.rules.common.transport import RABBIT, at_rabbit, in_url, rabbit
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

DELETE = "amqp_auto_delete"
DELIVERY = "rabbit_quorum_delivery_limit"


@rule(
    "queues-deleted-when-idle",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{RABBIT}.{DELETE}",),
    releases=(15, None),
    needs=("controllers",),
)
def queues_deleted_when_idle(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A queue goes with its last listener, and what is in it is lost.

    ## What it checks

    `[oslo_messaging_rabbit] amqp_auto_delete = true` with more than one controller.

    ## Why it matters

    When the listeners of a queue lose their connections for a moment, as they do when one of
    several brokers or controllers restarts, RabbitMQ deletes the queue with all requests in it.

    ## Example

        [oslo_messaging_rabbit]
        amqp_auto_delete = true

    ## Fix safety

    Unsafe: the option is commented out, so that the default, false, applies. Delete the old queues,
    as RabbitMQ refuses to declare an existing one otherwise.

    ## Sources

    oslo.messaging 5.17.4 and 18.3.1: _drivers/amqp.py, _drivers/impl_rabbit.py
    (`declare_topic_consumer`).
    """
    if rabbit(config, DELETE) is True and (deployment.controllers or 0) > 1:
        where, group, name = at_rabbit(config, DELETE)
        fix = unset_fix(config, RABBIT, DELETE, "Keep queues that nobody listens to")
        yield Finding(
            f"with `{DELETE}` a queue and all in it goes when its listeners reconnect; drop it",
            where,
            group,
            name,
            fixes=() if in_url(config, DELETE) else (fix,),
        )


@rule(
    "quorum-queue-drops-messages",
    theme="messaging",
    severity=Severity.INFO,
    options=(f"{RABBIT}.{DELIVERY}", f"{RABBIT}.rabbit_quorum_queue"),
    releases=(26, None),
)
def quorum_queue_drops_messages(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """RabbitMQ drops a message that has come back a few times.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_quorum_delivery_limit` above 0 with quorum queues.

    ## Why it matters

    A message comes back to its queue when the service that took it goes before it is done. Beyond
    the limit RabbitMQ throws it away: a build or a migration stays where it is, and no log of Nova
    says why. `rabbit_quorum_max_memory_length` and `rabbit_quorum_max_memory_bytes` only say
    how much of a queue is kept in memory.

    ## Example

        [oslo_messaging_rabbit]
        rabbit_quorum_queue = true
        rabbit_quorum_delivery_limit = 3

    ## Fix safety

    Unsafe: the option is commented out. RabbitMQ 4 has a limit of 20 of its own.

    ## Sources

    oslo.messaging 14.0.3 (zed) and 18.3.1: _drivers/impl_rabbit.py (`_get_queue_arguments`).
    """
    limit = rabbit(config, DELIVERY)
    if isinstance(limit, int) and limit > 0 and rabbit(config, "rabbit_quorum_queue") is True:
        where, group, name = at_rabbit(config, DELIVERY)
        fix = unset_fix(config, RABBIT, DELIVERY, "Set no limit")
        yield Finding(
            f"RabbitMQ drops a message that has come back more than {limit} times; drop the option"
            " unless that loss is wanted",
            where,
            group,
            name,
            fixes=() if in_url(config, DELIVERY) else (fix,),
        )
