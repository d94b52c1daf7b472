"""Where a line that is added to a Jinja template may come out behind the text of the line above.

Ansible, and kolla-ansible with it, sets `trim_blocks`: the line end behind a statement goes, and
with it the border between `my_ip = {% if x %}…{% endif %}` and what stands below. The template does
not say who renders it, so that a new line must stand for itself either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from novalint.templates import jinja
from novalint.templates.jinja import Layout
from novalint.templates.layout import laid_out
from novalint.templates.nesting import Block, TemplateNode, nested
from novalint.templates.tokens import LINE_END, TAGS, Shape, Token, TokenKind


def joined_lines(template: str, offsets: Iterable[int]) -> frozenset[int]:
    """Return those of some offsets, each the start of a line, that may come out within a line.

    That is what a renderer with `trim_blocks` and without `lstrip_blocks` makes of the template, in
    any of its branches; none where the template itself says that it keeps line ends.
    """
    settings = jinja.settings_of(template)
    trim, lstrip = settings.layout
    if trim is False:
        return frozenset()
    tokens = laid_out(template, jinja.tokens(template, settings), Layout(True, bool(lstrip)))
    walk = _Walk(template, sorted(set(offsets)))
    walk.over(nested(_rendered_twice(template, tokens)), begun=False)
    return frozenset(walk.joined)


def _rendered_twice(template: str, tokens: Iterable[Token]) -> Iterator[Token]:
    """Take a line end more from behind `{% raw %}…{% endif %}{% endraw %}`.

    The statement in front of the `endraw` is one of the next stage, which trims line ends as well.
    """
    before, strips = Token(TokenKind.TEXT, 0, 0), False
    for token in tokens:
        if token.name == "raw_end":
            strips = before.kind in TAGS and before.name != "raw_begin" and not before.right
        elif token.kind is not TokenKind.SPACE:
            hit = LINE_END.match(template, token.start, token.end) if strips else None
            if hit and token.kind is TokenKind.TEXT:
                yield token._replace(kind=TokenKind.SPACE, end=hit.end())
                token = token._replace(start=hit.end())
            strips = False
        before = before if token.kind is TokenKind.SPACE else token
        if token.start < token.end:
            yield token


class _Walk:
    """Follows the text of a template; `begun`: some text of the line may have come out."""

    def __init__(self, template: str, offsets: Sequence[int]) -> None:
        self.joined: set[int] = set()
        self._template = template
        self._offsets = offsets
        self._known: dict[tuple[int, bool], bool] = {}

    def over(self, nodes: Iterable[TemplateNode], *, begun: bool) -> bool:
        """Return whether the line may have begun behind some nodes."""
        for node in nodes:
            begun = self._token(node, begun) if isinstance(node, Token) else self._once(node, begun)
        return begun

    def _token(self, token: Token, begun: bool) -> bool:
        for at in self._offsets:
            if token.start < at <= token.end and self._behind(token, at, begun):
                self.joined.add(at)
        return self._behind(token, token.end, begun)

    def _behind(self, token: Token, end: int, begun: bool) -> bool:
        if token.kind is not TokenKind.TEXT:
            return begun or token.kind is TokenKind.OUTPUT
        text = self._template[token.start : end]
        lines = text.replace("\r", "\n").rpartition("\n")
        return bool(lines[2]) if lines[1] else begun or bool(text)

    def _once(self, block: Block, begun: bool) -> bool:
        """Look at a block once for either beginning: blocks may stand within each other."""
        key = id(block), begun
        if key not in self._known:
            self._known[key] = self._block(block, begun)
        return self._known[key]

    def _block(self, block: Block, begun: bool) -> bool:
        ends = [self.over(branch.nodes, begun=begun) for branch in block.branches]
        if block.shape is Shape.LOOP and ends[0] and not begun:
            self.over(block.branches[0].nodes, begun=True)  # from its own end
        if block.shape is Shape.HIDDEN:
            return begun
        left_out = block.shape is not Shape.PLAIN and not block.branches[-1].tag.last
        return any(ends) or block.shape is Shape.CHANGED or (left_out and begun)
