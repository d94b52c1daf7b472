"""Where the consoles of guests listen, and who can reach them there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Note, Severity
from novalint.nova.drivers import package
from novalint.rules.common.consoles import (
    ADDRESSES,
    ENABLED,
    LISTENS,
    URLS,
    enabled,
    listens,
    spelt,
)
from novalint.rules.common.hosts import is_address, is_any, is_loopback, url_host
from novalint.rules.common.places import at, at_option, set_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.rules.common.consoles import Console


@rule(
    "console-address-loopback",
    theme="console",
    severity=Severity.WARNING,
    options=(*ENABLED, *ADDRESSES, *URLS, "DEFAULT.compute_driver", "DEFAULT.transport_url"),
    releases=(17, None),
    roles=("compute",),
    needs=("role", "compute_hosts"),
)
def console_address_loopback(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A console is offered at an address that only the compute host itself can reach.

    ## What it checks

    On a compute node of a cloud with several hosts, where the console's proxy does not run too: for
    each console that is on, that the address guests listen at, the address the proxy connects to
    and the URL users are sent to are not the loopback, written so or by default. Files that name
    neither a message bus nor one of the three are taken for a part of a configuration.

    ## Why it matters

    All three defaults are 127.0.0.1. The API hands out a console URL all the same, the browser
    opens it, and then the proxy connects to itself, or the user's browser does. Live migration is
    not disturbed, so nobody notices before a console is needed.

    ## Example

        [vnc]
        server_listen = 192.0.2.17
        server_proxyclient_address = 127.0.0.1
        novncproxy_base_url = https://console.example.org:6080/vnc_lite.html

    ## Fix safety

    There is no fix: the address is the operator's choice. `$my_ip` is usual where the network of
    `my_ip` is the one that the proxies use.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`get_vnc_console`, `get_spice_console`,
    `_guest_add_video_device`, `_create_serial_consoles`), nova/compute/manager.py
    (`get_vnc_console`), nova/conf/vnc.py, nova/conf/spice.py, nova/conf/serial_console.py; the
    same in 17.0.13 and 25.3.0.
    """
    if (deployment.compute_hosts or 0) < 2 or package(config) != "libvirt":
        return
    for console in enabled(config):
        if deployment.plays(console.proxy) is False and _is_told_of(config, console):
            yield from _unreachable(config, console)


def _is_told_of(config: Config, console: Console) -> bool:
    """Tell whether the files say where the console is, or would, being more than a fragment."""
    names = [(console.group, one) for one in (console.listen, console.address, console.url)]
    return any(config.setting(*one).places for one in (*names, ("DEFAULT", "transport_url")))


def _unreachable(config: Config, console: Console) -> Iterator[Finding]:
    names = dict.fromkeys((console.listen, console.address))
    local = [name for name in names if is_loopback(str(config.value(console.group, name)))]
    if local:
        written = " and ".join(
            f"`{name}` {shown(config.value(console.group, name))}" for name in local
        )
        yield Finding(
            f"no proxy on another host reaches the {console.name} consoles of this one, with "
            f"{written}; give the address by which the proxies reach this host",
            at_option(config, console.group, local[0]),
            console.group,
            local[0],
            related=tuple(
                Note("the other address", at_option(config, console.group, name))
                for name in local[1:]
                if config.setting(console.group, name).places
            ),
        )
    url = str(config.value(console.group, console.url))
    if is_loopback(url_host(url)[1]):
        yield Finding(
            f"users are sent to {shown(url)} for {console.name} consoles, which is their own "
            f"machine; set `{console.url}` to the public URL of the proxy",
            at_option(config, console.group, console.url),
            console.group,
            console.url,
        )


