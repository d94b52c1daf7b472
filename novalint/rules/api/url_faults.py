"""Why a text is no URL that Nova's HTTP library could follow, and what was meant."""

from __future__ import annotations

import re

from novalint.looks import value_secrets
from novalint.nearest import closest
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.rules.common.hosts import is_address

SEVERAL = "has several URLs in one"
SCHEMES = ("http", "https")
LONG = 16
"""Characters of a word between the signs of a URL from which on it may be a token."""
LONGEST_LABEL = 63
"""Characters of a host's name from one dot to the next, RFC 1035."""

_PARTS = lazy_pattern(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", re.DOTALL)
_BROKEN_SIGN = lazy_pattern(r"(https?)[:;/]{1,3}(?=[\w\[])", re.IGNORECASE)
_SIGNS = lazy_pattern(r"[.:/\[\]-]+")
_SEVERAL = lazy_pattern(r"[,;]")
_SEVERAL_URLS = lazy_pattern(r"[\s,;]https?://", re.IGNORECASE)
_HOST_ALONE = lazy_pattern(r"(?!\w*_\w*(/|$))[\w.-]+(:\d+)?(/.*)?", re.DOTALL)
"""A host without its scheme; a word with `_` and no port may stand for the whole URL instead."""
_HARMLESS = lazy_pattern(r"(?:[\w.:/;\[\]-]|%\(\w+\)s){1,80}", re.ASCII)


class UrlFault(NamedTuple):
    """Why a URL cannot be followed, and the URL that was meant; empty where that is open.

    `scheme_lacks` says that nothing but the scheme is wrong, and that it may be either.
    """

    what: str
    meant: str = ""
    scheme_lacks: bool = False


def url_fault(text: str) -> UrlFault | None:
    """Return what is wrong with a URL for HTTP or HTTPS; None where it may be followed.

    The verdicts are those of requests and urllib3, which keystoneauth asks with; a host with a
    comma, which they send to, is one that no name server knows.
    """
    text = text.lstrip()
    parts = _PARTS.match(text)
    if parts is None:
        broken = _BROKEN_SIGN.match(text)
        if broken:
            return UrlFault("has no `://`", f"{broken[1]}://{text[broken.end() :]}")
        return UrlFault("has no scheme", scheme_lacks=bool(_HOST_ALONE.fullmatch(text)))
    scheme, authority, rest = parts.groups()
    if scheme.lower() not in SCHEMES:
        meant = closest(scheme.lower(), SCHEMES, cutoff=0.7)
        right = f"{meant[0]}://{authority}{rest}" if meant else ""
        return UrlFault(f"has the scheme {scheme}", right)
    if _SEVERAL_URLS.search(authority + rest):
        return UrlFault(SEVERAL)
    return _host_fault(authority.rpartition("@")[2])


def _host_fault(place: str) -> UrlFault | None:
    host, _, port = place.partition(":")
    if "[" in place or "]" in place:
        host, _, port = place.rpartition("]")
        if not host.startswith("[") or "[" in host[1:]:
            return UrlFault("has a bracket without its counterpart")
        if len(host) > 1 and not (":" in host and is_address(host[1:])):
            return UrlFault("has something other than an IPv6 address in brackets")
        if port and not port.startswith(":"):
            return UrlFault("has no `:` after its brackets")
    elif ":" in port:
        return UrlFault("has an IPv6 address without brackets")
    if not host.removeprefix("["):
        return UrlFault("has no host")
    if host.startswith(("*", ".")):
        return UrlFault(f"has a host that begins with `{host[0]}`")
    number = port.removeprefix(":")
    if number and not (number.isascii() and number.isdecimal() and int(number[:6]) < 65536):
        return UrlFault("has a port that is not a number up to 65535")
    if re.search(r"\s", host):
        return UrlFault("has a blank in its host")
    return UrlFault("has several hosts") if _SEVERAL.search(host) else _label_fault(host)


def _label_fault(host: str) -> UrlFault | None:
    """Return what of a host no name server is asked for; a dot at its end is none of it."""
    labels = host.removesuffix(".").split(".")
    if "" in labels:
        return UrlFault("has two dots in a row in its host")
    if max(map(len, labels)) > LONGEST_LABEL:
        return UrlFault(f"has more than {LONGEST_LABEL} characters without a dot in its host")
    return None


def harmless(text: str) -> bool:
    """Return whether a URL may be shown: it is short, has no place for a password and is none."""
    return _HARMLESS.fullmatch(text) is not None and not has_token(text)


def has_token(text: str) -> bool:
    """Return whether a text is no host or URL but a token, or has one in place of a host's name.

    Names of hosts have digits among their letters, too, but few of either between two signs.
    """
    parts = _SIGNS.split(text)
    words = parts if any(sign in text for sign in ".:/") else [text]
    return any(value_secrets(word) for word in words if len(word) >= LONG or len(words) == 1)
