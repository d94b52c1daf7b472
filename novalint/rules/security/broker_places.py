"""The brokers that a node connects to, whichever option names them, and whether it is by TLS."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import UnknownValue, placeholder
from novalint.nova.transports import is_rabbit_backend
from novalint.records import NamedTuple
from novalint.rules.common.hosts import is_loopback
from novalint.rules.common.places import set_fix
from novalint.rules.common.transport import (
    NOTIFICATIONS,
    RABBIT,
    RPC,
    Transport,
    in_url,
    is_set,
    over,
    rabbit,
    read_known,
)
from novalint.rules.common.url_parts import may_have_parameters
from novalint.rules.security.broker_options import CA, NAME, TLS, present

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Fix
    from novalint.schema.options import Name

PORT = "rabbit_port"
OLD = ("rabbit_hosts", "rabbit_host", PORT)
"""What names the broker up to rocky where `transport_url` does not."""
_DRIVER = (NOTIFICATIONS[0], "driver")
_BUS = ("messaging", "messagingv2")
"""The drivers that put notifications on the bus; without one nothing connects."""
_WITHOUT_OPTIONS = 15
_ADDRESSES = (
    RPC,
    NOTIFICATIONS,
    _DRIVER,
    ("DEFAULT", "rpc_backend"),
    *((RABBIT, name) for name in OLD),
)
OPTIONS = tuple(f"{group}.{option}" for group, option in _ADDRESSES)
"""What `brokers` reads, as rules declare it."""


class BrokerAddress(NamedTuple):
    """A broker's host, empty where it is not known here, and its port."""

    name: str
    port: int

    @property
    def is_remote(self) -> bool:
        """Whether it is known to be another machine."""
        return bool(self.name) and not is_loopback(self.name)


class Brokers(NamedTuple):
    """The brokers that one option names, and what gives the port.

    `transport` is the URL whose options behind the `?` count; None where none do, as in ocata.
    """

    group: str
    option: str
    places: tuple[BrokerAddress, ...]
    transport: Transport | None
    port_option: str

    def sets(self, option: str) -> bool:
        """Whether the URL sets an option of `[oslo_messaging_rabbit]`."""
        return self.transport is not None and option in self.transport.query

    def same(self, other: Brokers, option: str) -> bool:
        """Whether both lead to the same places, and neither URL says otherwise of an option."""
        queries = [target.transport.query if target.transport else {} for target in (self, other)]
        said = {query.get(option) for query in queries}
        return set(self.places) == set(other.places) and len(said) == 1

    @property
    def of_rpc(self) -> bool:
        """Whether orders go that way, and not notifications alone."""
        return self.group != NOTIFICATIONS[0]


def brokers(config: Config) -> Iterator[Brokers]:
    """Yield the brokers that RPC goes to, and those of notifications where these are others.

    The same ones count as others where one URL says of TLS what the other does not. Raises
    UnknownValue where it is not known here which they are.
    """
    rpc = _by_url(config, RPC) or by_old_names(config)
    if rpc:
        yield rpc
    own = _by_url(config, NOTIFICATIONS) if _sends(config) else None
    if own and not (rpc and own.same(rpc, present(config, TLS))):
        yield own


def encrypted(config: Config, target: Brokers, option: str) -> bool | None:
    """Return whether TLS is used there; `option` is what says so, of the group or in the URL.

    Raises UnknownValue where a tool may yet write it behind the `?` of the URL.
    """
    value = over(config, target.transport, option)
    if target.transport and not target.sets(option):
        raise_if_open(config, (target.group, target.option))
    return value if isinstance(value, bool) else None


def raise_if_open(config: Config, url: Name = RPC) -> None:
    """Raise UnknownValue where a tool may yet bring options along behind the `?` of a URL."""
    if may_have_parameters(str(config.setting(*url).partial or "")):
        config.value(*url)


def speaks_tls(config: Config) -> bool:
    """Return whether TLS is known to be used somewhere, be it by a URL of notifications alone."""
    tls = present(config, TLS)
    try:
        return any(encrypted(config, target, tls) for target in brokers(config))
    except UnknownValue:
        return False


