"""Consoles that compute nodes offer, and the proxies that lead to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.common.consoles import GUESTS, OFFERED, has_console
from novalint.rules.declaration import rule
from novalint.rules.fleet.grouping import cells
from novalint.rules.fleet.model import NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

OWN_PROXIES = 18
"""The release from which on each cell has proxies of its own: tokens are kept in its database."""
KINDS = (
    ("vnc.enabled", "vnc.novncproxy_base_url", "novncproxy"),
    ("spice.enabled", "spice.html5proxy_base_url", "spicehtml5proxy"),
    ("serial_console.enabled", "serial_console.base_url", "serialproxy"),
)
TLS = "DEFAULT.ssl_only"
DRIVER = "DEFAULT.compute_driver"
SECURE = {"http": "https", "ws": "wss"}
"""Schemes of a URL without TLS -> those with it."""


@rule(
    "console-kind-without-proxy",
    theme="cloud",
    severity=Severity.WARNING,
    options=(*(option for kind in KINDS for option in kind[:2]), DRIVER, GUESTS),
    roles=("compute",),
    scope="cloud",
)
def console_kind_without_proxy(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes offer a console for which no proxy runs.

    ## What it checks

    In a fleet that is said to be complete: compute nodes with a console on and its base URL
    written, `[vnc] novncproxy_base_url`, `[spice] html5proxy_base_url` or `[serial_console]
    base_url`, where no node is known to run the proxy of that kind. Where no node is known to run
    any proxy at all, the roles of proxies were most likely not given, and there is no finding.
    Where cells are named, each needs its proxies from rocky on, and those of a node without a cell
    may be of any; up to queens one serves all cells. A URL with a part that a tool has yet to
    fill in is not looked at. Not reported for consoles that a driver does not have: SPICE but with
    libvirt, VNC and SPICE of containers, SPICE of xen, VNC of Ironic before 2026.1, serial ones of
    other guests than kvm's and qemu's.

    ## Why it matters

    A user is given an address behind which no one listens.

    ## Example

    Serial consoles are on, and nobody set up nova-serialproxy:

    ```ini
    [serial_console]
    enabled = true
    base_url = wss://cloud.example.org:6083/
    ```

    ## Fix safety

    No fix: set up the proxy and name its node, or turn the console off.

    ## Sources

    - nova/compute/manager.py and nova/virt/*/driver.py, `get_vnc_console` and its like, 34.0.0,
      15.1.5 and 32.2.1; nova/compute/api.py,
      `get_serial_console` in 17.0.13, which has nova-consoleauth keep the token
    - doc/source/admin/remote-console-access.rst
    """
    if not fleet.complete:
        return
    parts = cells(fleet)
    inside = {node for part in parts for node in part.nodes}
    anywhere = fleet.only(node for node in fleet.nodes if node not in inside)
    for part in parts:
        if (fleet if part.named else part).of(*(role for _, _, role in KINDS)):
            for old, proxies in ((True, (fleet,)), (False, (part, anywhere))):
                nodes = [n for n in part.of("compute") if (n.release.major < OWN_PROXIES) is old]
                yield from _unserved(nodes, proxies, "this cell" * (not old and bool(part.name)))


def _unserved(
    computes: Iterable[Node], proxies: Iterable[Fleet], cell: str
) -> Iterator[NodeFinding]:
    """Find the consoles that compute nodes offer and that no proxy among these nodes leads to."""
    for enabled, url, role in KINDS:
        nodes = _offering(computes, enabled, url)
        if nodes and not any(part.of(role) for part in proxies):
            group = url.partition(".")[0]
            yield NodeFinding(
                nodes[0],
                url,
                f"`[{group}]` offers consoles here, but no node of {cell or 'the fleet'} runs"
                f" nova-{role}: users get a URL at which nothing listens; deploy the proxy, or set"
                " `enabled` to false",
                tuple(nodes[1:]),
            )


def _offering(computes: Iterable[Node], enabled: str, url: str) -> list[Node]:
    """Return the nodes that lead users to a console which is on and which their driver has."""
    return [node for node in computes if node.value(enabled) is True and _leads(node, url)]


def _leads(node: Node, url: str) -> bool:
    """Return whether a base URL is written for a console that the driver can have."""
    return node.is_written(url) and bool(node.value(url)) and can_have(node, url)


