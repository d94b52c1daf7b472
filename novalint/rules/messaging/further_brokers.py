"""Brokers that a transport URL names where Nova does not look for one."""

from __future__ import annotations

import re

_REPEATED = r"[,;]\s*[a-z][a-z0-9+]*://"
"""A driver of its own before a further broker."""
_BEHIND_PATH = r"@[^@/?#]*/[^,@?#]*,[^,@:/?#]+:[^@/?#]+@"
"""A further broker with its log-in behind the path of the one before."""
_WRITTEN_SO = re.compile(f"{_REPEATED}|{_BEHIND_PATH}", re.IGNORECASE)
FURTHER = (
    "has a further broker behind the path or with a driver of its own, so Nova does not connect;"
    " write rabbit://USER:PASSWORD@HOST1:5672,USER:PASSWORD@HOST2:5672/"
)
"""What a message says of such a URL."""


def further_broker(url: str) -> bool:
    """Return whether a broker stands behind the path of another, or with a driver of its own.

    Both are a virtual host to oslo.messaging, or a port (oslo_messaging/transport.py, `parse`).

    >>> further_broker("rabbit://u:p@a/,rabbit://u:p@b/"), further_broker("rabbit://u:p@a,u:p@b/")
    (True, False)
    """
    return _WRITTEN_SO.search(url.partition("://")[2]) is not None
