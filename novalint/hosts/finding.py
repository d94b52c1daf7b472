"""Finds what is nova's in a tree of YAML, by the keys and kinds of the tools that read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import NamedTuple

from novalint.hosts.conf_nodes import ConfNode, told_apart
from novalint.hosts.declared import Declared
from novalint.hosts.helm_overrides import over_bases
from novalint.hosts.misspelt_keys import VARIABLE, misspelt
from novalint.hosts.repeated_keys import on_the_way
from novalint.hosts.strays import HELM, beside, in_place_of_all, in_place_of_groups
from novalint.hosts.yaml_tree import (
    Mapping,
    Pair,
    Scalar,
    YamlNode,
    is_own,
    key_of,
    pairs_of,
    resolved,
)
from novalint.hosts.yaml_tree import Sequence as NodeList
from novalint.text.source_map import Stray


class _At(NamedTuple):
    """A pair of a mapping, the keys and nodes that lead to it, and what the file says above."""

    path: tuple[str, ...]
    pair: Pair
    above: tuple[YamlNode, ...]
    kind: str
    title: str

    @property
    def name(self) -> str:
        """The keys that lead there, with dots between them."""
        return ".".join(self.path)


_SERVICES = {
    "apiServiceTemplate": "api",
    "schedulerServiceTemplate": "scheduler",
    "conductorServiceTemplate": "conductor",
    "metadataServiceTemplate": "metadata",
    "noVNCProxyServiceTemplate": "novncproxy",
    "novaComputeTemplates": "compute",
}
_KINDS = {
    "NovaAPI": "api",
    "NovaScheduler": "scheduler",
    "NovaConductor": "conductor",
    "NovaMetadata": "metadata",
    "NovaNoVNCProxy": "novncproxy",
    "NovaCompute": "compute",
}
_INI = re.compile(r"^\[[^\]\n]+\]", re.MULTILINE)
_NOVAS = re.compile(
    r"^\[(libvirt|filter_scheduler|api_database|pci|compute|workarounds|upgrade_levels|vnc|devices)\]"
    r"|^(compute_driver|cpu_allocation_ratio|ram_allocation_ratio|vif_plugging_\w+)\b",
    re.MULTILINE,
)
_OTHERS = re.compile(r"logging|audit|httpd|apache|uwsgi|wsgi|ssl|policy|my\.cnf|qemu|libvirtd")
_COMPUTE_ROLE = re.compile(r"(Nova)?Compute\w*ExtraConfig")
_CHARM = re.compile(r"(?:^|[/:])nova-(compute|cloud-controller)(?:-\w+)*$")


def found_in(roots: Sequence[YamlNode], declared: Sequence[Declared]) -> list[ConfNode]:
    """Return what is nova's in the documents of a file, in the order of the text, names unique."""
    founds: list[ConfNode] = []
    for root in roots:
        done: YamlNode | None = None
        there: list[ConfNode] = []
        for at in _walk(root):
            if done is not None and any(node is done for node in at.above):
                continue  # what stands within a nova.conf is no other
            conf = _declared(at, declared) or next(
                filter(None, (try_(at) for try_ in _TOOLS)), None
            )
            if conf is not None:
                unread = on_the_way(at.above, at.pair.value)
                vacant = isinstance(conf.node, Mapping) and isinstance(at.pair.value, Scalar)
                vacant = vacant and conf.shape != "nothing"
                path = at.path
                conf = replace(conf, unread=(unread,) if unread else (), vacant=vacant, path=path)
                there.append(conf)
                done = at.pair.value
        founds += _counting(there)
    return over_bases(told_apart(founds))


def _counting(founds: Sequence[ConfNode]) -> Iterator[ConfNode]:
    """Yield what counts in a document: of those that equal keys lead to the last one.

    It knows of the others. One whose place nothing of Nova's takes is lost as a whole, which only
    itself can say.
    """
    last = {candidate.name: candidate for candidate in founds}
    last |= {candidate.name: candidate for candidate in founds if not candidate.unread}
    for candidate in founds:
        if candidate is last[candidate.name]:
            same = (other for other in founds if other.name == candidate.name)
            yield replace(candidate, unread=tuple(key for other in same for key in other.unread))
        elif not candidate.unread:
            yield candidate


