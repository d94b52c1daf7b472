"""Which nodes declare one and the same exchange of fanouts."""

from __future__ import annotations

from collections.abc import Iterable

from novalint.annotations import TYPE_CHECKING
from novalint.rules.fleet.comparing import divided

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Node

_SHARED = (("api", "scheduler", "compute"), ("conductor",))
"""Roles whose services declare one: those that listen to a topic, and nova-api and nova-compute,
which send fanouts to the schedulers (nova/scheduler/rpcapi.py, 15.1.5 to 34.0.0). To conductors
nobody sends any, and services such as console proxies send none and listen to none."""


def sharing_fanouts(nodes: Iterable[Node]) -> list[tuple[Node, ...]]:
    """Return the nodes that declare an exchange in common; one without a role may be any of them.

    A difference between nodes of two such groups is harmless.
    """
    nodes = tuple(nodes)
    return [
        tuple(node for node in nodes if not node.roles or node.plays(*roles)) for roles in _SHARED
    ]


def disagreeing(nodes: Iterable[Node], option: str) -> tuple[Node, ...]:
    """Return the nodes to compare where some that share an exchange disagree about an option.

    Those that agree with all of theirs are among them only where they have what most nodes have.
    """
    parts = sharing_fanouts(nodes)
    concerned = {node for part in parts if divided(part, option) for node in part}
    every = tuple(dict.fromkeys(node for part in parts for node in part))
    division = divided(every, option)
    odd = division.odd if division and concerned else every
    return tuple(node for node in every if node in concerned or node not in odd)
