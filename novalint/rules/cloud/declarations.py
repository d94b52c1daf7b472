"""What else nodes of one virtual host have to declare alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.fanouts import disagreeing, sharing_fanouts
from novalint.rules.cloud.notified import OWN_URL, QUEUES, sharing
from novalint.rules.cloud.older_messaging import ahead
from novalint.rules.common.rabbit import rabbit_options
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import divided, expectation, mismatch
from novalint.rules.fleet.grouping import WITH_TOPIC, callers

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, NodeFinding

RABBIT = "oslo_messaging_rabbit"
PREFETCH = f"{RABBIT}.rabbit_qos_prefetch_count"
AUTO_DELETE = f"{RABBIT}.amqp_auto_delete"
STREAM, TTL = f"{RABBIT}.rabbit_stream_fanout", f"{RABBIT}.rabbit_transient_queues_ttl"
TRANSIENT, QUORUM = f"{RABBIT}.rabbit_transient_quorum_queue", f"{RABBIT}.rabbit_quorum_queue"
LIMITS = ("rabbit_quorum_delivery_limit", "rabbit_quorum_max_memory_length",
          "rabbit_quorum_max_memory_bytes")  # fmt: skip


@rule(
    "queue-auto-delete-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=rabbit_options("amqp_auto_delete"),
    scope="broker",
)
def queue_auto_delete_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes of one virtual host declare the same exchange with and without auto-delete.

    ## What it checks

    `[oslo_messaging_rabbit] amqp_auto_delete`, or the same in the query of `transport_url`, on all
    nodes of one virtual host but those that run nova-metadata alone, which declares nothing under a
    web server.

    ## Why it matters

    All services declare the exchange `nova`. RabbitMQ refuses a service that does it in another way
    than it is there, in both directions: *inequivalent arg 'auto_delete' for exchange 'nova'*. That
    service neither starts nor sends anything.

    ## Example

    A line was added to `cmp1` while a fault was looked for:

    ```ini
    [oslo_messaging_rabbit]
    amqp_auto_delete = true
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes declare. Queues and the exchange that are there in
    the other way have to be deleted, with all services stopped. It never switches auto-delete on,
    with which queues are lost (see [queues-deleted-when-idle](queues-deleted-when-idle.md)).

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `declare_topic_consumer` and `topic_send`, 18.3.1
    - Tried with RabbitMQ 3.10.8, both orders
    """
    consequence = "RabbitMQ refuses the second service that declares the exchange"
    nodes = callers(fleet, fleet.readers(AUTO_DELETE))
    division = divided(nodes, AUTO_DELETE)
    few = division is not None and division.majority and not division.usual[0].value(AUTO_DELETE)
    mended = few and division and expectation(division)
    advice = "" if mended else "remove it on all nodes"
    yield from mismatch(nodes, AUTO_DELETE, consequence, mend=few, advice=advice)


