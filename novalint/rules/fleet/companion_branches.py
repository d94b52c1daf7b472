"""Which lines of a companion's template may count or not, and whether it may have more of them."""

from __future__ import annotations

import re

_BLOCK = re.compile(
    r"(?:\{%[-+]?|\{\{-?|<%-?)\s*"
    r"(?:(?P<end>end(?:if|for|unless)?\b)|(?:if|for|unless|case|range|with)\b)"
    r"|<%-?(?!=)[^<>%]*\bdo\b[^<>%]*%>"
)
"""The start or the end of a block in Jinja2, ERB or Go."""
_MORE = re.compile(
    r"^[ \t]*(?:\{\{(?![^{}]*\|\s*comment\b)|\{%(?![-+]?\s*(?:set|import|from|raw|endraw)\b)|<%)",
    re.MULTILINE,
)
"""A line of a template that may give lines: what such a file lacks is not known."""


def may_have_more(text: str) -> bool:
    """Return whether a template may give lines that do not stand in it."""
    return bool(_MORE.search(text))


def is_in_branch(text: str, offset: int) -> bool:
    """Return whether a place of a template is in a branch or a loop, which may give nothing.

    >>> is_in_branch("{% if a %}\\nx = 1\\n{% endif %}\\ny = 2\\n", 12)
    True
    """
    depth = 0
    for block in _BLOCK.finditer(text, 0, offset):
        depth = max(0, depth - 1) if block["end"] else depth + 1
    return depth > 0
