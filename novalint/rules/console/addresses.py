"""Where the consoles of guests listen, and who can reach them there."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Note, Severity
from novalint.rules.common.absence import severity_of_absence
from novalint.rules.common.consoles import (
    ADDRESSES,
    DISPLAYED,
    DISPLAYS,
    ENABLED,
    GUESTS,
    SERIAL,
    SPICE,
    URLS,
    consoles,
    enabled,
    has_guests,
    set_for,
)
from novalint.rules.common.hosts import is_address, is_any, is_loopback
from novalint.rules.common.places import as_set, at_option, finding, set_fix
from novalint.rules.console.urls import scheme_and_host
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.rules.common.consoles import Console

DIRECT = "spice_direct_proxy_base_url"
MESSAGE_BUS = ("DEFAULT", "transport_url")


@rule(
    "console-address-loopback",
    theme="console",
    severity=Severity.WARNING,
    options=(*ENABLED, *ADDRESSES, *URLS, f"spice.{DIRECT}", "DEFAULT.transport_url", GUESTS),
    roles=("compute",),
    virt_types=DISPLAYED,
    needs=("role",),
)
def console_address_loopback(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A console is offered at an address that only the compute host itself can reach.

    ## What it checks

    Compute nodes on which the console's proxy does not run too, unless there is only one in the
    cloud. For each enabled console: the address that guests listen on, the address that the proxy
    connects to and the URL that users are sent to must not be the loopback, by a line or by
    default, and the last two not `0.0.0.0` or `::` either, with which a client connects to itself.
    It is a note if the files say nothing about a console; nothing is reported if they name no
    message bus either, since then they are a part of a configuration, or if the number of hosts is
    not known. It is also a note for a default in a single file that does not look like a whole
    configuration. Other drivers than libvirt are not looked at. With `[spice]
    spice_direct_proxy_base_url` users are sent there and need no `html5proxy_base_url`. Not
    reported are consoles that guests of a `virt_type` never have (SPICE with xen, serial consoles
    with any but kvm and qemu), nor lines under a name that is no longer read, which
    [unknown-option](unknown-option.md) reports.

    ## Why it matters

    All three defaults are 127.0.0.1. The API returns a console URL all the same, but then the
    proxy, or the user's browser, connects to itself. Live migration is not affected, so the fault
    is noticed only when somebody needs a console.

    ## Example

        [vnc]
        server_listen = 192.0.2.17
        server_proxyclient_address = 127.0.0.1
        novncproxy_base_url = https://console.example.org:6080/vnc_lite.html

    ## Fix safety

    There is no fix: only the operator can choose the address. `$my_ip` is usual if the proxies use
    the network of `my_ip`.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`get_vnc_console`, `get_spice_console`,
    `_guest_add_video_device`, `_create_consoles`, `_create_serial_consoles`),
    nova/compute/manager.py (`get_vnc_console`, `get_spice_console`), nova/conf/vnc.py,
    nova/conf/spice.py, nova/conf/serial_console.py; the same in 15.1.5, 17.0.13 and 25.3.0.
    In ocata and pike the options of VNC are `vncserver_listen` and `vncserver_proxyclient_address`.
    """
    hosts = deployment.compute_hosts
    for console in enabled(config):
        if not has_guests(config, console):
            continue
        configured = _is_configured(config, console)
        whole = configured or (hosts and config.setting(*MESSAGE_BUS).places)
        if whole and _is_apart(deployment, console):
            severity = None if configured else Severity.INFO
            yield from _local_addresses(config, console, severity)
            yield from _local_url(config, console, severity)


def _is_configured(config: Config, console: Console) -> bool:
    """Return whether the files set anything that a console takes."""
    names = ("enabled", console.listen, console.address, console.url)
    return any(config.setting(console.group, name).places for name in names)


