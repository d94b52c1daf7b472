"""IPAddress, Hostname, HostAddress and HostDomain, as oslo.config and netaddr judge them."""

from __future__ import annotations

import re

from novalint.patterns import lazy_pattern
from novalint.schema.types.base import Entry, refused

LONGEST_NAME = 253

# As in oslo_config.types.Hostname and HostDomain, IGNORECASE lets four non-ASCII letters through
# (those that fold into A-Z), and a line feed may end a label.
_LABEL = lazy_pattern(r"[A-Z0-9](?:[A-Z0-9-]{0,61}[A-Z0-9])?\n?", re.IGNORECASE)
_LOOSE_LABEL = lazy_pattern(r"[A-Z0-9_](?:[A-Z0-9_-]{0,61}[A-Z0-9_])?\n?", re.IGNORECASE)
_LETTER = lazy_pattern("[a-zA-Z-]")

_VERSIONS = {None: "an IP address", 4: "an IPv4 address", 6: "an IPv6 address"}


def convert(entry: Entry, raw: str) -> str:
    """Return the address or the host name; a name loses one trailing dot, as in oslo.config."""
    facts = entry["x-oslo"]
    kind, version = facts["type"], facts.get("version")
    if kind != "Hostname" and _is_address(raw, version):
        return raw
    wanted = _VERSIONS[version]
    if kind == "IPAddress":
        raise refused(raw, f"is not {wanted}")
    reason = _name_fault(raw, loose=kind == "HostDomain")
    if reason:
        also = "" if kind == "Hostname" else f" or {wanted}"
        raise refused(raw, f"is not a host name{also}: {reason}")
    return raw.removesuffix(".")


def _name_fault(raw: str, *, loose: bool) -> str | None:
    """Return why a text is no host name, or None if it is one (oslo_config.types.Hostname)."""
    if not raw:
        return "write a name"
    if len(raw) > LONGEST_NAME:
        return f"it is longer than {LONGEST_NAME} characters"
    labels = raw.removesuffix(".").split(".")
    if not _LETTER.search(labels[-1]):
        return "its last part needs a letter"
    if not all(map((_LOOSE_LABEL if loose else _LABEL).fullmatch, labels)):
        return f"a part is 1 to 63 letters, digits{', underscores' * loose} or inner hyphens"
    return None


def _is_address(text: str, version: int | None) -> bool:
    return (version != 6 and is_ipv4(text)) or (version != 4 and _is_ipv6(text))


def is_ipv4(text: str) -> bool:
    """Judge as netaddr.valid_ipv4(text, INET_PTON): four octets in decimal, no leading zero."""
    octets = text.split(".")
    return len(octets) == 4 and all(map(_is_octet, octets))


def _is_octet(text: str) -> bool:
    if not text.isascii() or not text.isdigit() or len(text) > 3:
        return False
    return int(text) <= 255 and (text == "0" or text[0] != "0")


def _is_ipv6(text: str) -> bool:
    if ":" not in text:  # socket takes as long to import as a small file to check
        return False
    from socket import AF_INET6, inet_pton

    try:
        inet_pton(AF_INET6, text)
    except (OSError, ValueError):  # ValueError: a NUL, or a surrogate that has no bytes
        return False
    return True
