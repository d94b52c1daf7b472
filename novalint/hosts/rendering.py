"""What each tool writes into a nova.conf for a YAML value: lines, lists, truth values, nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from novalint.hosts.go_yaml import printed
from novalint.hosts.pieces import Piece, dynamic, generated, pieces_of, retyped, shared
from novalint.hosts.yaml_tree import (
    Mapping,
    Scalar,
    YamlAlias,
    YamlNode,
    is_own,
    pairs_of,
    resolved,
)
from novalint.hosts.yaml_tree import Sequence as NodeList
from novalint.text.source import Span

Pieces = list[Piece]
"""What stands behind `=`, in pieces."""


class Rendered(NamedTuple):
    """The values of an option, each a line of its own, and whether they are one scalar's."""

    values: Sequence[Pieces]
    simple: bool


ValueRenderer = Callable[[YamlNode, str], Rendered]
"""Takes the node of a value and the host's text."""


def ansible(node: YamlNode, host: str) -> Rendered:
    """Render as OpenStack-Ansible's config_template 2.1 does.

    Python's word for null, and its capitals for truth values, which are left out here since Nova
    reads both; a list is joined; a mapping without any true value is one line for each key, sorted;
    a further line of a text starts with a tab.
    """
    mapping = resolved(node)
    if isinstance(mapping, Mapping) and not mapping.tag:
        keys = [(pair.name, pair.key) for pair in pairs_of(mapping) if not _is_true(pair.value)]
        if len(keys) < len(pairs_of(mapping)):
            return _unknown(node, "…")
        rendered = [_text(key, host, _python) for _, key in sorted(keys, key=_first)]
        return _kept(Rendered(rendered, False), node)
    return _joined(node, host, _python)


def helm(node: YamlNode, host: str) -> Rendered:
    """Render as openstack-helm's to_oslo_conf does.

    null leaves no line; an empty text is one that the chart may compute; `type: multistring` is a
    line for each of its values, `type: csv` joins them, and any other mapping leaves nothing.
    """
    value = resolved(node)
    if isinstance(value, Scalar) and value.tag == "null":
        return Rendered([], True)
    if isinstance(value, Scalar) and not value.value and isinstance(node, Scalar):
        place = Span(value.start, value.span.end)
        return Rendered([[dynamic(host[place.start : place.end], place)]], True)
    if not isinstance(value, Mapping) or value.tag:
        return _joined(node, host, printed)
    parts = {pair.name: resolved(pair.value) for pair in pairs_of(value)}
    kind, values = parts.get("type"), parts.get("values")
    if not isinstance(kind, Scalar) or not isinstance(values, NodeList):
        return Rendered([], False)
    if kind.value == "multistring":
        rendered = Rendered([_text(item, host, printed) for item in values.items], False)
    else:
        rendered = _joined(values, host, printed) if kind.value == "csv" else _none()
    return _kept(rendered, node, *(pair.value for pair in pairs_of(value)))


def puppet(node: YamlNode, host: str) -> Rendered:
    """Render as puppet-nova's nova_config does with the `value` of a resource.

    A list is one line for each item; nothing stands for a resource
    that is to be absent.
    """
    mapping = resolved(node)
    if not isinstance(mapping, Mapping):
        return (
            _unknown(node, host[node.span.start : node.span.end])
            if isinstance(node, YamlAlias) and mapping is None
            else _none()
        )
    parts = {pair.name: pair.value for pair in pairs_of(mapping)}
    value, ensure = parts.get("value"), resolved(parts["ensure"]) if "ensure" in parts else None
    if value is None or (isinstance(ensure, Scalar) and ensure.value == "absent"):
        return _none()
    inner = resolved(value)
    if isinstance(inner, Scalar) and (inner.tag == "null" or inner.value == "<SERVICE DEFAULT>"):
        return _none()
    if isinstance(inner, NodeList):
        rendered = Rendered([_text(item, host, _python) for item in inner.items], False)
    else:
        rendered = _joined(value, host, _python)
    return _kept(rendered, node, value)


def _kept(rendered: Rendered, *nodes: YamlNode) -> Rendered:
    """Return what is rendered of nodes as shared, where others use one of them by an alias."""
    if all(map(is_own, nodes)):
        return rendered
    return rendered._replace(values=[list(map(shared, value)) for value in rendered.values])


def _none() -> Rendered:
    return Rendered([], False)


def _unknown(node: YamlNode, text: str) -> Rendered:
    return Rendered([[dynamic(text, node.span)]], False)


def _first(pair: tuple[str, YamlNode]) -> str:
    return pair[0]


def _joined(node: YamlNode, host: str, words: Callable[[Scalar], str]) -> Rendered:
    """Render a scalar, or a list joined by commas."""
    sequence = resolved(node)
    if isinstance(sequence, NodeList) and not sequence.tag:
        joined: Pieces = []
        for item in sequence.items:
            comma = [generated(",", item.span.start)] if joined else []
            joined += [*comma, *_text(item, host, words)]
        return _kept(Rendered([joined], False), node)
    return Rendered([_text(node, host, words)], isinstance(node, Scalar))


def _text(node: YamlNode, host: str, words: Callable[[Scalar], str]) -> Pieces:
    value = resolved(node)
    if not isinstance(value, Scalar):
        code = value.tag if value else host[node.span.start : node.span.end]
        return [dynamic(code or "…", node.span)]
    own = value.tag.startswith("!")
    text = value.value if own else words(value)
    standard = not own and (text != value.value or value.tag not in ("str", "value", "merge"))
    rendered = retyped(value, text, host) if standard else _on_lines(pieces_of(value, host))
    return rendered if is_own(node) else [shared(piece) for piece in rendered]


def _on_lines(pieces: Pieces) -> Pieces:
    """Start each further line of a text with a tab, so that it goes on with the value."""
    return [piece._replace(text=piece.text.replace("\n", "\n\t")) for piece in pieces]


def _is_true(node: YamlNode) -> bool:
    """Whether Python takes a YAML value for true."""
    value = resolved(node)
    if isinstance(value, Scalar):
        return bool(constructed(value))
    return bool(value and (value.pairs if isinstance(value, Mapping) else value.items))


def constructed(scalar: Scalar) -> object:
    """Return what PyYAML makes of a scalar: a truth value, a number, None, a date or a text."""
    from yaml.constructor import ConstructorError, SafeConstructor
    from yaml.nodes import ScalarNode

    makers = {
        "bool": SafeConstructor.construct_yaml_bool,
        "int": SafeConstructor.construct_yaml_int,
        "float": SafeConstructor.construct_yaml_float,
        "null": SafeConstructor.construct_yaml_null,
        "timestamp": SafeConstructor.construct_yaml_timestamp,
    }
    if scalar.tag not in makers:
        return scalar.value
    node = ScalarNode(f"tag:yaml.org,2002:{scalar.tag}", scalar.value)
    try:
        value: object = makers[scalar.tag](SafeConstructor(), node)
    except (ConstructorError, ValueError, KeyError, OverflowError):
        return scalar.value
    return value


def _python(scalar: Scalar) -> str:
    """Return what Python prints; truth values as written, so that an edit finds what it wrote."""
    value = constructed(scalar)
    same = isinstance(value, bool) and scalar.value.lower() == str(value).lower()
    return scalar.value if same else str(value)
