"""Items of a YAML mapping that are commented out: setting the option brings them to life."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from novalint.hosts.items import end_of, host_line_end
from novalint.hosts.pieces import Piece, generated
from novalint.hosts.yaml_tree import Scalar, YamlNode, read
from novalint.text.source import Span
from novalint.text.source_map import Quoting, SliceKind

_ITEM = re.compile(
    r"( *)#( *)([a-z]\w*)[ \t]*:[ \t]+"
    r"(\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'|[^\s#\"'&*!|>{\[%@`][^\s]*)[ \t]*(?=#|\r|\n|\Z)"
)
_LIVE = re.compile(r"( *)[^\s#]")


class Commented(NamedTuple):
    """An item behind the sign of a comment: its name and value, and where both stand."""

    name: str
    value: str
    place: Span

    def pieces(self, indent: str, host: str) -> Iterator[Piece]:
        """Yield the line of a nova.conf that says the same, which an edit makes an item."""
        text = f"#{self.name} = {self.value}"
        yield Piece(text, SliceKind.QUOTED, self.place, indent, Quoting.COMMENT)
        yield generated("\n", host_line_end(host, self.place.end), indent)


def commented_items(
    host: str, start: int, indent: str, live: Sequence[tuple[YamlNode, YamlNode]]
) -> list[Commented]:
    """Return the items of a group that are commented out, by the indent of its items.

    `start` is where the line below the group's name starts, `live` are its items. The sign may
    stand in front of the name, or farther to the left where an editor has put it.
    """
    spans = [(key.span.start, end_of(value, host)) for key, value in live]
    items = []
    at = start
    while at < len(host):
        inside = next((end for begin, end in spans if begin <= at < end), None)
        if inside is not None:
            at = host_line_end(host, inside)
            continue
        line = _LIVE.match(host, at)
        if line and len(line[1]) < len(indent):
            break
        item = _ITEM.match(host, at)
        if item and _fits(item, len(indent)):
            items.append(Commented(item[3], _said(item[4]), Span(item.end(1), item.end(4))))
        at = host_line_end(host, at)
    return items


def first_indent(host: str, start: int, outer: str) -> str:
    """Return the indent of the items below a group that has none but in comments."""
    item = _ITEM.match(host, start)
    deeper = item is not None and len(item[1]) > len(outer)
    return item[1] if item and deeper else f"{outer}  "


def _fits(item: re.Match[str], indent: int) -> bool:
    """Whether an item would stand among the others without the sign of the comment."""
    sign, name = len(item[1]), len(item[1]) + 1 + len(item[2])
    if sign == indent:
        return len(item[2]) < 2
    return sign < indent and indent + (1 if sign else 0) <= name <= indent + 2


def _said(text: str) -> str:
    """Return what a scalar says."""
    roots = read(text)
    return roots[0].value if len(roots) == 1 and isinstance(roots[0], Scalar) else text
