"""Which parts of a secret value are secret: of a URL its passwords, else all of it."""

from __future__ import annotations

from novalint.patterns import lazy_pattern

_PASSWORD = lazy_pattern(r"(?://|,)[^:@,/]*:(?P<password>[^,]*)@")
"""A user, a password and the sign that ends them, in front of a host of a URL."""


def passwords(text: str) -> list[tuple[int, int]]:
    """Return where the passwords of a value start and end, offsets from 0 within it."""
    if "://" in text:
        return [hit.span("password") for hit in _PASSWORD.finditer(text)]
    return [(0, len(text))]


def holds(password: tuple[int, int], start: int, end: int) -> bool:
    """Return whether what stands from `start` to `end` is in a password, or all of it."""
    return password[0] <= start and end <= password[1]
