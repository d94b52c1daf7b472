"""Keys of YAML mappings that stand again below: tools take the last, and lose the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from novalint.hosts.yaml_tree import Mapping, YamlNode, is_merge, key_of
from novalint.text.source_map import RepeatedKey


def on_the_way(above: Sequence[YamlNode], value: YamlNode) -> RepeatedKey | None:
    """Return the outermost key that leads to a value and stands again below; None without one.

    `above` are the nodes from the root of a document down to the mapping that has the value.
    """
    for node, inner in zip(above, (*above[1:], value), strict=True):
        if isinstance(node, Mapping):
            unread = (key for key, one in _unread(node) if one is inner)
            if (key := next(unread, None)) is not None:
                return key
    return None


def within(mapping: Mapping, depth: int) -> Iterator[RepeatedKey]:
    """Yield the keys that stand again in a mapping, and in the values that count of it.

    A `depth` of 1 is the mapping itself, 2 its values as well.
    """
    unread = {id(value): key for key, value in _unread(mapping)}
    for _, value in mapping.pairs:
        if id(value) in unread:
            yield unread[id(value)]
        elif depth > 1 and isinstance(value, Mapping):
            yield from within(value, depth - 1)


def _unread(mapping: Mapping) -> Iterator[tuple[RepeatedKey, YamlNode]]:
    """Yield the keys of a mapping that an equal one stands below, with their values."""
    last = {key_of(key): key for key, _ in mapping.pairs}
    if mapping.every or len(last) == len(mapping.pairs):
        return
    for key, value in mapping.pairs:
        name = key_of(key)
        if name is not None and last[name] is not key and not is_merge(key):
            yield RepeatedKey(name, key.span, last[name].span), value
