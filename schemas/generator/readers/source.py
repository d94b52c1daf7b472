"""Nova's source as a graph: which definition uses which, and which options each one reads.

A node is a top-level function or class of a module, or, under the empty name, what the module runs
when it is imported. The source is parsed, never run.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .computed import Names, handed, holder, read_by_name, texts

Node = tuple[str, str]  # (module, top-level name)
WHOLE = "*"  # every node of a module
# Calls that read a whole group of keystoneauth options, named by group or by service type.
GROUP_CALLS = ("get_ksa_adapter", "get_sdk_adapter", "_conf_options")
# Names whose value is chosen when Nova runs: the database layer, until xena.
CHOSEN = {"IMPL": "nova.db.sqlalchemy.api"}
SERVICE_TYPES = {
    "accelerator": "cyborg",
    "baremetal": "ironic",
    "identity": "keystone",
    "image": "glance",
    "network": "neutron",
    "shared-file-system": "manila",
}


class Facts(NamedTuple):
    """What one node mentions: dotted names of Nova, and reads as (group, option) or (group, "")."""

    names: frozenset[str]
    reads: frozenset[tuple[str, str]]


class Module(NamedTuple):
    """One module: its nodes, what its own names stand for, and what it imports at its top."""

    nodes: dict[str, Facts]
    aliases: dict[str, str]
    imports: frozenset[str]


def modules(folder: Path, names: Names) -> dict[str, Module]:
    """All modules of the package `nova` in `folder` except its tests, by dotted name.

    `names` are the options of each group.
    """
    found = {}
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder.parent).with_suffix("").parts
        if "tests" not in parts:
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = _module(parsed(file.read_text("utf-8")), name, names)
    return found


def parsed(text: str) -> ast.Module:
    """The syntax tree of a module, without today's warnings about yesterday's escapes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _module(tree: ast.Module, name: str, names: Names) -> Module:
    aliases = dict(_aliases(tree))
    local = {s.name: f"{name}.{s.name}" for s in tree.body if isinstance(s, DEFINITIONS)}
    known = {**CHOSEN, **aliases, **local}
    nodes: dict[str, list[ast.stmt]] = {"": []}
    for statement in tree.body:
        key = statement.name if isinstance(statement, DEFINITIONS) else ""
        nodes.setdefault(key, []).append(statement)
    top = frozenset(target for s in tree.body for _, target in _aliases(s, deep=False))
    return Module({k: _facts(v, known, names) for k, v in nodes.items()}, aliases, top)


DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _aliases(tree: ast.AST, deep: bool = True) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree) if deep else [tree]:
        if isinstance(node, ast.Import):
            for item in node.names:
                name = item.asname or item.name.split(".")[0]
                yield name, item.name if item.asname else name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for item in node.names:
                yield item.asname or item.name, f"{node.module}.{item.name}"


def _facts(statements: list[ast.stmt], known: dict[str, str], options: Names) -> Facts:
    names: set[str] = set()
    reads: set[tuple[str, str]] = set()
    written = texts(statements)
    for node in _outermost(statements):
        dotted = _dotted(node, known)
        path = _in_conf(dotted, options)
        if path is not None:
            reads.update(_read(path, options))
        elif dotted.startswith("nova."):
            names.add(dotted)
        looked_in = holder(node)
        if looked_in is not None:
            place = _in_conf(_dotted(looked_in, known), options)
            reads.update(read_by_name(node, place, written, options))
        if isinstance(node, ast.Call):
            reads.update(_group_call(node, options), _of_library(node, known, options))
    return Facts(frozenset(names), frozenset(reads))


def _in_conf(dotted: str, options: Names) -> str | None:
    """What a dotted name stands for: `group.option`, "" for all options, None for nothing of them.

    Where all options are an argument called `conf`, only groups are seen: guests have a `conf` too.
    """
    before, conf, after = dotted.rpartition("CONF")
    if conf and (not before or before.endswith(".")) and after[:1] in ("", "."):
        return after.strip(".")
    first, _, rest = dotted.partition(".")
    return rest if first == "conf" and rest.partition(".")[0] in options else None


def _outermost(statements: list[ast.stmt]) -> Iterator[ast.AST]:
    """Every node, but of `a.b.c` only the whole: `a.b` alone would read as a use of its own."""
    waiting: list[ast.AST] = list(statements)
    while waiting:
        node = waiting.pop()
        yield node
        inner = node
        while isinstance(inner, ast.Attribute):
            inner = inner.value
        if inner is node:
            waiting += ast.iter_child_nodes(node)
        elif not isinstance(inner, ast.Name):
            waiting.append(inner)


def _of_library(call: ast.Call, known: dict[str, str], options: Names) -> Iterator[tuple[str, str]]:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    is_conf = (_in_conf(_dotted(one, known), options) == "" for one in given)
    return handed(_dotted(call.func, known), is_conf)


def _dotted(node: ast.AST, known: dict[str, str]) -> str:
    """`a.b.c` with `a` replaced by what it stands for; a text that could be a dotted name as is."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        return ".".join([known.get(node.id, node.id), *parts])
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return text if not parts and text.startswith("nova.") else ""


def _read(path: str, groups: Names) -> Iterator[tuple[str, str]]:
    first, _, rest = path.partition(".")
    if first in groups:
        yield first, rest.partition(".")[0]
    elif first:
        yield "DEFAULT", first


def _group_call(call: ast.Call, groups: Names) -> Iterator[tuple[str, str]]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if not name.endswith(GROUP_CALLS) or name.startswith(("get_auth", "register")):
        return
    for value in [*call.args, *(keyword.value for keyword in call.keywords)]:
        text = value.value if isinstance(value, ast.Constant) else None
        if isinstance(text, str) and SERVICE_TYPES.get(text, text) in groups:
            yield SERVICE_TYPES.get(text, text), ""