def _local_addresses(
    config: Config, console: Console, severity: Severity | None
) -> Iterator[Finding]:
    names = dict.fromkeys((console.listen, console.address))
    settings = [config.setting(console.group, name) for name in names]
    settings.sort(key=lambda setting: setting.is_default)  # what is written is shown first
    local = [address for address in settings if _is_local(console, address)]
    if not local or _is_under_old_name(config, *local):
        return
    written = " and ".join(f"{as_set(address)} {shown(address.partial)}" for address in local)
    can, them = ("lets", "it") if len(local) == 1 else ("let", "them")
    yield finding(
        config,
        console.group,
        local[0].name,
        f"{written} {can} only this host reach its {console.name} consoles, so a proxy on"
        f" another host cannot show them; set {them} to an address of this host that the proxy"
        " reaches",
        related=tuple(
            Note("the other address", at_option(config, console.group, address.name))
            for address in local[1:]
            if address.places
        ),
        override=severity or _unless_elsewhere(config, *local),
    )


def _is_local(console: Console, setting: Setting) -> bool:
    """Return whether an address of a console is the loopback, or leads whoever connects to itself.

    That guests listen everywhere is a matter of console-listens-everywhere.
    """
    address = str(setting.partial)
    connects = setting.name == console.address != console.listen
    return is_loopback(address) or (connects and is_any(address))


def _local_url(config: Config, console: Console, severity: Severity | None) -> Iterator[Finding]:
    setting = config.setting(console.group, console.url)
    settings = [setting]
    if console is SPICE and _is_direct(config):
        settings = [config.setting(SPICE.group, DIRECT), *([] if setting.is_default else settings)]
    for setting in settings:
        host = scheme_and_host(setting)[1]
        if not (is_loopback(host) or is_any(host)) or _is_under_old_name(config, setting):
            continue
        yield finding(
            config,
            console.group,
            setting.name,
            f"{as_set(setting)} {shown(setting.partial)} sends users of {console.name} consoles to"
            " their own machine; set it to the public URL of the proxy",
            override=severity or _unless_elsewhere(config, setting),
        )


def _is_under_old_name(config: Config, *settings: Setting) -> bool:
    """Return whether a line says an unset option under a name that nothing reads any more.

    unknown-option tells of that line, and what it says is judged once it has its name.
    """
    from novalint.rules.options.unread import meant_by_unread

    unset = {(setting.group, setting.name) for setting in settings if setting.is_default}
    return bool(unset) and not unset.isdisjoint(meant_by_unread(config))


def _unless_elsewhere(config: Config, *settings: Setting) -> Severity | None:
    """Return the override where no file sets any of the options, and another one may."""
    unset = all(setting.is_default for setting in settings)
    return severity_of_absence(config) if unset else None


def _is_direct(config: Config) -> bool:
    """Return whether the files send users to SPICE without a page; the option came in 2025.1."""
    known = config.schema.option(SPICE.group, DIRECT) is not None
    return known and not config.setting(SPICE.group, DIRECT).is_default


