"""Which lines of a companion's template may count or not, and whether it may have more of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.rules.fleet.companion_files import Written
    from novalint.text.document import Document

_OPEN = "{% if %}"
"""What stands for a value that only some runs of a template give."""
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
    return depths(text[:offset], [offset])[0] > 0


def depths(text: str, offsets: Iterable[int]) -> list[int]:
    """Return in how many branches and loops each of some places is.

    >>> depths("{% if a %}\\nx = 1\\n{% endif %}\\ny = 2\\n", [12, 30])
    [1, 0]
    """
    starts, levels = [-1], [0]
    for block in _BLOCK.finditer(text):
        starts.append(block.start())
        levels.append(max(0, levels[-1] - 1) if block["end"] else levels[-1] + 1)
    return [levels[bisect_left(starts, offset) - 1] for offset in offsets]


def doubting_limits(
    written: Sequence[tuple[int, Written]], documents: Sequence[Document]
) -> Iterator[tuple[int, Written]]:
    """Yield the options of an haproxy.cfg, each with the number of its file, and what is certain.

    The text of a limit is left open that stands in a branch within its section: without that branch
    the section has another one, or that of its `defaults`.
    """
    levels = _levels(written, documents)
    least: dict[str, int] = {}
    for (_, option), level in zip(written, levels, strict=True):
        section = option.name.rpartition(".")[0]
        least[section] = min(level, least.get(section, level))
    for (number, option), level in zip(written, levels, strict=True):
        section, _, word = option.name.rpartition(".")
        limits = word == "maxconn" or word.startswith("timeout ")
        yield number, option._replace(text=_OPEN) if limits and level > least[section] else option


def _levels(written: Sequence[tuple[int, Written]], documents: Sequence[Document]) -> list[int]:
    """Return in how many branches each option is."""
    levels: dict[tuple[int, int], int] = {}
    for number, document in enumerate(documents):
        starts = [option.span.start for at, option in written if at == number]
        found = depths(document.text, starts)
        levels.update(((number, start), level) for start, level in zip(starts, found, strict=True))
    return [levels[number, option.span.start] for number, option in written]
