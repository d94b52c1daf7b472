"""Boolean: eight words, in any case."""

from __future__ import annotations

from novalint.schema.types.base import Entry, refused

WORDS = {
    "true": True,
    "1": True,
    "on": True,
    "yes": True,
    "false": False,
    "0": False,
    "off": False,
    "no": False,
}
"""oslo_config.types.Boolean, TRUE_VALUES and FALSE_VALUES."""


def convert(entry: Entry, raw: str) -> bool:
    """Look the word up; spaces around it are not forgiven (oslo.config strips none here)."""
    value = WORDS.get(raw.lower())
    if value is None:
        raise refused(raw, "is not a boolean; write true or false")
    return value
