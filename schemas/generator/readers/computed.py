"""Reads whose name is made at run time: `getattr(CONF, "%s_workers" % name)`, `CONF[group].id`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

Read = tuple[str, str]
Names = Mapping[str, frozenset[str]]  # the options of each group
# Functions of libraries that are handed all options, by how their dotted name ends, and the groups
# that they read of them.
HANDED = {
    "configure_cache_region": "cache",
    "TextGuruMeditation.setup_autorun": "oslo_reports",
}


def read_by_name(node: ast.AST, place: str | None, texts: Iterable[str], names: Names) -> set[Read]:
    """What `node` reads of the options if it looks a name up; `place` is where, a group or "".

    A name that is not written there is taken to be made of the `texts` of the definition around it.
    """
    looked_up = _name(node)
    if place is None or looked_up is None or (place and place not in names):
        return set()
    written = [looked_up] if _format(looked_up) else [ast.Constant(text) for text in texts]
    patterns = [re.compile(pattern) for one in written if (pattern := _format(one))]
    known = names[place or "DEFAULT"]
    found = {(place or "DEFAULT", n) for n in known if any(p.fullmatch(n) for p in patterns)}
    groups = names if not place else ()
    return found | {(n, "") for n in groups if any(p.fullmatch(n) for p in patterns)}


def holder(node: ast.AST) -> ast.AST | None:
    """The object in which `node` looks up a name: of `getattr(X, …)`, `X.get(…)` and `X[…]`."""
    if isinstance(node, ast.Subscript):
        return node.value
    if not isinstance(node, ast.Call) or not node.args:
        return None
    function = node.func
    if isinstance(function, ast.Name):
        return node.args[0] if function.id == "getattr" else None
    if isinstance(function, ast.Attribute) and function.attr == "get":
        return function.value
    return None


def _name(node: ast.AST) -> ast.expr | None:
    if isinstance(node, ast.Subscript):
        return node.slice
    if isinstance(node, ast.Call):
        at = 1 if isinstance(node.func, ast.Name) else 0
        return node.args[at] if len(node.args) > at else None
    return None


def _format(value: ast.expr) -> str | None:
    """A pattern of the names that an expression can give; None where any name would do."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mod):
        value = value.left
    if isinstance(value, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "%s" for p in value.values]
        value = ast.Constant("".join(map(str, parts)))
    if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
        return None
    fixed = re.split(r"%(?:\(\w+\))?[sd]", value.value)
    return ".+".join(map(re.escape, fixed)) if any(fixed) else None


def handed(dotted: str, is_conf: Iterable[bool]) -> Iterator[Read]:
    """The groups that a library reads when it is called with all options."""
    if any(is_conf):
        yield from ((group, "") for end, group in HANDED.items() if dotted.endswith(end))


def texts(statements: Iterable[ast.stmt]) -> list[str]:
    """Every text in a definition."""
    nodes = chain.from_iterable(map(ast.walk, statements))
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
