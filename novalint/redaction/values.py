"""Typed values as texts: their items, and what of one may be shown."""

from __future__ import annotations

from novalint.looks import Masked, value_secrets
from novalint.wording import MASK, url_secrets

_STAND_IN = "USER:PASSWORD"
"""What messages write where a login is to be filled in."""


def flat(value: object) -> list[str]:
    """Return a value, or the items of a list or a dictionary, as texts."""
    if isinstance(value, dict):
        return [text for key, part in value.items() for text in (f"{key}={part}", *flat(part))]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in flat(item)]
    return [] if value is None else [str(value)]


def partly(value: object) -> str:
    """Mask a value: of one URL its user and query, anything else as a whole."""
    if not isinstance(value, str) or "," in value or "\n" in value:
        return MASK
    return str(Masked(value, value_secrets(value) or ((0, len(value)),)))


def bare_line(line: str) -> str:
    """Return a line without its indent and comment signs: fixes change these."""
    return line.rstrip().lstrip("\ufeff#; \t")


def has_login(quoted: str) -> bool:
    """Return whether a quotation has a URL with a password, wherever that was put together."""
    return "@" in quoted and any(
        ":" in quoted[one:two] and quoted[one:two] != _STAND_IN for one, two in url_secrets(quoted)
    )
