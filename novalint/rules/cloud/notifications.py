"""What Nova tells other programs."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.notified import DRIVER, FORMAT, TOPICS, VERSIONED, unversioned, versioned
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import as_set, mismatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from novalint.rules.fleet.model import Fleet, Node, NodeFinding, Plain

ENVELOPED = "messagingv2"
DEVICES = "notifications.bdms_in_notifications"
COUNTING: dict[str, Callable[[Node], bool] | None] = {
    TOPICS: unversioned,
    FORMAT: None,
    VERSIONED: versioned,
    "notifications.notify_on_state_change": None,
    DEVICES: versioned,
}
"""Options of what is sent -> of which nodes they count, by the format that these send."""


@rule(
    "notifications-in-part",
    theme="cloud",
    severity=Severity.WARNING,
    options=(DRIVER, *COUNTING),
    roles=("api", "conductor", "scheduler", "compute"),
    scope="cloud",
)
def notifications_in_part(fleet: Fleet) -> Iterator[NodeFinding]:
    """Billing and search are notified of some events of a server and not of others.

    ## What it checks

    `[oslo_messaging_notifications] driver` and `topics`, and the format, topics and kinds in
    `[notifications]`, on the api, conductor, scheduler and compute nodes. Format, topics and kinds
    count only on nodes with a driver; noop and log do not count as one, and messagingv2 equals
    messaging, since their consumers are the same. Options for one format are compared on the nodes
    that send it: `topics` for unversioned ones, `versioned_notifications_topics` and
    `bdms_in_notifications` for versioned ones. Unless the fact `telemetry` is true, the finding is
    a note.

    ## Why it matters

    Each service sends notifications about its own part of a server's life. If one sends none, or
    sends them to other topics, consumers see a server created but not deleted, for example: bills
    and search indexes become wrong.

    ## Example

    `cmp1` sends nothing:

    ```ini
    [oslo_messaging_notifications]
    driver = noop
    ```

    ## Fix safety

    Unsafe: it changes what the differing nodes do. There is no fix for `driver`, which a file may
    set several times.

    ## Sources

    - nova/rpc.py, `init`, and nova/notifications/objects/instance.py,
      `BlockDevicePayload.from_instance`, 34.0.0
    - oslo_messaging/_drivers/common.py, `deserialize_msg`, 18.3.1
    - doc/source/admin/cells.rst: one bus for the notifications of all cells
    """
    override = None if fleet.facts.telemetry else Severity.INFO
    consequence, devices = (_consequence(part, known=not override) for part in (SOME, WITH_DEVICES))
    nodes = fleet.of("api", "conductor", "scheduler", "compute")
    yield from mismatch(nodes, DRIVER, consequence, meaning=_senders, override=override)
    sending = [node for node in nodes if _senders(node.value(DRIVER))]
    for option, counts in COUNTING.items():
        same = [n for n in sending if counts is None or (n.knows(FORMAT) and counts(n))]
        effect = devices if option == DEVICES else consequence
        yield from mismatch(same, option, effect, meaning=as_set, override=override)


SOME = "only some of the notifications"
WITH_DEVICES = "the block devices of servers in only some of the notifications"


def _consequence(part: str, *, known: bool) -> str:
    """Return what consumers get, in words; `known` says that there are some."""
    return f"consumers{'' if known else ', if there are any,'} receive {part}"


def _senders(value: Plain) -> frozenset[Plain]:
    """Return the drivers by which somebody else hears something; with or without an envelope."""
    drivers = frozenset(value if isinstance(value, tuple) else ()) - {"noop", "log", ""}
    return frozenset("messaging" if driver == ENVELOPED else driver for driver in drivers)
