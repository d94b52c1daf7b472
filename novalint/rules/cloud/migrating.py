"""How servers move live between compute nodes."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.comparing import divided, mildly, mismatch, on_nodes, spread
from novalint.rules.fleet.model import NodeFinding, NodeNote
from novalint.rules.fleet.queries import label
from novalint.rules.fleet.values import split
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.rules.fleet.comparing import Split
    from novalint.rules.fleet.model import Fleet, Node

TLS = "libvirt.live_migration_with_native_tls"
TUNNELLED = "libvirt.live_migration_tunnelled"
SCHEME = "libvirt.live_migration_scheme"
URI = "libvirt.live_migration_uri"
SERIAL = "serial_console.enabled"
TYPE = "libvirt.virt_type"
PROTECTING = ("tls", "ssh")
"""The ways to reach libvirt of another host that encrypt; libssh and libssh2 speak ssh, too."""
NEVER_LIVE = ("lxc", "uml")
"""Types whose servers no driver moves live: `_live_migration_uri` knows no address for them."""


@rule(
    "migration-tls-differs",
    theme="cloud",
    severity=Severity.WARNING,
    options=(TLS, TUNNELLED, SCHEME, URI),
    releases=(19, None),
    since="the option came in stein (nova/conf/libvirt.py)",
    roles=("compute",),
    virt_types=("kvm", "qemu"),
    scope="pool",
)
def migration_tls_differs(fleet: Fleet) -> Iterator[NodeFinding]:
    """Some live migrations are encrypted and others are not, depending on the source host.

    ## What it checks

    `[libvirt] live_migration_with_native_tls` on the compute nodes of a pool. A pool is what
    settings name so. Where none is named, the compute nodes of a cell count as one, and the finding
    is info: they may be kept apart by aggregates. A node with `live_migration_tunnelled` that
    reaches libvirt of others by tls or ssh is left out: its tunnel is encrypted.

    ## Why it matters

    The option is read on the source alone. From a host without it a guest's memory crosses the
    network in clear text, and no log says so.

    ## Example

    `cmp1` was left out when TLS was turned on:

    ```ini
    [libvirt]
    live_migration_with_native_tls = false
    ```

    ## Fix safety

    Unsafe: QEMU of every host needs its certificates before the option is on. It is never switched
    off, nor on together with `live_migration_tunnelled`, with which nova-compute does not start.

    ## Sources

    - nova/virt/libvirt/driver.py, `_handle_native_tls` and `init_host`, 34.0.0
    - doc/source/admin/secure-live-migration-with-qemu-native-tls.rst: on all relevant compute nodes
    """
    consequence = "live migrations from some hosts are encrypted, and from others they are not"
    nodes = [node for node in fleet.readers(TLS) if not _has_safe_tunnel(node)]
    tunnel = any(node.may_be_true(TUNNELLED) for node in nodes)
    how = ", without `live_migration_tunnelled`" if tunnel else " once QEMU has its certificates"
    override = mildly(fleet)
    yield from spread(nodes, TLS, consequence, how=how, mend=not tunnel, override=override)


def _has_safe_tunnel(node: Node) -> bool:
    """Return whether guests go through libvirt's own connection, and that is encrypted."""
    return node.value(TUNNELLED) is True and _dialled(node) in PROTECTING


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
    """Compute nodes use different schemes to connect to libvirt on each other.

    ## What it checks

    How a live migration reaches libvirt of the destination: the scheme of `[libvirt]
    live_migration_uri`, else `live_migration_scheme`, else tcp, on the compute nodes of a pool. A
    pool is what settings name so. Where none is named, the compute nodes of a cell count as one,
    and the finding is info: they may be kept apart by aggregates.

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

    Unsafe: it changes how the odd hosts reach the others. There is no fix where a URI is set, nor
    where most hosts dial by tcp and some by tls or ssh, which protect: those are never taken away.

    ## Sources

    - nova/virt/libvirt/driver.py, `_live_migration_uri`, 34.0.0
    """
    nodes = [node for node in fleet.readers(SCHEME) if node.knows(URI)]
    by_uri = any(node.value(URI) for node in nodes)
    division = divided(nodes, URI if by_uri else SCHEME, by=_dialled)
    if division is None:
        return
    ways = [_dialled(division.usual[0]), *map(_dialled, division.odd)]
    wanted = ways[0]
    if wanted not in PROTECTING:  # what protects is spread, not switched off
        wanted = next((way for way in ways if way in PROTECTING), wanted)
    consequence = "a migration may work in one direction and be refused in the other"
    if by_uri:
        yield _by_uri(division, wanted, consequence, mildly(fleet))
        return
    kept = wanted == ways[0] and (division.majority or len({*ways} & {*PROTECTING}) != 1)
    advice = "" if kept else f"set it to {shown(wanted)} on all nodes"
    yield from mismatch(
        nodes, SCHEME, consequence, by=_dialled, mend=kept, advice=advice, override=mildly(fleet)
    )