@rule(
    "console-listens-everywhere",
    theme="console",
    severity=Severity.INFO,
    options=(*ENABLED, *ADDRESSES, "vnc.auth_schemes"),
    releases=(17, None),
    roles=("compute",),
)
def console_listens_everywhere(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Consoles of guests are open on every address of the host, without a password.

    ## What it checks

    `server_listen` of `[vnc]` or `[spice]`, or `proxyclient_address` of `[serial_console]`, at
    `0.0.0.0` or `::` while that console is on. For VNC it is no finding where `auth_schemes` asks
    for vencrypt.

    ## Why it matters

    What QEMU opens there asks for no password: tokens are checked by the proxy alone. Whoever
    reaches the port, from a tenant network or the internet, sits at the guest's console. The
    installation guide does write `0.0.0.0`, which is why this is a note; a firewall must then keep
    these ports (5900 and up for VNC and SPICE, `port_range` for serial consoles) to the proxies.

    For serial consoles it is a warning, as the same option is the address to which the proxy
    connects: from another host, `0.0.0.0` is the proxy itself.

    A listener bound to one address moves along in a live migration: Nova asks the destination for
    its own.

    ## Example

        [vnc]
        server_listen = 0.0.0.0
        server_proxyclient_address = 192.0.2.17

    ## Fix safety

    Unsafe: guests listen where the proxy connects to, `$server_proxyclient_address`, from their
    next start on. Offered where that is one address of its own. To have the way from the proxy
    encrypted and authenticated as well, set up vencrypt on all hosts and in `auth_schemes`.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_guest_add_video_device`,
    `_create_serial_consoles`, `check_can_live_migrate_destination`), nova/conf/vnc.py; the same in
    17.0.13 and 25.3.0. Nova's installation guide, compute node. OpenStack Security Guide, compute.
    """
    schemes = config.value("vnc", "auth_schemes")
    for console, setting in listens(config):
        safe = console.group == "vnc" and isinstance(schemes, list) and "vencrypt" in schemes
        if not is_any(str(setting.value)) or safe:
            continue
        serial = console.listen == console.address
        what = "nor can a proxy on another host connect to it" if serial else "without a password"
        yield Finding(
            f"{console.name} consoles of guests are open on every address of this host with "
            f"`{spelt(setting)}` {shown(setting.value)}, {what}; listen at the address that the "
            "proxy uses",
            at(setting.places[-1]),
            setting.group,
            setting.name,
            _proxied(config, console),
            override=Severity.WARNING if serial else None,
        )


def _proxied(config: Config, console: Console) -> tuple[Fix, ...]:
    """Offer to listen at the address to which the proxy connects, if that is a proper one."""
    if console.listen == console.address:
        return ()
    address = config.setting(console.group, console.address)
    value = str(address.value)
    if address.machine or (is_address(value) and not is_loopback(value) and not is_any(value)):
        title = "Listen where the proxy connects to"
        return (set_fix(config, console.group, console.listen, f"${console.address}", title),)
    return ()


@rule(
    "console-listens-at-host-name",
    theme="console",
    severity=Severity.WARNING,
    options=(*(one for one in LISTENS if not one.startswith("serial")), "DEFAULT.compute_driver"),
    releases=(17, None),
    roles=("compute",),
)
def console_listens_at_host_name(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A host name where guests' displays listen makes every live migration to this host fail.

    ## What it checks

    That `server_listen` of `[vnc]` and of `[spice]` is an IP address and no name, with the libvirt
    driver. Whether the console is on makes no difference.

    ## Why it matters

    A name works for building servers, so the trap stays hidden. When a server is to be live
    migrated here, this host puts both values into fields that hold IP addresses only, and the
    check before the migration ends in a ValueError.

    ## Example

        [vnc]
        server_listen = compute1.example.org

    ## Fix safety

    There is no fix: write the address that the name stands for. `server_proxyclient_address` may
    stay a name.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`check_can_live_migrate_destination`),
    nova/objects/migrate_data.py (`LibvirtLiveMigrateData`); the same in 17.0.13, 20.6.1 and
    25.3.0.
    """
    if package(config) not in ("", "libvirt"):
        return
    for group in ("vnc", "spice"):
        setting = config.setting(group, "server_listen")
        if setting.places and not setting.machine and _is_name(setting):
            yield Finding(
                f"live migration to a compute host with this file fails, as `{spelt(setting)}`"
                f" {shown(setting.value)} is a name where only an IP address fits; write the"
                " address",
                at(setting.places[-1]),
                setting.group,
                setting.name,
            )


def _is_name(setting: Setting) -> bool:
    value = str(setting.value or "")
    plain = value.replace("-", "").replace(".", "").replace("_", "")
    return plain.isalnum() and not is_address(value)
