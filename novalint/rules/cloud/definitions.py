"""What nodes want of RabbitMQ, and the definitions say that it loads when it starts."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.findings import Severity
from novalint.rules.cloud.rabbitmq import read_with, served_by
from novalint.rules.declaration import rule
from novalint.rules.fleet.grouping import URL
from novalint.rules.fleet.model import Broker, NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

VHOSTS = "definitions:vhosts"


@rule(
    "virtual-host-not-defined",
    theme="cloud",
    severity=Severity.ERROR,
    options=(URL,),
    companions=(VHOSTS,),
    scope="cloud",
)
def virtual_host_not_defined(fleet: Fleet) -> Iterator[NodeFinding]:
    """Nodes use a virtual host that is missing from RabbitMQ's definitions.

    ## What it checks

    The path of `transport_url` of all nodes against `vhosts` in the file that `[companions]
    definitions` names, which RabbitMQ loads when it starts. No path, `/`, `//` and `/%2F` all mean
    the virtual host `/`. Nothing is reported where a tool has yet to write one of the names there,
    nor about a node that shares no host with those whose virtual host is there, if there are any:
    the broker of its cell may be another one.

    ## Why it matters

    RabbitMQ refuses the connection: *NOT_ALLOWED - vhost not found*. The service does not start.
    The definitions create what they have and delete nothing, so a virtual host may have been made
    by hand; it is gone once the broker is set up again.

    ## Example

    A node has `transport_url = rabbit://nova:***@rabbit1/nova`, and definitions.json:

    ```json
    {"vhosts": [{"name": "/"}, {"name": "neutron"}]}
    ```

    ## Fix safety

    No fix: a URL holds a password.

    ## Sources

    - RabbitMQ, deps/rabbit/src/rabbit_definitions.erl and rabbit_reader.erl, 4.3
    - oslo_messaging/transport.py, `TransportURL.parse`, 18.3.1
    """
    said: dict[object, NodeFinding] = {}  # members of a cluster say the same of the same nodes
    for companion in fleet.companions_of("definitions"):
        known = _defined(read_with(companion, fleet))
        odd = _unknown(served_by(companion, fleet), known)
        if known and odd and not any(map(placeholder, known)):
            finding = NodeFinding(
                odd[0],
                URL,
                "`transport_url` leads to a virtual host that RabbitMQ's definitions do not"
                " have: unless it was created by hand, the connection is refused; correct the"
                " path, or add the virtual host there",
                tuple(odd[1:]),
                (NodeNote(companion, VHOSTS, "the virtual hosts that are defined"),),
            )
            said.setdefault(tuple(odd), finding)
    yield from said.values()


def _defined(companions: tuple[Node, ...]) -> list[str]:
    """Return the virtual hosts that definitions have; none where one of them says nothing."""
    texts = [str(companion.value(VHOSTS) or "") for companion in companions]
    return "\n".join(texts).split("\n") if all(texts) else []


def _unknown(nodes: list[Node], known: list[str]) -> list[Node]:
    """Return the nodes whose virtual host is not known, on the brokers where others' are.

    Where nobody's is known that is all of them.
    """
    brokers = [(node, broker) for node in nodes if isinstance(broker := node.value(URL), Broker)]
    having = {broker for _, broker in brokers if broker.vhost in known}
    return [
        node
        for node, broker in brokers
        if broker.vhost not in known and (not having or any(map(broker.shares_host, having)))
    ]
