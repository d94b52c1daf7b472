"""What rules ask of host names, addresses and the hosts of URLs."""

from __future__ import annotations

from novalint.schema.types.address import is_ipv4

ANY = ("0.0.0.0", "::")
"""The addresses that mean every one of this machine."""

SCHEME_ADDED = 16
"""The last major version that puts `http://` before an item of api_servers without `//`."""

_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_:")


def is_loopback(host: str) -> bool:
    """Return whether a name or address means the machine itself."""
    name = host.strip().strip("[]").lower()
    if name.startswith("127."):
        return is_ipv4(name)
    return address_of(name) in ("localhost", "::1") or name.startswith("localhost.")


def machine(host: str) -> str:
    """Return what tells one host from another: all names of the machine itself are `localhost`.

    >>> machine("[::1]"), machine("127.0.0.1"), machine("DB1"), machine("[FD00:0::1]")
    ('localhost', 'localhost', 'db1', 'fd00::1')
    """
    return "localhost" if is_loopback(host) else address_of(host)


def serves_itself(server: str) -> bool:
    """Return whether a memcached server, as clients of memcached write it, is on this machine.

    >>> [serves_itself(name) for name in ("unix:/run/m", "::1", "inet6:[::1]:11211", "db:11211")]
    [True, True, True, False]
    """
    address = server.strip().removeprefix("inet6:").removeprefix("inet:")
    if address.startswith("unix:") or is_loopback(address):
        return True
    if address.startswith("["):
        return is_loopback(address[: address.find("]") + 1])
    return is_loopback(address.rpartition(":")[0] or address)


def address_of(host: object) -> str:
    """Return a host in one way of writing it, with names and addresses as they are.

    >>> address_of("CMP1"), address_of("fd00:0::0b"), address_of("FD00::B")
    ('cmp1', 'fd00::b', 'fd00::b')
    """
    name = str(host).strip().strip("[]").lower()
    if ":" not in name or not is_address(name):
        return name
    from ipaddress import ip_address

    return str(ip_address(name))


def is_any(host: str) -> bool:
    """Return whether an address means every address of the machine, however it is written."""
    return address_of(host) in ANY


def is_address(host: str) -> bool:
    """Return whether a text is an IP address and no name."""
    if ":" not in host:
        return is_ipv4(host)
    from ipaddress import ip_address

    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def unquoted(text: str) -> str:
    """Return a part of a URL with its escapes, such as `%40`, undone."""
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


def url_host(url: str) -> tuple[str, str, str]:
    """Return scheme, host and `host:port` of a URL in small letters, without any credentials.

    All three are empty where the text is no URL with a plain host, such as one that a tool has yet
    to fill in.
    """
    plain = _plain_host(url.strip())
    if plain:
        return plain
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return "", "", ""
    if not host or not _NAME.issuperset(host):
        return "", "", ""
    shown = f"[{host}]" if ":" in host else host
    return parts.scheme.lower(), host, shown if port is None else f"{shown}:{port}"


def _plain_host(url: str) -> tuple[str, str, str] | None:
    """Return the same of a plain URL without urllib, which is slow to import; None of others."""
    scheme, _, rest = url.partition("://")
    end = min((rest.find(mark) for mark in "/?#" if mark in rest), default=len(rest))
    host, colon, port = rest[:end].lower().partition(":")
    plain = scheme.isalpha() and host.replace(".", "").replace("-", "").isalnum()
    fits = not colon or (port.isdigit() and len(port) <= 5 and int(port) <= 65535)
    if not (plain and fits and url.isascii()):
        return None
    return scheme.lower(), host, f"{host}:{int(port)}" if colon else host
