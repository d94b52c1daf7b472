"""The URLs at which users find the console proxies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Note, Severity
from novalint.rules.common.compute_only import set_off_compute
from novalint.rules.common.consoles import ENABLED, GUESTS, URLS, VNC, is_offered, set_for
from novalint.rules.common.hosts import is_loopback, url_host
from novalint.rules.common.places import as_set, at_option, finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.rules.common.consoles import Console

DRIVER = "DEFAULT.compute_driver"
SECURE = {"http": "https", "ws": "wss"}
PAGE, NEW_PAGE = "vnc_auto.html", "vnc_lite.html"


@rule(
    "console-url-plain-http",
    theme="console",
    severity=Severity.INFO,
    options=(*ENABLED, *URLS, "DEFAULT.ssl_only", DRIVER, GUESTS),
    roles=("compute",),
)
def console_url_plain_http(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Users open consoles without TLS.

    ## What it checks

    The URLs that nova-compute hands to users, of the consoles that are on: `[vnc]
    novncproxy_base_url`, `[spice] html5proxy_base_url`, `[serial_console] base_url`, if a file sets
    them to http or ws and to another host than the machine itself. A host that a template fills in
    counts as another one. Not reported for consoles that the driver or the kind of guest does not
    have, such as those of VNC of Ironic before 2026.1.

    ## Why it matters

    What is typed into a console goes over that connection, passwords included, and so does the
    token that opens it. The installation guide has it so, for a laboratory; hence only info.

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
    (`verify_origin_proto`), nova/conf/vnc.py; the same in 15.1.5 and 17.0.13. OpenStack
    Security Guide.
    """
    if config.boolean("DEFAULT", "ssl_only"):
        return
    for console, setting in _offered(config):
        scheme, host = scheme_and_host(setting)
        if scheme in SECURE and host and not is_loopback(host):
            yield finding(
                config,
                setting.group,
                setting.name,
                f"{as_set(setting)} opens {console.name} consoles over `{scheme}`,"
                " so what is typed can be read on the way, passwords too; use"
                f" `{SECURE[scheme]}`",
            )


def _offered(config: Config) -> Iterator[tuple[Console, Setting]]:
    """Yield the URLs of consoles that users can get here."""
    for console, setting in set_for(config, "url"):
        if is_offered(config, console):
            yield console, setting


