"""The values of a node's options as they go from process to process."""

from __future__ import annotations

from typing import Any, TypeAlias

from novalint.records import NamedTuple
from novalint.text.source import Position

Plain: TypeAlias = "bool | int | float | str | tuple[Plain, ...] | Digest | NamedTuple | None"
"""A value as it goes from process to process: lists are tuples, mappings tuples of pairs."""

NOWHERE = Position(0, 0, 0)
PLAIN, TLS = 5672, 5671
"""The ports of RabbitMQ, without TLS and with it: one broker may well listen on both."""


class Digest(NamedTuple):
    """A secret: equal for equal texts within one run, and nothing else can be learnt from it."""

    mark: str

    def __repr__(self) -> str:
        return "***"


class Broker(NamedTuple):
    """Which broker a `transport_url` means, whoever logs in: virtual host, and host with port.

    `rabbit` says that the driver is that of RabbitMQ, which alone reads `[oslo_messaging_rabbit]`.
    """

    vhost: str
    hosts: frozenset[tuple[str, int]]
    rabbit: bool = True

    def meets(self, other: Broker) -> bool:
        """Return whether both may be the same: one virtual host, and a host in common."""
        return self.vhost == other.vhost and self.shares_host(other)

    def shares_host(self, other: Broker) -> bool:
        """Return whether both name a host with a port, RabbitMQ's two being the same."""
        return not self._listeners.isdisjoint(other._listeners)

    @property
    def _listeners(self) -> frozenset[tuple[str, int]]:
        return frozenset((name, PLAIN if port == TLS else port) for name, port in self.hosts)

    def __str__(self) -> str:
        return f"{','.join(f'{name}:{port}' for name, port in sorted(self.hosts))} {self.vhost}"


class Reading(NamedTuple):
    """What a node reads for an option.

    `value` is the typed value in force, a Broker or DatabasePlace for the URL of one, a Digest for
    any other secret. It is None, and `known` false, where Nova refuses it or it is not known here:
    a tool has yet to write it, of a URL more than the login, or the host decides. `text` is what
    the file says, where others may write the same; `written` that a file sets the option, at
    `start` to `end` of document number `document`. `scheme` is that of a URL of which another part
    is not known.
    """

    value: Plain
    known: bool = True
    written: bool = False
    text: str | None = None
    document: int = 0
    start: Position = NOWHERE
    end: Position = NOWHERE
    scheme: str = ""


def frozen(value: Any) -> Plain:
    """Return a value that nobody can change, and that sets can hold."""
    if isinstance(value, dict):
        return tuple(sorted((str(key), frozen(item)) for key, item in value.items()))
    if isinstance(value, (list, tuple)):
        return tuple(map(frozen, value))
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


def split(option: str) -> tuple[str, str]:
    """Take `group.option` apart; a group may have a dot, an option has none."""
    group, _, name = option.rpartition(".")
    return group, name
