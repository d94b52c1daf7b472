"""How nodes reach a broker, and as whom they receive replies."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.broker_tls import speaks_tls, switch, tls_option
from novalint.rules.common.hosts import is_loopback
from novalint.rules.common.rabbit import rabbit_options
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import on_nodes, repeated
from novalint.rules.fleet.grouping import URL, callers
from novalint.rules.fleet.model import Broker, Expected, NodeFinding, NodeNote
from novalint.rules.fleet.queries import in_query, label

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

MANAGER, HOST, PROCESS = (
    f"oslo_messaging_rabbit.{name}" for name in ("use_queue_manager", "hostname", "processname")
)


@rule(
    "broker-tls-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=rabbit_options("ssl", "rabbit_use_ssl"),
    scope="cloud",
)
def broker_tls_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Some nodes use TLS on a RabbitMQ port, and others use the same port without TLS.

    ## What it checks

    `[oslo_messaging_rabbit] ssl` (`rabbit_use_ssl` in ocata, where `ssl` is of the driver pika
    alone), or from pike on the same in the query of `transport_url`, on the nodes that name one
    host and port. Different ports of a broker may well differ. Only the drivers `rabbit` and
    `kombu` read the group: a URL of another one says nothing. Where each machine names itself as
    its broker, the finding is a warning: that may be a proxy, or a broker of its own. Nodes that
    run nova-metadata alone, under a web server, connect to no broker, and are left out.

    ## Why it matters

    A port speaks one of the two. The others get *wrong version number* or *Socket closed* for each
    attempt, and the service never starts.

    ## Example

    `cmp1` was left out when TLS was turned on:

    ```ini
    [oslo_messaging_rabbit]
    ssl = false
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. TLS is never switched off, and there is no fix
    where the URL says so.

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `Connection._fetch_ssl_params`, 18.3.1, and 5.17.4 of
      ocata, which asks for `rabbit_use_ssl` alone and does not read the query
    """
    places: dict[tuple[str, int], list[Node]] = {}
    for node in callers(fleet, fleet.nodes):
        broker = node.value(URL)
        for place in sorted(broker.hosts) if isinstance(broker, Broker) else ():
            places.setdefault(place, []).append(node)
    seen: set[frozenset[Node]] = set()
    for (host, _), nodes in places.items():
        parts: dict[bool, list[Node]] = {}
        for node in nodes:
            on = speaks_tls(node)
            if on is not None:
                parts.setdefault(on, []).append(node)
        usual = max(parts, key=lambda on: len(parts[on]), default=True)
        odd = parts.get(not usual, [])
        if odd and frozenset(odd) not in seen:
            seen.add(frozenset(odd))
            yield from _deviating(odd, parts[usual], usual, _may_be_several(host, nodes))


def _may_be_several(host: str, nodes: list[Node]) -> bool:
    """Return whether a host is another machine on each of several, which may have own brokers."""
    return is_loopback(host) and len({node.name for node in nodes}) > 1


def _deviating(
    odd: list[Node], usual: list[Node], on: bool, several: bool
) -> Iterator[NodeFinding]:
    """Report nodes that do not do what the usual ones do, by what they would have to change."""
    unless = " unless each machine has a broker of its own" if several else ""
    majority = 3 * len(usual) >= 2 * (len(odd) + len(usual))
    kinds: dict[tuple[str, bool], list[Node]] = {}
    for node in odd:
        option = tls_option(node)
        kinds.setdefault((option, in_query(node, option)), []).append(node)
    for (option, queried), nodes in kinds.items():
        way = f"{switch(nodes[0], on)} here" if queried else "set it to `true` here"
        if not majority:
            way = "choose one value for all nodes, as none has a majority"
        elif not on:
            way = "set it to the same value on all nodes"
        yield NodeFinding(
            nodes[0],
            option,
            f"{label(nodes[0], option)} is {str(not on).lower()} here and {str(on).lower()}"
            f" {on_nodes(usual)}: a port of a broker either uses TLS or does not, so some of them"
            f" cannot connect{unless}; {way}",
            tuple(nodes[1:]),
            (NodeNote(usual[0], tls_option(usual[0]), f"it is {str(on).lower()} here"),),
            Expected("true") if on and majority and not queried and not several else None,
            Severity.WARNING if several else None,
        )


@rule(
    "queue-manager-host-repeated",
    theme="cloud",
    severity=Severity.ERROR,
    options=(MANAGER, HOST, PROCESS),
    releases=(29, None),
    since="the option came with oslo.messaging of 2024.1 (oslo_messaging/_drivers/amqpdriver.py)",
    scope="broker",
)
def queue_manager_host_repeated(fleet: Fleet) -> Iterator[NodeFinding]:
    """Two machines use the same names for their reply queues.

    ## What it checks

    With `[oslo_messaging_rabbit] use_queue_manager = true`: `hostname`, where files set it, on the
    nodes of one virtual host that have one `processname`. Without that it is the name of the
    program, so that nodes with a role in common have the same.

    ## Why it matters

    The names of the queues for replies are made of these two and a number that each machine counts
    by itself. With the same names two machines take each other's replies: calls time out at random.

    ## Example

    The file of `cmp2` was copied from `cmp1`:

    ```ini
    [oslo_messaging_rabbit]
    use_queue_manager = true
    hostname = cmp1
    processname = nova-compute
    ```

    ## Fix safety

    No fix: each machine has a name of its own; without `hostname` it is taken.

    ## Sources

    - oslo_messaging/_drivers/amqpdriver.py, `QManager`, and oslo_messaging/_drivers/impl_rabbit.py,
      `processname`, 18.3.1
    """
    programs: dict[object, list[Node]] = {}
    for node in fleet.nodes:
        if node.value(MANAGER) is True and node.is_written(HOST):
            for program in _programs(node):
                programs.setdefault(program, []).append(node)
    seen: set[Node] = set()
    for nodes in programs.values():
        consequence = "they receive each other's replies, so calls time out at random; remove it"
        for said in repeated(nodes, HOST, consequence):
            if said.node not in seen:  # two services of one machine are one mistake
                seen.add(said.node)
                yield said


def _programs(node: Node) -> list[str]:
    """Return the names that the processes of a node go by; none where they are not known."""
    if node.lacks(PROCESS):
        return [f"nova-{role}" for role in sorted(node.services)]
    name = node.value(PROCESS)
    return [] if name is None else [str(name)]  # an empty one is a name too
