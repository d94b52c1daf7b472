"""Who may open a console, for how long, and from which page."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import EXPRESSION
from novalint.findings import Finding, Fix, Severity
from novalint.patterns import lazy_pattern
from novalint.rules.common.consoles import PROXIES
from novalint.rules.common.hosts import is_address, is_loopback, url_host
from novalint.rules.common.places import as_set, finding, removal, set_fix, unset_fix
from novalint.rules.console.urls import scheme_and_host
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

TTL = ("consoleauth", "token_ttl")
ORIGINS = ("console", "allowed_origins")
SPICE = "spice"
DIRECT = "spice_direct_proxy_base_url"
BESIDE_CONSOLEAUTH = range(18, 20)
"""The major versions that can keep nova-consoleauth beside the tokens in the database."""
_SESSIONS_ENDED = 29
"""The first version whose proxies can end sessions with their token (`enforce_session_timeout`)."""


@rule(
    "console-token-expires-at-once",
    theme="console",
    severity=Severity.ERROR,
    options=("consoleauth.token_ttl", "workarounds.enable_consoleauth", "cells.enable"),
    releases=(18, None),
    since="nova-compute makes tokens from rocky on; to nova-consoleauth 0 meant no end"
    " (nova/compute/manager.py, nova/cache_utils.py)",
    roles=("compute",),
)
def console_token_expires_at_once(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Console tokens expire as soon as they are created.

    ## What it checks

    `[consoleauth] token_ttl` of 0, or with an empty value; in rocky and stein not with
    `[workarounds] enable_consoleauth` or cells v1, where nova-consoleauth knows the tokens too, and
    0 is no end for it.

    ## Why it matters

    0 does not mean without end: a token is valid as long as its end lies in the future, and that of
    a token with 0 seconds never does. The API still returns a URL, and every attempt to open it is
    refused as an invalid token. An empty number is none to oslo.config, and not the default: adding
    it to the time of day is a TypeError, and no token is made.

    ## Example

        [consoleauth]
        token_ttl = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file applies, or the
    default of 600 seconds.

    ## Sources

    Nova 34.0.0: nova/objects/console_auth_token.py (`authorize`), nova/db/main/api.py
    (`console_auth_token_get_valid`; up to 23.2.2 in nova/db/sqlalchemy/api.py),
    nova/compute/manager.py. 18.3.0 and 19.3.2: nova/console/websocketproxy.py
    (`_get_connect_info`); 17.0.13: nova/consoleauth/manager.py.
    """
    beside = (("workarounds", "enable_consoleauth"), ("cells", "enable"))
    if config.release.major in BESIDE_CONSOLEAUTH and any(config.boolean(*name) for name in beside):
        return
    setting = config.setting(*TTL)
    if setting.value or setting.fault:
        return
    what = "0 creates console tokens that have already expired"
    if setting.value is None:
        what = "is empty, which is not a number, and creates no console tokens"
    way = removal(setting, "to give them 600 seconds")
    yield finding(
        config,
        *TTL,
        f"{as_set(setting)} {what}, so no console opens; {way}",
        unset_fix(config, *TTL),
    )


