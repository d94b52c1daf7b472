"""A transport_url taken apart: its driver, its hosts and the options that it sets, no secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.nova.transports import driver_of, is_rabbit
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.rules.common.hosts import is_address, is_loopback, unquoted
from novalint.rules.common.places import at_option
from novalint.schema.types import ValueFault, decode

if TYPE_CHECKING:
    from typing import TypeGuard

    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.findings import Location
    from novalint.schema.types import Value

RPC = ("DEFAULT", "transport_url")
NOTIFICATIONS = ("oslo_messaging_notifications", "transport_url")
RABBIT = "oslo_messaging_rabbit"
_SCHEME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789+-.")
_LEFT_OUT = dict.fromkeys(map(ord, "\t\r\n"))
"""What Python's urlsplit takes out of a URL since 2021, such as the ends of continued lines."""
_BROKER_BEHIND = lazy_pattern(r"@[^@/?#,]+:\d{1,5}(?=[,/?#]|$)")
"""A host with its port behind the sign that ends a log-in."""
ON_BUS = ("messaging", "messagingv2")
"""The drivers that put notifications on the bus."""


class BrokerHost(NamedTuple):
    """One broker: its name, its port (None: 5672) and what may be told of its credentials.

    `login` says that a user and a password are given and not empty, `guest` that the user is
    RabbitMQ's default one, `known` that the password is its default too, `blank` that a blank
    stands in the user or the name, `slash` that a `/`, written as `%2F`, stands in the user or the
    password.
    """

    name: str
    port: int | None
    login: bool
    guest: bool
    known: bool
    blank: bool
    slash: bool

    @property
    def local(self) -> bool:
        """Whether it is the machine itself."""
        return is_loopback(self.name)

    @property
    def shown(self) -> str:
        """The name and port as a message shows them."""
        return self.name.strip() if self.port is None else f"{self.name.strip()}:{self.port}"


class Transport(NamedTuple):
    """A transport_url taken apart: scheme in small letters, hosts, options behind the `?`.

    `slashes` says that `//` follows the scheme; without them no hosts are read. `vhost` is the
    virtual host: no path, `/`, `//` and `/%2F` all name RabbitMQ's own one, `/`.
    """

    scheme: str
    hosts: tuple[BrokerHost, ...]
    query: Mapping[str, str]
    slashes: bool
    vhost: str = "/"

    @property
    def driver(self) -> str:
        """The name of the oslo.messaging driver."""
        return driver_of(self.scheme)

    @property
    def is_rabbit(self) -> bool:
        """Whether the driver is that of RabbitMQ."""
        return is_rabbit(self.scheme)


class Unreadable(ValueError):  # noqa: N818 (a fault of the file, no error of the program)
    """oslo.messaging refuses the URL; the text says why and holds nothing of it."""


class Misread(Unreadable):
    """oslo.messaging reads the URL, but takes a part of the password for the broker."""


@lru_cache(maxsize=8)
def parse(url: str, major: int) -> Transport:
    """Take a URL apart as `TransportURL.parse` of that Nova release does; raises Unreadable.

    The reference is oslo_messaging/transport.py, 5.17.4 to 18.3.1. What only the driver refuses, as
    a port above 65535, is unreadable too. 5.17.4 (Nova 15) ended the credentials at the first `@`
    of a host, later versions at the last. Before 16.0 (Nova 31) a second colon in a host without
    brackets was part of its port, and a colon without a port was passed over.

    A URL with `@HOST:PORT` behind its path is read by all of them and raises Misread: nobody has a
    virtual host of that name, so the first `@` belongs to the password.
    """
    scheme, rest = _scheme(url.strip().translate(_LEFT_OUT))
    slashes = rest.startswith("//")
    netloc, path = _split(rest[2:], "/?#") if slashes else ("", rest)
    if ("[" in netloc) != ("]" in netloc):
        raise Unreadable("has a bracket without its counterpart")
    last = netloc.rpartition(",")[2]
    if "@" in path and "@" not in last and ":" in last and not is_address(last):
        raise Unreadable("has a `/`, `?` or `#` in a user or password")
    if "@" in last and _BROKER_BEHIND.search(path):
        raise Misread("has an `@` and after it a `/`, `?` or `#` in a user or password")
    path, query = _split(path.partition("#")[0], "?")
    hosts = tuple(_host(part, major) for part in netloc.split(",") if part)
    return Transport(scheme, hosts, _query(query[1:]), slashes, unquoted(path[1:]) or "/")