def _by_uri(
    division: Split, wanted: str, consequence: str, override: Severity | None
) -> NodeFinding:
    """Tell nodes apart by how they dial, where some have the deprecated option with a whole URI."""
    odd, usual = division.odd[0], division.usual[0]
    option = URI if odd.value(URI) else SCHEME
    here = wanted == _dialled(usual) and division.majority
    nodes = division.odd if here else (*division.odd, *division.usual)
    overridden = any(node.value(URI) for node in nodes)
    way = f"remove `{split(URI)[1]}` and set `{split(SCHEME)[1]}`" if overridden else "set it"
    where = "here" if here else "on all nodes"
    return NodeFinding(
        odd,
        option,
        f"{label(odd, option)} means {shown(_dialled(odd))} here and {shown(_dialled(usual))}"
        f" {on_nodes(division.usual)}: {consequence};"
        f" {way} to {shown(wanted)} {where}",
        division.odd[1:],
        (NodeNote(usual, URI if usual.value(URI) else SCHEME, f"by {_dialled(usual)} here"),),
        override=override,
    )


def _dialled(node: Node) -> str:
    """Return how a node reaches libvirt of another one: tcp, tls or ssh, by whatever client."""
    uri = node.value(URI)
    if not uri:
        way = str(node.value(SCHEME) or "tcp")
    else:  # without a transport libvirt takes TLS to another host
        way = str(uri).partition("://")[0].partition("+")[2] or "tls"
    return "ssh" if way.lower().startswith("libssh") else way.lower()


@rule(
    "serial-console-on-in-part",
    theme="cloud",
    severity=Severity.ERROR,
    options=(SERIAL, TYPE),
    roles=("compute",),
    drivers=("libvirt",),
    scope="pool",
)
def serial_console_on_in_part(fleet: Fleet) -> Iterator[NodeFinding]:
    """Servers with a serial console cannot be live migrated to hosts without one.

    ## What it checks

    `[serial_console] enabled` on the compute nodes of a pool. A pool is what settings name so.
    Where none is named, the compute nodes of a cell with libvirt count as one, and the finding is a
    warning: they may be kept apart by aggregates. Hosts of lxc and uml, whose servers never move
    live, take no part.

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

    Unsafe: it turns the odd hosts' consoles on, for servers that are started from then on. They are
    never turned off: a server that was started with one keeps it until a hard reboot, and until
    then its live migration to a host without ends in a *TypeError*.

    ## Sources

    - nova/virt/libvirt/driver.py, `check_can_live_migrate_destination` and
      `_verify_serial_console_is_disabled`, and nova/virt/libvirt/migration.py,
      `_update_serial_xml`, 15.1.5 and 34.0.0
    """
    nodes = [node for node in fleet.readers(SERIAL) if node.value(TYPE) not in NEVER_LIVE]
    division = divided(nodes, SERIAL)
    mend = division is not None and division.majority and bool(division.usual[0].value(SERIAL))
    hard = "or to false on all, and hard reboot the servers that were started with one"
    yield from mismatch(
        nodes,
        SERIAL,
        "no server can be live migrated from a host with serial consoles to one without",
        mend=mend,
        advice="" if mend else f"set it to true on all nodes, {hard}",
        override=mildly(fleet, Severity.WARNING),
    )


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
    """Servers cannot be live migrated between hosts whose `virt_type` differs.

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
    it. There is no fix where fewer than two thirds of the hosts have kvm, as one with KVM is better
    off as it is, and none for other types than kvm and qemu.

    ## Sources

    - nova/virt/libvirt/driver.py, `_compare_cpu`, and nova/conductor/tasks/live_migrate.py, 34.0.0
    """
    nodes = [node for node in fleet.readers(TYPE) if node.knows(TYPE)]
    consequence = "no server can be live migrated from one kind of host to the other"
    advice = "keep the hosts of each kind apart by aggregates, and as pools in novalint's settings"
    with_kvm = [node for node in nodes if node.value(TYPE) == "kvm"]
    of_qemu = {node.value(TYPE) for node in nodes} <= {"kvm", "qemu"}
    if of_qemu:
        consequence = "no KVM server can be live migrated to a host without KVM"
        advice = "set it to kvm on each host that has KVM"
    mend = of_qemu and 3 * len(with_kvm) >= 2 * len(nodes)
    override = mildly(fleet, Severity.WARNING)
    yield from mismatch(
        nodes, TYPE, consequence, mend=mend, override=override, advice="" if mend else advice
    )
