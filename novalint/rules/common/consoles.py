"""The consoles of guests: which are on, where guests listen, where users are sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting

PROXIES = ("novncproxy", "spicehtml5proxy", "serialproxy")
"""The roles that stand between browsers and guests."""


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


CONSOLES = (
    Console(
        "VNC",
        "vnc",
        "server_listen",
        "server_proxyclient_address",
        "novncproxy_base_url",
        "novncproxy",
    ),
    Console(
        "SPICE",
        "spice",
        "server_listen",
        "server_proxyclient_address",
        "html5proxy_base_url",
        "spicehtml5proxy",
    ),
    Console(
        "serial",
        "serial_console",
        "proxyclient_address",
        "proxyclient_address",
        "base_url",
        "serialproxy",
    ),
)
"""The consoles of the libvirt driver (nova/virt/libvirt/driver.py, nova/compute/manager.py)."""

LISTENS = tuple(f"{one.group}.{one.listen}" for one in CONSOLES)
ADDRESSES = tuple(dict.fromkeys([*LISTENS, *(f"{one.group}.{one.address}" for one in CONSOLES)]))
URLS = tuple(f"{one.group}.{one.url}" for one in CONSOLES)
ENABLED = tuple(f"{one.group}.enabled" for one in CONSOLES)


def enabled(config: Config) -> Iterator[Console]:
    """Return the consoles that are switched on, by default or in the files."""
    for one in CONSOLES:
        if config.value(one.group, "enabled") is True:
            yield one


def listens(config: Config) -> Iterator[tuple[Console, Setting]]:
    """Give, of the consoles that are on, where guests listen, if a file says so."""
    for one in enabled(config):
        setting = config.setting(one.group, one.listen)
        if setting.places and isinstance(setting.value, str):
            yield one, setting


def urls(config: Config) -> Iterator[tuple[Console, Setting]]:
    """Give, of the consoles that are on, where users are sent, if a file says so."""
    for one in enabled(config):
        setting = config.setting(one.group, one.url)
        if setting.places and isinstance(setting.value, str):
            yield one, setting


def spelt(setting: Setting) -> str:
    """Return the name under which a file sets an option, an old one included."""
    return setting.via[1] if setting.via else setting.name