@rule(
    "stream-fanout-age-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=rabbit_options("rabbit_stream_fanout", "rabbit_transient_queues_ttl"),
    releases=(29, None),
    since="the option came with oslo.messaging of 2024.1 (oslo_messaging/_drivers/impl_rabbit.py)",
    scope="broker",
)
def stream_fanout_age_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes of one virtual host declare the same stream with different message ages.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_transient_queues_ttl` on the nodes of one virtual host that have
    `rabbit_stream_fanout = true` and are known to be conductors, schedulers or compute nodes, each
    role by itself. Between roles a difference is harmless; so it is without streams, as the queues
    are then each process's own.

    ## Why it matters

    The option is the age of messages in the stream (`x-max-age`), and all nodes of a role share the
    stream. RabbitMQ refuses a service that wants another one: *inequivalent arg 'x-max-age' for
    queue 'conductor_fanout'*. That service does not start.

    ## Example

    The other nodes keep to the default of 1800 seconds, and `con2` has:

    ```ini
    [oslo_messaging_rabbit]
    rabbit_stream_fanout = true
    rabbit_transient_queues_ttl = 60
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes declare.

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `_get_queue_arguments` and `declare_fanout_consumer`,
      18.3.1
    - Tried with RabbitMQ 3.10.8
    """
    consequence = "RabbitMQ refuses the second service that declares the fanout stream"
    for nodes in _of_one_role(fleet, STREAM):
        aged = [node for node in nodes if node.integer(TTL) is not None]  # an empty one is refused
        yield from mismatch(aged, TTL, consequence)


@rule(
    "stream-fanout-mixed",
    theme="cloud",
    severity=Severity.INFO,
    options=rabbit_options(
        "rabbit_stream_fanout", "rabbit_transient_quorum_queue", "rabbit_qos_prefetch_count"
    ),
    releases=(29, None),
    since="the option came with oslo.messaging of 2024.1 (oslo_messaging/_drivers/impl_rabbit.py)",
    scope="broker",
)
def stream_fanout_mixed(fleet: Fleet) -> Iterator[NodeFinding]:
    """Some nodes of a virtual host use streams for fanouts, and others use queues.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_stream_fanout` on the nodes of one virtual host. It is an error
    where `rabbit_transient_quorum_queue` is not true on all of them. A node with a stream and
    without that option, or with a `rabbit_qos_prefetch_count` of 0, is left out: it cannot connect
    at all (see stream-fanout-incomplete). So are nodes that have nothing to do with fanouts, such
    as console proxies, and conductors where these only differ from all others, as nobody sends them
    any.

    ## Why it matters

    A stream needs `rabbit_transient_quorum_queue`, which makes the exchange of fanouts durable.
    Where the other side is without it, RabbitMQ refuses the second: *inequivalent arg 'durable' for
    exchange 'compute_fanout'*. With it on all nodes both start, and the difference is most likely
    a change that is not finished.

    ## Example

    The other nodes have streams, and `cmp1` was left out:

    ```ini
    [oslo_messaging_rabbit]
    rabbit_stream_fanout = false
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes declare. There is none to streams without
    `rabbit_transient_quorum_queue` and a `rabbit_qos_prefetch_count` above 0, as nothing with a
    stream starts then.

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `declare_fanout_consumer`, 18.3.1
    - Tried with RabbitMQ 3.10.8
    """
    connecting = (node for node in fleet.readers(STREAM) if not _connects_never(node))
    nodes = disagreeing(connecting, STREAM)
    mixed = [part for part in sharing_fanouts(nodes) if divided(part, STREAM)]
    safe = all(node.value(TRANSIENT) is not False for part in mixed for node in part)
    consequence = (
        "some services use a stream for fanouts and others use queues"
        if safe
        else "RabbitMQ refuses the second service that declares the fanout exchange"
    )
    override = None if safe else Severity.ERROR
    advice = "" if safe else "set it and `rabbit_transient_quorum_queue` to the same on all nodes"
    division = divided(nodes, STREAM)
    streaming = division is not None and division.usual[0].value(STREAM) is True
    ready = division is not None and all(map(_prefetches, division.odd))
    mend = safe and (ready or not streaming)
    yield from mismatch(nodes, STREAM, consequence, mend=mend, override=override, advice=advice)


def _connects_never(node: Node) -> bool:
    """Return whether a node lacks what its stream needs (`Connection.__init__`, 34.0.0)."""
    count = node.integer(PREFETCH)
    lacking = node.value(TRANSIENT) is False or (count is not None and count <= 0)
    return node.value(STREAM) is True and lacking


def _prefetches(node: Node) -> bool:
    return (node.integer(PREFETCH) or 0) > 0


@rule(
    "quorum-limits-differ",
    theme="cloud",
    severity=Severity.ERROR,
    options=(*rabbit_options("rabbit_quorum_queue", *LIMITS), *QUEUES, OWN_URL),
    releases=(25, None),
    since="oslo.messaging of yoga declares quorum queues (oslo_messaging/_drivers/impl_rabbit.py)",
    scope="broker",
)
def quorum_limits_differ(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes declare the same quorum queue with different limits.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_quorum_delivery_limit`, `rabbit_quorum_max_memory_length` and
    `rabbit_quorum_max_memory_bytes` on the nodes of one virtual host that are known to be
    conductors, schedulers or compute nodes, each role by itself, where `rabbit_quorum_queue` is
    true; then on those, of whatever role, that send notifications of one topic there. Other
    differences between roles are harmless. 0 and an empty value are no limit, as unset is. The
    options came with zed: a node of yoga, as in an upgrade that is not finished, has no limit.

    ## Why it matters

    All nodes of a role share the queue of its topic, and its limits are part of it. RabbitMQ
    refuses a service that has others: *inequivalent arg 'x-delivery-limit' for queue 'conductor'*.
    That service does not start. A service that sends a notification declares its queue, such as
    `notifications.info`, in the same way: a sender that is refused cannot send any.

    ## Example

    `con2` has a limit that `con1` has not:

    ```ini
    [oslo_messaging_rabbit]
    rabbit_quorum_delivery_limit = 10
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes declare; the queue has to be deleted where it is
    there with the other limit. There is no fix where a node's release lacks the option.

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `_get_queue_arguments` and
      `_publish_and_creates_default_queue`, 18.3.1
    - Tried with RabbitMQ 3.10.8
    """
    for option in (f"{RABBIT}.{name}" for name in LIMITS):
        differs = False
        for nodes in _of_one_role(fleet, QUORUM):
            for finding in _limits(nodes, option, ""):
                differs = True
                yield finding
        for nodes in () if differs else sharing(fleet.nodes, option):
            yield from _limits(nodes, option, "notification ")


def _limits(nodes: Iterable[Node], option: str, queue: str) -> Iterator[NodeFinding]:
    """Find nodes that declare a quorum queue with another limit than the others."""
    quorum = [node for node in nodes if node.value(QUORUM) is True]
    consequence = f"RabbitMQ refuses the second service that declares the {queue}queue"
    if older := tuple(ahead(quorum, option, "such limit", consequence)):
        yield from older
        return
    yield from mismatch(quorum, option, consequence, by=lambda node: node.value(option) or 0)


def _of_one_role(fleet: Fleet, option: str) -> Iterable[tuple[Node, ...]]:
    """Return the nodes of each role that have an option on; those of several roles once."""
    return dict.fromkeys(
        tuple(node for node in fleet.of(role) if node.value(option) is True) for role in WITH_TOPIC
    )
