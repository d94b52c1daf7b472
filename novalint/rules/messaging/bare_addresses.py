"""IPv6 addresses in transport URLs that lack their brackets, and brackets of something else."""

from __future__ import annotations

import re

from novalint.nova.transports import is_rabbit
from novalint.rules.common.hosts import is_address

READ_SINCE = 31
"""The first major version whose oslo.messaging, 16.0, takes an address without brackets."""
_CHECKED_SINCE = 28
"""The first major version for Pythons that look into brackets (3.11.4, urllib/parse.py)."""
_PORTS = ("5671", "5672")
_LOOKS_SO = re.compile(r"[0-9a-f]*(?::[0-9a-f.]*){2,}", re.IGNORECASE)
_END = re.compile(r"[/?#]")


def bare_address(url: str, major: int) -> str:
    """Return what is wrong with an address of RabbitMQ without brackets; empty where nothing is.

    From 2025.1 on one without a port is read as it is meant; what ends in the port of a broker is
    taken for an address too (oslo_messaging/transport.py, oslo_utils/netutils.py `escape_ipv6`).

    >>> bare_address("rabbit://u:p@2001:db8::5:5672/", 34), bare_address("rabbit://u:p@::5/", 34)
    ('has an IPv6 address with its port and without brackets', '')
    """
    scheme, _, rest = url.partition("://")
    if not is_rabbit(scheme.lower()):
        return ""
    places = (part.rpartition("@")[2] for part in _END.split(rest)[0].split(","))
    bare = [place for place in places if _LOOKS_SO.fullmatch(place) and _begins_so(place)]
    if any(place.rpartition(":")[2] in _PORTS or not is_address(place) for place in bare):
        return "has an IPv6 address with its port and without brackets"
    return "has an IPv6 address without brackets" if bare and major < READ_SINCE else ""


def misuses_brackets(url: str, major: int) -> bool:
    """Return whether the first brackets of a URL hold anything but an IPv6 address.

    Python refuses the whole URL then, be they those of a password. From 3.12.9 on and its kin it
    looks at the last host alone, so where that has brackets of its own, either may be.

    >>> misuses_brackets("rabbit://u:a[b]@h/", 34), misuses_brackets("rabbit://u:p@[::5]/", 34)
    (True, False)
    """
    hosts = _END.split(url.partition("://")[2])[0]
    inside = hosts.partition("[")[2].partition("]")[0]
    last = hosts.rpartition("@")[2]
    sound = _is_ipv6(inside) or (last[:1] == "[" and _is_ipv6(last[1:].partition("]")[0]))
    return major >= _CHECKED_SINCE and "[" in hosts and not sound


def _is_ipv6(inside: str) -> bool:
    return ":" in inside and is_address(inside)


def _begins_so(place: str) -> bool:
    """Return whether a place is an address, or one with a port behind it."""
    return is_address(place) or is_address(place.rpartition(":")[0])
