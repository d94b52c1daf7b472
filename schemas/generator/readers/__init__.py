"""Which services read an option: derived from the source of the release (see schemas/README.md)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .services import ALL, BY_KEY, GROUPS, LIBRARIES, NAMES_ALL, NOT_RUN, OLD_RECORDS, ONLY, ROOTS
from .source import WHOLE, Module, Node, modules

Options = dict[str, dict[str, Any]]
Readers = dict[tuple[str, str], set[str]]


def add_read_by(groups: Options, nova: Path) -> None:
    """Put `read_by` into the `x-oslo` of every option in `groups` whose readers are found."""
    found = readers(modules(nova, {group: frozenset(options) for group, options in groups.items()}))
    whole = {group: _of_group(found, group) for group in groups}
    for group, options in groups.items():
        for dest, entry in options.items():
            named = found.get((group, dest), set()) | _by_library(group, entry["x-oslo"]["source"])
            if not named or group in BY_KEY:
                named = named | found.get((group, ""), set())
            only = ONLY.get(group) or ONLY.get(f"{group}.{dest}")
            # A set of its own for each option: what follows adds to it.
            found[group, dest] = set(only or named or whole[group])
    _follow_defaults(groups, found)
    for group, options in groups.items():
        for dest, entry in options.items():
            if found[group, dest]:
                entry["x-oslo"]["read_by"] = [s for s in ALL if s in found[group, dest]]


def _of_group(found: Readers, group: str) -> set[str]:
    if group == "DEFAULT":
        return set()
    return set().union(*(services for (name, _), services in found.items() if name == group))


def _by_library(group: str, source: str) -> set[str]:
    return {*GROUPS.get(group, ()), *LIBRARIES.get(source, ())}


def _follow_defaults(groups: Options, found: Readers) -> None:
    """Who reads an option whose default names another (`$my_ip`) reads the other one too."""
    for _ in range(3):
        for group, options in groups.items():
            for dest, entry in options.items():
                for name in re.findall(r"\$\{?([a-z_0-9.]+)", str(entry.get("default", ""))):
                    place = tuple(name.split(".", 1)) if "." in name else ("DEFAULT", name)
                    found.setdefault(place, set()).update(found[group, dest])


def readers(source: dict[str, Module]) -> Readers:
    """(group, option) -> services; the option is empty where the group is read as a whole."""
    edges = {node: set(uses) for node, uses in _edges(source)}
    found: Readers = defaultdict(set)
    for service in ALL:
        for module, name in _reached(service, source, edges):
            reads = source[module].nodes[name].reads
            for read in reads if not _is_rare((module, name), reads) else ():
                found[read].add(service)
    return dict(found)


def _is_rare(node: Node, reads: frozenset[tuple[str, str]]) -> bool:
    return node in OLD_RECORDS and ("DEFAULT", OLD_RECORDS[node]) in reads


def _reached(service: str, source: dict[str, Module], edges: dict[Node, set[Node]]) -> set[Node]:
    waiting = [
        node for name in _roots(service, source) for node in _expanded((name, WHOLE), source)
    ]
    done: set[Node] = set()
    while waiting:
        node = waiting.pop()
        if node not in done and not ":".join(node).startswith(NOT_RUN.get(service, ("?",))):
            done.add(node)
            waiting += edges[node]
    return done


def _roots(service: str, source: dict[str, Module]) -> Iterator[str]:
    for pattern in ROOTS[service]:
        base = pattern.removesuffix(".*")
        under = base + "." if pattern != base else base + "?"
        yield from (name for name in source if name == base or name.startswith(under))


def _edges(source: dict[str, Module]) -> Iterator[tuple[Node, Iterable[Node]]]:
    objects = {
        n: (m, n) for m in source if m.startswith("nova.objects.") for n in source[m].nodes if n
    }
    for name, module in source.items():
        for key, facts in module.nodes.items():
            mentioned = set() if name in NAMES_ALL and not key else facts.names
            nodes = {node for dotted in mentioned for node in _resolved(dotted, source, objects)}
            imported = {(target, "") for target in module.imports if target in source}
            yield (name, key), nodes | ({(name, "")} if key else imported)


def _resolved(
    dotted: str, source: dict[str, Module], objects: dict[str, Node], depth: int = 0
) -> list[Node]:
    """The nodes that a dotted name of Nova stands for, re-exports followed."""
    module, rest = dotted, ""
    while module not in source and "." in module:
        module, _, last = module.rpartition(".")
        rest = last + "." + rest if rest else last
    first, _, more = rest.partition(".")
    if module not in source or depth > 4:
        return []
    if not first:
        return [(module, "")]
    if first in source[module].nodes:
        return [(module, first)]
    if module == "nova.objects" and first in objects:
        return [objects[first]]
    aliases = source[module].aliases
    everything = aliases.get("*", "").removesuffix("*")  # `from nova.db.api import *`
    target = aliases.get(first) or (everything + first if everything else "")
    return (
        _resolved(".".join(filter(None, [target, more])), source, objects, depth + 1)
        if target
        else []
    )


def _expanded(node: Node, source: dict[str, Module]) -> list[Node]:
    module, name = node
    return [(module, key) for key in source[module].nodes] if name == WHOLE else [node]