def encryption_fix(config: Config) -> tuple[Fix, ...]:
    """Offer to turn encryption on where all that belongs to it is there: CA, check of names, port.

    With it, nothing would connect to a port where RabbitMQ speaks without TLS.
    """
    tls = present(config, TLS)
    if in_url(config, tls) or uses_plain_port(config) or not _checks_names(config):
        return ()
    return (set_fix(config, RABBIT, tls, "true"),)


def _checks_names(config: Config) -> bool:
    """Return whether it is known that certificates and names would be checked with TLS."""
    try:
        return bool(rabbit(config, present(config, CA))) and rabbit(config, NAME) is not False
    except UnknownValue:
        return False


def uses_plain_port(config: Config) -> bool:
    """Return whether a broker is known to be asked at 5672, RabbitMQ's own port without TLS.

    A URL of notifications that says itself whether TLS is used does not count.
    """
    tls = present(config, TLS)
    try:
        asked = [one for one in brokers(config) if one.of_rpc or not one.sets(tls)]
        return any(place.port == 5672 for target in asked for place in target.places)
    except UnknownValue:
        return False


def _counting(config: Config, transport: Transport | None) -> Transport | None:
    """Return a URL where its options count: the driver of ocata does not look at them."""
    return None if config.release.major == _WITHOUT_OPTIONS else transport


def _by_url(config: Config, name: tuple[str, str]) -> Brokers | None:
    transport = read_known(config, name)
    if transport is None or not transport.hosts or not transport.is_rabbit:
        return None
    return Brokers(*name, tuple(_places(transport)), _counting(config, transport), name[1])


def _places(transport: Transport) -> Iterator[BrokerAddress]:
    """Yield the hosts of a URL; one without a port but with a part that may bring it has none."""
    for host in transport.hosts:
        hidden = placeholder(host.name) is not None or "<" in host.name  # the host's own address
        if host.port is not None or not hidden:
            yield BrokerAddress("" if hidden else host.name.strip(), host.port or 5672)


def by_old_names(config: Config) -> Brokers | None:
    """Return the brokers by the options that named them before `transport_url` had to.

    None where none of these is set, another option or driver decides, or a port cannot be read.
    Raises UnknownValue where it is not known here which they are.
    """
    if config.schema.option(RABBIT, OLD[0]) is None:
        return None
    transport = read_known(config)
    written = [name for name in OLD if is_set(config, name)]
    if not written or (transport and transport.hosts) or not _uses_rabbit(config, transport):
        return None
    port = config.integer(RABBIT, PORT)
    if port is None:
        return None
    end = "" if OLD[0] in written else f":{port}"  # an address of IPv6 there has no brackets
    hosts = [host.removesuffix(end) for host in config.items(RABBIT, OLD[0]) or ()]
    places = tuple(_old_place(host, port) for host in hosts if "<" not in host)
    gives_port = PORT if PORT in written else written[0]
    if any(place.port != port for place in places):
        gives_port = written[0]
    return Brokers(RABBIT, written[0], places, _counting(config, transport), gives_port)


def _uses_rabbit(config: Config, transport: Transport | None) -> bool:
    """Return whether the driver is that of RabbitMQ; a URL stands over `rpc_backend`."""
    if transport:
        return transport.is_rabbit
    backend = config.text("DEFAULT", "rpc_backend")
    return backend is None or is_rabbit_backend(backend, config.release.major)


def _old_place(host: str, port: int) -> BrokerAddress:
    """Take `host`, `host:port`, `[address]:port` or a bare address of IPv6 apart."""
    name, colon, number = host.rpartition(":")
    if colon and number.isdigit() and (name.startswith("[") or ":" not in name):
        return BrokerAddress(name.strip("[]"), int(number))
    return BrokerAddress(host.strip("[]"), port)


def _sends(config: Config) -> bool:
    """Return whether files set a driver that sends notifications over the bus."""
    drivers = config.setting(*_DRIVER).partial
    return isinstance(drivers, list) and any(driver in _BUS for driver in drivers)
