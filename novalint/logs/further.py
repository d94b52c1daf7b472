"""What a short text shows of kinds that it does not show as it stands: it came by a paste.

Lines that were broken are put together, identifiers are filled in for what stands in their place,
and lines that end early are taken for what they begin.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from novalint.logs.cut_lines import cut_line
from novalint.logs.foreign import is_of_another_program
from novalint.logs.index import index
from novalint.logs.lines import decoded, occurrence
from novalint.logs.pasted import LONGEST, mended
from novalint.logs.searching import search
from novalint.logs.stand_ins import filled, restored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from novalint.logs.lines import Occurrence
    from novalint.logs.searching import Hit


class Further(NamedTuple):
    """Lines of further kinds, and the names of kinds of which a line may be the beginning."""

    lines: list[Occurrence]
    perhaps: list[str]


def further(text: bytes, known: Iterable[str]) -> Further:
    """Return what a text shows of other kinds than the known ones; nothing of a long one."""
    names, lines = set(known), []
    if len(text) > LONGEST:
        return Further([], [])
    texts = [text, *mended(text)]
    unknown = [hit for whole in texts for hit in _unknown(whole)]
    cuts = [cut for cut in map(cut_line, unknown[::-1]) if cut]
    ways = (
        *(map(occurrence, _hits(whole)) for whole in texts[1:]),
        map(_filled, unknown),
        (cut.occurrence for cut in cuts if cut.certain),
    )
    for way in ways:
        new = [seen for seen in way if seen and seen.signature.name not in names]
        names |= {seen.signature.name for seen in new}
        lines += new
    perhaps = (cut.occurrence.signature.name for cut in cuts if not cut.certain)
    return Further(lines, [name for name in dict.fromkeys(perhaps) if name not in names])


def _hits(text: bytes) -> Iterator[Hit]:
    return chain.from_iterable(result.hits for result in search([text], index()) if text)


def _unknown(text: bytes) -> list[Hit]:
    """Return where an anchor stands and the line is of no kind that it belongs to, but of Nova."""
    return [
        hit
        for hit in _hits(text)
        if hit.record is None
        and occurrence(hit) is None
        and not is_of_another_program(decoded(hit.start))
    ]


def _filled(hit: Hit) -> Occurrence | None:
    fill = filled(hit.stretch)
    seen = occurrence(hit._replace(stretch=fill.text)) if fill.stand_ins else None
    return None if seen is None else restored(seen, fill.stand_ins)
