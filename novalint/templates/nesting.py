"""Which statements of a template belong together: blocks, their branches, what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from novalint.templates.tokens import Shape, Token, TokenKind

DEPTH = 60
"""Blocks within blocks that are told apart; what stands deeper counts as a part of the last."""

_WHOLE = frozenset({Shape.HIDDEN, Shape.CHANGED})
_NEEDS_END = _WHOLE | {Shape.PLAIN}


@dataclass(frozen=True)
class Branch:
    """One branch of a block: the statement that begins it, and what stands in it."""

    tag: Token
    nodes: list[TemplateNode] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """A block with its branches; `end` holds the statement that closes it, where one does."""

    branches: list[Branch]
    end: list[Token] = field(default_factory=list)

    @property
    def shape(self) -> Shape:
        """What becomes of what stands in it."""
        return self.branches[0].tag.shape

    @property
    def start(self) -> int:
        """Where it begins in the template."""
        return self.branches[0].tag.start

    @property
    def stop(self) -> int:
        """Where it ends in the template."""
        if self.end:
            return self.end[0].end
        last = self.branches[-1]
        node = last.nodes[-1] if last.nodes else last.tag
        return node.end if isinstance(node, Token) else node.stop


TemplateNode: TypeAlias = "Token | Block"


def without_captured(tokens: Sequence[Token]) -> list[Token]:
    """Make one comment or expression of each block whose text does not come out where it stands."""
    ends = _ends(tokens)
    left: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind is not TokenKind.OPEN or token.shape not in _NEEDS_END or at in ends:
            whole = token.kind is TokenKind.OPEN and token.shape in _WHOLE
            last = ends[at] if whole else at
            left.append(_whole(token, tokens[last]) if whole else token)
            at = last + 1
        else:
            left.append(token._replace(kind=TokenKind.SINGLE))
            at += 1
    return left


def _whole(token: Token, end: Token) -> Token:
    kind = TokenKind.OUTPUT if token.shape is Shape.CHANGED else TokenKind.COMMENT
    return token._replace(kind=kind, end=end.end, right=end.right)


def _ends(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the index of the statement that ends each block, by that of the one that begins it."""
    ends: dict[int, int] = {}
    open_at: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN:
            open_at.append(index)
        elif token.kind is TokenKind.CLOSE:
            depth = _depth(token, [tokens[index] for index in open_at[-DEPTH:]])
            if depth:
                ends[open_at[-depth]] = index
                del open_at[-depth:]
    return ends


def _depth(close: Token, begun: Sequence[Token]) -> int:
    """Return how many of the blocks begun end with a statement; none for one without a block."""
    for depth, token in enumerate(reversed(begun), 1):
        if not close.name or token.name.startswith(close.name):
            return depth
    return 0


def nested(tokens: Iterable[Token]) -> list[TemplateNode]:
    """Put the tokens into blocks; statements that end or divide no block stand for themselves."""
    top = Branch(Token(TokenKind.OPEN, 0, 0))
    stack: list[Block] = []
    for token in tokens:
        inside = (stack[-1].branches[-1] if stack else top).nodes
        if token.kind is TokenKind.OPEN and len(stack) < DEPTH:
            block = Block([Branch(token)])
            inside.append(block)
            stack.append(block)
        elif token.kind is TokenKind.ARM and stack and stack[-1].shape is not Shape.PLAIN:
            stack[-1].branches.append(Branch(token))
        elif token.kind is TokenKind.CLOSE and (depth := _depth(token, list(_tags(stack)))):
            stack[-depth].end.append(token)
            del stack[-depth:]
        else:
            inside.append(token)
    return top.nodes


def _tags(stack: Sequence[Block]) -> Iterator[Token]:
    return (block.branches[0].tag for block in stack)
