"""Options of RabbitMQ that the query of a node's `transport_url` sets: it stands over the group."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.rules.common.places import named
from novalint.rules.fleet.grouping import URL
from novalint.rules.fleet.values import split

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Node


def in_query(node: Node, option: str) -> bool:
    """Whether the URL decides about `group.option`: where its query does, no group counts."""
    where = node.location(option)
    return where is not None and option != URL and where == node.location(URL)


def label(node: Node, option: str) -> str:
    """Return `group.option` as a message names it: what decides about it on a node."""
    group, name = split(option)
    return (
        f"`{name}` in the query of `transport_url`"
        if in_query(node, option)
        else named(group, name)
    )
