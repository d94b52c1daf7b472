"""Pieces of an embedded text, each with its place in the host, put together to a text and a map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from novalint.hosts.yaml_tree import Scalar
from novalint.templates.words import Words
from novalint.text.source import Span
from novalint.text.source_map import Quoting, Slice, SliceKind

HIDDEN = "\ue000"
"""The sign that stands for each of an expression that is hidden, so that YAML can be read."""
EXPRESSION = re.compile(rf"\{{\{{.*?\}}\}}|\{{%.*?%\}}|\{{#.*?#\}}|{HIDDEN}+", re.DOTALL)
"""What Jinja, or Go's templates, compute before a tool reads the YAML of a value."""
QUOTINGS = {"": Quoting.PLAIN, "'": Quoting.SINGLE, '"': Quoting.DOUBLE}
_WORD = re.compile(r"\S+")
_QUOTATION = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME = re.compile(r"[A-Za-z_]\w*")


class Piece(NamedTuple):
    """A stretch of the embedded text and where it comes from; `Slice` says what each part means."""

    text: str
    kind: SliceKind
    place: Span
    indent: str | None = None
    quoting: Quoting = Quoting.NONE


def generated(text: str, at: int, indent: str | None = None) -> Piece:
    """Return what the host does not have; lines that are added behind it go to `at`."""
    return Piece(text, SliceKind.GENERATED, Span(at, at), indent)


def dynamic(code: str, place: Span) -> Piece:
    """Return what nobody knows yet, by the expression or tag that stands for it."""
    return Piece(code, SliceKind.DYNAMIC, place)


def fixed(text: str, place: Span) -> Piece:
    """Return what the host spells in some way in which no edit writes."""
    return Piece(text, SliceKind.QUOTED, place)


def shared(piece: Piece) -> Piece:
    """Return a piece of what others use as well, so that no edit is made of it."""
    kind = SliceKind.QUOTED if piece.kind is SliceKind.LITERAL else piece.kind
    return piece._replace(kind=kind, quoting=Quoting.SHARED)


def put_together(pieces: Iterable[Piece], host: str) -> tuple[str, tuple[Slice, ...]]:
    """Return the text of pieces in their order, and its slices.

    What is dynamic gets a word of its own, the same for the same expression of the host.
    """
    texts, slices, at, words = [], [], 0, Words()
    for piece in pieces:
        hidden = piece.kind is SliceKind.DYNAMIC and HIDDEN in piece.text
        code = host[piece.place.start : piece.place.end] if hidden else piece.text
        text = _word(words, code) if piece.kind is SliceKind.DYNAMIC else piece.text
        if not text:
            continue
        end = at + len(text)
        slices.append(Slice(piece.kind, at, end, *piece.place, piece.indent, piece.quoting))
        texts.append(text)
        at = end
    return "".join(texts), tuple(slices)


def _word(words: Words, code: str) -> str:
    """Return a word for an expression, of the names in it that it does not quote."""
    return words.word("_".join(_NAME.findall(_QUOTATION.sub("", code))), code)


def pieces_of(scalar: Scalar, host: str) -> list[Piece]:
    """Return the value of a scalar, unchanged, in pieces; expressions in it are dynamic."""
    if scalar.tag.startswith("!"):
        return [dynamic(scalar.tag, scalar.span)]
    if EXPRESSION.search(scalar.value):
        return list(_with_expressions(aligned(scalar, host)))
    place = Span(scalar.start, scalar.span.end)
    if scalar.style in QUOTINGS and "\n" not in host[place.start : place.end]:
        same = not scalar.style and host[place.start : place.end] == scalar.value
        kind = SliceKind.LITERAL if same else SliceKind.QUOTED
        return [Piece(scalar.value, kind, place, None, QUOTINGS[scalar.style])]
    return aligned(scalar, host)


def retyped(scalar: Scalar, text: str, host: str) -> list[Piece]:
    """Return a scalar for which a tool writes another text than its own, such as `True`."""
    if text == scalar.value:
        return pieces_of(scalar, host)
    place = Span(scalar.start, scalar.span.end)
    return [Piece(text, SliceKind.QUOTED, place, None, QUOTINGS.get(scalar.style, Quoting.NONE))]


def aligned(scalar: Scalar, host: str) -> list[Piece]:
    """Return a scalar in pieces of one word or blank each, of which words take edits as they are.

    Folding and chomping change blanks only: without escapes the words come in the same order.
    """
    place = Span(scalar.start, scalar.span.end)
    pieces: list[Piece] = []
    at, done = _content_start(scalar, host), 0
    for word in _WORD.finditer(scalar.value):
        start = host.find(word[0], at, place.end)
        if start < 0 or host[at:start].strip():
            return [fixed(scalar.value, place)]
        if word.start() > done:
            pieces.append(fixed(scalar.value[done : word.start()], Span(at, start)))
        at, done = start + len(word[0]), word.end()
        pieces.append(Piece(word[0], SliceKind.LITERAL, Span(start, at)))
    if done < len(scalar.value):
        pieces.append(fixed(scalar.value[done:], Span(at, at)))
    return pieces


def _content_start(scalar: Scalar, host: str) -> int:
    if scalar.style in ("|", ">"):
        return host.find("\n", scalar.start) + 1
    return scalar.start + len(scalar.style)


def _with_expressions(pieces: list[Piece]) -> Iterator[Piece]:
    """Make those stretches dynamic that expressions cover, in whole or in part."""
    text = "".join(piece.text for piece in pieces)
    done = 0
    for hit in EXPRESSION.finditer(text):
        yield from cut(pieces, Span(done, hit.start()))
        inside = list(cut(pieces, Span(*hit.span())))
        yield dynamic(hit[0], Span(inside[0].place.start, inside[-1].place.end))
        done = hit.end()
    yield from cut(pieces, Span(done, len(text)))


def cut(pieces: list[Piece], span: Span) -> Iterator[Piece]:
    """Yield the parts of pieces that lie in a span of their text."""
    end = 0
    for piece in pieces:
        start, end = end, end + len(piece.text)
        first, last = max(start, span.start) - start, min(end, span.end) - start
        if first >= last:
            continue
        same = len(piece.text) == piece.place.end - piece.place.start
        shift = piece.place.start
        place = Span(shift + first, shift + last) if same else piece.place
        yield piece._replace(text=piece.text[first:last], place=place)
