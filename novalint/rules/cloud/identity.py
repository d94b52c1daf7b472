"""What one node alone may have: its name, its addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.records import replace
from novalint.rules.cloud.consoles import has_guests
from novalint.rules.common.consoles import GUESTS
from novalint.rules.common.hosts import address_of, is_any, is_loopback
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import phrase, repeated
from novalint.rules.fleet.grouping import DRIVER, driver_of
from novalint.rules.fleet.model import NodeFinding
from novalint.rules.fleet.queries import label

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, Plain

HOST = "DEFAULT.host"
MY_IP = "DEFAULT.my_ip"
MIGRATION = "libvirt.migration_inbound_addr"
IMAGES = "libvirt.images_type"
INBOUND = "libvirt.live_migration_inbound_addr"
CONSOLES = {
    "vnc.server_proxyclient_address": "vnc.enabled",
    "vnc.vncserver_proxyclient_address": "vnc.enabled",
    "spice.server_proxyclient_address": "spice.enabled",
    "serial_console.proxyclient_address": "serial_console.enabled",
}
"""Addresses that proxies connect to, and what turns that console on."""
_OWN = "give each host its own address"
_ASTRAY = "a live migration to one of them arrives on the other; give each host its own address"
_SOURCE_ITSELF = (
    "the source of a live migration connects to itself and fails; give each host its own address"
)
_CROSSED = "a proxy connects users to a guest of the wrong host; give each host its own address"
_UNBUILT = (
    "a host without that address finds no port for serial consoles and builds no server; give"
    " each host its own address"
)
_PROXY_ITSELF = (
    "a proxy connects to its own machine and shows no console of these hosts; give each host"
    " its own address"
)


@rule(
    "my-ip-repeated",
    theme="cloud",
    severity=Severity.ERROR,
    options=(MY_IP, MIGRATION, IMAGES),
    roles=("compute",),
    drivers=("libvirt",),
    scope="cell",
)
def my_ip_repeated(fleet: Fleet) -> Iterator[NodeFinding]:
    """Two compute nodes have the same `my_ip`, so Nova assumes that they share storage.

    ## What it checks

    `my_ip` of all nodes of a cell that are known to be compute nodes, as far as a file says it;
    from 2024.1 on `[libvirt] migration_inbound_addr` of those that set it. Hosts of two cells may
    have one address, as servers do not move between them so. Where all nodes with one address keep
    disks in Ceph (`images_type = rbd`), as far as that is known, it is a warning.

    ## Why it matters

    When a server is resized or cold migrated, the source asks whether its disks lie on storage
    that it shares with the destination. Where both hosts have one address, the answer is yes
    without a test. The disks are then not copied, the destination finds none, and makes a fresh
    root disk from the image: what the user had stored is gone from the server. Disks in Ceph are
    shared, but what lies beside them, such as the state of a TPM, stays on the source.

    ## Example

    The file of `cmp2` was copied from `cmp1`:

    ```ini
    [DEFAULT]
    my_ip = 10.0.0.11
    ```

    ## Fix safety

    No fix: only the operator knows the address of the host.

    ## Sources

    - nova/virt/libvirt/driver.py, `_is_path_shared_with` and `migrate_disk_and_power_off`, in
      34.0.0, 18 and 15, and `get_host_ip_addr`, in 28.3.1, 29.4.0 and 34.0.0
    """
    holders: dict[tuple[str, Plain], list[Node]] = {}
    for node in fleet.of("compute"):
        option = MIGRATION if node.is_written(MIGRATION) else MY_IP
        holders.setdefault((option, node.value(option)), []).append(node)
    for (option, address), nodes in holders.items():
        if "%s" in str(address):  # the name of each host
            continue
        known = [node for node in nodes if node.knows(IMAGES)]
        may_be_in_ceph = all(node.value(IMAGES) == "rbd" for node in known)
        effect = (
            "leaves what is not in Ceph, such as the state of a TPM, on the source"
            if known and may_be_in_ceph
            else "treats the disks as shared, so the server comes up with an empty one"
        )
        consequence = f"a resize or cold migration between them {effect}; {_OWN}"
        for each in repeated(nodes, option, consequence):
            yield replace(each, override=Severity.WARNING) if may_be_in_ceph else each


@rule(
    "host-repeated",
    theme="cloud",
    severity=Severity.ERROR,
    options=(HOST, DRIVER),
    roles=("compute",),
    scope="cloud",
)
def host_repeated(fleet: Fleet) -> Iterator[NodeFinding]:
    """Two compute nodes have the same `host`.

    ## What it checks

    `host` of all nodes that are known to be compute nodes, as far as a file says it, over all
    cells. Capital letters make no difference. Nodes with ironic that share it among themselves are
    left out: they may do so on purpose, one being there to take over.

    ## Why it matters

    In one cell both consume the queue `compute.HOST`, and a call lands on either: a server is
    stopped where it does not run. Of two cells one alone is noted for the name: the discovery of
    hosts ignores the second host silently, and what the scheduler sends to it is built in the cell
    of the first.

    ## Example

    The file of `cmp2` was copied from `cmp1`:

    ```ini
    [DEFAULT]
    host = cmp1
    ```

    ## Fix safety

    No fix: only the operator knows the name of the host. With servers on it, a host must not get
    another name.

    ## Sources

    - nova/service.py, `Service.start`; nova/objects/host_mapping.py,
      `_check_and_create_node_host_mappings`, and nova/conductor/manager.py,
      `schedule_and_build_instances`, 34.0.0, 20.6.1 and 16.1.8
    """
    consequence = (
        "calls and servers that are meant for one of them land on the other; give each host its own"
        " name"
    )
    others = {_in_lower(node) for node in fleet.of("compute") if driver_of(node) != "ironic"}
    computes = [node for node in fleet.of("compute") if _in_lower(node) in others]
    yield from repeated(computes, HOST, consequence, meaning=lambda value: str(value).lower())


def _in_lower(node: Node) -> str:
    return str(node.value(HOST)).lower()


@rule(
    "migration-address-repeated",
    theme="cloud",
    severity=Severity.ERROR,
    options=(INBOUND,),
    roles=("compute",),
    drivers=("libvirt",),
    scope="cell",
)
def migration_address_repeated(fleet: Fleet) -> Iterator[NodeFinding]:
    """Two compute nodes have the same address for incoming live migrations.

    ## What it checks

    `[libvirt] live_migration_inbound_addr` of all nodes of a cell that are known to be compute
    nodes. With several of them, `127.0.0.1` or `0.0.0.0` is an error on one alone, too; a file that
    is checked by itself is not looked at.

    ## Why it matters

    The source of a live migration connects to the address that the destination gives. Where that
    is another host's, the guest arrives on a host on which Nova does not look for it, and its ports
    are bound elsewhere. With `127.0.0.1` or `0.0.0.0` it connects to itself, and libvirt refuses.

    ## Example

    The file of `cmp2` was copied from `cmp1`:

    ```ini
    [libvirt]
    live_migration_inbound_addr = 10.1.0.11
    ```

    ## Fix safety

    No fix: only the operator knows the address.

    ## Sources

    - nova/virt/libvirt/driver.py, `pre_live_migration` and `_live_migration_operation`, 34.0.0
    """
    own: list[Node] = []
    itself: list[Node] = []
    for node in fleet.of("compute"):
        address = str(node.value(INBOUND) or "")
        (itself if is_any(address) or is_loopback(address) else own).append(node)
    yield from repeated(own, INBOUND, _ASTRAY, meaning=address_of)
    yield from repeated(itself, INBOUND, _SOURCE_ITSELF, meaning=address_of)
    counts = Counter(address_of(str(node.value(INBOUND))) for node in itself)
    for node in itself if itself[1:] or own else ():
        if counts[address_of(str(node.value(INBOUND)))] == 1:
            fact = f"{label(node, INBOUND)} is {phrase(node, INBOUND)}"
            yield NodeFinding(node, INBOUND, f"{fact}: {_SOURCE_ITSELF}")


@rule(
    "console-address-repeated",
    theme="cloud",
    severity=Severity.ERROR,
    options=(*CONSOLES, *dict.fromkeys(CONSOLES.values()), GUESTS),
    roles=("compute",),
    drivers=("libvirt",),
    scope="cell",
)
def console_address_repeated(fleet: Fleet) -> Iterator[NodeFinding]:
    """Two compute nodes have the same console address.

    ## What it checks

    `[vnc] server_proxyclient_address` (`vncserver_proxyclient_address` up to pike), `[spice]
    server_proxyclient_address` and `[serial_console] proxyclient_address` of all nodes of a cell
    that are known to be compute nodes, where that console is on and guests of their `virt_type`
    have it: not lxc and uml, and serial ones only kvm and qemu. Loopback addresses are left to
    [console-address-loopback](console-address-loopback.md).
    Capital letters make no difference, nor does how an IPv6 address is written.

    ## Why it matters

    A console's token holds this address and the port of the guest. The port is checked on the right
    host, and the proxy then connects to the address: where that is another host's, a user sees the
    console of whatever guest has the same port there, perhaps of another tenant.

    For a serial console Nova first binds a port at the address. A host that does not have the
    address finds none free (*SocketPortRangeExhaustedException*), and builds no server.

    With `0.0.0.0` or `::` a proxy connects to its own machine, and no console is shown.

    ## Example

    The file of `cmp2` was copied from `cmp1`:

    ```ini
    [vnc]
    server_proxyclient_address = 10.0.0.11
    ```

    ## Fix safety

    No fix: only the operator knows the address.

    ## Sources

    - nova/virt/libvirt/driver.py, `get_vnc_console`, `get_spice_console`,
      `_guest_add_video_device`, `_create_consoles` and `_create_serial_consoles`, 34.0.0
    - nova/console/serial.py, `acquire_port`, 15.1.5 and 34.0.0
    - nova/console/websocketproxy.py and nova/compute/manager.py, `validate_console_port`
    - nova/conf/vnc.py, 16.1.8 and 17.0.13
    """
    for address, listens in CONSOLES.items():
        nodes = [
            node
            for node in fleet.of("compute")
            if node.value(listens) is True
            and has_guests(node, address.partition(".")[0])
            and not is_loopback(str(node.value(address)))
        ]
        own = [node for node in nodes if not is_any(str(node.value(address)))]
        everywhere = [node for node in nodes if is_any(str(node.value(address)))]
        serial = address.startswith("serial_console.")
        yield from repeated(own, address, _UNBUILT if serial else _CROSSED, meaning=address_of)
        yield from repeated(everywhere, address, _PROXY_ITSELF, meaning=address_of)
