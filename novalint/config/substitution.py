"""`$name`, `${group.name}`, `$$` and `\\$` as oslo.config resolves them.

The reference is `ConfigOpts._substitute`, `Template` and `StrSubWrapper` in oslo_config/cfg.py
(10.7.0). A name is looked up in the option's own group first, then in DEFAULT; a name with a
dot only in the group before the dot, and `$DEFAULT.name` finds nothing: DEFAULT is no group there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

LONGEST = 65_536
"""Characters that references may add to a value; each reference to references can double it."""


class SubstitutionFault(ValueError):  # noqa: N818 (a fault of the file, told to its writer)
    """A reference that cannot be resolved: `name` is what it names, `reason` why it fails.

    `follows` says that it only fails for what another line of the files does wrong.
    """

    def __init__(self, name: str, reason: str, *, follows: bool = False) -> None:
        self.name = name
        self.reason = reason
        self.follows = follows


def substitute(text: str, look_up: Callable[[str], str | None]) -> str:
    """Replace every reference in a text by what `look_up` returns for its name.

    `look_up` raises SubstitutionFault for a name that cannot be resolved, and returns None for one
    that stays as it is written. A `$` before anything that is no name stays as it is.
    """
    if "$" not in text:
        return text
    if text[0] == "$" and text.isascii() and text[1:].isidentifier():  # needs no pattern
        whole = look_up(text[1:])
        _check_size(len(text if whole is None else whole), text[1:])
        return text if whole is None else whole
    parts = []
    at = size = 0
    escaped = text.replace(r"\$", "$$")
    for hit in _reference(escaped.isascii()).finditer(escaped):
        name = hit["named"] or hit["braced"]
        value = look_up(name) if name else "$"
        value = hit[0] if value is None else value
        parts += [escaped[at : hit.start()], value]
        at = hit.end()
        size += len(value)
        _check_size(size, name)
    return "".join([*parts, escaped[at:]])


def _check_size(size: int, name: str | None) -> None:
    if size > LONGEST:
        raise SubstitutionFault(name or "$", "makes the value too long")


def references(text: str) -> list[tuple[str, int, int]]:
    """Return each name that a text refers to, with the start and end of the reference in it."""
    escaped = text.replace(r"\$", "$$")
    hits = _reference(escaped.isascii()).finditer(escaped)
    return [
        (hit["named"] or hit["braced"], *hit.span())
        for hit in hits
        if hit["named"] or hit["braced"]
    ]


@cache
def _reference(in_ascii: bool) -> re.Pattern[str]:
    """Return the pattern of a reference: with IGNORECASE alone, as string.Template compiles it.

    Four letters beyond ASCII are then small ones of it. Where a text has nothing beyond it, they
    need not be looked for, which compiles in a fifth of the time.
    """
    name = r"[_a-z][\._a-z0-9]*"
    flags = re.IGNORECASE | re.ASCII if in_ascii else re.IGNORECASE
    return re.compile(rf"\$(?:\$|(?P<named>{name})|{{(?P<braced>{name})}}|)", flags)
