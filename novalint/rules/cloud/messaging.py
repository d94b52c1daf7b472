"""Nodes that share a broker and declare the same queues and exchanges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.fanouts import disagreeing, sharing_fanouts
from novalint.rules.cloud.notified import OWN_URL, QUEUES, sharing
from novalint.rules.cloud.older_messaging import ahead
from novalint.rules.common.rabbit import rabbit_options
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import divided, mismatch, mostly_on
from novalint.rules.fleet.grouping import WITH_TOPIC, callers

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, NodeFinding

QUORUM = "oslo_messaging_rabbit.rabbit_quorum_queue"
DURABLE = "oslo_messaging_rabbit.amqp_durable_queues"
GIVES_IN = 31
"""The first major version that takes the exchange as not durable where it wants a durable one."""
TRANSIENT = "oslo_messaging_rabbit.rabbit_transient_quorum_queue"
MIRRORED = "oslo_messaging_rabbit.rabbit_ha_queues"
STREAM = "oslo_messaging_rabbit.rabbit_stream_fanout"
MANAGER = "oslo_messaging_rabbit.use_queue_manager"
EXCHANGE = "DEFAULT.control_exchange"


@rule(
    "queue-kind-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(
        *rabbit_options("rabbit_quorum_queue", "rabbit_ha_queues", "amqp_durable_queues"),
        *QUEUES,
        OWN_URL,
    ),
    scope="broker",
)
def queue_kind_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes of one virtual host declare the same queues as quorum and as classic queues.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_quorum_queue`, or the same in the query of `transport_url`, on
    all nodes whose `transport_url` leads to one virtual host, but those that run nova-metadata
    alone, which declares nothing under a web server. Where those without quorum queues have
    `amqp_durable_queues`, all declare the exchange alike: then the nodes that are known to be
    conductors, schedulers or compute nodes, each role by itself, and those that send notifications
    of one topic there, as only these share queues. A `transport_url` of notifications is there too
    where it names the same virtual host and a host in common. Up to xena there is no such option:
    those nodes, as in an upgrade that is not finished, declare classic queues.

    ## Why it matters

    Services of one role share their queues, and all services the exchange `nova`. RabbitMQ refuses
    a service that declares one of them in another way than it is there: *PRECONDITION_FAILED -
    inequivalent arg 'x-queue-type' for queue 'conductor'*. Quorum queues are durable, so that the
    exchange is too, and a node with classic queues gets *inequivalent arg 'durable' for exchange
    'nova'*. The service does not start, or fails at its first call. Which of two nodes fails
    depends on which one was first, so the fault may show only after the broker or a node starts
    again.

    ## Example

    `ctl1` and two others have `rabbit_quorum_queue = true`, `cmp1` was left out of the roll-out:

    ```ini
    [oslo_messaging_rabbit]
    rabbit_quorum_queue = false
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes declare. Queues and the exchange that are there in
    the other way have to be deleted, with all services stopped, before it helps. There is no fix
    where the fix would turn quorum queues on together with `rabbit_ha_queues`, as nothing starts
    with both, nor where a node's release has none.

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `_get_queue_arguments` and `durable`, 18.3.1;
      `declare_topic_consumer` of wallaby and xena
    - RabbitMQ, deps/rabbit/src/rabbit_amqqueue.erl, `assert_args_equivalence`
    - Tried with RabbitMQ 3.10.8 and oslo.messaging 18.3.1, both orders
    """
    refused = (
        "RabbitMQ refuses the second declaration of a queue or exchange with other properties, so"
        " those services"
    )
    # releases without quorum queues have this option as well
    nodes = callers(fleet, fleet.readers(DURABLE))
    if not all(node.may_be_true(DURABLE) or node.may_be_true(QUORUM) for node in nodes):
        yield from _kinds(nodes, f"{refused} do not start, or fail at their first call")
        return
    if len({bool(node.value(QUORUM)) for node in nodes}) < 2:
        return  # nobody differs, whatever roles the nodes have
    differs = False
    for same in dict.fromkeys(fleet.readers(DURABLE, role) for role in WITH_TOPIC):
        for finding in _kinds(
            same, "RabbitMQ refuses the second service that declares a queue, so it does not start"
        ):
            differs = True
            yield finding
    for same in () if differs else sharing(nodes, QUORUM):
        yield from _kinds(
            same,
            "RabbitMQ refuses the second service that declares the notification queue, so it"
            " cannot send any",
        )


def _kinds(nodes: Iterable[Node], consequence: str) -> Iterator[NodeFinding]:
    """Find nodes whose queues are of another kind than those of the others."""
    nodes = tuple(nodes)
    if older := tuple(ahead(nodes, QUORUM, "quorum queues", consequence)):
        yield from older
        return
    division = divided(nodes, QUORUM)
    odd = division.odd if division else ()
    mend = not any(node.may_be_true(MIRRORED) for node in odd)
    also = any(node.value(MIRRORED) is True for node in odd)
    same = "set it to the same value on all nodes"
    without = (
        f"remove `rabbit_ha_queues`, and {same}" if also else f"{same} without mirrored queues"
    )
    advice = "" if mend else without
    yield from mismatch(nodes, QUORUM, consequence, mend=mend, advice=advice)


