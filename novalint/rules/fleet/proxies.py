"""What a load balancer stands before, and how long it waits: the sections of an haproxy.cfg."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Node

KINDS = (
    "bind", "defaults", "default_backend", "use_backend", "maxconn", "timeout client",
    "timeout server", "timeout tunnel",
)  # fmt: skip
PROXY = tuple(f"haproxy:*.{kind}" for kind in KINDS)
"""The options of an haproxy.cfg that tell that, as patterns."""
DATABASE = 3306

_UNITS = {"us": 1e-6, "ms": 1e-3, "": 1e-3, "s": 1, "m": 60, "h": 3600, "d": 86400}
_PORTS = re.compile(r":([0-9]{1,5})(?:-([0-9]{1,5}))?(?=[\s,]|$)")
_SECTION = re.compile(r"haproxy:((?:listen|frontend) .*)\.bind")


class Limit(NamedTuple):
    """A number that a section has: seconds, or connections; `option` is where it stands.

    Not a number where that cannot be told here, such as where a tool has yet to write it.
    """

    option: str
    number: float

    @property
    def known(self) -> bool:
        """Whether the file says how much it is."""
        return not math.isnan(self.number)


class Frontage(NamedTuple):
    """What clients reach on some ports: a `listen`, or a `frontend` with its `backend`.

    A limit is None where neither the section nor its `defaults` have it. Of several backends it is
    that of the most patient one, as conditions choose among them. One that is not known is None
    too, but for that of a tunnel, without which others hold.
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
        """What closes a connection first that nobody uses and no tunnel is; 0 closes none."""
        limits = (limit for limit in (self.client, self.server) if limit and limit.number)
        return min(limits, key=_number, default=None)

    @property
    def tunnelled(self) -> Limit | None:
        """What closes an idle WebSocket or, in TCP mode, any idle connection, where it is known.

        In both `timeout tunnel` stands over the other two, but not a 0, which is as good as none
        (src/stream.c asks `if (s->be->timeout.tunnel)`).
        """
        if self.tunnel and not self.tunnel.known:
            return None
        return self.tunnel or self.idle


def _number(limit: Limit) -> float:
    return limit.number or math.inf


def frontages(proxy: Node, *ports: int) -> Iterator[Frontage]:
    """Yield what an haproxy.cfg has on some ports, each once."""
    for option, reading in proxy.readings.items():
        section = _SECTION.fullmatch(option)
        bound = frozenset(_bound(str(reading.value)))
        if section and bound.intersection(ports):
            yield _frontage(proxy, section[1], str(reading.value), bound)


def _bound(bind: str) -> Iterator[int]:
    """Yield the ports of `bind` lines, such as `*:8774` or `*:8770-8780`."""
    for first, last in _PORTS.findall(bind):
        yield from range(int(first), int(last or first) + 1)


def _frontage(proxy: Node, section: str, bind: str, ports: frozenset[int]) -> Frontage:
    inner = tuple(_behind(proxy, section))
    tunnels = _limits(proxy, "timeout tunnel", inner)
    return Frontage(
        section,
        bind,
        ports,
        _known(_limit(proxy, "timeout client", section)),
        _known(_in_all(proxy, "timeout server", inner)),
        _most_patient(limit for limit in tunnels if limit.number != 0),
        _known(_limit(proxy, "maxconn", section)),
    )


def _known(limit: Limit | None) -> Limit | None:
    return limit if limit and limit.known else None


def _behind(proxy: Node, section: str) -> Iterator[str]:
    """Yield the sections that may answer what reaches one: its backends, or itself."""
    default = _inherited(proxy, "default_backend", section)
    if default:
        yield f"backend {proxy.readings[default].value}"
    elif section.startswith("listen "):
        yield section
    chosen = proxy.readings.get(f"haproxy:{section}.use_backend")
    for line in str(chosen.value).splitlines() if chosen else ():
        yield f"backend {line.partition(' ')[0]}"


def _most_patient(times: Iterable[Limit]) -> Limit | None:
    """Return the longest time of some sections; it is not known where one of them is not."""
    limits = list(times)
    unknown = next((limit for limit in limits if not limit.known), None)
    return unknown or max(limits, key=_number, default=None)


def _in_all(proxy: Node, name: str, sections: tuple[str, ...]) -> Limit | None:
    """Return the longest time of some sections; None where a section waits without end."""
    endless = len(list(_limits(proxy, name, sections))) < len(sections)
    return None if endless else _most_patient(_limits(proxy, name, sections))


def _limits(proxy: Node, name: str, sections: tuple[str, ...]) -> Iterator[Limit]:
    return filter(None, (_limit(proxy, name, section) for section in sections))


def _limit(proxy: Node, name: str, section: str) -> Limit | None:
    if _is_open(section):
        return Limit(f"haproxy:{section}.{name}", math.nan)
    option = _inherited(proxy, name, section)
    if option is None:
        return None
    text = str(proxy.readings[option].value)
    if name == "maxconn":
        return Limit(option, int(text) if text.isdecimal() else math.nan)
    number = seconds(text)
    return Limit(option, math.nan if number is None else number)


def _is_open(section: str) -> bool:
    """Return whether a request, a tool or the environment decides which section it is."""
    return "%[" in section or "$" in section or placeholder(section) is not None


def _inherited(proxy: Node, name: str, section: str) -> str | None:
    """Return where a section has something: itself, else the `defaults` that hold for it."""
    place, seen = section, set[str]()
    while place and place not in seen:
        seen.add(place)
        option = f"haproxy:{place}.{name}"
        if option in proxy.readings:
            return option
        named = proxy.readings.get(f"haproxy:{place}.defaults")
        last = "" if place.startswith("defaults") else "defaults"
        place = str(named.value) if named else last
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
    limits = [frontage.tunnelled for frontage in frontages(proxy, DATABASE)]
    numbers = [limit.number for limit in limits if limit and limit.number >= 1]
    return int(min(numbers)) if numbers else None