@rule(
    "console-listens-everywhere",
    theme="console",
    severity=Severity.INFO,
    options=(*ENABLED, *ADDRESSES, "vnc.auth_schemes", GUESTS),
    roles=("compute",),
    virt_types=DISPLAYED,
)
def console_listens_everywhere(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Guest consoles listen on all addresses of the host, without a password.

    ## What it checks

    `server_listen` of `[vnc]` or `[spice]`, or `proxyclient_address` of `[serial_console]`, at
    `0.0.0.0` or `::`, however written, while that console is on. For VNC it is not reported where
    `auth_schemes` asks for vencrypt. Not reported for consoles that guests of a `virt_type` never
    have: SPICE of xen, and serial ones of any but kvm and qemu.

    ## Why it matters

    What QEMU opens there asks for no password: tokens are checked by the proxy alone. Anyone who
    reaches the port, from a tenant network or the internet, sits at the guest's console. The
    installation guide does write `0.0.0.0`, which is why this is info; a firewall must then keep
    these ports (5900 and up for VNC and SPICE, `port_range` for serial consoles) to the proxies.

    For serial consoles it is a warning where the node is, by its role, a compute node without their
    proxy, and not the cloud's only one: the same option is the address to which the proxy connects,
    and from another host `0.0.0.0` is the proxy itself.

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

    Nova 34.0.0: nova/virt/libvirt/driver.py (`_guest_add_video_device`, `_create_consoles`,
    `_create_serial_consoles`, `check_can_live_migrate_destination`), nova/conf/vnc.py; the same in
    15.1.5, 17.0.13 and 25.3.0. Nova's installation guide, compute node. OpenStack Security Guide,
    compute.
    """
    listening = list(set_for(config, "listen"))
    listening.sort(key=lambda each: each[0].group == "vnc")  # what decides of VNC may be unknown
    for console, setting in listening:
        address = str(setting.partial)
        if not (is_any(address) and has_guests(config, console)) or _is_encrypted(config, console):
            continue
        serial = console is SERIAL
        effect = ", and a proxy on another host cannot connect to it" if serial else ""
        own = "an address of this host" if serial else "the address that the proxy connects to"
        yield finding(
            config,
            setting.group,
            setting.name,
            f"{as_set(setting)} {shown(address)} opens the {console.name} consoles of guests on"
            f" every address of this host without a password{effect}; set it to {own}",
            *_proxied(config, console),
            override=Severity.WARNING if serial and _is_apart(deployment, console) else None,
        )


def _is_encrypted(config: Config, console: Console) -> bool:
    """Return whether guests ask for a certificate; UnknownValue where a tool may yet say so."""
    if console.group != "vnc":
        return False
    schemes = ("vnc", "auth_schemes")
    known = config.items(*schemes) or ()
    return "vencrypt" in known or "vencrypt" in str(config.value(*schemes))


def _is_apart(deployment: Deployment, console: Console) -> bool:
    """Return whether the proxy of a console is known to run on another host."""
    return deployment.compute_hosts != 1 and deployment.plays(console.proxy) is False


def _proxied(config: Config, console: Console) -> tuple[Fix, ...]:
    """Offer to listen at the address to which the proxy connects, if that is a proper one."""
    if console is SERIAL:
        return ()
    address = config.setting(console.group, console.address)
    value = str(address.partial)
    if address.machine or (is_address(value) and not is_loopback(value) and not is_any(value)):
        title = "Listen where the proxy connects to"
        return (set_fix(config, console.group, console.listen, f"${console.address}", title),)
    return ()


@rule(
    "console-listens-at-host-name",
    theme="console",
    severity=Severity.WARNING,
    options=DISPLAYS,
    roles=("compute",),
    virt_types=DISPLAYED,
)
def console_listens_at_host_name(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Consoles listen at a host name, so live migration to this host fails.

    ## What it checks

    That `server_listen` of `[vnc]` and of `[spice]` is an IP address, and no name nor empty, with
    the libvirt driver. Whether the console is on makes no difference.

    ## Why it matters

    A name works for building servers, so the trap stays hidden. When a server is to be live
    migrated here, this host puts both values into fields that hold IP addresses only, and the
    check before the migration ends in a ValueError.

    ## Example

        [vnc]
        server_listen = compute1.example.org

    ## Fix safety

    There is no fix: write the address that the name resolves to. `server_proxyclient_address` may
    stay a name.

    ## Sources

    Nova 34.0.0: nova/virt/libvirt/driver.py (`check_can_live_migrate_destination`),
    nova/objects/migrate_data.py (`LibvirtLiveMigrateData`); the same in 15.1.5, 17.0.13, 20.6.1
    and 25.3.0.
    """
    for console in consoles(config):
        if console is SERIAL:
            continue
        setting = config.setting(console.group, console.listen)
        if setting.places and (wrong := _no_address(setting)):
            yield finding(
                config,
                setting.group,
                setting.name,
                f"{as_set(setting)} {wrong}, but live migrations to this host need an IP address"
                " there and fail; set it to the IP address of that host",
            )


def _no_address(setting: Setting) -> str:
    """Return what stands in place of an IP address; empty where it is one, or is not known."""
    value = str(setting.partial or "")
    named = setting.machine is not None and value == "<host name>"
    if setting.fault or is_address(value) or (setting.unknown and not named):
        return ""
    if not value:
        return "is empty"
    plain = value.replace("-", "").replace(".", "").replace("_", "")
    written = shown(setting.places[-1].assignment.value if named else value)
    return f"{written} is {'a host name' if named or plain.isalnum() else 'not an IP address'}"
