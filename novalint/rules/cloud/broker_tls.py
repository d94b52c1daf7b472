"""Whether nodes speak TLS to their broker, and what tells them to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.rules.fleet.grouping import URL

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Node

_SSL, _IN_OCATA = (f"oslo_messaging_rabbit.{name}" for name in ("ssl", "rabbit_use_ssl"))
_OCATA = 15


def tls_option(node: Node) -> str:
    """Return what turns TLS on in a node's release: `ssl` is the driver pika's in ocata."""
    return _IN_OCATA if node.release.major == _OCATA else _SSL


def speaks_tls(node: Node) -> bool | None:
    """Return whether a node speaks TLS to RabbitMQ; None where that is not known here."""
    value = node.value(tls_option(node))
    return value if isinstance(value, bool) else None


def in_query(node: Node) -> bool:
    """Whether the URL decides about TLS: where its query does, the group does not count."""
    where = node.location(tls_option(node))
    return where is not None and where == node.location(URL)


def label(node: Node) -> str:
    """Return what decides about TLS as a message names it."""
    group, _, name = tls_option(node).rpartition(".")
    return f"`{name}` in the query of `transport_url`" if in_query(node) else f"`[{group}] {name}`"


def switch(node: Node, on: bool) -> str:
    """Return how TLS is switched on a node, as advice."""
    if in_query(node):
        name = tls_option(node).rpartition(".")[2]
        return f"set `{name}` to {int(on)} in the query of `transport_url`"
    return f"set {label(node)} to {str(on).lower()}"
