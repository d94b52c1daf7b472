"""The consoles of guests: which are on, where guests listen, where users are sent."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.nova.drivers import below, package, package_elsewhere
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from novalint.config.model import Config
    from novalint.config.setting import Setting

PROXIES = ("novncproxy", "spicehtml5proxy", "serialproxy")
"""The roles that stand between browsers and guests."""

DISPLAYED = ("kvm", "qemu", "xen", "parallels")
"""The virt types of libvirt whose guests have a display: all but lxc and uml."""

WITH_SPICE = ("kvm", "qemu", "parallels")
"""Those of them whose guests may have one of SPICE: all but xen."""

GUESTS = "libvirt.virt_type"
OFFERED = {"vnc": DISPLAYED, "spice": WITH_SPICE, "serial_console": ("kvm", "qemu")}
"""Group of a console -> the virt types of libvirt whose guests have it: `_guest_add_video_device`
and `_create_consoles` in nova/virt/libvirt/driver.py, 15.1.5 to 34.0.0."""

_DRIVERS = {
    "vnc": ("libvirt", "vmwareapi", "xenapi", "powervm"),
    "spice": ("libvirt",),
    "serial_console": ("libvirt", "ironic", "hyperv"),
}
"""Group of a console -> packages in nova/virt whose drivers give users one (`get_*_console`)."""
_VNC_OF_IRONIC = 33
"""The major version in which the driver of Ironic learnt to give one of VNC."""


class Console(NamedTuple):
    """One kind of console; `listen`, `address` and `url` are the names of its options.

    A guest listens at `listen`, the proxy (of the role `proxy`) connects to `address`, and users
    are sent to `url`.
    """

    name: str
    group: str
    listen: str
    address: str
    url: str
    proxy: str


VNC = Console(
    "VNC",
    "vnc",
    "server_listen",
    "server_proxyclient_address",
    "novncproxy_base_url",
    "novncproxy",
)
VNC_UP_TO_PIKE = VNC._replace(listen="vncserver_listen", address="vncserver_proxyclient_address")
SPICE = Console(
    "SPICE",
    "spice",
    "server_listen",
    "server_proxyclient_address",
    "html5proxy_base_url",
    "spicehtml5proxy",
)
SERIAL = Console(
    "serial",
    "serial_console",
    "proxyclient_address",
    "proxyclient_address",
    "base_url",
    "serialproxy",
)
_EVERY = (VNC, VNC_UP_TO_PIKE, SPICE, SERIAL)

DISPLAYS = tuple(f"{console.group}.{console.listen}" for console in (VNC, VNC_UP_TO_PIKE, SPICE))
ADDRESSES = tuple(
    dict.fromkeys(
        f"{console.group}.{name}"
        for console in _EVERY
        for name in (console.listen, console.address)
    )
)
URLS = tuple(f"{console.group}.{console.url}" for console in (VNC, SPICE, SERIAL))
ENABLED = tuple(f"{console.group}.enabled" for console in (VNC, SPICE, SERIAL))


def consoles(config: Config) -> tuple[Console, ...]:
    """Return the consoles of the libvirt driver, with the names that the release has.

    See nova/virt/libvirt/driver.py, nova/compute/manager.py.
    """
    renamed = config.schema.option(VNC.group, VNC.listen) is not None
    return (VNC if renamed else VNC_UP_TO_PIKE, SPICE, SERIAL)


def has_guests(config: Config, console: Console) -> bool:
    """Return whether guests of libvirt have a console here; KVM's where a template decides."""
    guests = config.setting("libvirt", "virt_type")
    usual = config.is_computed("libvirt", "virt_type")
    return usual or guests.partial in OFFERED[console.group]


def has_console(driver: str, group: str, major: int) -> bool:
    """Return whether a driver's package in a major version of Nova can give a kind of console."""
    if driver == "ironic" and group == "vnc":
        return major >= _VNC_OF_IRONIC
    return driver in _DRIVERS[group]


def is_offered(config: Config, console: Console) -> bool:
    """Return whether users can get a console here; so they can where the driver is not known.

    A `virt_type` that is written is read by libvirt's alone.
    """
    known = config.setting("DEFAULT", "compute_driver").unknown is None
    driver = package(config) if known else below(config)
    if not driver or (known and package_elsewhere(config)):
        return config.setting("libvirt", "virt_type").is_default or has_guests(config, console)
    if not has_console(driver, console.group, config.release.major):
        return False
    return driver != "libvirt" or has_guests(config, console)


def enabled(config: Config) -> Iterator[Console]:
    """Yield the consoles that are switched on, by default or in the files."""
    for console in consoles(config):
        if config.setting(console.group, "enabled").partial is True:
            yield console


def set_for(config: Config, what: Literal["listen", "url"]) -> Iterator[tuple[Console, Setting]]:
    """Yield, of the consoles that are on, an option of one kind, where a file sets it.

    `what` is the field of Console that names it: where guests listen, or where users are sent. What
    of the address or URL is not known here stands in `partial` as it is.
    """
    for console in enabled(config):
        setting = config.setting(console.group, getattr(console, what))
        if setting.places and isinstance(setting.partial, str):
            yield console, setting
