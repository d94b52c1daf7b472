"""What a line of a template will be to oslo.config, as far as that is known."""

from __future__ import annotations

import re
from enum import Enum

_SIGN = re.compile("[=:]")
_COMMENTED = re.compile(r"[#;][ \t]?[^\s=:]+\s*[=:]")
_SWALLOWED = re.compile(r"\s+[A-Za-z_][\w.-]*[ \t]*=")
_OPENS = re.compile(r"[\"']\s*\[")


class LineKind(Enum):
    """What a line is. Those that begin with `unknown` hold an expression where it matters."""

    BLANK = "blank"
    COMMENT = "comment"
    COMMENTED = "commented assignment"
    CONTINUATION = "continuation"
    HEADER = "header"
    ASSIGNMENT = "assignment"
    REFUSED = "refused"
    REFUSED_HEADER = "refused header"
    UNKNOWN_HEADER = "unknown header"
    UNKNOWN_NAME = "unknown name"
    UNKNOWN = "unknown"


def read(body: str, dynamic: int | None, *, goes_on: bool) -> LineKind:
    """Return what a line is, from its text without the blanks at its end.

    `dynamic` is the offset of the first expression in it; None where there is none. `goes_on` says
    whether a value is open that an indented line would continue.
    """
    first = body[:1]
    if not first:
        return LineKind.BLANK
    if first in "#;":
        return LineKind.COMMENTED if _COMMENTED.match(body) else LineKind.COMMENT
    if first in " \t":
        if goes_on:
            return LineKind.CONTINUATION
        return LineKind.REFUSED if dynamic is None else LineKind.UNKNOWN
    if first == "[":
        return _header(body, dynamic)
    return _assignment(body, dynamic)


def _header(body: str, dynamic: int | None) -> LineKind:
    if dynamic is not None:
        return LineKind.UNKNOWN_HEADER
    return LineKind.HEADER if body.endswith("]") and len(body) > 2 else LineKind.REFUSED_HEADER


def _assignment(body: str, dynamic: int | None) -> LineKind:
    sign = _SIGN.search(body)
    if sign is None:
        return LineKind.REFUSED if dynamic is None else LineKind.UNKNOWN
    if dynamic is not None and dynamic < sign.start():
        return LineKind.UNKNOWN_NAME
    return LineKind.ASSIGNMENT if sign.start() else LineKind.REFUSED


def looks_swallowed(body: str) -> bool:
    """Whether an indented line looks like an assignment that an open value takes in."""
    return _SWALLOWED.match(body) is not None


def may_open_group(code: str) -> bool:
    """Whether an expression quotes a text that would open a group."""
    return _OPENS.search(code) is not None