def _scheme(url: str) -> tuple[str, str]:
    scheme, colon, rest = url.partition(":")
    lower = scheme.lower()
    if not colon or not lower or not lower[0].isalpha() or not _SCHEME.issuperset(lower):
        raise Unreadable("does not begin with the name of a driver and a colon")
    return lower, rest


def _split(text: str, signs: str) -> tuple[str, str]:
    at = min((text.find(sign) for sign in signs if sign in text), default=len(text))
    return text[:at], text[at:]


def _query(text: str) -> Mapping[str, str]:
    if not text:
        return {}
    from urllib.parse import parse_qs

    return {name: ",".join(values) for name, values in parse_qs(text).items()}


def _host(text: str, major: int) -> BrokerHost:
    login, sign, place = text.rpartition("@")
    if major == 15 and sign:
        login, _, place = text.partition("@")
    user, _, word = login.partition(":")
    name, port = _place(place, major)
    guest = unquoted(user) == "guest"
    return BrokerHost(
        name,
        port,
        login=bool(user and word),
        guest=guest,
        known=guest and unquoted(word) == "guest",
        blank=user != user.strip() or name != name.strip(),
        slash="%2f" in login.lower(),
    )


def _place(text: str, major: int) -> tuple[str, int | None]:
    """Return the name and the port of a host."""
    name, colon, port = _name_and_port(text, major)
    if not port and (major < 31 or not colon):
        return name, None
    try:
        number = int(port)
    except ValueError:
        raise Unreadable("has a port that is not a number") from None
    if not 0 <= number <= 65535:
        raise Unreadable("has a port that is not between 0 and 65535")
    return name, number


def _name_and_port(text: str, major: int) -> tuple[str, str, str]:
    if text.startswith("["):
        name, _, rest = text[1:].partition("]")
        _, colon, port = rest.partition(":")
        return name, colon, port
    several = major >= 31 and text.count(":") > 1
    if several and not is_address(text):  # kombu refuses it
        raise Unreadable("has a host with more than one `:`")
    return (text, "", "") if several else text.partition(":")


def urls_in_files(config: Config) -> list[tuple[Setting, str]]:
    """Return the transport URLs that the files set and that have a value Nova can read."""
    names = [name for name in (RPC, NOTIFICATIONS) if config.schema.option(*name)]
    settings = [config.setting(*name) for name in names]
    known = [setting for setting in settings if setting.places and setting.unknown is None]
    return [(setting, setting.value) for setting in known if _plain(setting.value)]


def parsed(config: Config) -> Iterator[tuple[Setting, Transport]]:
    """Yield the transport URLs that the files set, taken apart; not those that are unreadable."""
    for setting, url in urls_in_files(config):
        try:
            yield setting, parse(url, config.release.major)
        except Unreadable:
            continue


def _plain(value: object) -> TypeGuard[str]:
    """Return whether a value is a text that says something."""
    return isinstance(value, str) and bool(value)


def url_label(setting: Setting) -> str:
    """Return the option of a URL as a message names it."""
    group = "" if setting.group == "DEFAULT" else f"[{setting.group}] "
    return f"`{group}{setting.name}`"


def read(config: Config, name: tuple[str, str] = RPC) -> Transport | None:
    """Return a URL taken apart; None where it is unset, or cannot be read."""
    value = config.value(*name)
    try:
        return parse(value, config.release.major) if _plain(value) else None
    except Unreadable:
        return None