def _walk(root: YamlNode) -> Iterator[_At]:
    """Yield every pair of a tree; what an alias stands for is visited where it is written."""
    kind, title = _kind_of(root)
    waiting: list[tuple[tuple[str, ...], tuple[YamlNode, ...]]] = [((), (root,))]
    while waiting:
        path, nodes = waiting.pop()
        node = nodes[-1]
        inner: list[tuple[tuple[str, ...], tuple[YamlNode, ...]]] = []
        if isinstance(node, NodeList):
            inner = [((*path, str(n)), (*nodes, item)) for n, item in enumerate(node.items)]
        elif isinstance(node, Mapping):
            for key, value in node.pairs:
                name = key_of(key)
                if name is not None:
                    yield _At((*path, name), Pair(name, key, value, True), nodes, kind, title)
                    inner.append(((*path, name), (*nodes, value)))
        waiting += reversed(inner)


def _kind_of(root: YamlNode) -> tuple[str, str]:
    """Return the kind and name of a Kubernetes resource; empty where it is none."""
    if not isinstance(root, Mapping):
        return "", ""
    parts = {pair.name: resolved(pair.value) for pair in pairs_of(root)}
    kind, about = parts.get("kind"), parts.get("metadata")
    names = pairs_of(about) if isinstance(about, Mapping) else []
    title = next((key_of(pair.value) for pair in names if pair.name == "name"), "")
    return kind.value if isinstance(kind, Scalar) else "", title or ""


def _declared(at: _At, declared: Sequence[Declared]) -> ConfNode | None:
    for entry in declared:
        if not fnmatchcase(at.name, entry.key):
            continue
        if entry.form == "text" and (text := _text(at)):
            return ConfNode(at.name, text, "declared", "text", _own(at), entry.role, entry.release,
                         entry.template)  # fmt: skip
        if entry.form == "mapping" and (mapping := _mapping(at)):
            return ConfNode(
                at.name, mapping, "declared", "groups", _own(at), entry.role, entry.release
            )
    return None


def _rhoso_service(at: _At) -> ConfNode | None:
    """`customServiceConfig` of nova's services in a control plane or in values for one."""
    above = at.path[:-1]
    if at.path[-1] != "customServiceConfig" or not (text := _text(at)):
        return None
    novas = [number for number, key in enumerate(above) if key == "nova"]
    if not at.kind.startswith("Nova") and not novas:
        return None
    roles = [_SERVICES[key] for key in above if key in _SERVICES]
    role = roles[-1] if roles else _KINDS.get(at.kind)
    name = ".".join(at.path[novas[-1] :] if novas else at.path)
    return ConfNode(name, text, "rhoso", "text", _own(at), role)


def _config_map(at: _At) -> ConfNode | None:
    """A `*.conf` of a ConfigMap or Secret, or `nova.….conf` in the data that fill one in."""
    key = at.path[-1]
    data = _data_of(at) if key == "conf" or key.endswith(".conf") else None
    text = _text(at) if data else None
    if data is None or text is None or not _INI.search(text.value):
        return None
    words = ".".join(data.path).lower()
    if _OTHERS.search(words):
        return None
    named = "nova" in words or "nova" in data.title.lower() or key == "nova.conf"
    if not named and not _NOVAS.search(text.value):
        return None
    compute = data.title.startswith("nova-extra-config") or data.path[:2] == ("nova", "compute")
    return ConfNode(at.name, text, "rhoso", "text", _own(at), "compute" if compute else None)


class _Data(NamedTuple):
    """The keys below the data of a ConfigMap or Secret, and its name."""

    path: tuple[str, ...]
    title: str


def _data_of(at: _At) -> _Data | None:
    """Return where a pair stands in a ConfigMap or Secret, be it an item of a list or of a task.

    Nova's keys of data that a task puts into one, as Red Hat's ci-framework does, have no kind.
    """
    for number, key in enumerate(at.path[:-1]):
        if key in ("data", "stringData"):
            kind, title = _kind_of(at.above[number])
            below = at.path[number + 1 :]
            if kind in ("ConfigMap", "Secret") or (kind == at.kind == "" and below[0] == "nova"):
                return _Data(below, title)
    return None


def _openstack_ansible(at: _At) -> ConfNode | None:
    mapping = _mapping(at) if at.path[-1] == VARIABLE else None
    if mapping is None:
        return _misshapen(at, "openstack-ansible") if at.path[-1] == VARIABLE else None
    if not _is_known(mapping):
        return None
    return ConfNode(at.name, mapping, "openstack-ansible", "groups", _own(at))


def _misspelt(at: _At) -> ConfNode | None:
    """A key that is nearly OpenStack-Ansible's, in a file of variables."""
    mapping = _mapping(at) if len(at.path) == 1 else None
    way = misspelt(at.path[-1], mapping) if mapping is not None else None
    if way is None or mapping is None:
        return None
    form = "openstack-ansible"
    return ConfNode(at.name, mapping, form, "groups", _own(at), misplaced=(way,))


