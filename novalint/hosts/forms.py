"""How each tool takes an option in YAML: an item of one value, and one of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from novalint.hosts.conf_nodes import ConfNode
from novalint.hosts.yaml_tree import Mapping, Scalar, YamlNode, pairs_of, resolved
from novalint.hosts.yaml_tree import Sequence as NodeList
from novalint.hosts.yaml_writing import quoted, scalar


class Form(NamedTuple):
    """What a tool makes lines of.

    `several` writes the lines below the key of an option with several values, `value_of` returns
    the node of an item that holds the values, and `items_of` the nodes of these in the order of
    their lines, None where all of it is one value. `resource` says that even one value stands below
    the key, as `value`.
    """

    several: Callable[[Sequence[str]], list[str]]
    items_of: Callable[[YamlNode], list[YamlNode] | None]
    value_of: Callable[[YamlNode], YamlNode]
    resource: bool = False

    def item(self, name: str, values: Sequence[str]) -> list[str]:
        """Return the lines of an item."""
        key = scalar(name)
        if len(values) != 1:
            return [f"{key}:", *self.several(values)]
        value = scalar(values[0])
        return [f"{key}:", f"  value: {value}"] if self.resource else [f"{key}: {value}"]


def form_of(conf: ConfNode) -> Form:
    """Return how the tool of a nova.conf takes options."""
    if conf.shape == "names":
        return _PUPPET
    return _HELM if conf.form == "helm" else _ANSIBLE


def _keys(values: Sequence[str]) -> list[str]:
    return [f'  {scalar(value) if chr(34) in value else quoted(value)}: ""' for value in values]


def _sorted_keys(node: YamlNode) -> list[YamlNode] | None:
    """Return the keys of a mapping, which OpenStack-Ansible sorts."""
    if not isinstance(node, Mapping) or node.tag:
        return None
    return [pair.key for pair in sorted(pairs_of(node), key=lambda pair: pair.name)]


def _multistring(values: Sequence[str]) -> list[str]:
    items = (f"    - {scalar(value)}" for value in values)
    return ["  type: multistring", "  values:", *items]


def _multistring_values(node: YamlNode) -> YamlNode:
    """Return the list of a `type: multistring`; any other node is the value itself."""
    if not isinstance(node, Mapping):
        return node
    parts = {pair.name: pair.value for pair in pairs_of(node)}
    kind, values = parts.get("type"), parts.get("values")
    multi = isinstance(kind, Scalar) and kind.value == "multistring"
    return values if multi and values is not None else node


def _listed(node: YamlNode) -> list[YamlNode] | None:
    return list(node.items) if isinstance(node, NodeList) else None


def _resource_list(values: Sequence[str]) -> list[str]:
    return ["  value:", *(f"    - {scalar(value)}" for value in values)]


def _resource_value(node: YamlNode) -> YamlNode:
    mapping = resolved(node)
    if mapping is not node or not isinstance(mapping, Mapping):
        return node
    return next((pair.value for pair in pairs_of(mapping) if pair.name == "value"), node)


def _same(node: YamlNode) -> YamlNode:
    return node


_ANSIBLE = Form(_keys, _sorted_keys, _same)
_HELM = Form(_multistring, _listed, _multistring_values)
_PUPPET = Form(_resource_list, _listed, _resource_value, resource=True)