def read_known(config: Config, name: tuple[str, str] = RPC) -> Transport | None:
    """Return a URL taken apart with what a tool has yet to fill in left as it stands.

    Raises UnknownValue where that leaves nothing to take apart, or hides where its parts end.
    """
    value = config.known_url(*name)
    try:
        return parse(value, config.release.major) if value else None
    except Unreadable:
        return read(config, name)


def known_parts(config: Config, name: tuple[str, str] = RPC) -> Transport | None:
    """Return a URL with what a tool has yet to fill in left as it stands, if it can be read.

    Its driver and its options are enough for whoever asks about `[oslo_messaging_rabbit]`.
    """
    if config.schema.option(*name) is None:
        return None
    value = config.setting(*name).partial
    try:
        return parse(value, config.release.major) if _plain(value) else None
    except Unreadable:
        return None


def plain_rabbit(config: Config) -> bool:
    """Return whether RPC goes over RabbitMQ, by a URL without options; so it is where none is set.

    It is asked by `config.derived`: a URL of that kind changes nothing else.
    """
    transport = known_parts(config)
    return transport is None or (transport.is_rabbit and not transport.query)


def uses_rabbit(config: Config) -> bool:
    """Return whether RPC goes over RabbitMQ, as far as the files say; unset means that it does."""
    transport = None if config.derived(plain_rabbit) else known_parts(config)
    return transport is None or transport.is_rabbit


def in_url(config: Config, option: str) -> bool:
    """Return whether the RPC URL sets an option of `[oslo_messaging_rabbit]` behind its `?`.

    The driver of ocata does not look there (oslo.messaging 5.17.4, _drivers/impl_rabbit.py).
    """
    if config.release.major == 15 or config.derived(plain_rabbit):
        return False
    transport = known_parts(config)
    return transport is not None and option in transport.query


def rabbit(config: Config, option: str) -> Value:
    """Return an option of `[oslo_messaging_rabbit]` as RPC uses it: what the URL says comes first.

    None where the release lacks the option, it cannot be read, or RPC does not use RabbitMQ
    (oslo_messaging/_drivers/common.py, `ConfigOptsProxy`).
    """
    if not uses_rabbit(config):
        return None
    return over(config, known_parts(config) if in_url(config, option) else None, option)


def over(config: Config, transport: Transport | None, option: str) -> Value:
    """Return an option of `[oslo_messaging_rabbit]` as a connection uses it, given its URL.

    None where the release lacks the option, or it cannot be read.
    """
    known = config.schema.option(RABBIT, option)
    if known is None:
        return None
    if transport is None or option not in transport.query:
        return config.value(RABBIT, option)
    try:
        return decode(known.entry, transport.query[option])
    except ValueFault:
        return None


def at_rabbit(config: Config, option: str) -> tuple[Location, str, str]:
    """Return location, group and option of what decides about an option of RabbitMQ."""
    name = RPC if in_url(config, option) else (RABBIT, option)
    return at_option(config, *name), *name


def is_set(config: Config, option: str) -> bool:
    """Return whether an option of RabbitMQ is written, in its group or in the URL."""
    known = config.schema.option(RABBIT, option) is not None
    return known and (in_url(config, option) or not config.setting(RABBIT, option).is_default)


def sends_notifications(config: Config) -> bool:
    """Return whether files set a driver that puts notifications on the bus: else nothing connects.

    Nova reads a URL for notifications either way (nova/rpc.py, `init`).
    """
    drivers = config.setting(NOTIFICATIONS[0], "driver").partial
    return isinstance(drivers, list) and any(driver in ON_BUS for driver in drivers)


def connects(config: Config, setting: Setting) -> bool:
    """Return whether services connect by a URL: by that of notifications where any are sent."""
    return setting.group == RPC[0] or sends_notifications(config)
