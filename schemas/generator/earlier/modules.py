"""What names in a module's syntax tree stand for: lists of options, groups."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence


class Module:
    """A module: its path, its tree, what it assigns to names, and what it imports by name."""

    def __init__(self, path: str, tree: ast.Module) -> None:
        self.name = path.rpartition("/")[2].removesuffix(".py")
        self.tree = tree
        self.values: dict[str, ast.expr] = {}
        self.imported: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self.values.setdefault(node.targets[0].id, node.value)
            elif isinstance(node, ast.ImportFrom):
                self.imported.update(one.asname or one.name for one in node.names)


def called(node: ast.AST) -> str:
    """The last part of the name that a call calls; empty for anything else."""
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def keyword(call: ast.Call, *names: str) -> ast.expr | None:
    """The value of the first keyword argument with one of these names."""
    return next((one.value for one in call.keywords if one.arg in names), None)


def text(node: ast.AST | None) -> str:
    """The text that a node is a literal of; empty for anything else."""
    value = node.value if isinstance(node, ast.Constant) else ""
    return value if isinstance(value, str) else ""


def options(module: Module, node: ast.AST | None, seen: tuple[str, ...] = ()) -> Iterator[ast.Call]:
    """The calls that make options within an expression; names are followed to their values."""
    if isinstance(node, ast.Call) and called(node).endswith("Opt"):
        yield node
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        for one in node.elts:
            yield from options(module, one, seen)
    elif isinstance(node, ast.BinOp):
        yield from options(module, node.left, seen)
        yield from options(module, node.right, seen)
    elif isinstance(node, ast.Call):
        for one in node.args:
            yield from options(module, one, seen)
    elif isinstance(node, ast.Starred):
        yield from options(module, node.value, seen)
    elif isinstance(node, ast.Name) and node.id not in seen:
        yield from options(module, module.values.get(node.id), (*seen, node.id))


def group(module: Module, node: ast.AST | None, modules: Sequence[Module]) -> str:
    """The name of the group that an expression stands for; empty where that cannot be told."""
    if text(node):
        return text(node)
    if isinstance(node, ast.Name):
        return group(module, module.values.get(node.id), modules)
    if isinstance(node, ast.Attribute):
        if node.attr == "name":
            return group(module, node.value, modules)
        home = named(node, modules)
        return group(home, home.values[node.attr], modules) if home else ""
    if isinstance(node, ast.Call) and called(node) == "OptGroup":
        return group(module, node.args[0] if node.args else keyword(node, "name"), modules)
    return ""


def named(node: ast.Attribute, modules: Sequence[Module]) -> Module | None:
    """The module that `module.NAME` is about, where it has such a name."""
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    return next((one for one in modules if one.name == owner and node.attr in one.values), None)
