"""What a run of nodes begins and ends with: whether a block stands within a line depends on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum

from novalint.templates.nesting import Block, TemplateNode
from novalint.templates.tokens import Token, TokenKind

_BLANKS = re.compile(r"[^\S\r\n]*")


class Edge(IntEnum):
    """Nothing at all, a line end, or text; of several branches the greatest counts."""

    NOTHING = 0
    LINE = 1
    TEXT = 2


class Edges:
    """Looks at the nodes of one template, at each only once."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._starts: dict[int, Edge] = {}
        self._ends: dict[int, Edge] = {}

    def first(self, nodes: Iterable[TemplateNode]) -> Edge:
        """Return what nodes begin with, blanks aside."""
        return next(filter(None, map(self.start, nodes)), Edge.NOTHING)

    def last(self, nodes: Sequence[TemplateNode]) -> Edge:
        """Return what nodes end with, blanks aside."""
        return next(filter(None, map(self._end, reversed(nodes))), Edge.NOTHING)

    def is_indented(self, nodes: Iterable[TemplateNode]) -> bool:
        """Whether nodes begin with an indented line."""
        for node in nodes:
            if isinstance(node, Token) and node.kind in (TokenKind.TEXT, TokenKind.OUTPUT):
                return self._template[node.start : node.end][:1] in (" ", "\t")
            if isinstance(node, Block):
                return any(self.is_indented(branch.nodes) for branch in node.branches)
        return False

    def start(self, node: TemplateNode) -> Edge:
        """Return what a node begins with; of a block, what any of its branches does."""
        if isinstance(node, Token):
            hit = _BLANKS.match(self._template, node.start, node.end)
            return self._token(node, self._template[hit.end() : node.end][:1] if hit else "")
        if id(node) not in self._starts:
            self._starts[id(node)] = max(self.first(branch.nodes) for branch in node.branches)
        return self._starts[id(node)]

    def _end(self, node: TemplateNode) -> Edge:
        if isinstance(node, Token):
            text = self._template[node.start : node.end]
            return self._token(node, text.rstrip(" \t\f\v")[-1:])
        if id(node) not in self._ends:
            self._ends[id(node)] = max(self.last(branch.nodes) for branch in node.branches)
        return self._ends[id(node)]

    def _token(self, token: Token, sign: str) -> Edge:
        """Return what a token is at one end, where it has a sign that is no blank."""
        if token.kind is TokenKind.OUTPUT:
            return Edge.TEXT
        if token.kind is not TokenKind.TEXT or not sign:
            return Edge.NOTHING
        return Edge.LINE if sign in "\r\n" else Edge.TEXT
