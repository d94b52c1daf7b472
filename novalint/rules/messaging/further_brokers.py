"""Brokers that a transport URL names where Nova does not look for one."""

from __future__ import annotations

import re

_REPEATED = r"[,;]\s*[a-z][a-z0-9+]*://"
"""A driver of its own before a further broker."""
_BEHIND_PATH = r"@[^@/?#]*/[^,@?#]*,[^,@:/?#]+:[^@/?#]+@"
"""A further broker with its log-in behind the path of the one before."""
_WRITTEN_SO = re.compile(f"{_REPEATED}|{_BEHIND_PATH}", re.IGNORECASE)
_HOST = r"(?:\[[0-9a-f:.]+\]|[a-z0-9_.-]+)"
_PLACE = rf"{_HOST}(?::\d+)?"
_SIGN = r"(?P<sign>\s*[;|]\s*|\s+)"
_LOGIN = r"[^\s,;|:@]+:[^,@]*@"
_BEFORE_LOGIN = re.compile(rf"@{_HOST}:\d+{_SIGN}{_LOGIN}", re.IGNORECASE)
"""A broker with its port, and another with its log-in behind a sign that is no comma."""
_SAME_USER = re.compile(
    rf"(?:^|,)(?P<user>[^,:@]+):[^,@]*@{_HOST}{_SIGN}(?P=user):[^,@]*@", re.IGNORECASE
)
"""The same without a port, where the user shows that it is another broker."""
_BEFORE_HOST = re.compile(
    rf"(?:^|[,@]){_PLACE}(?P<sign> *[;|] *| +){_PLACE}(?:(?: *[;|] *| +){_PLACE})* *(?:,|$)",
    re.IGNORECASE,
)
"""Brokers of one log-in, or of none."""
_PATH = re.compile(r"[/?#]")
_WAY = "write rabbit://USER:PASSWORD@HOST1:5672,USER:PASSWORD@HOST2:5672/"
FURTHER = (
    "has a further broker behind the path or with a driver of its own, so Nova does not connect;"
    f" {_WAY}"
)
"""What a message says of such a URL."""


def ill_listed(url: str) -> str:
    """Return what is wrong with how a URL names several brokers; empty where nothing is."""
    return FURTHER if further_broker(url) else wrongly_separated(url)


def further_broker(url: str) -> bool:
    """Return whether a broker stands behind the path of another, or with a driver of its own.

    Both are a virtual host to oslo.messaging, or a port (oslo_messaging/transport.py, `parse`).

    >>> further_broker("rabbit://u:p@a/,rabbit://u:p@b/"), further_broker("rabbit://u:p@a,u:p@b/")
    (True, False)
    """
    return _WRITTEN_SO.search(url.partition("://")[2]) is not None


def wrongly_separated(url: str) -> str:
    """Return what is wrong where brokers are not separated by a comma; empty where all are.

    The library knows the comma alone, so the first of such brokers are part of a password, or of a
    name. A lone `@` in a password is sound; a host with a port, or the user once more, is not one.

    >>> wrongly_separated("rabbit://u:p@a;u:p@b/").partition(",")[0]
    'separates brokers by `;` and not by a comma'
    >>> wrongly_separated("rabbit://u:p@a;b:c@d/")
    ''
    """
    hosts = _PATH.split(url.partition("://")[2], maxsplit=1)[0]
    found = _BEFORE_LOGIN.search(hosts) or _SAME_USER.search(hosts) or _BEFORE_HOST.search(hosts)
    if found is None:
        return ""
    sign = found["sign"].strip()
    by = f"`{sign}`" if sign else "the end of a line" if "\n" in found["sign"] else "a blank"
    return (
        f"separates brokers by {by} and not by a comma, so Nova takes them for one and does not"
        f" connect to it; {_WAY}"
    )
