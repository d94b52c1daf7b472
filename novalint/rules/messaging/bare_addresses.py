"""IPv6 addresses in transport URLs that lack their brackets."""

from __future__ import annotations

import re

from novalint.nova.transports import is_rabbit
from novalint.rules.common.hosts import is_address

READ_SINCE = 31
"""The first major version whose oslo.messaging, 16.0, takes an address without brackets."""
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


def _begins_so(place: str) -> bool:
    """Return whether a place is an address, or one with a port behind it."""
    return is_address(place) or is_address(place.rpartition(":")[0])
