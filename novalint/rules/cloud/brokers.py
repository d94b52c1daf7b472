"""Compute nodes and the conductors that they have to reach."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.grouping import URL
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.rules.fleet.values import Broker

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node


@rule(
    "broker-not-shared",
    theme="cloud",
    severity=Severity.ERROR,
    options=(URL,),
    roles=("compute", "conductor"),
    scope="cloud",
)
def broker_not_shared(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes use a message broker on which no nova-conductor listens.

    ## What it checks

    `transport_url` of each compute node against those of the conductors: of its cell where that is
    given, else of all. It counts which hosts and which virtual host a URL names, not who logs
    in: 127.0.0.1, ::1 and `localhost` are one, such as a proxy on each machine. One host in common
    is enough, with the same port, or with 5671 and 5672, at which one RabbitMQ may listen. Where
    the virtual host is the same and all hosts differ, the finding is a warning: one side may name
    an address that leads to the others. Another virtual host of the same broker is left to
    [broker-vhost-differs](broker-vhost-differs.md). Where some nodes of the cloud are not among the
    files, a third of the compute nodes and more are taken for a cell whose conductors are
    elsewhere.

    ## Why it matters

    A compute node asks nova-conductor for everything that is in the database, from its start on. It
    waits there forever: *Timed out waiting for nova-conductor. Is it running? Or did this service
    start before nova-conductor?*

    ## Example

    The conductors have `rabbit://nova:***@rabbit1/`, and `cmp1` still has the broker of a test:

    ```ini
    [DEFAULT]
    transport_url = rabbit://nova:***@rabbit-test/
    ```

    ## Fix safety

    No fix: a URL holds a password.

    ## Sources

    - nova/conductor/api.py, `API.wait_until_ready`, and nova/service.py, 34.0.0
    """
    for nodes, conductors in _lost(fleet):
        broker = nodes[0].value(URL)
        assert isinstance(broker, Broker)
        others = [other for other in map(_broker, conductors) if other]
        if any(map(broker.shares_host, others)):
            continue
        same = any(other.vhost == broker.vhost for other in others)
        unless = "unless these are members of one cluster, " if same else ""
        yield NodeFinding(
            nodes[0],
            URL,
            f"`transport_url` names none of the brokers that the conductors name: {unless}"
            "nova-compute waits for nova-conductor and never starts; set it to a broker of its"
            " cell",
            tuple(nodes[1:]),
            (NodeNote(conductors[0], URL, "the broker of a conductor"),),
            override=Severity.WARNING if same else None,
        )


@rule(
    "broker-vhost-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(URL,),
    roles=("compute", "conductor"),
    scope="cloud",
)
def broker_vhost_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes use a virtual host of the broker that no nova-conductor uses.

    ## What it checks

    The virtual host in `transport_url` of compute nodes and conductors that name a host in common,
    with the same port, or with 5671 and 5672, at which one RabbitMQ may listen. No path, `/`, `//`
    and `/%2F` all mean RabbitMQ's own virtual host, and `/nova/` is another one than `/nova`. Cells
    that are told apart by virtual host are no finding, as long as a conductor is in each. Where
    some nodes of the cloud are not among the files, a third of the compute nodes and more are taken
    for a cell whose conductors are elsewhere.

    ## Why it matters

    Where RabbitMQ does not have the other virtual host, as after a typo, it refuses the connection
    and the log says so: *NOT_ALLOWED - vhost not found*. Where it does, the login works, nothing
    hints at the virtual host, and all calls time out: *Timed out waiting for nova-conductor*.

    ## Example

    The conductors have `rabbit://nova:***@rabbit1/nova`, and `cmp1` a slash more:

    ```ini
    [DEFAULT]
    transport_url = rabbit://nova:***@rabbit1/nova/
    ```

    ## Fix safety

    No fix: a URL holds a password.

    ## Sources

    - oslo_messaging/transport.py, `TransportURL.parse`, 18.3.1; tried with kombu 5.7
    - doc/source/admin/cells.rst, on the message queues of cells
    - RabbitMQ, deps/rabbit/src/rabbit_reader.erl, on virtual hosts that are not there, 4.3
    """
    for nodes, conductors in _lost(fleet):
        broker = nodes[0].value(URL)
        assert isinstance(broker, Broker)
        urls = ((node, _broker(node)) for node in conductors)
        near = [node for node, other in urls if other and broker.shares_host(other)]
        if near:
            yield NodeFinding(
                nodes[0],
                URL,
                "`transport_url` names a different virtual host than the conductors on this"
                " broker: the broker refuses nova-compute or, if it has both, every call times"
                " out; use the same path",
                tuple(nodes[1:]),
                (NodeNote(near[0], URL, "the virtual host of a conductor"),),
            )


def _lost(fleet: Fleet) -> Iterator[tuple[list[Node], list[Node]]]:
    """Yield compute nodes that meet no conductor, by broker, with the conductors of their cell."""
    computes = [node for node in fleet.of("compute") if _broker(node)]
    parts: dict[tuple[str, Broker], list[Node]] = {}
    for node in computes:
        broker = _broker(node)
        if broker:
            parts.setdefault((node.cell, broker), []).append(node)
    for (cell, broker), nodes in parts.items():
        conductors = [
            node
            for node in fleet.of("conductor")
            if _broker(node) and (not cell or node.cell in ("", cell))
        ]
        met = any(broker.meets(other) for other in map(_broker, conductors) if other)
        few = fleet.complete or 3 * len(nodes) < len(computes)
        if conductors and not met and (few or cell):
            yield nodes, conductors


def _broker(node: Node) -> Broker | None:
    value = node.value(URL)
    return value if isinstance(value, Broker) else None
