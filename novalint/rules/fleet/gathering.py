"""From a configuration to a node: the values of the options that rules about fleets declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b

from novalint.annotations import TYPE_CHECKING
from novalint.config.doubts import doubtful_settings
from novalint.config.unknown import Reason, host_placeholder, placeholder
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.rules.common.database_urls import CONNECTIONS, DatabasePlace, place_of
from novalint.rules.common.hosts import machine
from novalint.rules.common.transport import RABBIT, RPC, Transport, Unreadable, parse, rabbit
from novalint.rules.common.url_parts import may_have_parameters
from novalint.rules.fleet.defaults import BROKERS, following
from novalint.rules.fleet.values import Broker, Digest, Plain, Reading, frozen, split

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.rules.fleet.model import Node

PORT = 5672
HEXADECIMAL = ("fixed_key",)
"""Secrets that Nova and Cinder write and read as hexadecimal digits (binascii.unhexlify)."""
FILLED_IN = (Reason.PLACEHOLDER, Reason.TEMPLATE)
_BLOCK = lazy_pattern(r"\{\{(?:if|unless|for|range|with)(?:_\d+)?\}\}")
"""What stands in a value for branches and loops of a template, which may name more hosts."""
WITHOUT_OPTIONS = 15
"""The major version whose driver does not look behind the `?` of a URL."""


class Gatherer(NamedTuple):
    """Takes from configurations what `options` (`group.option`) are; `key` is that of this run.

    `*` among them stands for all that is set and no secret.
    """

    options: frozenset[str]
    key: bytes

    def __repr__(self) -> str:
        return f"Gatherer({len(self.options)} options)"

    def readings(self, config: Config) -> Mapping[str, Reading]:
        """Return what a configuration says of these options, and what follows from it."""
        wanted = following(config.release, self.options)
        every = "*" in self.options
        chosen: dict[str, Setting] = {}
        for setting in (*config.settings, *doubtful_settings(config)):
            name = f"{setting.group}.{setting.name}"
            if name in self.options or (every and not setting.secret):
                chosen[name] = setting
        for name in wanted:
            if name not in chosen:
                chosen[name] = config.setting(*split(name))
        readings = {name: self._reading(config, name, reading) for name, reading in chosen.items()}
        return readings | dict(self._of_rabbit(config, readings))

    def _reading(self, config: Config, name: str, setting: Setting) -> Reading:
        known = setting.unknown is None and setting.fault is None
        value = self._value(config, name, setting) if known else _place(config, name, setting)
        known = known or value is not None
        text = None if setting.secret or not known else _text(setting)
        if not setting.places:
            return Reading(value, known)
        written = _written(config, setting.places[-1], value, text, known)
        return written._replace(scheme=_scheme(setting))

    def _value(self, config: Config, name: str, setting: Setting) -> Plain:
        if name in CONNECTIONS or (name in BROKERS and isinstance(setting.value, str)):
            return _server(name, setting.value, config.release.major)
        return self.digest(name, setting.value) if setting.secret else frozen(setting.value)

    def digest(self, name: str, value: object) -> Digest | None:
        """Return what tells a secret from another one in this run; None where there is none.

        Of an option whose value is read as a number to the base 16, case makes no difference.
        """
        if value in (None, "", []):
            return None
        if split(name)[1] in HEXADECIMAL:
            value = str(value).lower()
        text = repr(value).encode("utf-8", "surrogatepass")
        return Digest(blake2b(text, key=self.key, digest_size=16).hexdigest())

    def _of_rabbit(
        self, config: Config, readings: Mapping[str, Reading]
    ) -> Iterator[tuple[str, Reading]]:
        """Yield options of RabbitMQ that the URL sets, which count before those of the group.

        With a driver of another kind nothing is known of any of them: that does not read them.
        """
        setting = config.setting(*RPC)
        url = parsed(setting.partial, config.release.major)
        if url and not url.is_rabbit:
            for name in self.options | readings.keys():
                group, option = split(name)
                if group == RABBIT and config.schema.option(group, option):
                    unread = readings.get(name, Reading(None))
                    yield name, unread._replace(value=None, known=False, text=None)
            return
        heeded = setting.places and config.release.major > WITHOUT_OPTIONS
        for option in url.query if url and heeded else ():
            name = f"{RABBIT}.{option}"
            if name in self.options and config.schema.option(RABBIT, option):
                yield name, _written(config, setting.places[-1], frozen(rabbit(config, option)))


def _written(
    config: Config, place: Place, value: Plain, text: str | None = None, known: bool = True
) -> Reading:
    span, document = place.assignment.span, place.document
    start, end = document.position(span.start), document.position(span.end)
    return Reading(value, known, True, text, config.documents.index(document), start, end)


def _server(name: str, url: object, major: int) -> Broker | DatabasePlace | None:
    """Return which broker or database a URL means, whoever logs in."""
    return broker_of(str(url), major) if name in BROKERS else place_of(url, major)


def _place(config: Config, name: str, setting: Setting) -> Broker | DatabasePlace | None:
    """Return the same of a URL of which a template has yet to write user or password alone.

    Options behind the `?` that it writes may be any, and what RabbitMQ's are is compared too.
    """
    url, unknown = setting.partial, setting.unknown
    if not unknown or unknown.reason not in FILLED_IN or not isinstance(url, str):
        return None
    if name not in (*BROKERS, *CONNECTIONS) or _BLOCK.search(url) or host_placeholder(url):
        return None
    if may_have_parameters(url):
        return None
    server = _server(name, url, config.release.major)
    if isinstance(server, Broker):
        options = url.rpartition("@")[2].partition("?")[2]
        parts = (options, server.vhost, *(host for host, _ in server.hosts))
    else:
        parts = server or ("",)
    return None if any("$" in part or placeholder(part) for part in parts) else server


def _scheme(setting: Setting) -> str:
    """Return the scheme of a URL that is not known as a whole, in lower case; empty without one."""
    begun = setting.unknown is not None and setting.unknown.reason is not Reason.BRANCH
    scheme, found, _ = ((setting.raw or "") if begun else "").partition("://")
    return scheme.lower() if found and scheme.isalpha() and not setting.secret else ""


def _text(setting: Setting) -> str | None:
    """Return what another node may write for the same value: one line without references."""
    raw = setting.raw
    plain = raw is not None and not setting.option.multi and "$" not in raw and "\n" not in raw
    return raw if plain else None


def parsed(url: object, major: int) -> Transport | None:
    """Return a transport_url taken apart; None where there is none, or it cannot be read."""
    try:
        return parse(url, major) if isinstance(url, str) and url else None
    except Unreadable:
        return None


def broker_of(url: str, major: int) -> Broker | None:
    """Return which broker a URL means; None where it cannot be read or names no host."""
    transport = parsed(url, major)
    if transport is None or not transport.hosts:
        return None
    hosts = ((machine(host.name), host.port or PORT) for host in transport.hosts)
    return Broker(transport.vhost, frozenset(hosts), transport.is_rabbit)


def shared(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Return nodes that share what is equal in them: files of one template differ in little."""
    known: dict[Reading, Reading] = {}
    return tuple(
        replace(node, readings={k: known.setdefault(v, v) for k, v in node.readings.items()})
        for node in nodes
    )
