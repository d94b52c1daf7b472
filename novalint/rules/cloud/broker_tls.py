"""Whether nodes speak TLS to their broker, and what tells them to."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.rules.fleet.queries import in_query, label
from novalint.rules.fleet.values import split

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Node

_SSL, _IN_OCATA = (f"oslo_messaging_rabbit.{name}" for name in ("ssl", "rabbit_use_ssl"))
_OCATA = 15


def tls_option(node: Node) -> str:
    """Return what turns TLS on in a node's release: `ssl` is the driver pika's in ocata."""
    return _IN_OCATA if node.release.major == _OCATA else _SSL


def speaks_tls(node: Node) -> bool | None:
    """Return whether a node speaks TLS to RabbitMQ; None where that is not known here."""
    option = tls_option(node)
    return node.value(option) is True if node.knows(option) else None


def switch(node: Node, on: bool) -> str:
    """Return how TLS is switched on a node, as advice."""
    option = tls_option(node)
    if in_query(node, option):
        return f"set `{split(option)[1]}` to {int(on)} in the query of `transport_url`"
    return f"set {label(node, option)} to {str(on).lower()}"
