"""The URLs at which users find the console proxies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Note, Severity
from novalint.rules.common.consoles import ENABLED, URLS, urls
from novalint.rules.common.hosts import is_loopback, url_host
from novalint.rules.common.places import at, at_option, set_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

SECURE = {"http": "https", "ws": "wss"}
PAGE, NEW_PAGE = "vnc_auto.html", "vnc_lite.html"


@rule(
    "console-url-plain-http",
    theme="console",
    severity=Severity.INFO,
    options=(*ENABLED, *URLS, "DEFAULT.ssl_only"),
    releases=(17, None),
    roles=("compute",),
)
def console_url_plain_http(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Users open consoles without TLS.

    ## What it checks

    The URLs that nova-compute hands to users, of the consoles that are on: `[vnc]
    novncproxy_base_url`, `[spice] html5proxy_base_url`, `[serial_console] base_url`, if a file sets
    them to http or ws and to another host than the machine itself.

    ## Why it matters

    What is typed into a console goes over that connection, passwords included, and so does the
    token that opens it. The installation guide has it so, for a laboratory; hence a note.

    The way to TLS: either a load balancer that ends TLS, or `cert`, `key` and `ssl_only` on the
    proxies; in both cases https or wss here. The proxy compares the scheme with the browser's
    Origin (or with `X-Forwarded-Proto`, which the load balancer should set) and refuses what
    differs. The port in the URL is the load balancer's, or else the proxy's own.

    ## Example

        [vnc]
        novncproxy_base_url = http://console.example.org:6080/vnc_lite.html

    ## Fix safety

    There is no fix: the proxy or the load balancer has to be made ready first.

    ## Sources

    Nova 34.0.0: nova/compute/manager.py (`get_vnc_console`), nova/console/websocketproxy.py
    (`verify_origin_proto`), nova/conf/vnc.py; the same in 17.0.13. OpenStack Security Guide.
    """
    if config.value("DEFAULT", "ssl_only") is True:
        return
    for console, setting in urls(config):
        scheme, host, shown_host = url_host(str(setting.value))
        if scheme in SECURE and host and not is_loopback(host):
            yield Finding(
                f"{console.name} consoles are opened by `{scheme}` on `{shown_host}`, where "
                f"passwords typed can be read on the way; use `{SECURE[scheme]}`",
                at(setting.places[-1]),
                setting.group,
                setting.name,
            )


@rule(
    "console-url-plain-for-tls-proxy",
    theme="console",
    severity=Severity.WARNING,
    options=(*ENABLED, *URLS, "DEFAULT.ssl_only"),
    releases=(17, None),
)
def console_url_plain_for_tls_proxy(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Users are sent to a plain URL, and the proxy there takes TLS only.

    ## What it checks

    `ssl_only = true` in a configuration whose console URLs begin with http or ws.

    ## Why it matters

    The proxy ends every connection that does not begin with TLS. It would work only with a load
    balancer that takes plain connections and speaks TLS to the proxy, the wrong way round.

    The other way round, with https or wss in the URL, TLS must end somewhere: at a load balancer or
    at the proxy, which needs `cert` and `key` for it. Without a load balancer the port of the URL
    is that of the proxy, such as `serialproxy_port`.

    ## Example

        [DEFAULT]
        ssl_only = true
        cert = /etc/nova/console.pem

        [vnc]
        novncproxy_base_url = http://console.example.org:6080/vnc_lite.html

    ## Fix safety

    Unsafe: the scheme becomes https or wss.

    ## Sources

    Nova 34.0.0: nova/cmd/baseproxy.py (`proxy`), nova/console/websocketproxy.py
    (`verify_origin_proto`); the same in 17.0.13.
    """
    if config.value("DEFAULT", "ssl_only") is not True:
        return
    only = Note("TLS only", at_option(config, "DEFAULT", "ssl_only"))
    for console, setting in urls(config):
        scheme = url_host(str(setting.value))[0]
        if scheme in SECURE:
            new = SECURE[scheme]
            yield Finding(
                f"{console.name} consoles are opened by `{scheme}`, and with `ssl_only` the proxy "
                f"takes TLS only; use `{new}`",
                at(setting.places[-1]),
                setting.group,
                setting.name,
                _replaced(config, setting, f"{scheme}:", f"{new}:", f"Use {new}"),
                (only,),
            )


@rule(
    "console-url-off-compute",
    theme="console",
    severity=Severity.INFO,
    options=URLS,
    releases=(17, None),
    needs=("role",),
)
def console_url_off_compute(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The URL of a console proxy is set where no nova-compute runs, and has no effect.

    ## What it checks

    Where the node's role is told and it is no compute node: `[vnc] novncproxy_base_url`, `[spice]
    html5proxy_base_url`, `[serial_console] base_url`.

    ## Why it matters

    It is nova-compute that makes up the URL a user gets, when it issues the token. Set on the
    proxy's or the API's node alone, the option looks right and users are sent to 127.0.0.1.

    ## Example

    `novncproxy_base_url` in the nova.conf of nova-novncproxy.

    ## Fix safety

    Unsafe: the line is commented out; see that the compute nodes have it.

    ## Sources

    Nova 34.0.0: read in nova/compute/manager.py (`get_vnc_console`, `get_spice_console`,
    `get_serial_console`) alone; the same in 17.0.13 and 25.3.0.
    """
    if deployment.plays("compute") is not False:
        return
    for _, setting in urls(config):
        yield Finding(
            f"only nova-compute reads `{setting.name}`, and this node is "
            f"{listed(sorted(deployment.roles))}; set it on the compute nodes",
            at(setting.places[-1]),
            setting.group,
            setting.name,
            (unset_fix(config, setting.group, setting.name, "Comment it out"),),
        )


@rule(
    "novnc-page-renamed",
    theme="console",
    severity=Severity.INFO,
    options=("vnc.enabled", "vnc.novncproxy_base_url"),
    releases=(18, None),
    roles=("compute",),
)
def novnc_page_renamed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The page for VNC consoles has the name of noVNC before 1.0.

    ## What it checks

    A `[vnc] novncproxy_base_url` that leads to vnc_auto.html.

    ## Why it matters

    noVNC 1.0 (2018) has vnc_lite.html in its place. Some distributions keep the old name as a
    link, so this may well work; elsewhere the browser gets 404. Nova's built-in default has the
    old name to this day.

    ## Example

        [vnc]
        novncproxy_base_url = https://console.example.org:6080/vnc_auto.html

    ## Fix safety

    Unsafe: the name of the page is replaced, which is wrong for a noVNC before 1.0.

    ## Sources

    Nova 34.0.0: nova/conf/vnc.py (help of `novncproxy_base_url`, in 18.3.0 and not in 17.0.13).
    """
    for console, setting in urls(config):
        page = str(setting.value).partition("?")[0]
        if console.group == "vnc" and page.endswith(f"/{PAGE}"):
            yield Finding(
                f"noVNC 1.0 and later have `{NEW_PAGE}` in place of `{PAGE}`; check that the page "
                "exists on the proxy, or use the new name",
                at(setting.places[-1]),
                setting.group,
                setting.name,
                _replaced(config, setting, PAGE, NEW_PAGE, f"Use {NEW_PAGE}"),
            )


def _replaced(config: Config, setting: Setting, old: str, new: str, title: str) -> tuple[Fix, ...]:
    """Offer to replace a part of the URL where the part stands in the file as it is."""
    raw = setting.raw or ""
    if raw.count(old) != 1:
        return ()
    return (set_fix(config, setting.group, setting.name, raw.replace(old, new), title),)
