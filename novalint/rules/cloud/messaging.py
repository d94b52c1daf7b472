"""Nodes that share a broker and declare the same queues and exchanges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.common.rabbit import rabbit_options
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import mismatch

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, NodeFinding

QUORUM = "oslo_messaging_rabbit.rabbit_quorum_queue"


@rule(
    "queue-kind-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=rabbit_options("rabbit_quorum_queue"),
    releases=(25, None),
    since="oslo.messaging of yoga declares quorum queues (oslo_messaging/_drivers/impl_rabbit.py)",
    scope="broker",
)
def queue_kind_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes of one virtual host declare the same queues as quorum and as classic ones.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_quorum_queue`, or the same in the query of `transport_url`, on
    all nodes whose `transport_url` leads to one virtual host.

    ## Why it matters

    Services of one role share their queues, and all services the exchange `nova`. RabbitMQ refuses
    whoever declares one of them in another way than it is there: *PRECONDITION_FAILED -
    inequivalent arg 'x-queue-type' for queue 'conductor'*. Quorum queues are durable, so that the
    exchange is too, and a node with classic queues is told *inequivalent arg 'durable' for exchange
    'nova'*. The service neither starts nor sends anything. Which of two nodes fails depends on
    which one was first, so the fault may show only after the broker or a node starts anew.

    ## Example

    `ctl1` and two others have `rabbit_quorum_queue = true`, `cmp1` was left out of the roll-out:

    ```ini
    [oslo_messaging_rabbit]
    rabbit_quorum_queue = false
    ```

    ## Fix safety

    Unsafe: it changes what the odd nodes declare. Queues and the exchange that are there in the
    other way have to be deleted, with all services stopped, before it helps.

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `_get_queue_arguments` and `durable`, 18.3.1
    - RabbitMQ, deps/rabbit/src/rabbit_amqqueue.erl, `assert_args_equivalence`
    - Tried with RabbitMQ 3.10.8 and oslo.messaging 18.3.1, both orders
    """
    consequence = (
        "RabbitMQ refuses whoever declares a queue or the exchange second, so those services do not"
        " start"
    )
    yield from mismatch(fleet.readers(QUORUM), QUORUM, consequence)