@rule(
    "queue-durability-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=rabbit_options("amqp_durable_queues", "rabbit_quorum_queue"),
    scope="broker",
)
def queue_durability_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes of one virtual host declare the same exchange as durable and as non-durable.

    ## What it checks

    `[oslo_messaging_rabbit] amqp_durable_queues`, or the same in the query of `transport_url`, on
    all nodes of one virtual host but those that run nova-metadata alone, which declares nothing
    under a web server.
    Nodes with quorum queues, which are always durable, are left to
    [queue-kind-differs](queue-kind-differs.md).

    ## Why it matters

    The exchange `nova` and the queues of a topic are declared by every service. A service that
    wants them without durability where they are durable is refused: *PRECONDITION_FAILED -
    inequivalent arg 'durable' for exchange 'nova'*; it does not start, and sends nothing. The other
    way round oslo.messaging gives in, from 2023.1 on for what it sends and from 2025.1 on for its
    queues, too: *Force creating a non durable exchange*. So all works until the broker has been
    started again and the durable side is the first one. Before 2025.1 whichever service is the
    second one does not start.

    ## Example

    `cmp1` was set up before durable queues were turned on elsewhere:

    ```ini
    [oslo_messaging_rabbit]
    amqp_durable_queues = false
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes declare. What the broker holds in the other way has
    to be deleted, with all services stopped.

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `durable`, `_declare_fallback_nondurable` (not
      in that of 2024.2) and `_publish`, 18.3.1; `_publish` of 2022.2 and 2023.1
    - Tried with RabbitMQ 3.10.8 and oslo.messaging 18.3.1, both orders
    """
    calling = callers(fleet, fleet.readers(DURABLE))
    nodes = [node for node in calling if not node.may_be_true(QUORUM)]
    refused = "the second service that declares the exchange, which does not start"
    if all(node.release.major >= GIVES_IN for node in nodes):
        refused = (
            "services that declare the exchange as not durable, so they do not start, at the latest"
            " after a restart of the broker"
        )
    yield from mismatch(nodes, DURABLE, f"RabbitMQ refuses {refused}")


@rule(
    "transient-queue-kind-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=rabbit_options(
        "rabbit_transient_quorum_queue",
        "rabbit_stream_fanout",
        "use_queue_manager",
        "amqp_durable_queues",
    ),
    scope="broker",
)
def transient_queue_kind_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes of one virtual host declare the exchanges of fanouts in different ways.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_transient_quorum_queue`, or the same in the query of
    `transport_url`, on the nodes of one virtual host. Up to 2023.2 there is no such option: such
    nodes, as in an unfinished upgrade, declare the exchange as not durable. Nothing is reported if
    only conductors differ from all others, as nothing sends them fanouts, or only nodes that use no
    fanouts, such as console proxies.

    ## Why it matters

    The option also makes the exchange of a topic's fanouts, such as `compute_fanout`, durable. A
    service that declares it afterwards in another way is refused: *inequivalent arg 'durable' for
    exchange 'compute_fanout'*. That service does not start, and a caller cannot send fanouts.

    ## Example

    All nodes have the option but `cmp1`, which was left out:

    ```ini
    [oslo_messaging_rabbit]
    rabbit_transient_quorum_queue = false
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes declare; delete the exchanges that exist with the
    other setting. There is no fix if a differing node has `rabbit_stream_fanout`, which needs the
    option, if the option would be turned on without `use_queue_manager`, which gives such queues
    stable names, or if a node's release lacks the option.

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `declare_fanout_consumer` and `fanout_send`, 18.3.1
    - nova/scheduler/rpcapi.py, `prepare(fanout=True)`, 15.1.5 to 34.0.0: the only fanouts
    - Tried with RabbitMQ 3.10.8 and oslo.messaging 18.3.1
    """
    consequence = (
        "RabbitMQ refuses the second service that declares a fanout exchange, so some services"
        " do not start"
    )
    for part in sharing_fanouts(fleet.readers(DURABLE)):
        if older := tuple(ahead(part, TRANSIENT, "such queues", consequence)):
            yield from older
            return
    nodes = disagreeing(fleet.readers(TRANSIENT), TRANSIENT)
    division = divided(nodes, TRANSIENT)
    odd = division.odd if division else ()
    unnamed = mostly_on(nodes, TRANSIENT) and any(node.value(MANAGER) is not True for node in odd)
    mend = not unnamed and not any(node.value(STREAM) is True for node in odd)
    both = division and division.majority and unnamed
    advice = "set it to `true` here, and `use_queue_manager` with it" if both else ""
    yield from mismatch(nodes, TRANSIENT, consequence, mend=mend, advice=advice)


@rule(
    "control-exchange-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(EXCHANGE,),
    scope="cloud",
)
def control_exchange_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes of one cloud use different control exchanges.

    ## What it checks

    `control_exchange`, which is `nova` unless set, on all nodes but those that run nova-metadata
    alone, which makes no calls under a web server.

    ## Why it matters

    A service binds its queues to its own exchange, and a caller sends to the caller's. Where the
    two differ no one receives the call: both sides see *MessagingTimeout*, and the broker says
    nothing. Fanouts go by the topic, and arrive.

    ## Example

    A line was copied to `cmp1` from another service's file:

    ```ini
    [DEFAULT]
    control_exchange = openstack
    ```

    ## Fix safety

    Unsafe: it changes where the differing nodes send and listen.

    ## Sources

    - oslo_messaging/transport.py, `control_exchange` and `get_transport`, 18.3.1
    - nova/config.py, `rpc.set_defaults`, 34.0.0
    - Tried with RabbitMQ 3.10.8 and oslo.messaging 18.3.1
    """
    consequence = "calls between them time out in both directions, without an error from the broker"
    yield from mismatch(callers(fleet, fleet.readers(EXCHANGE)), EXCHANGE, consequence)
