"""Nodes of an older release, whose oslo.messaging lacks what other nodes declare queues with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from novalint.annotations import TYPE_CHECKING
from novalint.rules.fleet.comparing import phrase
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.rules.fleet.queries import label
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Node

RELEASE = attrgetter("release")


def ahead(
    nodes: Iterable[Node], option: str, lacked: str, consequence: str
) -> Iterator[NodeFinding]:
    """Find nodes that use an option which the release of others lacks: one finding for them all.

    `lacked` is a phrase for what those older nodes do not have, `consequence` for what comes of it.
    There is no fix: whether the older nodes are upgraded first, or the newer ones wait, is up to
    who upgrades.
    """
    nodes = tuple(nodes)
    newer = [node for node in nodes if node.value(option)]
    older = [node for node in nodes if node.reading(option) is None]
    if not newer or not older:
        return
    first, *more = newer
    oldest = min(older, key=RELEASE)
    yield NodeFinding(
        first,
        option,
        f"{label(first, option)} is {phrase(first, option)} here, but {shown(oldest.name)} runs"
        f" {oldest.release.series}, whose oslo.messaging has no {lacked}: {consequence}; leave it"
        " out until all nodes are upgraded",
        tuple(more),
        (NodeNote(oldest, option, f"runs {oldest.release.series}"),),
    )
