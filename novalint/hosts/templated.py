"""YAML that a template writes: its statements and expressions hidden, so that the rest can be read.

What is hidden keeps its length, so that all places stay those of the file. A file that is YAML as
it stands, with its expressions in quotes, needs none of this.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from novalint.hosts.pieces import HIDDEN
from novalint.hosts.yaml_tree import read
from novalint.templates import language_of, nodes_of
from novalint.templates.nesting import Block, TemplateNode
from novalint.templates.tokens import Shape, Token, TokenKind
from novalint.text.source import Span
from novalint.text.source_map import Arm, Embedded, Slice, SliceKind

_LEADING = re.compile(
    r"^(( *)(?=\S)[^\n]*[:-][ \t]+\|[-+]?[ \t]*\r?\n)((?:[ \t]*\r?\n)+)(?=( +)\S)", re.MULTILINE
)
"""A block whose first lines are statements: YAML refuses blanks there that its text has not."""
_AT_ROOT = re.compile(r"^[^\s#]", re.MULTILINE)
_UNSPACED = re.compile(r"[^\s]")
_IN_VALUE = re.compile(r"[ \t]*(?:- +)*(?:[\"']?[\w./:-]+[\"']?[ \t]*:[ \t]+)?")


class Stretch(NamedTuple):
    """What a branch or a loop of the template holds, and the branches it stands in."""

    span: Span
    arms: tuple[Arm, ...]
    loop: bool


class WithoutTemplate(NamedTuple):
    """A text without what a template computes, with its branches; `open`: more may come."""

    text: str
    stretches: tuple[Stretch, ...]
    open: bool

    def end(self, at: int) -> int:
        """Return where the innermost branch or loop ends in which an offset stands."""
        ends = (
            stretch.span.end
            for stretch in self.stretches
            if stretch.span.start <= at < stretch.span.end
        )
        return min(ends, default=len(self.text))


def without_template(text: str, path: str) -> WithoutTemplate | None:
    """Return a text of equal length without what a template computes; None where it is none."""
    language = language_of(path, text)
    if language is None:
        return None
    hiding = _Hiding(text)
    hiding.walk(nodes_of(text, language), ())
    hidden = _LEADING.sub(_with_indent, "".join(hiding.parts))
    return WithoutTemplate(hidden, tuple(hiding.stretches), hiding.open)


def _with_indent(block: re.Match[str]) -> str:
    """Return the start of a block in which no line of blanks has more of them than its text."""
    head, above, blanks, indent = block.groups()
    if len(indent) <= len(above):
        return block[0]
    more = re.compile(rf"^({indent})([ \t]+)", re.MULTILINE)
    return str(head) + more.sub(lambda line: line[1] + HIDDEN * len(line[2]), blanks)


def what_reads(hidden: WithoutTemplate) -> WithoutTemplate:
    """Return a text in which keys of its root are blanks whose values are no YAML on their own.

    Of two branches each may be YAML where both together are none.
    """
    starts = [0, *(line.start() for line in _AT_ROOT.finditer(hidden.text)), len(hidden.text)]
    parts = (hidden.text[start:end] for start, end in pairwise(starts))
    text = "".join(part if read(part) else _UNSPACED.sub(" ", part) for part in parts)
    return hidden._replace(text=text, open=True)


class _Hiding:
    """Walks over the nodes of a template and writes the text anew."""

    def __init__(self, text: str) -> None:
        self.parts: list[str] = []
        self.stretches: list[Stretch] = []
        self.open = False
        self._text = text
        self._line = ""
        self._blocks = 0

    def walk(self, nodes: Sequence[TemplateNode], arms: tuple[Arm, ...]) -> None:
        """Write nodes that stand in some branches."""
        for node in nodes:
            if isinstance(node, Token):
                self._token(node)
            elif self._is_inline(node):
                self._hide(node.start, node.stop, HIDDEN)
            else:
                self._block(node, arms)

    def _token(self, token: Token) -> None:
        if token.kind in (TokenKind.TEXT, TokenKind.SPACE):
            self._write(self._text[token.start : token.end])
            return
        self.open = self.open or token.kind is TokenKind.MORE
        if token.kind is not TokenKind.OUTPUT:
            self._hide(token.start, token.end, " ")
        elif _IN_VALUE.fullmatch(self._line) and not self._is_alone(token):
            self._hide(token.start, token.end, HIDDEN)
        elif self._line.strip():
            self._write(self._text[token.start : token.end])
        else:
            self.open = True
            self._hide(token.start, token.end, " ")

    def _is_alone(self, token: Token) -> bool:
        """Whether nothing else stands in the line of an expression, which may bring lines then."""
        end = self._text.find("\n", token.end)
        behind = self._text[token.end : end if end >= 0 else len(self._text)]
        return not self._line.strip() and not behind.strip()

    def _is_inline(self, block: Block) -> bool:
        return "\n" not in self._text[block.start : block.stop]

    def _block(self, block: Block, arms: tuple[Arm, ...]) -> None:
        number, loop = self._blocks, block.shape is Shape.LOOP
        self._blocks += 1
        divided = block.shape is Shape.BRANCHES
        ends = [branch.tag.start for branch in block.branches[1:]]
        ends.append(block.end[0].start if block.end else block.stop)
        for index, (branch, end) in enumerate(zip(block.branches, ends, strict=True)):
            inner = (*arms, Arm(number, index)) if divided else arms
            self._token(branch.tag._replace(kind=TokenKind.SINGLE))
            self.walk(branch.nodes, inner)
            if divided or loop:
                self.stretches.append(Stretch(Span(branch.tag.end, end), inner, loop))
        for token in block.end:
            self._token(token)
        if divided and not block.branches[-1].tag.last:
            other = (*arms, Arm(number, len(block.branches)))
            self.stretches.append(Stretch(Span(ends[-1], ends[-1]), other, loop=False))

    def _hide(self, start: int, end: int, sign: str) -> None:
        self._write(re.sub(r"[^\r\n]", sign, self._text[start:end]))

    def _write(self, text: str) -> None:
        self.parts.append(text)
        line = text.rpartition("\n")
        self._line = line[2] if line[1] else self._line + text


def in_branches(embedded: Embedded, stretches: Sequence[Stretch]) -> Embedded:
    """Return an embedded text that knows which of its lines stand in branches and loops."""
    slices = embedded.source_map.slices
    real = [
        piece
        for piece in slices
        if piece.kind is not SliceKind.GENERATED and piece.end > piece.start
    ]
    spans = [(_lines(stretch.span, embedded.text, real), stretch) for stretch in stretches]
    return replace(
        embedded,
        branches=tuple((span, piece.arms) for span, piece in spans if not piece.loop),
        loops=tuple(span for span, piece in spans if piece.loop),
    )


def _lines(place: Span, text: str, slices: Sequence[Slice]) -> Span:
    """Return the lines of an embedded text that come from a stretch of its host."""
    inside = [
        piece for piece in slices if place.start <= piece.host_start and piece.host_end <= place.end
    ]
    if inside:
        end = text.find("\n", inside[-1].end - 1) + 1
        return Span(text.rfind("\n", 0, inside[0].start) + 1, end or len(text))
    behind = next((piece.start for piece in slices if piece.host_start >= place.end), len(text))
    at = text.rfind("\n", 0, behind) + 1
    return Span(at, at)
