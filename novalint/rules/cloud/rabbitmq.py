"""What nodes want of RabbitMQ, and its own files say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.broker_tls import speaks_tls, switch
from novalint.rules.common.hosts import is_loopback
from novalint.rules.common.rabbit import rabbit_options
from novalint.rules.declaration import rule
from novalint.rules.fleet.grouping import URL, callers
from novalint.rules.fleet.model import Broker, NodeFinding, NodeNote
from novalint.rules.fleet.queries import label

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

PLAIN, ENCRYPTED = "rabbitmq:listeners.tcp", "rabbitmq:listeners.ssl"
DEFAULT_PORT = 5672
TRANSIENT = "rabbitmq:deprecated_features.permit.transient_nonexcl_queues"
QUORUM = "oslo_messaging_rabbit.rabbit_quorum_queue"
DURABLE = "oslo_messaging_rabbit.amqp_durable_queues"
REPLIES = "oslo_messaging_rabbit.rabbit_transient_quorum_queue"


def served_by(companion: Node, fleet: Fleet) -> list[Node]:
    """Return the nodes that a broker's file is about.

    Of a file for each machine that is whoever names the machine; where nobody names any of them,
    such as by address, and of a file for the cloud it is every node with a broker. Nodes that run
    nova-metadata alone, under a web server, never connect to it.
    """
    urls = ((node, node.value(URL)) for node in callers(fleet, fleet.nodes))
    nodes = [node for node, broker in urls if isinstance(broker, Broker) and broker.rabbit]
    kin = {other.name for other in fleet.companions_of(companion.kind)}
    by_name = [node for node in nodes if _names(node) & kin]
    if companion.name == companion.kind or not by_name:
        return nodes
    return [node for node in by_name if companion.name in _names(node)]


def read_with(companion: Node, fleet: Fleet) -> tuple[Node, ...]:
    """Return the broker's files of which one counts: its own, or all where nobody names a machine.

    To which of several clusters an address leads is not known.
    """
    named = any(companion.name in _names(node) for node in served_by(companion, fleet))
    return (companion,) if named else fleet.companions_of(companion.kind)


def _names(node: Node) -> set[str]:
    """Return the hosts that a URL names, in full and without their domain."""
    broker = node.value(URL)
    hosts = {name for name, _ in broker.hosts} if isinstance(broker, Broker) else set()
    return hosts | {name.partition(".")[0] for name in hosts}


@rule(
    "broker-port-against-tls",
    theme="cloud",
    severity=Severity.ERROR,
    options=rabbit_options("ssl", "rabbit_use_ssl"),
    companions=(PLAIN, f"{PLAIN}.*", ENCRYPTED, f"{ENCRYPTED}.*"),
    scope="cloud",
)
def broker_port_against_tls(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes use TLS on a RabbitMQ port without TLS, or the other way round.

    ## What it checks

    The ports in `transport_url` of all nodes, and their `[oslo_messaging_rabbit] ssl`
    (`rabbit_use_ssl` in ocata), which from pike on the query of the URL may set and then decides,
    against `listeners.tcp` and `listeners.ssl` in the rabbitmq.conf that `[companions] rabbitmq`
    names. A port that is in neither of them may be that of a proxy, and is not reported. RabbitMQ
    listens on 5672 without TLS unless `listeners.tcp` says otherwise: where that is `none`, nodes
    that name 5672 find nothing there, unless `listeners.ssl` has it. About a node that names itself
    as its broker the finding is a warning, since a proxy may listen there. Nodes that run
    nova-metadata alone connect to no broker where a web server runs it, and are left out.

    ## Why it matters

    Each attempt to connect ends in *wrong version number* or *Socket closed*, or is refused where
    nothing listens. nova-compute waits forever, and everything else that needs RPC fails.

    ## Example

    A node has `transport_url = rabbit://nova:***@rabbit1:5671/` and no `ssl`, and rabbitmq.conf:

    ```ini
    listeners.tcp = none
    listeners.ssl.default = 5671
    ```

    ## Fix safety

    No fix: whether the port or the option is wrong is not known.

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `Connection._fetch_ssl_params`, 18.3.1
    - RabbitMQ, deps/rabbit/priv/schema/rabbit.schema, `listeners.tcp` and `listeners.ssl`, 4.3
    """
    said: dict[object, NodeFinding] = {}  # members of a cluster say the same of the same nodes
    for companion in fleet.companions_of("rabbitmq"):
        brokers = read_with(companion, fleet)
        plain, encrypted = (
            frozenset[int]().union(*(_ports(broker, option) for broker in brokers))
            for option in (PLAIN, ENCRYPTED)
        )
        odd: dict[str, list[Node]] = {}
        for node in served_by(companion, fleet):
            tls, ports = speaks_tls(node), _asked(node)
            mine, others = (encrypted, plain) if tls else (plain, encrypted)
            known = tls is not None and bool(ports)
            if known and not ports & mine and ports <= others | _closed(plain):
                odd.setdefault(_wrong_port(node, bool(tls), plain, encrypted), []).append(node)
        for message, nodes in odd.items():
            notes = _listeners(companion)
            mild = Severity.WARNING if _names_itself(nodes[0]) else None
            finding = NodeFinding(nodes[0], URL, message, tuple(nodes[1:]), notes, override=mild)
            said.setdefault(tuple(nodes), finding)
    yield from said.values()


