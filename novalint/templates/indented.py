"""Statements of a Jinja template whose blanks come out in front of the line that follows.

Ansible sets `trim_blocks` and leaves `lstrip_blocks` off: the line end behind a statement goes, the
blanks in front of it stay, and oslo.config takes the line behind them for a part of the value
above.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from novalint.patterns import lazy_pattern
from novalint.templates import jinja
from novalint.templates.jinja import Layout
from novalint.templates.layout import laid_out
from novalint.templates.nesting import Block, TemplateNode, nested, without_captured
from novalint.templates.tokens import TAGS, Shape, Token, TokenKind
from novalint.text.source import Span

_SIGN = lazy_pattern(r"^[ \t]+\{[%#]", 8)
"""A statement or comment behind blanks (8: MULTILINE)."""


class _Line(NamedTuple):
    """What of a line has come out: text, blanks that are open, blanks in front of statements."""

    begun: bool = False
    blanks: Span | None = None
    kept: frozenset[Span] = frozenset()

    def behind_statement(self) -> _Line:
        """Return what is known of the line once a statement stands in it."""
        kept = self.kept | {self.blanks} if self.blanks else self.kept
        return _Line(self.begun, None, kept)


def indented_statements(template: str) -> tuple[Span, ...]:
    """Return the blanks in front of statements that indent what comes out behind these.

    None of them where the first line of the template says that they go, or that line ends stay.
    """
    settings = jinja.settings_of(template)
    trim, lstrip = settings.layout
    if trim is False or lstrip or not _SIGN.search(template):
        return ()
    tokens = without_captured(jinja.tokens(template, settings))
    walk = _OutputWalk(template)
    walk.over(nested(laid_out(template, tokens, Layout(True, False))), _Line())
    return tuple(sorted(walk.found))


class _OutputWalk:
    """Follows what comes out of a template."""

    def __init__(self, template: str) -> None:
        self.found: set[Span] = set()
        self._template = template
        self._known: dict[tuple[int, _Line], _Line] = {}

    def over(self, nodes: Iterable[TemplateNode], line: _Line) -> _Line:
        """Return the line as it is behind some nodes."""
        for node in nodes:
            if isinstance(node, Token):
                line = self._token(node, line)
                continue
            key = id(node), line
            if key not in self._known:
                self._known[key] = self._block(node, line)
            line = self._known[key]
        return line

    def _token(self, token: Token, line: _Line) -> _Line:
        if token.kind is TokenKind.TEXT:
            return self._text(token, line)
        if token.kind in (TokenKind.OUTPUT, TokenKind.MORE):
            return _Line(begun=True)
        return line.behind_statement() if token.kind in TAGS else line

    def _text(self, token: Token, line: _Line) -> _Line:
        text = self._template[token.start : token.end]
        if line.kept and not text[:1].isspace():
            self.found |= line.kept
        rest = text.replace("\r", "\n").rpartition("\n")
        tail = rest[2]
        if rest[1] or not line.begun:
            before = line.kept if not (rest[1] or tail.strip()) else frozenset[Span]()
            blanks = Span(token.end - len(tail), token.end) if tail and not tail.strip() else None
            return _Line(bool(tail.strip()), blanks, before)
        return _Line(begun=True)

    def _block(self, block: Block, line: _Line) -> _Line:
        start = line.behind_statement()
        if block.shape is Shape.HIDDEN:
            return start
        ends = [self.over(branch.nodes, start).behind_statement() for branch in block.branches]
        if block.shape is Shape.LOOP:
            self.over(block.branches[0].nodes, ends[0])
        if block.shape is not Shape.PLAIN and not block.branches[-1].tag.last:
            ends.append(start)
        return _either(ends)


def _either(lines: Sequence[_Line]) -> _Line:
    kept = frozenset(blanks for line in lines for blanks in line.kept)
    return _Line(any(line.begun for line in lines), None, kept)
