"""Who may open a console, for how long, and from which page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.consoles import PROXIES, spelt
from novalint.rules.common.hosts import is_address, url_host
from novalint.rules.common.places import at, set_fix, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment


@rule(
    "console-token-expires-at-once",
    theme="console",
    severity=Severity.ERROR,
    options=("consoleauth.token_ttl",),
    releases=(20, None),
    roles=("compute",),
)
def console_token_expires_at_once(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A lifetime of 0 makes console tokens that have expired when they are made.

    ## What it checks

    `[consoleauth] token_ttl = 0`.

    ## Why it matters

    0 does not mean without end: a token is valid as long as its end lies in the future, and that of
    a token with 0 seconds never does. The API still returns a URL, and every attempt to open it is
    refused as an invalid token.

    ## Example

        [consoleauth]
        token_ttl = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the default of 600 seconds applies.

    ## Sources

    Nova 34.0.0: nova/objects/console_auth_token.py (`authorize`), nova/db/main/api.py
    (`console_auth_token_get_valid`; in 20.6.1, the first without nova-consoleauth, in
    nova/db/sqlalchemy/api.py), nova/compute/manager.py.
    """
    setting = config.setting("consoleauth", "token_ttl")
    if setting.places and setting.value == 0:
        yield Finding(
            f"no console opens, as with `{spelt(setting)}` 0 tokens have expired when they are"
            " made; drop the option",
            at(setting.places[-1]),
            setting.group,
            setting.name,
            (unset_fix(config, "consoleauth", "token_ttl", "Let the default of 600 s apply"),),
        )


@rule(
    "console-token-long-lived",
    theme="console",
    severity=Severity.INFO,
    options=("consoleauth.token_ttl", "consoleauth.enforce_session_timeout"),
    releases=(17, None),
    roles=("compute",),
    thresholds={"seconds": 600},
)
def console_token_long_lived(
    config: Config, deployment: Deployment, seconds: float
) -> Iterator[Finding]:
    """Whoever sees the URL of a console may use it for a long time.

    ## What it checks

    `[consoleauth] token_ttl` above 600 seconds, which is the default and a threshold.

    ## Why it matters

    The URL with its token is all that it takes: it stands in the browser's history and in the logs
    of load balancers, and it is no matter who opens it, or how often. Up to 2023.2, and later
    without `[consoleauth] enforce_session_timeout = true` on the proxies, a console that is open
    stays open beyond the lifetime; so a long one is not needed for long work.

    ## Example

        [consoleauth]
        token_ttl = 86400

    ## Fix safety

    There is no fix: how long users may take is the operator's choice. With
    `enforce_session_timeout` the lifetime is that of the session too.

    ## Sources

    Nova 34.0.0: nova/conf/consoleauth.py, nova/console/websocketproxy.py
    (`new_websocket_client`); the default is the same in 17.0.13.
    """
    setting = config.setting("consoleauth", "token_ttl")
    value = setting.value
    if not setting.places or not isinstance(value, int) or value <= seconds:
        return
    if config.value("consoleauth", "enforce_session_timeout") is True:
        return
    yield Finding(
        f"whoever sees a console's URL can open it for {value} seconds, where the default is 600;"
        " a console that is open stays so without a longer time",
        at(setting.places[-1]),
        setting.group,
        setting.name,
    )


@rule(
    "console-origin-never-matches",
    theme="console",
    severity=Severity.WARNING,
    options=("console.allowed_origins",),
    releases=(17, None),
    roles=PROXIES,
)
def console_origin_never_matches(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An allowed origin is no bare host name, and so never fits.

    ## What it checks

    The entries of `[console] allowed_origins`: a scheme, a port, a path, a capital letter or a `*`
    in them.

    ## Why it matters

    The proxy takes the host name out of the browser's Origin, in small letters and without scheme
    and port, and looks for exactly that in the list. `https://dashboard.example.org` or `*` are
    never equal to it: consoles shown on that page stay refused with "Origin header does not match
    this host", and a `*` allows nobody more.

    Name only pages of your own: the list is what keeps a foreign page from using a user's console.
    OSSN-0101 tells which versions of Nova need an update as well.

    ## Example

        [console]
        allowed_origins = https://dashboard.example.org:443

    ## Fix safety

    Unsafe: entries become bare host names, a `*` goes.

    ## Sources

    Nova 34.0.0: nova/console/websocketproxy.py (`new_websocket_client`), nova/conf/console.py; the
    same in 17.0.13.
    """
    setting = config.setting("console", "allowed_origins")
    if not setting.places or not isinstance(setting.value, list):
        return
    origins = [str(one) for one in setting.value]
    wrong = [one for one in origins if one and _host_of(one) != one]
    if wrong:
        yield Finding(
            f"{listed(wrong)} in `{spelt(setting)}` cannot fit an Origin, as only host names are"
            " compared; write the bare name in small letters",
            at(setting.places[-1]),
            setting.group,
            setting.name,
            _bare_names_fix(config, setting, origins),
        )


def _host_of(origin: str) -> str:
    """Give the host name that an entry means; empty where none can be told."""
    if is_address(origin):
        return origin
    return url_host(origin if "://" in origin else f"//{origin}")[1]


def _bare_names_fix(config: Config, setting: Setting, origins: list[str]) -> tuple[Fix, ...]:
    if set(setting.raw or "") & set("\"'$\n"):
        return ()
    names = [_host_of(one) for one in origins if "*" not in one]
    if "" in names:
        return ()
    if not names:
        return (unset_fix(config, setting.group, setting.name, "Comment it out"),)
    value = ",".join(dict.fromkeys(names))
    return (set_fix(config, setting.group, setting.name, value, "Keep the host names alone"),)


@rule(
    "spice-direct-unencrypted",
    theme="console",
    severity=Severity.INFO,
    options=("spice.enabled", "spice.spice_direct_proxy_base_url", "spice.require_secure"),
    releases=(31, None),
    roles=("compute",),
)
def spice_direct_unencrypted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """SPICE clients connect to guests directly, without TLS.

    ## What it checks

    `[spice] spice_direct_proxy_base_url` is set with SPICE on, and `require_secure` is false.

    ## Why it matters

    A native client talks to the hypervisor through a proxy that passes on what it gets. With
    `require_secure = true` QEMU takes TLS only, from the client to the guest.

    ## Example

        [spice]
        enabled = true
        spice_direct_proxy_base_url = https://spice.example.org:13002/nova

    ## Fix safety

    There is no fix: QEMU needs its certificates on every host first (`spice_tls` in qemu.conf).

    ## Sources

    Nova 34.0.0: nova/conf/spice.py, nova/virt/libvirt/driver.py (`_guest_add_video_device`), nova/
    compute/manager.py (`get_spice_console`); `require_secure` is in 30.3.0 and not in 29.4.0, the
    URL in 31.3.1 and not in 30.3.0.
    """
    setting = config.setting("spice", "spice_direct_proxy_base_url")
    on = config.value("spice", "enabled") is True
    if setting.places and on and config.value("spice", "require_secure") is False:
        yield Finding(
            "SPICE clients reach guests directly, and `require_secure` is false, so what is typed"
            " can be read on the way; set it to true once the hosts have certificates",
            at(setting.places[-1]),
            setting.group,
            setting.name,
        )
