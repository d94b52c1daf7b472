"""Lines that end before they have said all: a terminal, a pager or a paste cut them off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from novalint.logs.catalogue import find, signatures
from novalint.logs.lines import compiled, decoded, occurrence_of

if TYPE_CHECKING:
    from novalint.logs.index import Anchor
    from novalint.logs.lines import Occurrence
    from novalint.logs.searching import Hit
    from novalint.logs.signature import Signature

_WORD = re.compile(r"[^\W\d_]{2,}")
MARK = r"(?:…|\.{3}|>)$"
"""What pagers and systemd write where they cut a line."""
_MARK = re.compile(MARK)
FEWEST = 4
"""Words with which a line is known that ends behind its anchor."""
_NEITHER = "\x00"
"""A sign that stands in no line: where one would fit, anything would."""
LONGEST = 400
"""Characters of a line that is looked at: one that was cut off is no longer than a few rows."""


class Cut(NamedTuple):
    """What a line was that is cut off.

    It is `certain` where words of that kind of line alone stand before the cut.
    """

    occurrence: Occurrence
    certain: bool


def cut_line(hit: Hit) -> Cut | None:
    """Take a line for the start of one that its anchor belongs to; None where it is none."""
    anchor = hit.anchor.text.decode()
    message = _MARK.sub("", decoded(hit.stretch).rstrip()).rstrip()
    at = message.find(anchor)
    if hit.anchor.translated or at < 0 or len(message) - at > LONGEST:
        return None
    signature = find(hit.anchor.name, hit.anchor.module)
    start, behind = decoded(hit.start), at + len(anchor)
    uncertain = None
    for match, is_exact in _completed(signature, message, anchor):
        if match.start() > at:
            continue
        cut = Cut(occurrence_of(signature, start, match, len(message)), is_exact)
        if is_exact and _tells(match, behind, len(message), hit.anchor):
            return cut
        uncertain = uncertain or cut._replace(certain=False)
    return uncertain


def _completed(signature: Signature, message: str, anchor: str) -> list[tuple[re.Match[str], bool]]:
    """Return how a line fits a pattern with the rest of a sample behind it.

    With each stands whether nothing else may come between the two.
    """
    search, fitting = compiled(signature.pattern), []
    rests = (
        sample[cut:]
        for sample in signature.samples
        if anchor in sample
        for cut in range(sample.index(anchor) + len(anchor), len(sample))
    )
    for rest in rests:
        match = search(message + rest)
        if match is not None and match.end() > len(message):
            fitting.append((match, search(message + _NEITHER + rest) is None))
    return fitting


def _tells(match: re.Match[str], behind: int, end: int, anchor: Anchor) -> bool:
    """Whether what stands before the cut is of this kind alone.

    It is with a word behind the anchor, or with some words and an anchor that no other kind has.
    """
    literal = _without_parts(match)
    if _WORD.search(literal, behind, end):
        return True
    return len(_WORD.findall(literal, match.start(), end)) >= FEWEST and _is_own(anchor)


def _without_parts(match: re.Match[str]) -> str:
    """Return what was searched with blanks for the named parts."""
    text = list(match.string)
    for first, last in (match.span(kind) for kind in match.groupdict()):
        if first >= 0:
            text[first:last] = " " * (last - first)
    return "".join(text)


def _is_own(anchor: Anchor) -> bool:
    others = (signature for signature in signatures() if signature.name != anchor.name)
    text = anchor.text.decode().strip()
    return not any(text in sample for signature in others for sample in signature.samples)