def can_have(node: Node, url: str) -> bool:
    """Return whether the driver can have a console, which the group of its URL tells."""
    group = url.partition(".")[0]
    driver = str(node.value(DRIVER) or "libvirt").partition(".")[0]
    if not has_console(driver, group, node.release.major):
        return False
    return driver != "libvirt" or has_guests(node, group)


def has_guests(node: Node, group: str) -> bool:
    """Return whether guests of libvirt have a console of a group; KVM's where it is not known."""
    return not node.knows(GUESTS) or node.value(GUESTS) in OFFERED[group]


@rule(
    "console-scheme-against-proxy-tls",
    theme="cloud",
    severity=Severity.ERROR,
    options=(*(option for kind in KINDS for option in kind[:2]), TLS, DRIVER, GUESTS),
    roles=("compute", "novncproxy", "spicehtml5proxy", "serialproxy"),
    scope="cloud",
)
def console_scheme_against_proxy_tls(fleet: Fleet) -> Iterator[NodeFinding]:
    """Compute nodes offer console URLs without TLS, but the proxies accept only TLS.

    ## What it checks

    Base URLs with http or ws that compute nodes set for a kind of console that they offer, where
    all proxies of that kind have `ssl_only` true: those of the node's cell, where cells are given,
    from rocky on. Not reported for consoles that a driver does not have, as
    [console-kind-without-proxy](console-kind-without-proxy.md) lists them. Of a URL with a part
    that a tool has yet to fill in, the scheme is enough. A load balancer that takes connections
    without TLS and makes some with it to the proxies is not looked for.

    ## Why it matters

    The browser is led to a port that answers with TLS alone. And the proxy compares the scheme of
    the page with the one that the compute node wrote into the token: *Origin header protocol does
    not match this host*.

    ## Example

    `ctl1` has `ssl_only = true`, and `cmp1` still has:

    ```ini
    [vnc]
    novncproxy_base_url = http://cloud.example.org:6080/vnc_lite.html
    ```

    ## Fix safety

    No fix: the address is the operator's to know. Write https, or wss for serial consoles.

    ## Sources

    - nova/console/websocketproxy.py, `verify_origin_proto`, 34.0.0
    """
    for enabled, url, role in KINDS:
        computes = [node for node in fleet.of("compute") if _offers(node, enabled, url)]
        odd = [n for n in computes if _is_plain(n, url) and _is_refused(n, fleet.of(role))]
        if odd:
            proxies = leading_to(odd[0], fleet.of(role))
            group, _, name = url.partition(".")
            yield NodeFinding(
                odd[0],
                url,
                f"`[{group}] {name}` is a URL without TLS, but `{proxies[0].name}` accepts only"
                f" TLS (`ssl_only`): no console opens; use {_secure(odd[0], url)}",
                tuple(odd[1:]),
                (NodeNote(proxies[0], TLS, "only TLS here"),),
            )


def leading_to(node: Node, proxies: Iterable[Node]) -> list[Node]:
    """Return the proxies that may lead to a node: from rocky on not those of another cell."""
    if node.release.major < OWN_PROXIES:
        return list(proxies)
    return [proxy for proxy in proxies if "" in (proxy.cell, node.cell) or proxy.cell == node.cell]


def _is_refused(node: Node, proxies: Iterable[Node]) -> bool:
    """Whether every proxy that may lead to a node speaks TLS alone."""
    leading = leading_to(node, proxies)
    return bool(leading) and all(proxy.value(TLS) is True for proxy in leading)


def _offers(node: Node, enabled: str, url: str) -> bool:
    """Return whether a node has a console on, for which its driver and a written URL are right."""
    return node.value(enabled) is True and node.is_written(url) and can_have(node, url)


def _scheme(node: Node, url: str) -> str:
    """Return the scheme of a URL, the rest of which need not be known here."""
    reading = node.reading(url)
    begun = reading.scheme if reading else ""
    return begun or str(node.value(url)).partition("://")[0].lower()


def _is_plain(node: Node, url: str) -> bool:
    return _scheme(node, url) in SECURE


def _secure(node: Node, url: str) -> str:
    """Return the scheme with TLS that is to be written, as a message has it."""
    return SECURE[_scheme(node, url)]
