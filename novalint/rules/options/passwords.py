"""Which parts of a secret value are secret: of a URL its passwords, else all of it."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.patterns import lazy_pattern
from novalint.rules.common.database_urls import password_in

if TYPE_CHECKING:
    from novalint.config.setting import Setting

_URLS = ("connection", "slave_connection", "transport_url")
_AUTHORITY = lazy_pattern("[^/?#]*")
"""What stands before the path of a URL: users, passwords and hosts."""


def passwords(setting: Setting, text: str, major: int) -> list[tuple[int, int]]:
    """Return where the passwords of a value start and end, offsets from 0 within it.

    `major` is that of Nova, whose libraries end the password of a URL at the first or at the last
    `@`. Where a `/` or an `@` was not escaped, all that may have been meant counts. What should be
    a URL and is none has no password.
    """
    scheme, sign, rest = text.partition("://")
    if not sign:
        return [] if setting.name in _URLS else [(0, len(text))]
    if setting.group.endswith("database"):
        span = password_in(text, major)
        return [span] if span else []
    authority = _AUTHORITY.match(rest)
    known = authority[0] if authority and "@" in authority[0] else rest
    before = len(scheme) + len(sign)
    return [(before + start, before + end) for start, end in _of_hosts(known)]


def _of_hosts(authority: str) -> Iterator[tuple[int, int]]:
    """Yield where the passwords stand in front of hosts that commas separate."""
    at = 0
    for host in authority.split(","):
        user, colon, _ = host.rpartition("@")[0].partition(":")
        if colon:
            yield at + len(user) + 1, at + host.rindex("@")
        at += len(host) + 1


def holds(password: tuple[int, int], start: int, end: int) -> bool:
    """Return whether what stands from `start` to `end` is in a password, or all of it."""
    return password[0] <= start and end <= password[1]