def _wrong_port(node: Node, tls: bool, plain: frozenset[int], encrypted: frozenset[int]) -> str:
    """Return what is wrong with the port of a node, and a way out that leads to a listener."""
    port, turn = min(_asked(node)), switch(node, not tls)
    if port not in plain | encrypted:
        advice = "let RabbitMQ listen there"
        if encrypted:
            advice = f"name port {min(encrypted)}{'' if tls else f', and {turn}'}"
        fact = f"names port {port}, on which RabbitMQ does not listen"
    elif tls:
        fact = f"uses TLS on port {port}, where RabbitMQ does not"
        way = "correct the port" if encrypted else "give RabbitMQ a port in `listeners.ssl`"
        advice = f"{way}, or {turn}"
    else:
        fact = f"uses no TLS on port {port}, where RabbitMQ requires it"
        advice = f"correct the port, or {turn}" if plain else turn
    unless = " unless a proxy listens on that machine" if _names_itself(node) else ""
    return f"`transport_url` {fact}: every connection fails{unless}; {advice}"


def _names_itself(node: Node) -> bool:
    """Return whether a node names itself as its broker, where a proxy may lead to the real one."""
    broker = node.value(URL)
    return isinstance(broker, Broker) and all(is_loopback(host) for host, _ in broker.hosts)


def _listeners(companion: Node) -> tuple[NodeNote, ...]:
    names = [name for name in sorted(companion.readings) if name.startswith((PLAIN, ENCRYPTED))]
    return tuple(NodeNote(companion, name, "what RabbitMQ listens on") for name in names[:2])


def _ports(companion: Node, option: str) -> frozenset[int]:
    """Return the ports of one kind of listener; without a word of them the broker's default."""
    texts = [
        str(reading.value)
        for name, reading in companion.readings.items()
        if name == option or name.startswith(f"{option}.")
    ]
    if not texts and option == PLAIN:
        return frozenset({DEFAULT_PORT})
    matches = (re.search(r"([0-9]{1,5})$", text) for text in texts)
    return frozenset(int(match[1]) for match in matches if match)


def _closed(plain: frozenset[int]) -> frozenset[int]:
    """Return the port that a broker without plain listeners has nothing on."""
    return frozenset() if plain else frozenset({DEFAULT_PORT})


def _asked(node: Node) -> frozenset[int]:
    broker = node.value(URL)
    return (
        frozenset(port for _, port in broker.hosts) if isinstance(broker, Broker) else frozenset()
    )


