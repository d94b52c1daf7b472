"""Overrides of openstack-helm for some hosts or labels, which are put over the chart's `conf.nova`.

helm-toolkit/templates/utils/_daemonset_overrides.tpl: `conf.overrides.nova_compute` has lists of
`hosts` and `labels`, each with a `conf` that Sprig's mergeOverwrite merges over `conf`: mappings
key by key, anything else takes the place of what was there, be it empty or null.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.hosts.yaml_tree import (
    Mapping,
    YamlAlias,
    YamlNode,
    is_merge,
    key_of,
    pairs_of,
    resolved,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.hosts.conf_nodes import ConfNode

_DAEMONSET = "nova_compute"
_KINDS = ("hosts", "labels")


def base_path(path: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the keys that lead to what an override is put over; None for what is no override."""
    *above, conf, overrides, daemonset, kind, _, inner, name = ("",) * 7 + path
    if (conf, overrides, daemonset, inner) != ("conf", "overrides", _DAEMONSET, "conf"):
        return None
    return (*filter(None, above), conf, name) if kind in _KINDS else None


def over_bases(founds: Sequence[ConfNode]) -> list[ConfNode]:
    """Return what is found in a file, overrides over what they are merged with there."""
    number = Counter(candidate.path for candidate in founds)
    by_path = {conf.path: conf for conf in founds if number[conf.path] == 1}
    return [_over_base(candidate, by_path) for candidate in founds]


def _over_base(conf: ConfNode, by_path: dict[tuple[str, ...], ConfNode]) -> ConfNode:
    path = base_path(conf.path) if conf.form == "helm" else None
    base = by_path.get(path) if path else None
    if base is None or not isinstance(conf.node, Mapping) or not isinstance(base.node, Mapping):
        return conf
    if conf.node.every or base.node.every or base.node is conf.node:
        return conf  # a template may write either
    node = _over(conf.node, base.node)
    return replace(conf, node=node, base=base, apart=conf.node)


def _over(mapping: Mapping, base: Mapping) -> Mapping:
    """Return a mapping of groups that is put over another one."""
    groups = {pair.name: resolved(pair.value) for pair in pairs_of(base)}
    pairs = [
        (key, value if is_merge(key) else _group(value, groups.get(key_of(key) or "")))
        for key, value in mapping.pairs
    ]
    return replace(mapping, pairs=pairs, beneath=base)


def _group(value: YamlNode, base: YamlNode | None) -> YamlNode:
    """Return a group, or an alias of one, put over the group of that name."""
    group = resolved(value)
    if not isinstance(group, Mapping) or not isinstance(base, Mapping) or group.tag or base.tag:
        return value
    options = {pair.name: resolved(pair.value) for pair in pairs_of(base)}
    pairs = [(key, _option(item, options.get(key_of(key) or ""))) for key, item in group.pairs]
    made = replace(group, pairs=pairs, beneath=base if base is not group else None)
    return replace(value, node=made) if isinstance(value, YamlAlias) else made


def _option(value: YamlNode, base: YamlNode | None) -> YamlNode:
    """Return the value of an option; one of which the base may have the other part is unknown."""
    part = resolved(value)
    if not isinstance(part, Mapping) or not isinstance(base, Mapping):
        return value
    names = {pair.name for pair in pairs_of(part)}
    whole = {"type", "values"} <= names
    return value if whole else replace(part, tag=part.tag or "!merged")
