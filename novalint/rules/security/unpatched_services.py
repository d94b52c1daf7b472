"""Holes in other services that a stable update closed, where the configuration is open to them."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.places import as_set, finding
from novalint.rules.common.stable_fixes import CONTEXT, REDIRECT, before, is_unpatched, way_out
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

WEB = ("DEFAULT", "web")
PROXIES = ("novncproxy", "spicehtml5proxy")
LISTENS = (
    ("vnc", "novncproxy_host"),
    ("vnc", "novncproxy_port"),
    ("spice", "html5proxy_host"),
    ("spice", "html5proxy_port"),
)
SWITCHES = (("vnc", "enabled"), ("spice", "enabled"))
NOTIFIED = ("oslo_messaging_notifications", "driver")
FORMAT = ("notifications", "notification_format")


@rule(
    "console-redirect-unpatched",
    theme="security",
    severity=Severity.WARNING,
    options=("DEFAULT.web", *(f"{group}.{option}" for group, option in (*LISTENS, *SWITCHES))),
    releases=(None, 23),
    until="every version of xena refuses such addresses (nova/console/websocketproxy.py)",
    roles=PROXIES,
)
def console_redirect_unpatched(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """In this version, a link to the console proxy can redirect to any other site.

    ## What it checks

    Whether a console proxy that hands out pages (nova-novncproxy, nova-spicehtml5proxy) is
    configured in a version given in full, such as `22.2.0`, that is older than the fix: 21.2.3,
    22.3.0, 23.1.0, 24.0.0. Not reported where `web` is empty, since the proxy has no pages then,
    nor where only a series is given. A line of a file that may lack `web` is info. Lines of a
    console that is turned off (`enabled = false`) show no proxy.

    ## Why it matters

    The address `//example.com/%2F..` at the proxy sends a browser on to example.com. A link that
    begins with the name of your cloud so leads to a page that asks for passwords (CVE-2021-3654).
    Up to train no version was published that is fixed; packages of a distribution may have the
    change under an old number.

    ## Example

        [vnc]
        novncproxy_host = 192.0.2.10

    ## Fix safety

    There is no fix: install a fixed version.

    ## Sources

    Nova: nova/console/websocketproxy.py (`send_head`) of 20.6.1, 21.2.2, 21.2.3, 22.2.2, 22.3.0,
    23.0.2, 23.1.0, 24.0.0; nova/cmd/baseproxy.py, nova/cmd/serialproxy.py, which has no pages;
    OSSA-2021-002.
    """
    web = config.setting(*WEB)
    if not is_unpatched(config, REDIRECT) or (not web.is_default and not web.value):
        return
    off = _turned_off(config)
    names = (name for name in (WEB, *LISTENS) if name[0] not in off)
    written = [name for name in names if not config.setting(*name).is_default]
    if written or any(map(deployment.plays, PROXIES)):
        name = written[0] if written else WEB
        what = "is for a console proxy" if written else "has the console proxy hand out pages"
        yield finding(
            config,
            *name,
            f"{as_set(config.setting(*name))} {what}, and {before(config, REDIRECT)} a link to it"
            f" can lead to any other site (CVE-2021-3654); {way_out(config, REDIRECT)}",
            override=severity_unless_set(config, WEB),
        )


def _turned_off(config: Config) -> list[str]:
    """Return the groups of consoles that a line turns off; without one a proxy may serve others."""
    return [
        name[0]
        for name in SWITCHES
        if not config.setting(*name).is_default and config.boolean(*name) is False
    ]


@rule(
    "notified-context-unpatched",
    theme="security",
    severity=Severity.WARNING,
    options=(".".join(NOTIFIED), ".".join(FORMAT)),
    releases=(None, 15),
    until="every version of pike leaves the context out (nova/exception_wrapper.py)",
    roles=("api", "compute"),
)
def notified_context_unpatched(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """In this version, error notifications contain the token of the user.

    ## What it checks

    Whether `[oslo_messaging_notifications] driver` sends notifications, in a form that is not
    versioned (`[notifications] notification_format`), with 15.0.0 or 15.0.1 given in full, on nodes
    with nova-api or nova-compute, which alone send those of errors with the arguments of a call.
    Not reported where only the series is given.

    ## Why it matters

    The notification of an error has the whole context of the request, the user's token among it. It
    goes to every listener and, where sending fails, into the log (CVE-2017-7214).

    ## Example

        [oslo_messaging_notifications]
        driver = messagingv2

    ## Fix safety

    There is no fix: install a fixed version.

    ## Sources

    Nova: nova/exception_wrapper.py (`_get_call_dict`) of 15.0.1 and 15.0.2; nova/rpc.py,
    nova/compute/api.py and nova/compute/manager.py (`wrap_exception`) of 15.1.5; OSSA-2017-002.
    """
    drivers = [name for name in config.items(*NOTIFIED) or () if name not in ("", "noop")]
    if drivers and is_unpatched(config, CONTEXT) and config.text(*FORMAT) != "versioned":
        yield finding(
            config,
            *NOTIFIED,
            f"`[{NOTIFIED[0]}] driver` sends notifications, and {before(config, CONTEXT)} those of"
            f" errors hold the token of the user (CVE-2017-7214); {way_out(config, CONTEXT)}",
        )
