"""What Nova expects of neutron, and neutron's own files say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.model import Expected, NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

TIMEOUT = "DEFAULT.vif_plugging_timeout"
FATAL = "DEFAULT.vif_plugging_is_fatal"
EVENTS = (
    "neutron:DEFAULT.notify_nova_on_port_status_changes",
    "neutron:DEFAULT.notify_nova_on_port_data_changes",
)
NO = ("false", "no", "off", "0")


@rule(
    "neutron-events-off",
    theme="cloud",
    severity=Severity.ERROR,
    options=(TIMEOUT, FATAL),
    companions=EVENTS,
    roles=("compute",),
    drivers=("libvirt",),
    neutron=True,
    scope="cloud",
)
def neutron_events_off(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes wait for word from neutron that a network is ready, and neutron sends none.

    ## What it checks

    `notify_nova_on_port_status_changes` and `notify_nova_on_port_data_changes` in the neutron.conf
    that `[companions] neutron` names, where a compute node has a `vif_plugging_timeout` above 0.

    ## Why it matters

    A compute node starts a server once neutron has told nova-api that each of its ports is plugged.
    neutron's server tells it only with the first option on, as it is by default. Without it no such
    event ever comes: each build waits for the whole of `vif_plugging_timeout`, and where
    `vif_plugging_is_fatal` is true, the server then goes to ERROR. Where it is false on all nodes
    that wait, the server starts after that, and the finding is a warning.

    The second option is for floating addresses, and for ports that are changed or deleted. Without
    it Nova shows the addresses of before until it looks by itself, which is a warning too.

    ## Example

    `cmp1` waits for 300 seconds, and neutron.conf has:

    ```ini
    [DEFAULT]
    notify_nova_on_port_status_changes = false
    ```

    ## Fix safety

    Unsafe: it changes what neutron does. neutron-server has to be restarted.

    ## Sources

    - neutron/conf/common.py, `core_opts`, neutron/db/db_base_plugin_v2.py, and
      neutron/notifiers/nova.py
    - nova/compute/manager.py and nova/virt/libvirt/driver.py, `_create_guest_with_network`, 34.0.0
    """
    waiting = [node for node in fleet.readers(TIMEOUT, "compute") if _waits(node)]
    if not waiting:
        return
    for companion in fleet.companions_of("neutron"):
        for option in EVENTS:
            if str(companion.value(option)).lower() in NO:
                yield _silent(companion, option, waiting)


def _silent(companion: Node, option: str, waiting: Sequence[Node]) -> NodeFinding:
    """Return that neutron does not tell what an option is for."""
    fatal = any(node.value(FATAL) is True for node in waiting)
    then = "then goes to ERROR" if fatal else "then starts without being sure of it"
    what = (
        "a port is ready: each build waits for all of `vif_plugging_timeout`, and the server"
        f" {then}"
    )
    if option == EVENTS[1]:
        what = "addresses of a port have changed, and it goes on with those of before"
    return NodeFinding(
        companion,
        option,
        f"`{option.rpartition('.')[2]}` is false, so neutron never tells Nova that {what}; set it"
        " to true",
        others=(NodeNote(waiting[0], TIMEOUT, _waiting(waiting[0])),),
        expected=Expected("true"),
        override=None if fatal and option == EVENTS[0] else Severity.WARNING,
    )


def _waits(node: Node) -> bool:
    timeout = node.value(TIMEOUT)
    return isinstance(timeout, int) and timeout > 0


def _waiting(node: Node) -> str:
    return f"waits for {node.value(TIMEOUT)} seconds"
