"""A nova.conf that is the text of one YAML scalar, such as RHOSO's customServiceConfig."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.hosts.pieces import HIDDEN, Piece, pieces_of
from novalint.hosts.yaml_tree import Scalar
from novalint.text.source import Span
from novalint.text.source_map import LineForm, SliceKind

_HEADER = re.compile(r"\|[-+0-9]*[ \t]*(?:#[^\r\n]*)?(\r\n|\r|\n)")
_UNSEEN = f"{HIDDEN} \t\r\n"
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")


def text_pieces(scalar: Scalar, host: str, written: str) -> list[Piece]:
    """Return the text of a scalar in pieces: the lines of a literal block take edits.

    `written` is the host with what is hidden in it: a block has its own template.
    """
    block = list(_block_lines(scalar, host)) if scalar.style == "|" else []
    text = "".join(piece.text for piece in block)
    if block and host != written:
        return [_as_written(piece, written) for piece in block]
    if text and text.replace("\r\n", "\n").replace("\r", "\n") == scalar.value:
        return block
    return pieces_of(scalar, host)


def _as_written(piece: Piece, written: str) -> Piece:
    """Return a line with what is hidden in it; a statement needs no indent to be in the block."""
    start, end = piece.place
    if not piece.text.strip(_UNSEEN) and written[start:end].strip():
        start = written.rfind("\n", 0, start) + 1
        start += len(written[start:end]) - len(written[start:end].lstrip(" "))
    return piece._replace(text=written[start:end], place=Span(start, end))


def line_form(pieces: list[Piece]) -> LineForm:
    """Return whether the host takes new lines: only a literal block does."""
    literal = all(piece.kind is SliceKind.LITERAL for piece in pieces)
    return LineForm.TEXT if literal and pieces[0].indent is not None else LineForm.FIXED


def _block_lines(scalar: Scalar, host: str) -> Iterator[Piece]:
    """Yield the lines of a literal block as far as they count; the line ends are the host's."""
    header = _HEADER.match(host, scalar.start)
    if header is None:
        return
    lines = list(_LINE.finditer(host, header.end(), scalar.span.end))
    indent = _indent([line[1] for line in lines], scalar.value)
    left = len(scalar.value)
    for line in lines:
        if left <= 0:
            return
        start = min(line.start() + indent, line.end(1))
        content, end = host[start : line.end(1)], line[2]
        if len(content) >= left:  # the last line end is chomped
            content, end = content[:left], ""
        text = content + end
        left -= len(content) + (1 if end else 0)
        if text:
            place = Span(start, start + len(text))
            yield Piece(text, SliceKind.LITERAL, place, " " * indent)


def _indent(lines: list[str], value: str) -> int:
    """Return how many blanks stand in front of each line of the block.

    The first line that is not blank tells: what it has more than its text in the value.
    """
    for line in lines:
        if line.strip():
            first = next(line for line in value.split("\n") if line.strip())
            return len(line) - len(first)
    return 0
