"""Juju's config-flags as YAML: a mapping within the text, of which a charm makes lines of DEFAULT.

charmhelpers 1.2.1, config_flags_parser in contrib/openstack/utils.py: a colon in front of the first
`=` makes it YAML. The template of the charm then prints each value as Python does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from novalint.hosts.pieces import EXPRESSION, Piece, aligned, cut, dynamic, fixed, generated
from novalint.hosts.rendering import constructed
from novalint.hosts.yaml_tree import Mapping, Scalar, YamlNode, pairs_of, read, resolved
from novalint.hosts.yaml_tree import Sequence as NodeList
from novalint.text.edits import Edit, apply_edits
from novalint.text.source import Span

_BLANK = " \n"
"""What stands at the end of a block and is none of the flags."""


def is_yaml(text: str) -> bool:
    """Whether a charm reads flags as YAML."""
    colon, equals = text.find(":"), text.find("=")
    return colon > 0 and (colon < equals or equals < 0)


def inner_mapping(scalar: Scalar) -> Mapping | None:
    """Return the mapping that flags are; None where a charm reads no YAML, or refuses it."""
    if not is_yaml(scalar.value) or EXPRESSION.search(scalar.value):
        return None
    roots = read(scalar.value)
    root = roots[0] if len(roots) == 1 else None
    return root if isinstance(root, Mapping) and not root.tag else None


def yaml_flag_pieces(scalar: Scalar, mapping: Mapping, host: str) -> Iterator[Piece]:
    """Yield a line for each item of the mapping that flags are."""
    outer = aligned(scalar, host)
    yield generated("[DEFAULT]\n", scalar.start)
    for pair in pairs_of(mapping):
        key = _place(outer, pair.key)
        yield fixed(pair.name, key)
        yield generated(" = ", key.start)
        value = _text(pair.value)
        place = _place(outer, pair.value)
        if value:
            yield fixed(value, place)
        elif value is None:
            yield dynamic("…", place)
        yield generated("\n", place.end)


def _place(outer: list[Piece], node: YamlNode) -> Span:
    """Return where a node of the inner text stands in the host."""
    there = list(cut(outer, node.span))
    if there:
        return Span(there[0].place.start, there[-1].place.end)
    before = list(cut(outer, Span(0, node.span.start)))
    at = before[-1].place.end if before else outer[0].place.start
    return Span(at, at)


def _text(node: YamlNode) -> str | None:
    """Return what is printed for a value; None for a mapping, which no option takes."""
    value = resolved(node)
    if isinstance(value, Scalar):
        made = constructed(value)
        return value.value if isinstance(made, bool) else str(made).replace("\n", "\n\t")
    if isinstance(value, NodeList):
        items = [resolved(item) for item in value.items]
        scalars = [constructed(item) for item in items if isinstance(item, Scalar)]
        return str(scalars) if len(scalars) == len(items) else None
    return None


def in_scalar(scalar: Scalar, edits: Iterable[Edit], host: str) -> list[Edit] | None:
    """Return edits of the text in a block, or in one line in quotes, as one of the host.

    None for any other style, and where what is written would need another one.
    """
    new = apply_edits(scalar.value, sorted(edits))
    if scalar.style in ("'", '"'):
        return _in_quotes(scalar, new, host)
    first = host.find("\n", scalar.start) + 1
    old = host[first : scalar.span.end].rstrip(_BLANK)
    blanks = old[: len(old) - len(old.lstrip(" "))]
    same = _indented(scalar.value.rstrip(_BLANK), blanks) == old
    if scalar.style != "|" or not first or not same:
        return None
    return [Edit(first, first + len(old), _indented(new.rstrip(_BLANK), blanks))]


def _in_quotes(scalar: Scalar, new: str, host: str) -> list[Edit] | None:
    """Return what writes a text in the place of one in quotes, where both need no escapes."""
    place = Span(scalar.start + 1, scalar.span.end - 1)
    plain = host[place.start : place.end] == scalar.value and not set(new) & set("'\"\\\n")
    comments = new.count("#") > scalar.value.count("#")
    return [Edit(*place, new)] if plain and not comments else None


def _indented(text: str, blanks: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(f"{blanks}{line}" if line.strip() else line for line in lines)
