"""What is meant for Nova in a YAML file, and stands where the tool that reads it takes none of it.

openstack-helm writes Nova's files from `conf.nova` and `conf.nova_ironic` alone
(nova/templates/configmap-etc.yaml), and of these only groups that are mappings
(helm-toolkit/templates/utils/_to_oslo_conf.tpl). OpenStack-Ansible takes a mapping of groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.hosts.misspelt_keys import VARIABLE
from novalint.hosts.pieces import HIDDEN
from novalint.hosts.yaml_tree import Mapping, Pair, Scalar, Sequence, YamlNode, pairs_of, resolved
from novalint.schema.index import lines
from novalint.text.source_map import Stray

_UWSGI = ("nova_api_uwsgi", "nova_metadata_uwsgi")
"""Keys below which openstack-helm reads the settings of a server for nova-api: `uwsgi` alone."""
HELM = ("nova", "nova_ironic")
"""Keys of `conf` of which openstack-helm writes a configuration of Nova."""
_OTHER_SERVICES = ("cinder", "glance", "keystone", "neutron", "placement")
"""Keys of `conf` in charts for several services, which are none of openstack-helm's."""
_WORD = re.compile(r"^[ \t]*\[?([\w-]+)", re.MULTILINE)
_GROUP = re.compile(r"^[ \t]*\[[\w-]+\]", re.MULTILINE)
_BELOW = "as `NAME: VALUE`"


def beside(conf: Mapping, name: str) -> Iterator[Stray]:
    """Yield the keys beside `conf.nova` of openstack-helm that would be groups or options there.

    `name` is that of the mapping; which of the keys are Nova's is for the release to say.
    """
    if _is_of_several(conf):
        return
    for pair in pairs_of(conf):
        value = resolved(pair.value)
        if pair.name in _UWSGI and isinstance(value, Mapping):
            inner = (each for each in pairs_of(value) if each.name != "uwsgi")
            for each in inner:
                yield from _beside(each, f"{name}.{pair.name}", name)
        elif pair.name not in (*HELM, "overrides"):
            yield from _beside(pair, name, name)


def _is_of_several(conf: Mapping) -> bool:
    """Whether other services of OpenStack have their groups beside those of Nova."""
    others = [resolved(pair.value) for pair in pairs_of(conf) if pair.name in _OTHER_SERVICES]
    mappings = [other for other in others if isinstance(other, Mapping)]
    return any(each.name == "DEFAULT" for other in mappings for each in pairs_of(other))


def _beside(pair: Pair, above: str, name: str) -> Iterator[Stray]:
    """Yield what a key is if the options that it has, or that it is, are Nova's.

    Where some of them are the chart's own, as `conf.libvirt.live_migration_interface`, which its
    nova-compute-init.sh reads, each of the others is told by itself.
    """
    value = resolved(pair.value)
    inner = pairs_of(value) if isinstance(value, Mapping) else []
    novas = [each for each in inner if each.name in lines().get(pair.name, ())]
    if 0 < len(novas) < len(inner):
        for each in novas:
            below = f"{name}.nova.{pair.name}"
            yield _stray(each, f"{above}.{pair.name}", below, [(pair.name, each.name)])
    elif inner:
        yield _stray(pair, above, f"{name}.nova", [(pair.name, each.name) for each in inner])
    elif not isinstance(value, Mapping) and _kind(value):
        yield _stray(pair, above, f"{name}.nova.DEFAULT", [("DEFAULT", pair.name)])


def _stray(pair: Pair, above: str, below: str, names: list[tuple[str, str]]) -> Stray:
    fact = "is left out of nova.conf by openstack-helm, so what it sets has no effect"
    return Stray(f"{above}.{pair.name}", fact, f"move it to `{below}`", pair.key.span, tuple(names))


def in_place_of_groups(mapping: Mapping, name: str) -> Iterator[Stray]:
    """Yield the keys of `conf.nova` that have no mapping, for which openstack-helm writes nothing.

    One without a value takes the chart's group away, on purpose.
    """
    for pair in pairs_of(mapping):
        kind = _kind(pair.value)
        if kind and HIDDEN not in pair.name:
            fact = f"is {kind}, and openstack-helm writes only groups, which are mappings"
            yield Stray(f"{name}.{pair.name}", fact, _way(pair.name, name), pair.key.span)


def _way(key: str, name: str) -> str:
    if key != "DEFAULT" and key in lines()["DEFAULT"]:
        return f"move it to `{name}.DEFAULT`"
    return f"write each option below `{key}:` {_BELOW}"


def in_place_of_all(pair: Pair, name: str) -> Stray | None:
    """Return what is wrong with the value of a tool's key that should be a mapping of groups.

    Other tools have a `conf.nova` as well: there it counts where it names something of Nova's.
    None for what is a mapping of groups, or is computed.
    """
    node = resolved(pair.value)
    kind = "a mapping of options" if isinstance(node, Mapping) else _kind(pair.value)
    if not kind or (pair.name != VARIABLE and not _names_novas(node)):
        return None
    # What looks like a mapping Ansible reads as one, before ansible-core 2.19.
    if isinstance(node, Scalar) and pair.name == VARIABLE and node.value.lstrip()[:1] == "{":
        return None
    tool = "OpenStack-Ansible" if pair.name == VARIABLE else "openstack-helm"
    fact = f"is {kind}, and {tool} takes a mapping of groups"
    own = isinstance(node, Scalar) and pair.name != VARIABLE and bool(_GROUP.search(node.value))
    fact += ", unless a chart of your own writes the text as it is" if own else ""
    way = f"write each group below it, and each option below its group {_BELOW}"
    return Stray(name, fact, way, pair.key.span, own=own)


def _kind(value: YamlNode | None) -> str:
    """Return what a value is that is no mapping; empty for a mapping, and where nobody knows."""
    node = resolved(value) if value else None
    if isinstance(node, Sequence):
        computed = node.tag or not node.items or not all(map(_is_written_out, node.items))
        return "" if computed else "a list"
    if not isinstance(node, Scalar) or node.tag == "null" or not _is_written_out(node):
        return ""
    return "a text" if node.tag == "str" else "a single value"


def _is_written_out(value: YamlNode) -> bool:
    """Whether no template, and no tag of somebody's own, makes another value of this one."""
    node = resolved(value)
    if not isinstance(node, Scalar):
        return isinstance(node, Mapping | Sequence) and not node.tag
    computed = any(sign in node.value for sign in ("{{", "{%", HIDDEN))
    return bool(node.value.strip()) and not computed and not node.tag.startswith("!")


def _names_novas(node: YamlNode | None) -> bool:
    """Whether a value names a group of Nova, or an option of `[DEFAULT]`."""
    known = {*lines(), *lines()["DEFAULT"]}
    return not known.isdisjoint(_named(node))


def _named(node: YamlNode | None) -> Iterator[str]:
    """Yield the keys of a value, of the items of a list, and the words that start its lines."""
    if isinstance(node, Scalar):
        yield from _WORD.findall(node.value)
    elif isinstance(node, Mapping):
        yield from (pair.name for pair in pairs_of(node))
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _named(resolved(item))
