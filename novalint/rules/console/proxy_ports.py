"""The ports on which the proxies of consoles listen."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import known_first
from novalint.rules.common.places import as_set, finding, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

PORTS = {
    "novncproxy": ("vnc", "novncproxy_port"),
    "spicehtml5proxy": ("spice", "html5proxy_port"),
    "serialproxy": ("serial_console", "serialproxy_port"),
}
"""The option of each proxy. nova-xvpvncproxy, which went in ussuri, was for Xen alone."""


@rule(
    "console-proxy-port-random",
    theme="console",
    severity=Severity.ERROR,
    options=tuple(map(".".join, PORTS.values())),
    roles=tuple(PORTS),
)
def console_proxy_port_random(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A console proxy listens on a random port.

    ## What it checks

    `[vnc] novncproxy_port`, `[spice] html5proxy_port` and `[serial_console] serialproxy_port` of 0,
    or with an empty value.

    ## Why it matters

    0 is a port that Nova takes, and an empty value is no port rather than the default. With either
    the system chooses a free one each time the proxy starts: the URL that users get leads to
    another port, and no console opens.

    ## Example

        [vnc]
        novncproxy_port = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file applies, or the
    default (6080, 6082, 6083).

    ## Sources

    Nova 15.1.5 and 34.0.0: nova/cmd/baseproxy.py (`proxy`), nova/conf/vnc.py, spice.py and
    serial_console.py (`PortOpt`); websockify 0.13: websockifyserver.py (`socket`), called with
    both.
    """
    roles = {name: role for role, name in PORTS.items()}
    for name in known_first(config, roles):
        setting = config.setting(*name)
        if setting.is_default or setting.fault or config.value(*name):
            continue
        what = "is empty, which is not a port" if setting.value is None else "0 is not a port"
        yield finding(
            config,
            *name,
            f"{as_set(setting)} {what}, so nova-{roles[name]} listens on a random one and no"
            " console opens; remove it",
            unset_fix(config, *name),
        )
