"""TLS between browsers, console proxies and guests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.consoles import PROXIES
from novalint.rules.common.lists import drop_items_fix
from novalint.rules.common.places import at, set_fix
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

KEY, CERT, CA = "vencrypt_client_key", "vencrypt_client_cert", "vencrypt_ca_certs"
CONTEXT = 34
"""From this major version on a missing key or certificate breaks every connection."""


@rule(
    "vencrypt-certificates-missing",
    theme="console",
    severity=Severity.ERROR,
    options=("vnc.auth_schemes", *(f"vnc.{name}" for name in (KEY, CERT, CA))),
    releases=(17, None),
    roles=("novncproxy",),
)
def vencrypt_certificates_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The proxy is to encrypt its way to the guests and lacks what it needs for that.

    ## What it checks

    Where `[vnc] auth_schemes` has vencrypt: that `vencrypt_ca_certs` is set, and that
    `vencrypt_client_key` and `vencrypt_client_cert` are set both. Up to 2026.1 neither of the two
    is no finding, as QEMU need not ask for a client certificate.

    ## Why it matters

    Without the authorities the certificate of no compute host can be verified, and as the proxy
    insists on that, no console opens. A key without its certificate, or the other way round, is
    passed over up to 2026.1: the proxy then shows no certificate, which a QEMU set up to verify
    clients refuses. From 2026.2 on, either one missing ends every connection in a TypeError.

    ## Example

        [vnc]
        auth_schemes = vencrypt
        vencrypt_client_key = /etc/nova/vnc/client-key.pem
        vencrypt_client_cert = /etc/nova/vnc/client-cert.pem

    ## Fix safety

    There is no fix, as only you know the paths.

    ## Sources

    Nova 34.0.0: nova/console/rfb/authvencrypt.py (`security_handshake`), which builds an SSL
    context; 33.0.2, 28.3.1 and 17.0.13 wrap the socket and always ask for a verified certificate.
    """
    schemes = config.value("vnc", "auth_schemes")
    if not isinstance(schemes, list) or "vencrypt" not in schemes:
        return
    missing = [name for name in (KEY, CERT, CA) if not config.value("vnc", name)]
    late = config.release.major >= CONTEXT
    if not late and KEY in missing and CERT in missing:
        missing = [CA] if CA in missing else []
    setting = config.setting("vnc", "auth_schemes")
    if not missing or not setting.places:
        return
    fatal = late or CA in missing
    effect = "no VNC console opens" if fatal else "the proxy shows no certificate"
    yield Finding(
        f"`auth_schemes` has vencrypt without {listed(missing)}, so {effect}; set all three paths",
        at(setting.places[-1]),
        "vnc",
        "auth_schemes",
        override=None if fatal else Severity.WARNING,
    )


@rule(
    "vnc-encryption-optional",
    theme="console",
    severity=Severity.INFO,
    options=("vnc.auth_schemes",),
    releases=(17, None),
    roles=("novncproxy",),
)
def vnc_encryption_optional(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The VNC proxy still takes hosts that do not encrypt.

    ## What it checks

    `[vnc] auth_schemes` with both vencrypt and none.

    ## Why it matters

    The pair is meant for the time in which compute hosts get their certificates one by one. The
    proxy takes what the other side offers first, so whoever stands between can offer nothing but
    none and read along. Guests started before their host had certificates must be restarted or
    migrated before none can go.

    ## Example

        [vnc]
        auth_schemes = vencrypt,none

    ## Fix safety

    Unsafe: takes none out of the list; consoles of guests that do not encrypt yet stop working.

    ## Sources

    Nova 34.0.0: nova/console/rfb/auths.py (`find_scheme`), nova/conf/vnc.py; the same in 17.0.13.
    Nova's guide on remote console access. A note only, as deployment tools ship the pair.
    """
    setting = config.setting("vnc", "auth_schemes")
    schemes = setting.value
    if not setting.places or not isinstance(schemes, list):
        return
    if {"vencrypt", "none"} <= set(map(str, schemes)):
        yield Finding(
            "`none` beside `vencrypt` lets a host, or whoever stands in for it, do without"
            " encryption; drop `none` once every compute host has certificates",
            at(setting.places[-1]),
            "vnc",
            "auth_schemes",
            drop_items_fix(setting, {"none"}),
        )


@rule(
    "console-tls-without-certificate",
    theme="console",
    severity=Severity.ERROR,
    options=("DEFAULT.ssl_only", "DEFAULT.cert", "DEFAULT.key"),
    releases=(17, None),
    roles=PROXIES,
)
def console_tls_without_certificate(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Console proxies are to speak TLS only, and no certificate is named.

    ## What it checks

    `ssl_only = true` without `cert`.

    ## Why it matters

    `cert` is `self.pem` by default: a file of that name in the folder in which the proxy happens to
    be started. As it is not there, nova-novncproxy, nova-serialproxy and nova-spicehtml5proxy print
    `SSL only and self.pem not found` and exit.

    Without `ssl_only` a proxy that has a certificate takes both TLS and plain connections on its
    port. Where TLS ends at a load balancer, neither option is needed here; the URLs in the compute
    nodes' files must still say https and wss, as the proxy compares them with what the browser or
    `X-Forwarded-Proto` shows.

    ## Example

        [DEFAULT]
        ssl_only = true

    ## Fix safety

    There is no fix: set `cert` to the path of a PEM file, and `key` if the key is kept apart.

    ## Sources

    Nova 34.0.0: nova/cmd/baseproxy.py (`proxy`), nova/conf/novnc.py; the same in 17.0.13 and
    25.3.0.
    """
    if config.value("DEFAULT", "ssl_only") is not True:
        return
    setting = config.setting("DEFAULT", "ssl_only")
    if setting.places and (config.setting("DEFAULT", "cert").is_default):
        yield Finding(
            "console proxies exit at start, as `ssl_only` asks for a certificate and `cert` is"
            " `self.pem`, a file in no known folder; set `cert` to a full path",
            at(setting.places[-1]),
            "DEFAULT",
            "ssl_only",
        )


@rule(
    "console-tls-version-outdated",
    theme="console",
    severity=Severity.INFO,
    options=("console.ssl_minimum_version",),
    releases=(21, None),
    roles=PROXIES,
)
def console_tls_version_outdated(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Console proxies take TLS 1.1, which browsers gave up in 2020.

    ## What it checks

    `[console] ssl_minimum_version = tlsv1_1`. The default leaves it to the system's OpenSSL, and
    is fine.

    ## Why it matters

    RFC 8996 retired TLS 1.0 and 1.1 in 2021. The setting also puts a policy of the whole system
    (such as crypto-policies) out of force for consoles.

    ## Example

        [console]
        ssl_minimum_version = tlsv1_1

    ## Fix safety

    Unsafe: sets tlsv1_2.

    ## Sources

    Nova 34.0.0: nova/conf/console.py, nova/console/websocketproxy.py (`NovaWebSocketProxy`); the
    option is in 21.2.4 and not in 20.6.1.
    """
    if config.value("console", "ssl_minimum_version") == "tlsv1_1":
        setting = config.setting("console", "ssl_minimum_version")
        yield Finding(
            "console proxies take `tlsv1_1`, a retired version of TLS; ask for `tlsv1_2`",
            at(setting.places[-1]),
            "console",
            "ssl_minimum_version",
            (set_fix(config, "console", "ssl_minimum_version", "tlsv1_2"),),
        )