def scheme_and_host(setting: Setting) -> tuple[str, str]:
    """Return both of a URL as far as they are known: what a tool fills in is as good as a name."""
    url = str(setting.partial).strip()
    scheme, host, _ = url_host(url)
    if scheme or setting.unknown is None:
        return scheme, host
    scheme, _, rest = url.partition("://")
    authority = re.split("[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    before = "]" if authority.startswith("[") else ":"
    return scheme.lower(), authority.partition(before)[0].lower()


@rule(
    "console-url-plain-for-tls-proxy",
    theme="console",
    severity=Severity.WARNING,
    options=(*ENABLED, *URLS, "DEFAULT.ssl_only", DRIVER, GUESTS),
)
def console_url_plain_for_tls_proxy(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Console URLs do not use TLS, but the proxy accepts only TLS.

    ## What it checks

    `ssl_only = true` in a configuration whose console URLs begin with http or ws. On a node that
    does not run the proxy by its role it is info: the proxy reads its own file.

    ## Why it matters

    The proxy ends every connection that does not begin with TLS. It would work only with a load
    balancer that accepts plain connections and uses TLS to the proxy, the wrong way round.

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

    Unsafe: the scheme becomes https or wss. There is no fix where the URL has port 80, on which no
    one speaks TLS: choose another one with it. Nor is there one where the proxy is elsewhere.

    ## Sources

    Nova 34.0.0: nova/cmd/baseproxy.py (`proxy`), nova/console/websocketproxy.py
    (`verify_origin_proto`); the same in 15.1.5 and 17.0.13.
    """
    if not config.boolean("DEFAULT", "ssl_only"):
        return
    only = Note("TLS only", at_option(config, "DEFAULT", "ssl_only"))
    for console, setting in _offered(config):
        scheme = str(setting.partial).partition("://")[0].lower()
        apart = deployment.plays(console.proxy) is False
        if scheme in SECURE:
            new = SECURE[scheme]
            yield finding(
                config,
                setting.group,
                setting.name,
                f"{as_set(setting)} is a URL without TLS, but with `ssl_only`"
                f" true the proxy accepts only TLS{', if its own file has that' if apart else ''};"
                f" use `{new}`",
                *(() if apart else _encrypted(config, setting, scheme)),
                related=(only,),
                override=Severity.INFO if apart else None,
            )


@rule(
    "console-url-off-compute",
    theme="console",
    severity=Severity.INFO,
    whoever_reads=True,
    options=(*ENABLED, *URLS),
    needs=("role",),
)
def console_url_off_compute(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A console URL is set on a node without nova-compute, where it has no effect.

    ## What it checks

    Where the node's role is given and is not compute: `[vnc] novncproxy_base_url`, `[spice]
    html5proxy_base_url`, `[serial_console] base_url`, of the consoles that the file has switched
    on. Of the others option-not-read-by-role tells.

    ## Why it matters

    It is nova-compute that makes up the URL a user gets, when it issues the token. Set on the
    proxy's or the API's node alone, the option looks right and users are sent to 127.0.0.1.

    ## Example

    `novncproxy_base_url` in the nova.conf of nova-novncproxy.

    ## Fix safety

    Unsafe: the line is commented out; see that the compute nodes have it.

    ## Sources

    Nova 34.0.0: read in nova/compute/manager.py (`get_vnc_console`, `get_spice_console`,
    `get_serial_console`) alone; the same in 15.1.5, 17.0.13 and 25.3.0.
    """
    yield from set_off_compute(
        (setting for _, setting in set_for(config, "url")), config, deployment
    )


@rule(
    "novnc-page-renamed",
    theme="console",
    severity=Severity.INFO,
    options=(*ENABLED, *URLS, DRIVER, GUESTS),
    releases=(18, None),
    since="Nova's own help has the new name from rocky on (nova/conf/vnc.py)",
    roles=("compute",),
)
def novnc_page_renamed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The URL for VNC consoles has the page name of noVNC before 1.0.

    ## What it checks

    A `[vnc] novncproxy_base_url` that leads to vnc_auto.html, where users can get a VNC console:
    not with a driver or a kind of guest that has none.

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
    for console, setting in _offered(config):
        page = str(setting.partial).partition("?")[0]
        if console is VNC and page.endswith(f"/{PAGE}"):
            yield finding(
                config,
                setting.group,
                setting.name,
                f"{as_set(setting)} points to `{PAGE}`, which noVNC 1.0 and later"
                f" call `{NEW_PAGE}`; use that name unless the proxy still has the old page",
                *_repaged(config, setting),
            )


def _encrypted(config: Config, setting: Setting, scheme: str) -> tuple[Fix, ...]:
    """Offer the scheme with TLS where the file has the other one in front of the URL."""
    written = setting.places[-1].assignment.value
    authority = re.split("[/?#]", written.partition("://")[2], maxsplit=1)[0]
    if not written.lower().startswith(f"{scheme}://") or authority.endswith(":80"):
        return ()
    new = SECURE[scheme]
    return (
        set_fix(config, setting.group, setting.name, new + written[len(scheme) :], f"Use {new}"),
    )


def _repaged(config: Config, setting: Setting) -> tuple[Fix, ...]:
    """Offer the new page where the file has the old one at the end of the path."""
    path, mark, query = setting.places[-1].assignment.value.partition("?")
    if not path.endswith(f"/{PAGE}"):
        return ()
    url = f"{path.removesuffix(PAGE)}{NEW_PAGE}{mark}{query}"
    return (set_fix(config, setting.group, setting.name, url, f"Use {NEW_PAGE}"),)
