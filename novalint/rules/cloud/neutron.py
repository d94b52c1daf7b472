"""What Nova expects of neutron, and neutron's own files say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.plugging import DRIVERS, VIRT_TYPES
from novalint.rules.declaration import rule
from novalint.rules.fleet.grouping import DRIVER, VIRT_TYPE, driver_of, virt_type_of
from novalint.rules.fleet.model import Expected, NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

TIMEOUT = "DEFAULT.vif_plugging_timeout"
FATAL = "DEFAULT.vif_plugging_is_fatal"
STATUS = "neutron:DEFAULT.notify_nova_on_port_status_changes"
DATA = "neutron:DEFAULT.notify_nova_on_port_data_changes"
EVENTS = (STATUS, DATA)
NO = ("false", "no", "off", "0")


@rule(
    "neutron-events-off",
    theme="cloud",
    severity=Severity.ERROR,
    options=(TIMEOUT, FATAL, DRIVER, VIRT_TYPE),
    companions=EVENTS,
    roles=("compute",),
    neutron=True,
    scope="cloud",
)
def neutron_events_off(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes wait for events from neutron, but neutron does not send them.

    ## What it checks

    In the neutron.conf that `[companions] neutron` names

    - `notify_nova_on_port_status_changes`, where a compute node has a `vif_plugging_timeout` above
      0 and a driver that waits for the network of a new server: libvirt's with kvm or qemu, or a
      `virt_type` that a tool has yet to write, those of Hyper-V, XenServer, PowerVM and z/VM;
    - `notify_nova_on_port_data_changes`, whatever the compute nodes are.

    The file of a machine that runs nova-compute and nothing else of Nova is that of an agent, which
    reads neither, and is left out.

    ## Why it matters

    A compute node starts a server once neutron has told nova-api that each of its ports is plugged.
    neutron's server tells it only with the first option on, as it is by default. Without it no such
    event ever comes: each build waits for the whole of `vif_plugging_timeout`, and where
    `vif_plugging_is_fatal` is true, the server then goes to ERROR. Where it is false on all nodes
    that wait, the server starts after that, and the finding is a warning; so it is where a tool has
    yet to fill that in.

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
    readers = fleet.readers(TIMEOUT, "compute")
    waiting = [node for node in readers if waits(node)]
    for companion in of_server(fleet):
        if waiting and _is_off(companion, STATUS):
            yield _status_untold(companion, waiting)
        if readers and _is_off(companion, DATA):
            yield _data_untold(companion)


def of_server(fleet: Fleet) -> list[Node]:
    """Return the files that neutron's server may read: those of mere compute nodes are agents'."""
    others = {node.name for node in fleet.nodes if node.services != {"compute"}}
    agents = {node.name for node in fleet.of("compute")} - others
    return [one for one in fleet.companions_of("neutron") if one.name not in agents]


def _is_off(companion: Node, option: str) -> bool:
    return str(companion.value(option)).lower() in NO


def _status_untold(companion: Node, waiting: Sequence[Node]) -> NodeFinding:
    """Return that neutron does not tell these nodes that a port is ready."""
    fatal = any(node.value(FATAL) is True for node in waiting)
    then = "then goes to ERROR" if fatal else "then starts although its network may not be ready"
    if not fatal and not all(node.knows(FATAL) for node in waiting):
        then = "then goes to ERROR where `vif_plugging_is_fatal` is true"
    return NodeFinding(
        companion,
        STATUS,
        f"`{STATUS.rpartition('.')[2]}` is false, so neutron never notifies Nova that a port is"
        f" ready: each build waits for all of `vif_plugging_timeout`, and the server {then}; set it"
        " to true",
        others=(NodeNote(waiting[0], TIMEOUT, f"waits for {waiting[0].value(TIMEOUT)} seconds"),),
        expected=Expected("true"),
        override=None if fatal else Severity.WARNING,
    )


def _data_untold(companion: Node) -> NodeFinding:
    """Return that neutron does not tell any node which addresses a port has by now."""
    return NodeFinding(
        companion,
        DATA,
        f"`{DATA.rpartition('.')[2]}` is false, so neutron never notifies Nova that addresses of a"
        " port have changed, and Nova keeps the old ones; set it to true",
        expected=Expected("true"),
        override=Severity.WARNING,
    )


def waits(node: Node) -> bool:
    """Return whether a compute node waits for the network of a new server."""
    timeout, driver = node.value(TIMEOUT), driver_of(node)
    if driver not in DRIVERS or (driver == "libvirt" and virt_type_of(node) not in VIRT_TYPES):
        return False
    return isinstance(timeout, int) and timeout > 0