def _helm(at: _At) -> ConfNode | None:
    """`conf.nova` and `conf.nova_ironic` of openstack-helm, wherever a tool nests its values."""
    if at.path[-2:-1] != ("conf",) or at.path[-1] not in HELM:
        return None
    mapping = _mapping(at)
    if mapping is None or not (_is_empty(mapping) or any(map(_may_be_group, pairs_of(mapping)))):
        return _misshapen(at, "helm")
    strays = tuple(_strays(at, mapping))
    return ConfNode(at.name, mapping, "helm", "groups", _own(at), strays=strays)


def _strays(at: _At, mapping: Mapping) -> Iterator[Stray]:
    """Yield the keys beside groups of openstack-helm, and in their place; each is told once."""
    conf = at.above[-1]
    if isinstance(conf, Mapping) and at.pair.value is _first(conf):
        yield from beside(conf, ".".join(at.path[:-1]))
    yield from in_place_of_groups(mapping, at.name)


def _first(conf: Mapping) -> YamlNode | None:
    values = {pair.name: pair.value for pair in pairs_of(conf)}
    return next((values[name] for name in HELM if name in values), None)


def _misshapen(at: _At, form: str) -> ConfNode | None:
    """What a tool's key has in place of a mapping of groups; None where that is not plain."""
    stray = in_place_of_all(at.pair, at.name)
    if stray is None:
        return None
    nothing = Mapping(at.pair.value.span, "", flow=True)
    return ConfNode(at.name, nothing, form, "nothing", own=False, strays=(stray,))


def _may_be_group(pair: Pair) -> bool:
    """Whether a key is a group: of one without a value Helm takes all of the chart's options."""
    group = resolved(pair.value)
    is_null = isinstance(group, Scalar) and group.tag == "null" and not group.style
    return pair.name == "DEFAULT" or isinstance(group, Mapping) or is_null


def _tripleo(at: _At) -> ConfNode | None:
    """`nova::config::nova_config` below `<Role>ExtraConfig`, or in hieradata of its own."""
    mapping = _mapping(at) if at.path[-1] == "nova::config::nova_config" else None
    if mapping is None or not _is_known(mapping):
        return None
    compute = any(_COMPUTE_ROLE.fullmatch(key) for key in at.path)
    role = "compute" if compute else None
    return ConfNode(at.name, mapping, "tripleo", "names", _own(at), role)


def _juju(at: _At) -> ConfNode | None:
    """`config-flags` of an application whose charm is nova's, in a bundle or a file of options."""
    *above, key = at.path
    text = _text(at) if key == "config-flags" and above else None
    if text is None or not ("=" in text.value or ":" in text.value):
        return None
    charm = None
    if above[-1] == "options" and len(above) > 1:
        application = at.above[-2]
        parts = pairs_of(application) if isinstance(application, Mapping) else []
        charm = next((key_of(pair.value) for pair in parts if pair.name == "charm"), None)
        above = above[:-1]
    elif len(above) > 1:
        return None
    name = _CHARM.search(charm or above[-1])
    if name is None:
        return None
    role = "compute" if name[1] == "compute" else None
    return ConfNode(at.name, text, "juju", "flags", _own(at), role)


_TOOLS: tuple[Callable[[_At], ConfNode | None], ...] = (
    _rhoso_service,
    _config_map,
    _openstack_ansible,
    _misspelt,
    _helm,
    _tripleo,
    _juju,
)


def _text(at: _At) -> Scalar | None:
    """Return the scalar of a pair where it is a text that is there to be read."""
    node = resolved(at.pair.value)
    known = isinstance(node, Scalar) and node.tag == "str" and node.value.strip()
    return node if known and isinstance(node, Scalar) else None


def _mapping(at: _At) -> Mapping | None:
    """Return the mapping of a pair; a key without a value has an empty one, as if `{}` stood there.

    That holds for `null` as well, but for one that an anchor names: it would be one for all.
    """
    node = resolved(at.pair.value)
    if isinstance(node, Scalar) and node.tag == "null" and not node.style and node is at.pair.value:
        return Mapping(node.span, "", flow=True) if not node.used else None
    return node if isinstance(node, Mapping) and not node.tag else None


def _is_empty(mapping: Mapping) -> bool:
    """Whether a mapping is written as `{}`, or as nothing: it overrides nothing yet."""
    return mapping.flow and not mapping.pairs


def _is_known(mapping: Mapping) -> bool:
    return _is_empty(mapping) or bool(pairs_of(mapping))


def _own(at: _At) -> bool:
    return is_own(at.pair.value, at.above)
