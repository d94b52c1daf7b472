"""How servers move live between compute nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import mildly, mismatch, mostly_on

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node, NodeFinding

TLS = "libvirt.live_migration_with_native_tls"
TUNNELLED = "libvirt.live_migration_tunnelled"
SCHEME = "libvirt.live_migration_scheme"
URI = "libvirt.live_migration_uri"
SERIAL = "serial_console.enabled"
TYPE = "libvirt.virt_type"
WAIT = "compute.live_migration_wait_for_vif_plug"
TIMEOUT = "DEFAULT.vif_plugging_timeout"
FATAL = "DEFAULT.vif_plugging_is_fatal"
LIVE_WAITS = 17
"""The release from which on live migrations wait for the network (queens)."""


@rule(
    "migration-tls-differs",
    theme="cloud",
    severity=Severity.WARNING,
    options=(TLS, TUNNELLED),
    releases=(19, None),
    since="the option came in stein (nova/conf/libvirt.py)",
    roles=("compute",),
    drivers=("libvirt",),
    scope="pool",
)
def migration_tls_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Some live migrations are encrypted and some are not, by where they start.

    ## What it checks

    `[libvirt] live_migration_with_native_tls` on the compute nodes of a pool. A pool is what
    settings name so. Where none is named, the compute nodes of a cell count as one, and the finding
    is a note: they may be kept apart by aggregates.

    ## Why it matters

    The option is read on the source alone. From a host without it a guest's memory crosses the
    network in clear, and no log says so.

    ## Example

    `cmp1` was left out when TLS was turned on:

    ```ini
    [libvirt]
    live_migration_with_native_tls = false
    ```

    ## Fix safety

    Unsafe: QEMU of every host needs its certificates before the option is on. It is never switched
    off, nor on beside `live_migration_tunnelled`, with which nova-compute does not start.

    ## Sources

    - nova/virt/libvirt/driver.py, `_handle_native_tls` and `init_host`, 34.0.0
    - doc/source/admin/secure-live-migration-with-qemu-native-tls.rst: on all relevant compute nodes
    """
    consequence = "what leaves from some hosts is encrypted, and from the others it is not"
    nodes = fleet.readers(TLS)
    mend = mostly_on(nodes, TLS) and not any(node.may_be_true(TUNNELLED) for node in nodes)
    yield from mismatch(nodes, TLS, consequence, mend=mend, override=mildly(fleet))


@rule(
    "migration-scheme-differs",
    theme="cloud",
    severity=Severity.WARNING,
    options=(SCHEME, URI, TYPE),
    roles=("compute",),
    virt_types=("kvm", "qemu"),
    scope="pool",
)
def migration_scheme_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes dial each other's libvirt in different ways.

    ## What it checks

    How a live migration reaches libvirt of the destination: the scheme of `[libvirt]
    live_migration_uri`, else `live_migration_scheme`, else tcp, on the compute nodes of a pool. A
    pool is what settings name so. Where none is named, the compute nodes of a cell count as one,
    and the finding is a note: they may be kept apart by aggregates.

    ## Why it matters

    The source dials by its own setting, and the destination's libvirt listens for one of tcp, tls
    and ssh. So a migration from A to B works and the one from B to A ends in *Connection refused*.

    ## Example

    All hosts use ssh, and `cmp1` has no scheme, which means tcp:

    ```ini
    [libvirt]
    live_migration_inbound_addr = 10.1.0.11
    ```

    ## Fix safety

    Unsafe: it changes how the odd hosts reach the others. Where a URI is set, there is none.

    ## Sources

    - nova/virt/libvirt/driver.py, `_live_migration_uri`, 34.0.0
    """
    consequence = "a migration may work in one direction and be refused in the other"
    nodes = [node for node in fleet.readers(SCHEME) if node.knows(URI)]
    option = URI if any(node.value(URI) for node in nodes) else SCHEME
    yield from mismatch(
        nodes, option, consequence, by=_dialled, mend=option == SCHEME, override=mildly(fleet)
    )


def _dialled(node: Node) -> str:
    uri = node.value(URI)
    way = str(uri).partition("://")[0] if uri else f"qemu+{node.value(SCHEME) or 'tcp'}"
    return way if "+" in way else f"{way}+tls"  # libvirt's own choice for another host


@rule(
    "serial-console-on-in-part",
    theme="cloud",
    severity=Severity.ERROR,
    options=(SERIAL,),
    roles=("compute",),
    drivers=("libvirt",),
    scope="pool",
)
def serial_console_on_in_part(fleet: Fleet) -> Iterator[NodeFinding]:
    """Servers with a serial console cannot move to hosts that have none.

    ## What it checks

    `[serial_console] enabled` on the compute nodes of a pool. A pool is what settings name so, else
    the compute nodes of a cell with libvirt.

    ## Why it matters

    A host without serial consoles gives no address for one, and a source that has them on then ends
    the live migration: *Your destination node does not support retrieving listen addresses*.

    ## Example

    Serial consoles are on everywhere but on `cmp1`:

    ```ini
    [serial_console]
    enabled = false
    ```

    ## Fix safety

    Unsafe: it changes what consoles the odd hosts offer, to servers that are started from then on.

    ## Sources

    - nova/virt/libvirt/driver.py, `check_can_live_migrate_destination` and
      `_verify_serial_console_is_disabled`, 34.0.0
    """
    consequence = "no server moves live from a host with serial consoles to one without"
    override = mildly(fleet, Severity.WARNING)
    yield from mismatch(fleet.readers(SERIAL), SERIAL, consequence, override=override)


@rule(
    "virt-type-differs",
    theme="cloud",
    severity=Severity.ERROR,
    options=(TYPE,),
    roles=("compute",),
    drivers=("libvirt",),
    scope="pool",
)
def virt_type_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Servers cannot move live between hosts that emulate and hosts that virtualize.

    ## What it checks

    `[libvirt] virt_type` on the compute nodes of a pool. A pool is what settings name so. Where
    none is named, the compute nodes of a cell with libvirt count as one, and the finding is a
    warning: they may be kept apart by aggregates.

    ## Why it matters

    kvm and qemu are both *QEMU* to the conductor, which lets a live migration pass; the check of
    processors is left out where the destination emulates, and its libvirt then refuses a guest of
    KVM. A guest that is emulated stays so on a host with KVM until it is rebooted hard. Other types
    end in *InvalidHypervisorType*. A host with qemu is slower by far, too.

    ## Example

    `cmp1` once had no hardware for KVM:

    ```ini
    [libvirt]
    virt_type = qemu
    ```

    ## Fix safety

    Unsafe: it changes what the odd hosts start their servers with, and kvm needs hardware that has
    it. There is none where most hosts emulate, as one with KVM is better off as it is, and none for
    other types than kvm and qemu.

    ## Sources

    - nova/virt/libvirt/driver.py, `_compare_cpu`, and nova/conductor/tasks/live_migrate.py, 34.0.0
    """
    nodes = fleet.readers(TYPE)
    consequence = "no server moves live from one kind to the other"
    advice = "keep the hosts of each kind apart by aggregates, and as pools in novalint's settings"
    emulating = [node for node in nodes if node.value(TYPE) == "qemu"]
    of_qemu = {node.value(TYPE) for node in nodes} <= {"kvm", "qemu"}
    if of_qemu:
        consequence = "no server of KVM moves live to a host without it"
        advice = "set it to kvm on each host that has KVM"
    mend = of_qemu and len(emulating) < len(nodes) / 2
    override = mildly(fleet, Severity.WARNING)
    yield from mismatch(
        nodes, TYPE, consequence, mend=mend, override=override, advice="" if mend else advice
    )


