"""What a load balancer stands before, and how long it waits: the sections of an haproxy.cfg."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Node

KINDS = ("bind", "default_backend", "maxconn", "timeout client", "timeout server", "timeout tunnel")
PROXY = tuple(f"haproxy:*.{kind}" for kind in KINDS)
"""The options of an haproxy.cfg that tell that, as patterns."""
DATABASE = 3306

_UNITS = {"us": 1e-6, "ms": 1e-3, "": 1e-3, "s": 1, "m": 60, "h": 3600, "d": 86400}
_PORTS = re.compile(r":([0-9]{1,5})(?=[\s,]|$)")
_SECTION = re.compile(r"haproxy:((?:listen|frontend) .*)\.bind")


class Limit(NamedTuple):
    """A number that a section has: seconds, or connections; `option` is where it stands."""

    option: str
    number: float


class Frontage(NamedTuple):
    """What clients reach on some ports: a `listen`, or a `frontend` with its `backend`.

    A limit is None where neither the section nor `defaults` has it.
    """

    section: str
    bind: str
    ports: frozenset[int]
    client: Limit | None
    server: Limit | None
    tunnel: Limit | None
    connections: Limit | None

    @property
    def idle(self) -> Limit | None:
        """What closes a connection first that nobody uses."""
        return min(filter(None, (self.client, self.server)), key=_number, default=None)

    @property
    def websocket(self) -> Limit | None:
        """What closes a session over a WebSocket first that nobody uses."""
        return self.tunnel or self.idle

    @property
    def has_tls(self) -> bool:
        """Whether the load balancer ends TLS there."""
        return bool(re.search(r"\sssl(\s|,|$)", self.bind))


def _number(limit: Limit) -> float:
    return limit.number


def frontages(proxy: Node, *ports: int) -> Iterator[Frontage]:
    """Return what an haproxy.cfg has on some ports, each once."""
    for option, reading in proxy.readings.items():
        section = _SECTION.fullmatch(option)
        bound = frozenset(int(port) for port in _PORTS.findall(str(reading.value)))
        if section and bound.intersection(ports):
            yield _frontage(proxy, section[1], str(reading.value), bound)


def _frontage(proxy: Node, section: str, bind: str, ports: frozenset[int]) -> Frontage:
    behind = proxy.readings.get(f"haproxy:{section}.default_backend")
    inner = f"backend {behind.value}" if behind else section
    return Frontage(
        section,
        bind,
        ports,
        _limit(proxy, "timeout client", section),
        _limit(proxy, "timeout server", inner),
        _limit(proxy, "timeout tunnel", inner),
        _limit(proxy, "maxconn", section),
    )


def _limit(proxy: Node, name: str, section: str) -> Limit | None:
    for place in (section, "defaults"):
        option = f"haproxy:{place}.{name}"
        reading = proxy.readings.get(option)
        text = str(reading.value) if reading else ""
        if name == "maxconn" and text.isdecimal():
            return Limit(option, int(text))
        if reading and (number := seconds(text)) is not None and name != "maxconn":
            return Limit(option, number)
    return None


def seconds(text: str) -> float | None:
    """Return a time of HAProxy in seconds: milliseconds without a unit; None for what is none.

    >>> seconds("1m"), seconds("50000"), seconds("1h"), seconds("soon")
    (60, 50.0, 3600, None)
    """
    match = re.fullmatch(r"([0-9]{1,12})(us|ms|s|m|h|d)?", text)
    return int(match[1]) * _UNITS[match[2] or ""] if match else None


def idle_before_database(proxy: Node) -> int | None:
    """Return after how many seconds connections to the database are closed that nobody uses."""
    limits = [frontage.idle for frontage in frontages(proxy, DATABASE)]
    numbers = [limit.number for limit in limits if limit and limit.number >= 1]
    return int(min(numbers)) if numbers else None
