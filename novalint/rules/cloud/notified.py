"""Which queues of notifications nodes declare, and who shares them."""

from __future__ import annotations

from collections.abc import Iterable

from novalint.annotations import TYPE_CHECKING
from novalint.rules.common.transport import ON_BUS
from novalint.rules.fleet.grouping import URL
from novalint.rules.fleet.model import Broker
from novalint.rules.fleet.queries import in_query

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Node

NOTIFIER, NOTIFIED = "oslo_messaging_notifications", "notifications"
OWN_URL, DRIVER, TOPICS = (f"{NOTIFIER}.{name}" for name in ("transport_url", "driver", "topics"))
FORMAT = f"{NOTIFIED}.notification_format"
VERSIONED = f"{NOTIFIED}.versioned_notifications_topics"
QUEUES = (DRIVER, TOPICS, FORMAT, VERSIONED)
"""Options that decide which queues of notifications a node declares."""
ALWAYS = "versioned_notifications"
"""The topic of versioned notifications in ocata, which has no option for it."""


def unversioned(node: Node) -> bool:
    """Return whether a node sends notifications of the old form, if it sends any."""
    return node.value(FORMAT) != "versioned"


def versioned(node: Node) -> bool:
    """Return whether a node sends versioned notifications, if it sends any."""
    return node.value(FORMAT) in ("versioned", "both")


def topics_of(node: Node) -> frozenset[str]:
    """Return the topics whose queues a node declares; none where it sends nothing to a bus."""
    drivers = node.value(DRIVER)
    if not isinstance(drivers, tuple) or not any(driver in ON_BUS for driver in drivers):
        return frozenset()
    topics = node.value(TOPICS) if unversioned(node) else ()
    others = (node.value(VERSIONED) if node.reading(VERSIONED) else (ALWAYS,)) or ()
    if not versioned(node):
        others = ()
    both = (part for part in (topics, others) if isinstance(part, tuple))
    return frozenset(str(topic) for part in both for topic in part)


def sharing(nodes: Iterable[Node], option: str) -> Iterable[tuple[Node, ...]]:
    """Return the nodes that declare one queue at the broker of their calls, for each such queue.

    `option` is what of the declaration the caller compares: a query of `transport_url` that sets it
    says nothing of a URL for notifications.
    """
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        if _beside_calls(node, option):
            for topic in sorted(topics_of(node)):
                groups.setdefault(topic, []).append(node)
    return dict.fromkeys(map(tuple, groups.values()))


def _beside_calls(node: Node, option: str) -> bool:
    """Return whether notifications go to the virtual host of the calls, so far as it is known."""
    if node.value(OWN_URL) is None:  # also where it is set to nothing (TransportURL.parse)
        return node.knows(OWN_URL)
    own, calls = node.value(OWN_URL), node.value(URL)
    if not isinstance(own, Broker) or not isinstance(calls, Broker) or in_query(node, option):
        return False
    return own.meets(calls)