@rule(
    "vif-wait-differs",
    theme="cloud",
    severity=Severity.WARNING,
    options=(WAIT, TIMEOUT, FATAL),
    roles=("compute",),
    drivers=("libvirt",),
    neutron=True,
    scope="pool",
)
def vif_wait_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Whether a server waits for its network, and what becomes of it, depends on its host.

    ## What it checks

    `[compute] live_migration_wait_for_vif_plug`, `vif_plugging_timeout` and `vif_plugging_is_fatal`
    on the compute nodes of a pool. A pool is what settings name so. Where none is named, the
    compute nodes of a cell count as one, and the finding is a note: they may be kept apart by
    aggregates.

    ## Why it matters

    `vif_plugging_timeout` and `vif_plugging_is_fatal` are the host's own for builds there and, from
    queens on, for live migrations from there: how long to wait for word from neutron, and whether
    it is fatal that none comes. `live_migration_wait_for_vif_plug` says whether live migrations
    wait at all, and builds do not read it: in queens it is the source's, from rocky on the
    destination's. With one network backend for all, a difference makes migrations fail in one
    direction alone, and builds fail on some hosts alone.

    ## Example

    A remedy was tried on `cmp1` and forgotten there:

    ```ini
    [DEFAULT]
    vif_plugging_timeout = 0
    vif_plugging_is_fatal = false
    ```

    ## Fix safety

    Unsafe: it changes whether and how long the odd hosts wait.

    ## Sources

    - nova/compute/manager.py, `pre_live_migration` and `_do_pre_live_migration_from_source`, 34.0.0
      and 18.3.0; `_get_neutron_events_for_live_migration`, 17.0.13
    - nova/virt/libvirt/driver.py, `_create_domain_and_network`, 15.1.5
    - nova/conf/compute.py: the same on all compute hosts with one network backend
    """
    newest = max((node.release.major for node in fleet.nodes), default=0)
    there, from_some = "", ""
    if newest >= LIVE_WAITS:
        there = " and live migrations from them"
        from_some = ", and live migrations from some alone"
    way = "to" if newest > LIVE_WAITS else "from"
    for option, consequence in (
        (WAIT, f"live migrations {way} some hosts alone wait for the network"),
        (TIMEOUT, f"builds on some hosts{there} wait longer for the network than others"),
        (FATAL, f"without word from neutron builds fail on some hosts alone{from_some}"),
    ):
        yield from mismatch(fleet.readers(option), option, consequence, override=mildly(fleet))
