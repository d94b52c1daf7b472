"""What Nova expects of libvirt and QEMU on compute nodes, and their own files say."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.cloud.consoles import has_guests, leading_to
from novalint.rules.common.consoles import GUESTS
from novalint.rules.declaration import rule
from novalint.rules.fleet.grouping import groups
from novalint.rules.fleet.model import NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

SCHEME, URI = "libvirt.live_migration_scheme", "libvirt.live_migration_uri"
LISTEN = {"tcp": "libvirtd:listen_tcp", "tls": "libvirtd:listen_tls"}
VNC_TLS, SPICE_TLS = "qemu:vnc_tls", "qemu:spice_tls"
SCHEMES, VNC = "vnc.auth_schemes", "vnc.enabled"
SPICE, SECURE = "spice.enabled", "spice.require_secure"


@rule(
    "migration-scheme-refused-by-libvirt",
    theme="cloud",
    severity=Severity.ERROR,
    options=(SCHEME, URI),
    companions=tuple(LISTEN.values()),
    virt_types=("kvm", "qemu"),
    roles=("compute",),
    scope="cloud",
)
def migration_scheme_refused_by_libvirt(fleet: Fleet) -> Iterator[NodeFinding]:
    """Live migration uses a transport on which libvirt of the destination does not listen.

    ## What it checks

    `[libvirt] live_migration_scheme`, or the scheme of `live_migration_uri` (tls where that names
    none, as in `qemu://`), tcp where neither is set, against `listen_tcp` and `listen_tls` of the
    libvirtd.conf that `[companions] libvirtd` names: the one is written as 0 and the other as 1.
    Where both are left to systemd's sockets, there is no finding. The compute nodes of its pool
    count, as servers do not move live between pools, nor between cells.

    ## Why it matters

    The source of a live migration connects to libvirt on the destination: *unable to connect to
    server at 'cmp2:16509': Connection refused*, and every live migration to that host fails.

    ## Example

    All nodes have `live_migration_scheme = tcp`, and libvirtd.conf of `cmp1`:

    ```ini
    listen_tcp = 0
    listen_tls = 1
    ```

    ## Fix safety

    No fix: TLS needs certificates on all hosts, and a plain port is open to anyone who reaches it.
    Next to `live_migration_uri`, which is deprecated, `live_migration_scheme` is not read.

    ## Sources

    - nova/virt/libvirt/driver.py, `_live_migration_uri`, 34.0.0
    - libvirt's own libvirtd.conf, `listen_tls` and `listen_tcp`
    - kolla-ansible, ansible/roles/nova-cell/templates/libvirtd.conf.j2
    """
    for companion in fleet.companions_of("libvirtd"):
        listening = {scheme: companion.value(option) for scheme, option in LISTEN.items()}
        shut = next((scheme for scheme, value in listening.items() if value == "0"), None)
        if shut is None or "1" not in listening.values():
            continue
        calling = [node for node in _callers(companion, fleet) if _scheme(node) == shut]
        if calling:
            option = URI if calling[0].value(URI) else SCHEME
            yield NodeFinding(
                companion,
                LISTEN[shut],
                f"`listen_{shut}` is 0, but compute nodes migrate with the scheme {shut}:"
                " libvirt refuses the connection of every live migration to this host;"
                f" {_way_out(shut, calling)}",
                others=(NodeNote(calling[0], option, f"calls other hosts with {shut}"),),
            )


def _way_out(shut: str, calling: list[Node]) -> str:
    """Return what to do: no one is told to leave TLS, nor to open a plain port before that."""
    if shut == "tls":
        return "set it to 1"
    return f"{_by_tls(calling)}, or set `listen_tcp` to 1 if the network protects migrations"


def _by_tls(calling: list[Node]) -> str:
    """Return how the callers would use TLS: a URI stands over the option."""
    way = "set `[libvirt] live_migration_scheme` on all hosts to tls"
    if not any(node.value(URI) for node in calling):
        return way
    if all(node.value(URI) for node in calling):
        return f"remove `[libvirt] live_migration_uri` and {way}"
    return f"{way}, and remove `live_migration_uri`, which takes precedence over it"


def _callers(companion: Node, fleet: Fleet) -> list[Node]:
    """Return the nodes that call the host of a companion: others of its pool, or the only one."""
    hosts = fleet.of("compute")
    pools = (pool.nodes for pool in groups(fleet, "pool"))
    own = (nodes for nodes in pools if any(node.name == companion.name for node in nodes))
    others = [node for node in next(own, hosts) if node.name != companion.name]
    return list(hosts) if len(hosts) == 1 else others


def _scheme(node: Node) -> str:
    if not node.knows(URI, SCHEME):
        return ""
    uri, scheme = str(node.value(URI) or ""), str(node.value(SCHEME) or "tcp")
    if not uri:
        return scheme
    way = uri.partition("://")[0]
    return way.partition("+")[2] or "tls"  # libvirt's own choice for another host


@rule(
    "console-encryption-not-that-of-qemu",
    theme="cloud",
    severity=Severity.ERROR,
    options=(SCHEMES, VNC, SPICE, SECURE, GUESTS),
    companions=(VNC_TLS, SPICE_TLS),
    drivers=("libvirt",),
    roles=("compute", "novncproxy"),
    scope="cloud",
)
def console_encryption_not_that_of_qemu(fleet: Fleet) -> Iterator[NodeFinding]:
    """Console proxies and QEMU disagree on encryption.

    ## What it checks

    `[vnc] auth_schemes` of the nodes that are known to run nova-novncproxy against `vnc_tls` of the
    qemu.conf that `[companions] qemu` names: `vencrypt` alone needs it on each compute node, `none`
    alone needs it off (from queens on, which brought the option). And `[spice] require_secure` of
    compute nodes with SPICE against `spice_tls` on the same machine. Guests of lxc have neither.
    Where cells are given, the proxies of the host's cell count, from rocky on.

    ## Why it matters

    The proxy ends the session: *No matching auth scheme: allowed types: '19', desired types: '1'*.
    With SPICE, libvirt has no port for the channels that Nova wants secure, and starts no server on
    the host: *Auto allocation of spice TLS port requested but spice TLS is disabled in qemu.conf*.

    ## Example

    The proxies have `auth_schemes = vencrypt`, and qemu.conf of `cmp1`:

    ```ini
    vnc_tls = 0
    ```

    ## Fix safety

    No fix: QEMU needs certificates. While hosts are changed one by one, `auth_schemes =
    vencrypt,none` serves both.

    ## Sources

    - nova/console/rfb/auths.py, `find_scheme`, and nova/conf/spice.py, 34.0.0
    - doc/source/admin/remote-console-access.rst, "VNC console security"
    - libvirt's own qemu.conf, `vnc_tls` and `spice_tls`
    - nova/virt/libvirt/config.py, `LibvirtConfigGuestGraphics`, 34.0.0; libvirt,
      src/qemu/qemu_process.c, `qemuProcessSPICEAllocatePorts`
    """
    proxies = [node for node in fleet.of("novncproxy") if isinstance(node.value(SCHEMES), tuple)]
    for companion in fleet.companions_of("qemu"):
        encrypts = companion.value(VNC_TLS) == "1"
        needed = "vencrypt" if encrypts else "none"
        shown = [node for node in _on(companion, fleet) if has_guests(node, "vnc")]
        hosts = [node for node in shown if node.value(VNC)]
        leading = dict.fromkeys(proxy for host in hosts for proxy in leading_to(host, proxies))
        odd = [proxy for proxy in leading if _schemes(proxy) and needed not in _schemes(proxy)]
        way = f"add `{needed}` to `[vnc] auth_schemes`"  # TLS is not switched off
        if odd:
            way = way if encrypts else f"set it to 1, or {way} until it is"
            yield NodeFinding(
                companion,
                VNC_TLS,
                f"`vnc_tls` is {'on' if encrypts else 'off'}, but a proxy accepts only"
                f" `{_schemes(odd[0])[0]}`: it ends every session to this host; {way}",
                others=(NodeNote(odd[0], SCHEMES, "what the proxy accepts"),),
            )
        if companion.value(SPICE_TLS) != "1":
            yield from _insecure(companion, fleet)


def _insecure(companion: Node, fleet: Fleet) -> Iterator[NodeFinding]:
    shown = [node for node in _on(companion, fleet) if has_guests(node, "spice")]
    offering = [node for node in shown if node.value(SPICE) is True]
    secure = [node for node in offering if node.value(SECURE) is True]
    if secure:
        yield NodeFinding(
            companion,
            SPICE_TLS,
            "`spice_tls` is off, but `[spice] require_secure` is true: libvirt has no TLS port for"
            " SPICE, and starts no server on this host; set it to 1",
            others=(NodeNote(secure[0], SECURE, "asks for TLS"),),
        )


def _on(companion: Node, fleet: Fleet) -> list[Node]:
    """Return the compute nodes that a file is about: its own machine, else all."""
    shared = companion.name == companion.kind
    return [node for node in fleet.of("compute") if shared or node.name == companion.name]


def _schemes(proxy: Node) -> list[str]:
    schemes = proxy.value(SCHEMES)
    return [str(scheme) for scheme in schemes] if isinstance(schemes, tuple) else []