@rule(
    "broker-refuses-transient-queues",
    theme="cloud",
    severity=Severity.ERROR,
    options=rabbit_options(
        "rabbit_quorum_queue", "amqp_durable_queues", "rabbit_transient_quorum_queue"
    ),
    companions=(TRANSIENT,),
    scope="cloud",
)
def broker_refuses_transient_queues(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes declare non-durable queues, which RabbitMQ is configured to refuse.

    ## What it checks

    `deprecated_features.permit.transient_nonexcl_queues = false` in the rabbitmq.conf that
    `[companions] rabbitmq` names, where nodes have neither `rabbit_quorum_queue` nor
    `amqp_durable_queues`, or no `rabbit_transient_quorum_queue`, which makes the queues of replies
    and fanouts durable. Up to 2023.2 there is no such option, and these queues never are. Nodes
    that run nova-metadata alone, under a web server, declare no queue, and are left out. Where only
    some nodes of a virtual host lack one of them, that is left to
    [queue-kind-differs](queue-kind-differs.md),
    [queue-durability-differs](queue-durability-differs.md) and
    [transient-queue-kind-differs](transient-queue-kind-differs.md).

    ## Why it matters

    Such queues are deprecated, and RabbitMQ refuses them once this is false: *Feature
    `transient_nonexcl_queues` is deprecated*. The service does not start, or never receives the
    reply to a call.

    ## Example

    Nodes have `rabbit_quorum_queue = true` alone, and rabbitmq.conf:

    ```ini
    deprecated_features.permit.transient_nonexcl_queues = false
    ```

    ## Fix safety

    No fix: all nodes of the virtual host have to declare the same, and what is there in the other
    way has to be deleted first.

    ## Sources

    - RabbitMQ, deps/rabbit/src/rabbit_amqqueue.erl, `is_queue_args_combination_permitted`, 4.3
    - oslo_messaging/_drivers/impl_rabbit.py, `declare_direct_consumer`, `declare_fanout_consumer`,
      18.3.1, and in yoga and 2023.2
    """
    said: dict[object, NodeFinding] = {}  # members of a cluster say the same of the same nodes
    for companion in fleet.companions_of("rabbitmq"):
        if str(companion.value(TRANSIENT)).lower() == "false":
            for refusal in _refused(companion, served_by(companion, fleet)):
                said.setdefault((refusal.option, refusal.node, *refusal.also), refusal)
    yield from said.values()


def _refused(companion: Node, nodes: list[Node]) -> Iterator[NodeFinding]:
    """Find that some of a broker's nodes declare queues that it does not permit."""
    note = NodeNote(companion, TRANSIENT, "RabbitMQ refuses queues without durability")
    old = [node for node in nodes if node.reading(REPLIES) is None]
    if old:
        yield NodeFinding(
            old[0],
            URL,
            "`transport_url` leads to a RabbitMQ that permits only durable queues, but Nova"
            f" {old[0].release.series} uses others for replies and fanouts: services do not"
            " start; permit `transient_nonexcl_queues`",
            tuple(old[1:]),
            (note,),
        )
    topics = [node for node in nodes if _is_off(node, QUORUM) and _is_off(node, DURABLE)]
    topics = _all_alike(_all_alike(topics, nodes, QUORUM), nodes, DURABLE)
    lacking = [node for node in nodes if node.value(REPLIES) is False]
    lacking = _all_alike(lacking, nodes, REPLIES)
    for option, odd, what in (
        (DURABLE, topics, "topics"),
        (REPLIES, lacking, "replies and fanouts"),
    ):
        if odd:
            yield NodeFinding(
                odd[0],
                option,
                f"{label(odd[0], option)} is false, so the queues of {what} are not durable,"
                " which rabbitmq.conf does not permit: services do not start; set it to true on"
                " all nodes, or permit `transient_nonexcl_queues`",
                tuple(odd[1:]),
                (note,),
            )


def _all_alike(odd: list[Node], nodes: list[Node], option: str) -> list[Node]:
    """Return the odd nodes on whose virtual host nobody has an option on."""
    brokers = {node.value(URL) for node in nodes if node.value(option) is True}
    having = [broker for broker in brokers if isinstance(broker, Broker)]
    return [node for node in odd if not any(map(_meets(node), having))]


def _meets(node: Node) -> Callable[[Broker], bool]:
    broker = node.value(URL)
    return broker.meets if isinstance(broker, Broker) else lambda other: False


def _is_off(node: Node, option: str) -> bool:
    """Return whether an option is false, or not there in the release."""
    reading = node.reading(option)
    return reading is None or reading.value is False