@rule(
    "console-token-long-lived",
    theme="console",
    severity=Severity.INFO,
    options=("consoleauth.token_ttl", "consoleauth.enforce_session_timeout"),
    releases=(18, None),
    since="up to queens only nova-consoleauth reads the option (nova/consoleauth/manager.py)",
    roles=("compute",),
    thresholds={"seconds": 600},
)
def console_token_long_lived(
    config: Config, deployment: Deployment, seconds: float
) -> Iterator[Finding]:
    """A console URL stays valid for a long time, for anyone who sees it.

    ## What it checks

    `[consoleauth] token_ttl` above 600 seconds, which is the default and a threshold, without
    `[consoleauth] enforce_session_timeout = true` in the same files.

    ## Why it matters

    The URL with its token is all that it takes: it is in the browser's history and in the logs of
    load balancers, and it is no matter who opens it, or how often. Up to 2023.2, and later without
    `[consoleauth] enforce_session_timeout = true` on the proxies, a console that is open stays open
    beyond the lifetime; so a long one is not needed for long work.

    ## Example

        [consoleauth]
        token_ttl = 86400

    ## Fix safety

    There is no fix: how long users may take is the operator's choice. With
    `enforce_session_timeout` the lifetime is that of the session too.

    ## Sources

    Nova 34.0.0: nova/conf/consoleauth.py, nova/console/websocketproxy.py
    (`new_websocket_client`); the default is the same in 18.3.0.
    """
    lifetime = config.integer(*TTL) or 0
    if lifetime > seconds and not config.boolean("consoleauth", "enforce_session_timeout"):
        known = config.release.major >= _SESSIONS_ENDED
        stays = "stays open unless the proxies end sessions" if known else "stays open anyway"
        yield finding(
            config,
            *TTL,
            f"{as_set(config.setting(*TTL))} {lifetime} lets anyone who sees a console's URL open"
            f" it for {lifetime} seconds, although an open console {stays}; lower it to"
            " the default of 600",
        )


