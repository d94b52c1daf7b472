"""Juju's config-flags: `name=value,name=value`, of which a charm makes lines of DEFAULT."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.hosts.pieces import EXPRESSION, Piece, aligned, cut, made
from novalint.hosts.yaml_tree import Scalar
from novalint.text.source import Span

_STRIPPED = " ,\n"


def flag_pieces(scalar: Scalar, host: str) -> list[Piece]:
    """Return a line for each flag; none where the charm would read YAML, or refuse the text."""
    text = scalar.value
    colon, equals = text.find(":"), text.find("=")
    if 0 < colon < equals or "==" in text or EXPRESSION.search(text):
        return []
    pieces = aligned(scalar, host)
    flags = list(_flags(text))
    made_up: list[Piece] = [made("[DEFAULT]\n", scalar.start)] if flags else []
    for key, value in flags:
        place = next(cut(pieces, key)).place.start
        made_up += [*cut(pieces, key), made(" = ", place), *cut(pieces, value), made("\n", place)]
    return made_up


def _flags(text: str) -> Iterator[tuple[Span, Span]]:
    """Yield where names and values stand: a value ends at the last comma before the next sign."""
    signs = [at for at, sign in enumerate(text) if sign == "="]
    start = 0
    for number, sign in enumerate(signs):
        last = number == len(signs) - 1
        stop = len(text) if last else text.rfind(",", sign, signs[number + 1])
        key, value = _bare(text, start, sign), _bare(text, sign + 1, max(stop, sign + 1))
        if key.start < key.end:
            yield key, value
        start = max(stop, sign) + 1


def _bare(text: str, start: int, end: int) -> Span:
    """Return a stretch without the signs at both ends that the charm leaves out."""
    while end > start and text[end - 1] in _STRIPPED:
        end -= 1
    while start < end and text[start] in _STRIPPED:
        start += 1
    return Span(start, end)
