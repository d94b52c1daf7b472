"""Queues of notifications, which services of other projects declare too."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.notified import DRIVER, OWN_URL, QUEUES, TOPICS, topics_of
from novalint.rules.common.rabbit import rabbit_options
from novalint.rules.common.transport import ON_BUS
from novalint.rules.declaration import rule
from novalint.rules.fleet.grouping import URL
from novalint.rules.fleet.model import Broker, NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

RABBIT = "oslo_messaging_rabbit"
QUORUM, DURABLE = f"{RABBIT}.rabbit_quorum_queue", f"{RABBIT}.amqp_durable_queues"
KINDS = ("neutron", "cinder", "glance", "ceilometer")
CONSUMER = "ceilometer"
"""The one that reads notifications, whether it sends any or not."""
LISTENED = f"{CONSUMER}:notification.messaging_urls"
"""Where it reads them, if not where it would send its own (ceilometer/notification.py, 27.0.0)."""
READ = (URL, OWN_URL, DRIVER, TOPICS, QUORUM, DURABLE)
YES = ("true", "yes", "on", "1")


@rule(
    "notification-queue-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(
        *rabbit_options("rabbit_quorum_queue", "amqp_durable_queues"),
        OWN_URL,
        *QUEUES,
    ),
    companions=(*(f"{kind}:{option}" for kind in KINDS for option in READ), LISTENED),
    scope="cloud",
)
def notification_queue_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Another project declares the notification queue in another way than Nova does.

    ## What it checks

    `[oslo_messaging_rabbit] rabbit_quorum_queue` and `amqp_durable_queues` in the files that
    `[companions]` names as `neutron`, `cinder`, `glance` or `ceilometer`, or the same in the query
    of their `transport_url`, against those of Nova's nodes, where both send notifications
    (`[oslo_messaging_notifications] driver`) to one topic of one virtual host: by Nova's
    `notification_format` that of versioned ones, or the other one, or both. Ceilometer, which
    receives them, need not send any; the last of its `messaging_urls` tells from where, if it has
    any. Of several lines `driver` the last one counts. A file that does not say which broker it
    means is not reported, nor is a template that may have more lines and not both of these options.

    ## Why it matters

    A service that sends a notification declares its queue, such as `notifications.info`, and a
    queue has one owner in a virtual host, whatever exchange it is bound to. RabbitMQ refuses the
    second one: *PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'notifications.info'*,
    or *'x-queue-type'*. The sender tries again without end, as `retry` is -1 by default, and what
    it was doing, such as a build, stands still.

    ## Example

    Nova has `rabbit_quorum_queue = true`, and cinder.conf was left out of the change:

    ```ini
    [DEFAULT]
    transport_url = rabbit://cinder:***@rabbit1/
    [oslo_messaging_notifications]
    driver = messagingv2
    ```

    ## Fix safety

    No fix: all that share the queue have to change together, and it has to be deleted.

    ## Sources

    - oslo_messaging/_drivers/impl_rabbit.py, `notify_send` and
      `_publish_and_creates_default_queue`, 18.3.1
    - oslo_messaging/notify/notifier.py, `retry`, 18.3.1
    - ceilometer/notification.py, `messaging_urls`, 27.0.0
    - Tried with RabbitMQ 3.10.8
    """
    senders = [node for node in fleet.nodes if topics_of(node) and node.knows(QUORUM, DURABLE)]
    for companion in fleet.companions_of(*KINDS):
        met = [node for node in senders if _meets(node, companion)]
        odd = [node for node in met if _declared(node) != _declared_by(companion)]
        if not odd or not _speaks(companion) or not _tells(companion):
            continue
        option = QUORUM if _declared(odd[0])[0] != _declared_by(companion)[0] else DURABLE
        own = f"{companion.kind}:{option}"
        yield NodeFinding(
            companion,
            own,
            f"`[{RABBIT}] {option.rpartition('.')[2]}` is {_word(companion, own)} in"
            f" {companion.kind}'s file and {_word(companion, own, 'false')} for Nova: RabbitMQ"
            " refuses the notification queues of the service that declares them second; set it to"
            " the same for both",
            others=(NodeNote(odd[0], option, "another value here"),),
        )


def _speaks(companion: Node) -> bool:
    """Return whether another project sends or receives notifications."""
    driver = companion.value(f"{companion.kind}:{DRIVER}")
    return companion.kind == CONSUMER or str(driver) in ON_BUS


def _tells(companion: Node) -> bool:
    """Return whether a file says what it declares: a template may have lines that it shows not."""
    names = (f"{companion.kind}:{option}" for option in (QUORUM, DURABLE))
    return (
        not companion.partial or _declared_by(companion)[0] or all(map(companion.is_written, names))
    )


def _meets(node: Node, companion: Node) -> bool:
    """Return whether both send to one topic of one virtual host."""
    here = node.value(OWN_URL) or node.value(URL)
    urls = (LISTENED, f"{companion.kind}:{OWN_URL}", f"{companion.kind}:{URL}")
    there = next((url for url in map(companion.value, urls) if url), None)
    if not isinstance(here, Broker) or not isinstance(there, Broker):
        return False
    if not (here.rabbit and there.rabbit and here.meets(there)):
        return False
    theirs = str(companion.value(f"{companion.kind}:{TOPICS}") or "notifications").split(",")
    return not topics_of(node).isdisjoint(topic.strip() for topic in theirs)


def _declared(node: Node) -> tuple[bool, bool]:
    """Return whether a node declares quorum queues, and durable ones, which all of these are."""
    quorum = node.value(QUORUM) is True
    return quorum, quorum or node.value(DURABLE) is True


def _declared_by(companion: Node) -> tuple[bool, bool]:
    quorum, durable = (
        _word(companion, f"{companion.kind}:{option}") == "true" for option in (QUORUM, DURABLE)
    )
    return quorum, quorum or durable


def _word(companion: Node, option: str, meant: str = "true") -> str:
    """Return whether an option of another program is on; the other way round for `false`."""
    is_on = str(companion.value(option) or "").lower() in YES
    return str(is_on is (meant == "true")).lower()
