"""Renders a Jinja2 template with Jinja2 itself, at random, and tells which branches it took.

Conditions, loops and expressions are replaced in Jinja's own syntax tree, so that blanks and line
ends come out as they do with the real ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import Environment, nodes
from jinja2.ext import do

from novalint.templates import jinja, nesting
from novalint.templates.nesting import Block, nested, without_captured
from novalint.templates.tokens import Shape, Token, TokenKind

STANDS_IN = "zq"
"""What each expression is rendered to; no literal text of a test holds it."""


class Branch(NamedTuple):
    """The stretch of a template that one branch of a block, or the body of a loop, takes up."""

    number: int
    start: int
    end: int


class Rendered(NamedTuple):
    """What came out, and the numbers of the branches that were taken."""

    text: str
    taken: frozenset[int]


def branches_of(template: str) -> list[Branch]:
    """Return the branches and loops of a template, in the order of their statements."""
    tokens = without_captured(jinja.tokens(template, jinja.settings_of(template)))
    found = sorted(_branches(nested(tokens)))
    return [Branch(number, *span) for number, span in enumerate(found)]


def _branches(level: list[Token | Block]) -> Iterator[tuple[int, int]]:
    for block in level:
        if isinstance(block, Token):
            continue
        stops = [branch.tag.start for branch in block.branches[1:]] + [block.stop]
        for branch, stop in zip(block.branches, stops, strict=True):
            if block.shape in (Shape.BRANCHES, Shape.LOOP) and _has_node(branch):
                yield branch.tag.end, stop
            yield from _branches(branch.nodes)


def _has_node(branch: nesting.Branch) -> bool:
    """Whether Jinja keeps a branch: an empty one behind `else` is gone once it is parsed."""
    left_out = {TokenKind.SPACE, TokenKind.COMMENT}
    return not branch.tag.last or any(
        isinstance(node, Block) or (node.kind not in left_out and not node.name.startswith("raw_"))
        for node in branch.nodes
    )


def rendered(template: str, seed: int, *, trim: bool, lstrip: bool) -> Rendered:
    """Render a template once; equal seeds choose the same branches."""
    settings = jinja.settings_of(template)
    layout = {"trim_blocks": trim, "lstrip_blocks": lstrip, "keep_trailing_newline": True}
    environment = Environment(extensions=[do], **layout, **dict(settings.signs))
    tree = environment.parse(template[settings.length :])
    _Replacing().replace(tree)
    chance, taken = random.Random(seed), set()

    def enter(number: int) -> str:
        taken.add(number)
        return ""

    choices: dict[str, object] = {
        "_enter": enter,
        "_take": lambda: chance.random() < 0.5,
        "_items": lambda: ["x"] * chance.choice([0, 1, 2]),
        "_list": lambda: chance.randrange(2),
    }
    compiled = environment.from_string(tree)
    return Rendered(compiled.render(choices), frozenset(taken))


_SILENT = (
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Macro,
    nodes.ExprStmt,
)


class _Replacing:
    """Replaces what depends on variables by what depends on chance."""

    def __init__(self) -> None:
        self._count = 0

    def replace(self, node: nodes.Node) -> None:
        for _, value in list(node.iter_fields()):
            if isinstance(value, list) and value and isinstance(value[0], nodes.Node):
                value[:] = [new for child in value if (new := self._replaced(child)) is not None]
            elif isinstance(value, nodes.Node):
                self._replaced(value)

    def _replaced(self, node: nodes.Node) -> nodes.Node | None:
        if isinstance(node, nodes.If):
            node.test = _call("_take")
            self._enter(node.body)
            for other in node.elif_:
                other.test = _call("_take")
                self._enter(other.body)
            self._enter_else(node)
        elif isinstance(node, nodes.For):
            node.target, node.iter, node.test = nodes.Name("_one", "store"), _call("_items"), None
            self._enter(node.body)
            self._enter_else(node)
        elif isinstance(node, nodes.Output):
            node.nodes = [
                child if isinstance(child, nodes.TemplateData) else nodes.Const(STANDS_IN)
                for child in node.nodes
            ]
        elif isinstance(node, _SILENT):
            return None
        else:
            self.replace(node)
        return node

    def _enter(self, body: list[nodes.Node]) -> None:
        number = self._count
        self._count += 1
        body[:] = [new for child in body if (new := self._replaced(child)) is not None]
        body.insert(0, nodes.Output([_call("_enter", number)]))

    def _enter_else(self, node: nodes.If | nodes.For) -> None:
        if node.else_:
            self._enter(node.else_)


def _call(name: str, *values: int) -> nodes.Call:
    constants = [nodes.Const(value) for value in values]
    return nodes.Call(nodes.Name(name, "load"), constants, [], None, None)
