"""What a template is made of, whatever its language: text, expressions, statements, comments."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

LINE_END = re.compile(r"\r\n|\r|\n")


class TokenKind(Enum):
    """What a stretch of a template is.

    text: comes out as it stands. space: blanks and line ends that a neighbour strips. output: an
    expression whose text comes out. open, arm, close: a statement that begins a block, that
    begins its next branch, that ends it. single: any other statement; more: one that may bring
    further text in its place. comment: leaves nothing.
    """

    TEXT = "text"
    SPACE = "space"
    OUTPUT = "output"
    OPEN = "open"
    ARM = "arm"
    CLOSE = "close"
    SINGLE = "single"
    MORE = "more"
    COMMENT = "comment"


class Shape(Enum):
    """What becomes of what stands in a block.

    branches: of its branches one comes out at most. loop: it comes out any number of times.
    plain: it comes out once. hidden: it comes out elsewhere, or never. changed: it comes out as
    something else.
    """

    BRANCHES = "branches"
    LOOP = "loop"
    PLAIN = "plain"
    HIDDEN = "hidden"
    CHANGED = "changed"


class Token(NamedTuple):
    """A stretch of a template, from `start` to `end` in characters from 0.

    `name` is that of a statement, or the names in an expression joined by `_`. `left` and `right`
    are the signs `-` or `+` by which it strips or keeps the blanks beside it. `shape` is that of
    the block that an opening statement begins. `last` tells of a branch that no other follows.
    """

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    left: str = ""
    right: str = ""
    shape: Shape = Shape.BRANCHES
    last: bool = False


TAGS = frozenset(
    {
        TokenKind.OPEN,
        TokenKind.ARM,
        TokenKind.CLOSE,
        TokenKind.SINGLE,
        TokenKind.MORE,
        TokenKind.COMMENT,
    }
)
"""What leaves no text of its own."""


def names_in(code: str) -> str:
    """Return the names in an expression, joined by `_`; what stands in quotes is left out."""
    bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`[^`]*`", " ", code)
    return "_".join(re.findall(r"[A-Za-z_]\w*", bare))
