"""TLS between browsers, console proxies and guests."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import is_complete
from novalint.rules.common.consoles import PROXIES
from novalint.rules.common.lists import drop_items_fix
from novalint.rules.common.places import finding, lacking, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

SCHEMES = ("vnc", "auth_schemes")
MINIMUM = ("console", "ssl_minimum_version")
KEY, CERT, CA = "vencrypt_client_key", "vencrypt_client_cert", "vencrypt_ca_certs"
CONTEXT = 34
"""From this major version on a missing key or certificate breaks every connection."""


@rule(
    "vencrypt-certificates-missing",
    theme="console",
    severity=Severity.ERROR,
    options=("vnc.auth_schemes", *(f"vnc.{name}" for name in (KEY, CERT, CA))),
    releases=(17, None),
    since="the option came in queens (nova/conf/vnc.py)",
    roles=("novncproxy",),
)
def vencrypt_certificates_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The VNC proxy uses VeNCrypt, but lacks certificates for it.

    ## What it checks

    Where `[vnc] auth_schemes` has vencrypt: that `vencrypt_ca_certs` is set, and that
    `vencrypt_client_key` and `vencrypt_client_cert` are set both. Up to 2026.1 neither of the two
    is not reported, as QEMU need not ask for a client certificate. Where no role says that the node
    runs the proxy, or a single file says nothing of one and does not look like a whole
    configuration, it is info, since the paths may be in another file.

    ## Why it matters

    Without the authorities the certificate of no compute host can be verified, and as the proxy
    insists on that, no encrypted console opens. A key without its certificate, or the other way
    round, is ignored up to 2026.1: the proxy then shows no certificate, which a QEMU set up to
    verify clients refuses. From 2026.2 on, either one missing ends each of these connections in a
    TypeError.

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
    setting = config.setting(*SCHEMES)
    missing = _missing(config)
    if not setting.places or "vencrypt" not in (config.items(*SCHEMES) or ()) or not missing:
        return
    fatal = config.release.major >= CONTEXT or CA in missing
    effect = "no encrypted VNC console opens" if fatal else "the proxy shows no certificate to QEMU"
    names = ", ".join(f"`{name}`" for name in missing)
    sure = Severity.ERROR if fatal else Severity.WARNING
    written = all(config.setting("vnc", name).places for name in missing)
    is_proxy = deployment.plays("novncproxy") and (written or is_complete(config))
    them = "it" if len(missing) == 1 else "them"
    yield finding(
        config,
        *SCHEMES,
        f"`[vnc] auth_schemes` has vencrypt, but {names} {lacking(config, 'vnc', *missing)}, so"
        f" {effect}; set {them} to"
        f" {'the path of a PEM file' if them == 'it' else 'paths of PEM files'}",
        override=sure if is_proxy else Severity.INFO,
    )


def _missing(config: Config) -> list[str]:
    """Return what the handshake lacks."""
    settings = [config.setting("vnc", name) for name in (KEY, CERT, CA)]
    known = (each for each in settings if each.unknown is None and not each.fault)
    missing = [each.name for each in known if not each.value]
    if config.release.major < CONTEXT and KEY in missing and CERT in missing:
        return [CA] if CA in missing else []
    return missing


@rule(
    "vnc-encryption-optional",
    theme="console",
    severity=Severity.INFO,
    options=("vnc.auth_schemes",),
    releases=(17, None),
    since="the option came in queens (nova/conf/vnc.py)",
    roles=("novncproxy",),
)
def vnc_encryption_optional(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The VNC proxy still accepts hosts without encryption.

    ## What it checks

    `[vnc] auth_schemes` with both vencrypt and none.

    ## Why it matters

    The pair is meant for the time in which compute hosts get their certificates one by one. The
    proxy takes what the other side offers first, so anyone who stands between can offer nothing but
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
    if {"vencrypt", "none"} <= set(config.items(*SCHEMES) or ()):
        yield finding(
            config,
            *SCHEMES,
            "`[vnc] auth_schemes` allows none as well as vencrypt, so a host, or anyone who "
            "impersonates it, can skip encryption; remove none once every compute host has"
            " certificates",
            *drop_items_fix(config.setting(*SCHEMES), {"none"}),
        )


@rule(
    "console-tls-without-certificate",
    theme="console",
    severity=Severity.ERROR,
    options=("DEFAULT.ssl_only", "DEFAULT.cert"),
    roles=PROXIES,
)
def console_tls_without_certificate(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Console proxies accept only TLS, but no certificate is set.

    ## What it checks

    `ssl_only = true` with `cert` empty or not set. Where `cert` is not set and no role says that
    the node runs a console proxy, or a single file does not look like a whole configuration, it is
    info, since the path may be in another file.

    ## Why it matters

    `cert` is `self.pem` by default: a file of that name in the directory in which the proxy happens
    to be started. As it is not there, nova-novncproxy, nova-serialproxy and nova-spicehtml5proxy
    print `SSL only and self.pem not found` and exit.

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

    Nova 34.0.0: nova/cmd/baseproxy.py (`proxy`), nova/conf/novnc.py; the same in 15.1.5, 17.0.13
    and 25.3.0.
    """
    cert = config.setting("DEFAULT", "cert")
    if not config.boolean("DEFAULT", "ssl_only") or (cert.places and cert.value != ""):
        return
    what = "empty" if cert.places else "not set (by default `self.pem` in the working directory)"
    is_proxy = any(deployment.plays(role) for role in PROXIES) and is_complete(config)
    yield finding(
        config,
        "DEFAULT",
        "ssl_only",
        f"`ssl_only` true asks for a certificate, but `cert` is {what}, so a console proxy exits at"
        " start; set `cert` to the path of a PEM file",
        override=None if cert.places or is_proxy else Severity.INFO,
    )


@rule(
    "console-tls-version-outdated",
    theme="console",
    severity=Severity.INFO,
    options=("console.ssl_minimum_version",),
    releases=(21, None),
    since="the option came in ussuri (nova/conf/console.py)",
    roles=PROXIES,
)
def console_tls_version_outdated(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Console proxies may accept TLS 1.1, which is deprecated.

    ## What it checks

    `[console] ssl_minimum_version = tlsv1_1`. The default leaves it to the system's OpenSSL, and
    is fine. Whether the proxies speak TLS themselves, for which they need `cert`, is not looked at.

    ## Why it matters

    RFC 8996 retired TLS 1.0 and 1.1 in 2021. The option only shuts older versions out; whether the
    system's OpenSSL with its policy and Python, whose own minimum is TLS 1.2 from 3.10 on unless
    the distribution changes that, still permit TLS 1.1 is another matter. Where they do, an old
    browser uses it, and so does one that tries older versions after an attacker on the way had the
    first attempt fail. With `tlsv1_2` it is shut out everywhere.

    ## Example

        [console]
        ssl_minimum_version = tlsv1_1

    ## Fix safety

    Unsafe: sets tlsv1_2.

    ## Sources

    Nova 34.0.0: nova/conf/console.py, nova/console/websocketproxy.py (`NovaWebSocketProxy`);
    websockify's `select_ssl_version`. The option is in 21.2.4 and not in 20.6.1.
    """
    if config.text(*MINIMUM) == "tlsv1_1":
        yield finding(
            config,
            *MINIMUM,
            "`[console] ssl_minimum_version` tlsv1_1 lets console proxies accept TLS 1.1, a retired"
            " version, where the system permits it; set it to tlsv1_2",
            set_fix(config, *MINIMUM, "tlsv1_2"),
        )