@rule(
    "console-origin-never-matches",
    theme="console",
    severity=Severity.WARNING,
    options=("console.allowed_origins",),
    roles=PROXIES,
)
def console_origin_never_matches(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An allowed origin is not a bare host name, so it never matches.

    ## What it checks

    The entries of `[console] allowed_origins`: a scheme, a port, a path, a capital letter, a quote
    or a `*` in them, a `.` at the start, or a letter that is not ASCII, for which a browser sends
    the name's `xn--` form. Of an entry that a template fills in, what stands beside the expression,
    as in `https://{{ host }}`.

    ## Why it matters

    The proxy takes the host name out of the browser's Origin, in lower case and without scheme and
    port, and looks for exactly that in the list. `https://dashboard.example.org` or `*` are never
    equal to it: consoles shown on that page stay refused with "Origin header does not match this
    host", and a `*` or `.example.org` allows no page more.

    Name only pages of your own: the list is what keeps a foreign page from using a user's console.
    OSSN-0101 tells which versions of Nova need an update as well.

    ## Example

        [console]
        allowed_origins = https://dashboard.example.org:443

    ## Fix safety

    Unsafe: entries become bare host names, a `*` and a name with a `.` at the start go. There is no
    fix for entries in quotes, with letters that are not ASCII, or of which a template fills in any.

    ## Sources

    Nova 34.0.0: nova/console/websocketproxy.py (`new_websocket_client`), nova/conf/console.py; the
    same in 17.0.13 and 15.1.5.
    """
    setting = config.setting(*ORIGINS)
    origins = list(config.items(*ORIGINS) or ()) if setting.places else []
    wrong = [one for one in origins if one and _is_wrong(one)]
    if setting.unknown is not None:
        wrong = [one for one in wrong if not _SIGNS & set(one)] + _wrong_in_part(setting)
    if wrong:
        match = "matches" if len(wrong) == 1 else "match"
        yield finding(
            config,
            *ORIGINS,
            f"{as_set(setting)} contains {listed(wrong)}, which {match} no Origin header, as only "
            f"host names are compared; {_way(wrong)}",
            *(_bare_names_fix(config, setting, origins) if setting.unknown is None else ()),
        )


def _way(wrong: list[str]) -> str:
    """Return what to do about entries, of which one may be several without a comma."""
    if any(_JOINED.search(EXPRESSION.sub("x", one)) for one in wrong):
        return "separate bare host names with commas"
    return "write bare host names in lower case"


_QUOTES = frozenset("\"'")
_JOINED = lazy_pattern(r"[^\s;|][\s;|]+[^\s;|]")
_SIGNS = _QUOTES | frozenset("{}%<>")
"""What is left of an expression that has a comma."""


def _wrong_in_part(setting: Setting) -> list[str]:
    """Return the entries whose host a tool fills in, with a scheme or a port that stands there."""
    entries = map(str, setting.partial) if isinstance(setting.partial, list) else ()
    filled = {one: EXPRESSION.sub("x", one) for one in entries if EXPRESSION.search(one)}
    return [one for one, name in filled.items() if not _SIGNS & set(name) and _is_wrong(name)]


def _is_wrong(origin: str) -> bool:
    return bool(set(origin) & _QUOTES) or origin[0] == "." or _host_of(origin) != origin


def _host_of(origin: str) -> str:
    """Return the host name that an entry means; empty where none can be told."""
    if is_address(origin):
        return origin.lower()
    return url_host(origin if "://" in origin else f"//{origin}")[1]


def _is_for_many(origin: str) -> bool:
    """Return whether an entry means all pages, or those of a domain."""
    return "*" in origin or origin.partition("://")[2][:1] == "." or origin[:1] == "."


def _bare_names_fix(config: Config, setting: Setting, origins: list[str]) -> tuple[Fix, ...]:
    if set(setting.raw or "") & set("\"'$\n"):
        return ()
    names = [_host_of(origin) for origin in origins if not _is_for_many(origin)]
    if "" in names:
        return ()
    if not names:
        return (unset_fix(config, *ORIGINS),)
    value = ",".join(dict.fromkeys(names))
    return (set_fix(config, *ORIGINS, value, "Keep only the host names"),)


@rule(
    "spice-direct-unencrypted",
    theme="console",
    severity=Severity.INFO,
    options=(
        "spice.enabled",
        "spice.spice_direct_proxy_base_url",
        "spice.require_secure",
        "spice.server_listen",
    ),
    releases=(31, None),
    since="the URL came in 2025.1 (nova/conf/spice.py)",
    roles=("compute",),
    drivers=("libvirt",),
    virt_types=("kvm", "qemu", "parallels"),
)
def spice_direct_unencrypted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """SPICE clients connect to guests directly, without TLS.

    ## What it checks

    With SPICE on, `[spice] spice_direct_proxy_base_url` is set to another host than the machine
    itself, which is the default, and `require_secure` is false. Nothing is reported if
    `server_listen` is the loopback, its default: then the consoles cannot be reached over the
    network, which [console-address-loopback](console-address-loopback.md) reports.

    ## Why it matters

    A native client, or the proxy that the URL names, connects to the hypervisor, and what users
    type and see crosses the network unencrypted. With `require_secure = true` QEMU accepts only
    TLS.

    This applies to every connection, and nova-spicehtml5proxy, which serves consoles in browsers
    (`spice-html5`), connects without TLS: these consoles no longer work for the host's guests. The
    option is meant for clouds that use direct access instead of that proxy.

    ## Example

        [spice]
        enabled = true
        server_listen = 192.0.2.17
        spice_direct_proxy_base_url = https://spice.example.org:13002/nova

    ## Fix safety

    There is no fix: QEMU needs its certificates on every host first (`spice_tls` in qemu.conf), and
    browser consoles must no longer be needed. Running guests keep the setting that they were
    started with.

    ## Sources

    Nova 34.0.0: nova/conf/spice.py, nova/virt/libvirt/driver.py (`_guest_add_video_device`),
    nova/virt/libvirt/config.py (`LibvirtConfigGuestGraphics`), nova/compute/manager.py
    (`get_spice_console`), nova/cmd/spicehtml5proxy.py; `require_secure` is in 30.3.0 and not in
    29.4.0, the URL in 31.3.1 and not in 30.3.0.
    """
    setting = config.setting(SPICE, DIRECT)
    on = config.boolean(SPICE, "enabled")
    written = setting.places and setting.fault is None
    remote = written and not is_loopback(scheme_and_host(setting)[1])
    reached = not is_loopback(str(config.setting(SPICE, "server_listen").partial))
    if remote and reached and on and config.boolean(SPICE, "require_secure") is False:
        yield finding(
            config,
            SPICE,
            DIRECT,
            f"`[spice] {DIRECT}` lets SPICE clients reach guests directly, without TLS; set"
            " `[spice] require_secure` to true once the hosts have certificates and consoles of"
            " spice-html5 are no longer needed, as its proxy does not use TLS towards guests",
        )
