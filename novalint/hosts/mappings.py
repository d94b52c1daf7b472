"""A nova.conf that is a YAML mapping: groups of options, as deployment tools take their overrides.

The embedded text has a header for each group and a line for each option, in the order of the host;
what merge keys bring stands first in its group, so that a new line goes behind the group's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from novalint.hosts.commented import Commented, commented_items, first_indent
from novalint.hosts.items import end_of, host_line_end, indent_of
from novalint.hosts.pieces import HIDDEN, Piece, generated, shared
from novalint.hosts.rendering import Rendered, ValueRenderer
from novalint.hosts.yaml_tree import (
    Mapping,
    Pair,
    Scalar,
    Sequence,
    YamlNode,
    is_own,
    pairs_of,
    resolved,
)
from novalint.text.source import Span
from novalint.text.source_map import LineForm, Quoting, SliceKind

_QUOTINGS = {"": Quoting.PLAIN, "'": Quoting.SINGLE, '"': Quoting.DOUBLE}
_DEFAULT = "DEFAULT"


class MappingText(NamedTuple):
    """The pieces of a text, how its host takes new lines, and what it has in front of a group.

    `open` says that a whole group is an expression, so that it may hold anything.
    """

    pieces: list[Piece]
    lines: LineForm
    group_indent: str | None
    open: bool


class Tool(NamedTuple):
    """How a tool reads its mapping: `bare` is whether an option without a group goes to DEFAULT."""

    render: ValueRenderer
    bare: bool = True


def grouped(root: Mapping, tool: Tool, host: str, own: bool) -> MappingText:
    """Read group → option → value. `own`: the mapping stands here, not behind an alias."""
    pieces: list[Piece] = []
    open_ended = False
    for pair in _ordered(root, own):
        group = resolved(pair.value)
        if HIDDEN in pair.name:
            open_ended = True
        elif isinstance(group, Mapping) and not group.tag:
            pieces += _Group(pair, group, host, tool).pieces()
        elif _is_null(group) and not _is_expression(group):
            pieces += _empty(pair, indent_of(root, host) if pair.own else None, host)
        elif tool.bare and not _is_expression(group):
            pieces += _bare(pair, tool.render, host)
        else:
            open_ended = True
    block = own and not root.flow and bool(root.pairs)
    form = LineForm.MAPPING if block else LineForm.FIXED
    return MappingText(pieces, form, indent_of(root, host) if block else None, open_ended)


def slashed(root: Mapping, render: ValueRenderer, host: str, own: bool) -> MappingText:
    """Read `group/option` → resource, as Puppet's nova_config takes them."""
    pieces: list[Piece] = []
    group = None
    for pair in _ordered(root, own):
        name, sign, option = pair.name.partition("/")
        if not sign or not option:
            continue
        if name != group:
            group = name
            pieces.append(generated(f"[{name}]\n", pair.key.span.start))
        key = _key(pair, host, option, len(name) + 1)
        rendered = render(pair.value, host)
        pieces += _OptionLines(pair, key, rendered, host, None).pieces()
    return MappingText(pieces, LineForm.FIXED, None, open=False)


def _ordered(mapping: Mapping, own: bool) -> list[Pair]:
    """Return what is merged, then what stands in the mapping itself."""
    return sorted(pairs_of(mapping, own), key=lambda pair: pair.own)


