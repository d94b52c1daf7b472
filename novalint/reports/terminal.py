"""Colour on a terminal."""

from __future__ import annotations

from collections.abc import Callable

Paint = Callable[[str, str], str]

RESET = "\x1b[0m"
STRONG = "\x1b[1m"
GUTTER = "\x1b[34m"
SEVERITY = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;36m"}
DIFF = {"-": "\x1b[31m", "+": "\x1b[32m", "@": "\x1b[36m"}


def painter(color: bool) -> Paint:
    """Return a function `(text, style) -> text` that colours, or that leaves the text alone."""
    return _painted if color else _plain


def _painted(text: str, style: str) -> str:
    return f"{style}{text}{RESET}" if style and text else text


def _plain(text: str, style: str) -> str:
    return text
