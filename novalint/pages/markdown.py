"""Texts as Markdown shows them, whatever signs are in them."""

from __future__ import annotations

from novalint.wording import visible

_SIGNS = frozenset("\\`[]<>|")
"""Signs that would begin code, a link, HTML or a cell of a table."""


def name_shown(text: str) -> str:
    """Write what a file is called as Markdown shows it, whatever signs are in it."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in visible(text))


def text_shown(text: str) -> str:
    """Write a message, whose code stands in back-ticks already."""
    return visible(text)


def cell(text: str) -> str:
    """Write a message into a cell of a table."""
    return text_shown(text).replace("|", r"\|")
