"""Juju's config-flags: `name=value,name=value`, of which a charm makes lines of DEFAULT.

Those that are YAML are read in yaml_flags.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.hosts.pieces import EXPRESSION, Piece, aligned, cut, generated
from novalint.hosts.yaml_flags import inner_mapping, is_yaml, yaml_flag_pieces
from novalint.hosts.yaml_tree import Scalar
from novalint.text.edits import Edit
from novalint.text.option_changes import OptionChange
from novalint.text.source import Span

_STRIPPED = " ,\n"
_SAFE = re.compile(r"[\w./@+%*:,-]*[\w./@+%*-]")
"""What the charm and YAML take as it is, in any style of a scalar."""


def flag_pieces(scalar: Scalar, host: str) -> list[Piece]:
    """Return a line for each flag; none where the charm would refuse the text."""
    text = scalar.value
    if mapping := inner_mapping(scalar):
        return list(yaml_flag_pieces(scalar, mapping, host))
    if is_yaml(text) or "==" in text or EXPRESSION.search(text):
        return []
    pieces = aligned(scalar, host)
    flags = list(_flags(text))
    made_up: list[Piece] = [generated("[DEFAULT]\n", scalar.start)] if flags else []
    for key, value in flags:
        place = next(cut(pieces, key)).place.start
        made_up += [
            *cut(pieces, key),
            generated(" = ", place),
            *cut(pieces, value),
            generated("\n", place),
        ]
    return made_up


def flag_edits(scalar: Scalar, change: OptionChange, host: str) -> list[Edit] | None:
    """Return what puts a flag behind the last one, takes one out with its comma, or rewrites one.

    The last of several flags of a name is the one that counts. None where the charm would read it
    otherwise, or no flag would be left.
    """
    if change.group != "DEFAULT" or not flag_pieces(scalar, host):
        return None
    flags = list(_flags(scalar.value))
    if not change.before and len(change.after) == 1:
        return _added(scalar, flags, change.option, change.after[0], host)
    named = [n for n, (key, _) in enumerate(flags) if _text_of(scalar, key) == change.option]
    if len(named) != 1:
        return None
    (number,) = named
    if len(change.after) == 1:
        return _rewritten(scalar, flags[number][1], change.after[0], host)
    if change.after or len(flags) < 2:
        return None
    if number:
        span = Span(flags[number - 1][1].end, flags[number][1].end)
    else:
        span = Span(flags[0][0].start, flags[1][0].start)
    gone = list(cut(aligned(scalar, host), span))
    return [Edit(gone[0].place.start, gone[-1].place.end, "")]


def flag_renamed(scalar: Scalar, change: OptionChange, name: str, host: str) -> list[Edit] | None:
    """Return what gives a flag another name in its place; None where there are several of it."""
    if change.group != "DEFAULT" or not flag_pieces(scalar, host):
        return None
    keys = [key for key, _ in _flags(scalar.value) if _text_of(scalar, key) == change.option]
    return _rewritten(scalar, keys[0], name, host) if len(keys) == 1 else None


def _added(
    scalar: Scalar, flags: list[tuple[Span, Span]], name: str, value: str, host: str
) -> list[Edit] | None:
    if not (_SAFE.fullmatch(value) and _SAFE.fullmatch(name)):
        return None
    last = list(cut(aligned(scalar, host), flags[-1][1]))
    if not last:
        return None
    at = last[-1].place.end
    return [Edit(at, at, f",{name}={value}")]


def _rewritten(scalar: Scalar, old: Span, value: str, host: str) -> list[Edit] | None:
    pieces = list(cut(aligned(scalar, host), old))
    if not _SAFE.fullmatch(value) or not pieces:
        return None
    return [Edit(pieces[0].place.start, pieces[-1].place.end, value)]


def _text_of(scalar: Scalar, span: Span) -> str:
    return scalar.value[span.start : span.end]


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
