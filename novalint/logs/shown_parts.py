"""What of a named part of a log line may be shown: on one line, short, without secrets.

Whether a part is a secret may only be seen behind it: a pattern may take in no `@`, and the
password in front of one would pass for a port.
"""

from __future__ import annotations

import re
from functools import lru_cache

from novalint.wording import MASK, mask_urls, visible

LONGEST = 120
"""Characters of a part that are shown."""

_TOKEN = re.compile(r"\bgAAAAA[\w=-]+|\beyJ[\w=-]+\.[\w=-]+(?:\.[\w=-]*)?")
"""Tokens of Keystone that tell themselves: Fernet and JWS."""
_SECRET = re.compile(
    r"((?:pass(?:word|wd)?|pwd|secret|token|credential|key|authorization|cookie)\w*"
    r"['\"]?\s*[=:]\s*)(\S.*)",
    re.IGNORECASE,
)
_SCHEME = "://"
_HOST = re.compile(r"@(?:[\w.:/\[\]-]{0,119}[\w/\]])?")
"""What may be shown of a URL behind its user."""
_AT = re.compile(r"[^\s@]{0,200}@")
_NO_PORT = re.compile(
    r"(?<=://)(?!\[|[0-9A-Fa-f]*:[0-9A-Fa-f]*:)[^/\s:]*:"
    r"(?!\d{1,5}(?:[\s/,;:.'\")>\]]|$)|[\s'\"]|$)\S*"
)
"""A user and the beginning of a password, where a line ends before the `@`; no IPv6 address."""


def shown_part(text: str, start: int, end: int) -> str:
    """Return the part of a text between two offsets as it may be shown."""
    at = text.find("@", start)
    if at < 0:
        return safe(text[start:end])
    stop = text.find("\n", end)
    host = text.rfind("@", start, len(text) if stop < 0 else stop)
    scheme = text.rfind("\n", 0, start) + 1
    scheme = text.find(_SCHEME, scheme, host + 1) if host >= 0 else -1
    if scheme < 0:
        return MASK if _is_before_host(text, start, end) else safe(text[start:end])
    return safe(_without_user(text, start, end, scheme + len(_SCHEME), host))


def _without_user(text: str, start: int, end: int, user: int, host: int) -> str:
    """Mask what of a part lies in the user of a URL, which the text has between two offsets."""
    if end <= user or start >= host:
        return text[start:end]
    if end > host:
        return text[start : max(user, start)] + MASK + text[host:end]
    behind = _HOST.match(text, host) if start < user else None
    return text[start : max(user, start)] + MASK + (behind[0] if behind else "")


def _is_before_host(text: str, start: int, end: int) -> bool:
    """Return whether a part is a user and its password, the host of which follows it."""
    return ":" in text[start:end] and _AT.match(text, end) is not None


@lru_cache(maxsize=4096)
def safe(value: str) -> str:
    """Return a text as it may be shown."""
    masked = _TOKEN.sub(MASK, _SECRET.sub(rf"\g<1>{MASK}", value))
    if "@" in masked:
        masked = mask_urls(masked) if _SCHEME in masked else MASK
    elif _SCHEME in masked:
        masked = _NO_PORT.sub(MASK, masked)
    return visible(masked if len(masked) <= LONGEST else masked[: LONGEST - 1] + "…")
