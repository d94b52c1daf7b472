"""The options that the modules of a version register, with their old names."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from .modules import Module, called, group, keyword, named, options, text

Name = tuple[str, str]
"""Group and option."""
REGISTERING = ("register_opts", "register_opt", "register_cli_opts", "register_cli_opt")


def declared(modules: Sequence[Module]) -> dict[Name, set[Name]]:
    """The old names of every option, by its present name."""
    found: dict[Name, set[Name]] = {}
    for home, where, call in _registered(modules):
        name = text(keyword(call, "dest") or (call.args[0] if call.args else keyword(call, "name")))
        if name and where:
            key = (where, name.replace("-", "_"))
            found.setdefault(key, set()).update(_old_names(home, key, call, modules))
    return found


def _registered(modules: Sequence[Module]) -> Iterator[tuple[Module, str, ast.Call]]:
    """Give each registration: the module of the option, its group, the call that makes it."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and called(node) in REGISTERING and node.args:
                place = keyword(node, "group") or (node.args[1] if len(node.args) > 1 else None)
                where = group(module, place, modules) if place else "DEFAULT"
                home, value = _home(module, node.args[0], modules)
                yield from ((home, where, one) for one in options(home, value))
            elif isinstance(node, ast.FunctionDef) and "list_opts" in node.name:
                yield from _listed(module, node, modules)


def _listed(
    module: Module, function: ast.FunctionDef, modules: Sequence[Module]
) -> Iterator[tuple[Module, str, ast.Call]]:
    """Give the options that a module lists for the sample, as (group, options) or {group: ...}."""
    for node in ast.walk(function):
        pairs: list[tuple[ast.expr | None, ast.expr]] = []
        if isinstance(node, ast.Dict):
            pairs = list(zip(node.keys, node.values, strict=True))
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
            pairs = [(node.elts[0], node.elts[1])]
        for place, value in pairs:
            nowhere = isinstance(place, ast.Constant) and place.value is None
            where = "DEFAULT" if nowhere else group(module, place, modules)
            for part in ast.walk(value):
                if isinstance(part, (ast.Name, ast.Attribute)):
                    home, real = _home(module, part, modules)
                    yield from ((home, where, one) for one in options(home, real))


def _home(
    module: Module, node: ast.expr, modules: Sequence[Module]
) -> tuple[Module, ast.expr | None]:
    """Find the module in which the value of an expression stands, and that value."""
    if isinstance(node, ast.Attribute):
        home = named(node, modules)
        return (home, home.values[node.attr]) if home else (module, None)
    if isinstance(node, ast.Name) and node.id not in module.values:
        others = [one for one in modules if node.id in one.values]
        if node.id in module.imported and others:
            return others[0], others[0].values[node.id]
    return module, node


def _old_names(
    module: Module, of: Name, call: ast.Call, modules: Sequence[Module]
) -> Iterator[Name]:
    calls = [(keyword(call, "deprecated_group"), keyword(call, "deprecated_name"))]
    several = keyword(call, "deprecated_opts")
    value = module.values.get(several.id) if isinstance(several, ast.Name) else several
    for one in value.elts if isinstance(value, (ast.List, ast.Tuple)) else ():
        made = module.values.get(one.id) if isinstance(one, ast.Name) else one
        if isinstance(made, ast.Call):
            name, place = [*made.args, None, None][:2]
            calls.append((keyword(made, "group") or place, keyword(made, "name") or name))
    for place, name in calls:
        where = group(module, place, modules) if place else of[0]
        old = (where or of[0], (text(name) or of[1]).replace("-", "_"))
        if old != of:
            yield old
