"""From a template's blocks to the nova.conf in it: all branches, one below the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from novalint.templates.edges import Edge, Edges
from novalint.templates.nesting import Block, Branch, TemplateNode
from novalint.templates.tokens import LINE_END, Shape, Token, TokenKind
from novalint.templates.words import Words
from novalint.templates.writer import UNKNOWN_GROUP, Mark, Segment, Writer
from novalint.text.source import Span
from novalint.text.source_map import Arm, Embedded, SliceKind, SourceMap

_OPENED = re.compile(r"[}>\r\n][^\S\r\n]*\[")
_LAST_LINE_END = re.compile(r"(?:\r\n|\r|\n)(?=[^\S\r\n]*\Z)")
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)


class _Stretch(NamedTuple):
    """A branch or the body of a loop: where it starts and ends, the branches it stands in."""

    start: Mark
    end: Mark
    arms: tuple[Arm, ...]


def assembled(template: str, nodes: Sequence[TemplateNode], form: str, *, more: bool) -> Embedded:
    """Return the embedded document; `more` says that further text may come in any case."""
    assembly = _Assembly(template)
    assembly.walk(nodes, Edge.LINE)
    return assembly.result(form, more=more)


class _Assembly:
    """Walks over the nodes and hands their text to the writer, line by line."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._edges = Edges(template)
        self._words = Words()
        self._writer = Writer(template)
        self._arms: tuple[Arm, ...] = ()
        self._blocks = 0
        self._branches: list[_Stretch] = []
        self._loops: list[_Stretch] = []

    def result(self, form: str, *, more: bool) -> Embedded:
        """Return the text within the template; `more` says that it may include other text."""
        self._writer.end_line(None)
        text, slices = self._writer.result()
        branches = tuple((_span(branch), branch.arms) for branch in self._branches)
        loops = tuple(_span(loop) for loop in self._loops)
        is_open = more or self._writer.open
        return Embedded("", text, SourceMap(slices), branches, loops, is_open, form=form)

    def walk(self, nodes: Sequence[TemplateNode], follows: Edge) -> None:
        """Write nodes; `follows` is what stands behind the last of them."""
        behind = [follows]
        for node in reversed(nodes):
            edge = self._edges.start(node)
            behind.append(behind[-1] if edge is Edge.NOTHING else edge)
        for node, follow in zip(nodes, reversed(behind[:-1]), strict=True):
            if isinstance(node, Token):
                self._token(node)
            elif self._is_inline(node, follow):
                self._collapse(node)
            else:
                self._block(node, follow)

    def _token(self, token: Token) -> None:
        if token.kind is TokenKind.TEXT:
            self._text(token.start, token.end)
        elif token.kind is TokenKind.OUTPUT or (
            token.kind is TokenKind.MORE and not self._writer.fresh
        ):
            self._opaque(token.name, token.start, token.end)
        else:
            self._nothing(token)
            if token.kind is TokenKind.MORE:
                self._writer.note_more()

    def _text(self, start: int, end: int) -> None:
        at = start
        while hit := LINE_END.search(self._template, at, end):
            self._literal(at, hit.start())
            self._writer.end_line(Segment(SliceKind.LITERAL, *hit.span(), hit[0]))
            at = hit.end()
        self._literal(at, end)

    def _literal(self, start: int, end: int) -> None:
        if start < end:
            text = self._template[start:end]
            self._writer.add(Segment(SliceKind.LITERAL, start, end, text))

    def _opaque(self, names: str, start: int, end: int) -> None:
        code = self._template[start:end]
        word = self._words.word(names, code.strip("{}<>%=-+"))
        self._writer.add(Segment(SliceKind.DYNAMIC, start, end, word))

    def _nothing(self, token: Token) -> None:
        self._writer.add(Segment(SliceKind.DYNAMIC, token.start, token.end))

    def _is_inline(self, block: Block, follow: Edge) -> bool:
        """Whether a block is a part of a line: text stands in front of it or behind it there."""
        branches = block.branches
        if not self._writer.fresh:
            starts = [self._edges.first(branch.nodes) for branch in branches]
            if Edge.TEXT in starts or self._writer.awaits_value:
                return True
        ends = [self._edges.last(branch.nodes) for branch in branches]
        return Edge.TEXT in ends and follow is Edge.TEXT

    def _collapse(self, block: Block) -> None:
        """Make one word of a block within a line; a line end in front of its end is kept."""
        stop = block.stop
        if any(self._edges.is_indented(branch.nodes) for branch in block.branches):
            self._writer.interrupt_value(block.start)
        hit = self._last_line_end(block)
        body = self._template[block.start : hit.start() if hit else stop]
        self._opaque(block.branches[0].tag.name, block.start, block.start + len(body))
        if LINE_END.search(body):
            self._writer.end_in_word(may_open_group=_OPENED.search(body) is not None)
        if hit:
            self._writer.end_line(Segment(SliceKind.LITERAL, *hit.span(), hit[0]))
            self._writer.add(Segment(SliceKind.DYNAMIC, hit.end(), stop))

    def _last_line_end(self, block: Block) -> re.Match[str] | None:
        """Return the line end that each branch of a block ends with, in the last of them."""
        if max(self._edges.last(branch.nodes) for branch in block.branches) is not Edge.LINE:
            return None
        for node in reversed(block.branches[-1].nodes):
            if isinstance(node, Token) and node.kind is TokenKind.TEXT:
                hit = _LAST_LINE_END.search(self._template, node.start, node.end)
                if hit:
                    return hit
        return None

    def _block(self, block: Block, follow: Edge) -> None:
        number = self._blocks
        self._blocks += 1
        outer, frames, group = self._arms, self._writer.frames, self._writer.group
        first, *others = (self._edges.is_indented(branch.nodes) for branch in block.branches)
        if any(others) and not first:
            self._writer.interrupt_value(block.start)
        divided = _is_divided(block)
        groups = set()
        for index, branch in enumerate(block.branches):
            self._nothing_between(branch, index)
            self._arms = (*outer, Arm(number, index)) if divided else outer
            self._writer.enter((*frames, (number, index)), after_other=index > 0)
            self._writer.group = self._group_in(block, branch, group)
            self._branch(block, branch, index, follow)
            groups.add(self._writer.group)
        self._finish(block, number, outer)
        if _may_be_left_out(block):
            groups.add(group)
        self._writer.enter(frames, after_other=True)
        self._arms = outer
        self._writer.group = groups.pop() if len(groups) == 1 else UNKNOWN_GROUP

    def _group_in(self, block: Block, branch: Branch, group: str | None) -> str | None:
        """Return the group that a branch starts in; a loop may come from its own end."""
        if block.shape is not Shape.LOOP:
            return group
        hit = _HEADER.search(self._template, branch.tag.end, block.stop)
        return UNKNOWN_GROUP if hit else group

    def _nothing_between(self, branch: Branch, index: int) -> None:
        """Write the statement that begins a branch, on a line of its own."""
        if index and not self._writer.fresh and self._edges.first(branch.nodes) is not Edge.LINE:
            at = branch.tag.start
            self._writer.end_line(Segment(SliceKind.GENERATED, at, at, "\n"))
        self._nothing(branch.tag)

    def _branch(self, block: Block, branch: Branch, index: int, follow: Edge) -> None:
        start = self._writer.mark()
        self.walk(branch.nodes, follow)
        stretch = _Stretch(start, self._writer.mark(), self._arms)
        if _is_divided(block):
            self._branches.append(stretch)
        if block.shape is Shape.LOOP and index == 0:
            self._loops.append(stretch)

    def _finish(self, block: Block, number: int, outer: tuple[Arm, ...]) -> None:
        """Write the statement that ends a block, and the branch that is taken where no other is."""
        for token in block.end:
            self._nothing(token)
        if _is_divided(block) and not block.branches[-1].tag.last:
            mark = self._writer.mark()
            arm = Arm(number, len(block.branches))
            self._branches.append(_Stretch(mark, mark, (*outer, arm)))


def _span(stretch: _Stretch) -> Span:
    return Span(stretch.start.offset, max(stretch.start.offset, stretch.end.offset))


def _is_divided(block: Block) -> bool:
    """Whether at most one of the block's parts comes out."""
    return block.shape is Shape.BRANCHES or len(block.branches) > 1


def _may_be_left_out(block: Block) -> bool:
    return block.shape is not Shape.PLAIN and not block.branches[-1].tag.last