class _Group(NamedTuple):
    """A group that is a mapping of its own."""

    pair: Pair
    mapping: Mapping
    host: str
    tool: Tool

    def pieces(self) -> Iterator[Piece]:
        """Yield the header and the lines of the options."""
        own = self.pair.own and is_own(self.pair.value)
        indent = indent_of(self.mapping, self.host) if own and not self.mapping.flow else None
        below = host_line_end(self.host, self.pair.key.span.end)
        yield from _header(self.pair, self.host, below, indent)
        waiting = [] if indent is None else self._commented(below, indent)
        for pair in self._named(own):
            while waiting and pair.own and waiting[0].place.start < pair.key.span.start:
                yield from waiting.pop(0).pieces(indent or "", self.host)
            key = _key(pair, self.host, pair.name, 0)
            rendered = self.tool.render(pair.value, self.host)
            lines = _OptionLines(
                pair, key, rendered, self.host, indent, None if pair.own else below
            )
            yield from lines.pieces()
        for item in waiting:
            yield from item.pieces(indent or "", self.host)

    def _named(self, own: bool) -> list[Pair]:
        """Return the items whose names stand there; a template may write any other."""
        return [pair for pair in _ordered(self.mapping, own) if HIDDEN not in pair.name]

    def _commented(self, below: int, indent: str) -> list[Commented]:
        return commented_items(self.host, below, indent, self.mapping.pairs)


class _OptionLines(NamedTuple):
    """The lines of one option: its name, each of its values, and the place behind the item."""

    pair: Pair
    key: Piece
    rendered: Rendered
    host: str
    indent: str | None
    below: int | None = None

    def pieces(self) -> Iterator[Piece]:
        """Yield all lines; lines that are one item of the host together take no edit as lines."""
        behind = host_line_end(self.host, end_of(self.pair.value, self.host))
        behind = behind if self.below is None else self.below
        last = len(self.rendered.values) - 1
        whole = self.rendered.simple and self.pair.own
        for number, value in enumerate(self.rendered.values):
            place = self._value_place(value)
            indent = self.indent if whole else None
            key = self.key if whole else generated(self.key.text, place)
            key = key if whole or value else shared(self.key)  # an empty list has no place within
            yield key._replace(indent=indent)
            yield generated(" = " if value else " =", place, indent)
            yield from (value if self.pair.own else map(shared, value))
            yield generated("\n", behind, self.indent if number == last else None)

    def _value_place(self, value: list[Piece]) -> int:
        return value[0].place.start if value else self.pair.value.span.start


def _header(pair: Pair, host: str, below: int, indent: str | None) -> Iterator[Piece]:
    start = pair.key.span.start
    yield generated("[", start)
    yield shared(_key(pair, host, pair.name, 0))
    yield generated("]\n", below, indent)


def _empty(pair: Pair, outer: str | None, host: str) -> Iterator[Piece]:
    """Yield a group without items, and those that are commented out."""
    below = host_line_end(host, pair.key.span.end)
    indent = None if outer is None else first_indent(host, below, outer)
    yield from _header(pair, host, below, indent)
    if indent is not None:
        for item in commented_items(host, below, indent, ()):
            yield from item.pieces(indent, host)


def _bare(pair: Pair, render: ValueRenderer, host: str) -> Iterator[Piece]:
    """Yield an option that stands beside the groups, below a header of its own."""
    start = pair.key.span.start
    yield generated(f"[{_DEFAULT}]\n", start)
    key = _key(pair, host, pair.name, 0)
    yield from _OptionLines(pair, key, render(pair.value, host), host, None).pieces()


def _key(pair: Pair, host: str, name: str, skipped: int) -> Piece:
    """Return the name of an option: a key of the host, without the first characters of it."""
    key = resolved(pair.key)
    assert isinstance(key, Scalar)
    start = key.start + len(key.style) + skipped
    place = Span(start, start + len(name))
    if key.style == "" and host[place.start : place.end] == name:
        return Piece(name, SliceKind.LITERAL, place, None, Quoting.PLAIN)
    quoting = Quoting.NONE if skipped else _QUOTINGS.get(key.style, Quoting.NONE)
    return Piece(name, SliceKind.QUOTED, Span(key.start, key.span.end), None, quoting)


def _is_null(node: YamlNode | None) -> bool:
    return isinstance(node, Scalar) and node.tag == "null"


def _is_expression(node: YamlNode | None) -> bool:
    """Whether what a group or option holds is computed, so that it may be a mapping."""
    if isinstance(node, Scalar):
        return node.tag.startswith("!") or node.value.lstrip().startswith(("{{", "{%"))
    return not isinstance(node, Sequence | Mapping) or node.tag != ""
