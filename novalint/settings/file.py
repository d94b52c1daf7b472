"""Reads settings from a TOML file: finds it, takes it apart, says on which line it is wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from novalint.annotations import Any
from novalint.deployment import Deployment
from novalint.errors import DeploymentError, FileError, ReleaseError, SettingsError
from novalint.settings.embedding import embedded_of
from novalint.tables import TableFault, dotted, fault, read_table, shown_path, unknown
from novalint.wording import relative, shown

At = tuple["str | int", ...]
"""The names and, in lists, the numbers that lead to a value."""

NAMES = ("novalint.toml", "pyproject.toml")
"""What a settings file may be called, the first before the second in one folder."""
TABLE: At = ("tool", "novalint")
"""Where a pyproject.toml has the settings."""


class _Wrong(Exception):  # noqa: N818 (becomes a SettingsError)
    def __init__(self, message: str, at: At) -> None:
        super().__init__(message)
        self.fault = TableFault(message, at)


def nearest(start: str | os.PathLike[str]) -> str | None:
    """Return the settings file nearest to a file or directory, going upwards; None without one.

    The search ends at the root of a repository (where `.git` is) or at the home directory. Outside
    of both it covers the file's own directory and the one above, or all up to the current one, and
    takes only what root or the caller owns: in /tmp anybody may leave a file. A pyproject.toml
    counts only where it has settings.
    Raises what reading one raises.
    """
    try:
        folder = os.path.abspath(start)  # noqa: PTH100
    except OSError:  # the current folder is gone
        return None
    if not os.path.isdir(folder):  # noqa: PTH112
        folder = os.path.dirname(folder)  # noqa: PTH120
    return next(filter(None, _candidates(folder)), None)


def _candidates(folder: str) -> Iterator[str | None]:
    """Yield the settings file of each folder that counts, the nearest first."""
    chain = [folder]
    while (above := os.path.dirname(chain[-1])) != chain[-1]:  # noqa: PTH120
        chain.append(above)
    home = os.path.expanduser("~")  # noqa: PTH111 (pathlib costs start-up time)
    for number, candidate in enumerate(chain):
        if candidate == home or os.path.exists(os.path.join(candidate, ".git")):  # noqa: PTH110, PTH118
            yield from map(file_in, chain[: number + 1])
            return
    here = os.path.abspath(os.curdir)  # noqa: PTH100
    reach = chain.index(here) if here in chain else 0
    for path in map(file_in, filter(_is_ours, chain[: max(reach, 1) + 1])):
        yield path if path and _is_ours(path) else None


def _is_ours(path: str) -> bool:
    """Whether root or the caller owns a file or folder."""
    try:
        return os.stat(path).st_uid in (0, os.geteuid())  # noqa: PTH116
    except OSError:
        return False


def file_in(folder: str) -> str | None:
    """Return the settings file of a folder; None where there is none."""
    for name in NAMES:
        path = os.path.join(folder, name)  # noqa: PTH118
        if os.path.isfile(path) and (name == NAMES[0] or _has_settings(path)):  # noqa: PTH113
            return path
    return None


def _has_settings(path: str) -> bool:
    """Return whether a pyproject.toml is about novalint, taking it apart only if it may be."""
    from novalint.text.source import read_bytes

    if b"novalint" not in read_bytes(relative(path)):
        return False
    tool = read_table(relative(path), "TOML", SettingsError).get("tool")
    return isinstance(tool, dict) and "novalint" in tool


def read(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return what a TOML file sets, by the names of the fields of Settings.

    Raises FileError, or a SettingsError that names the file and the line.
    """
    table = read_table(path, "TOML", SettingsError)
    name = os.path.abspath(path)  # noqa: PTH100
    try:
        return _fields(_of_project(table) if _is_project(name) else table, name)
    except _Wrong as wrong:
        raise SettingsError(told_at(path, wrong.fault)) from None


def fields_of(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings as a file holds them, by the fields of Settings; raises SettingsError."""
    try:
        return _fields(table, None)
    except _Wrong as wrong:
        raise SettingsError(wrong.fault.message) from None


def told_at(path: str | os.PathLike[str], wrong: TableFault) -> str:
    """Return what is wrong with a settings file, and on which line."""
    line = line_of(lines_of(path), wrong.at)
    place = shown_path(f"{os.fspath(path)}:{line}" if line else path)
    return f"{place}: {wrong.message}"


def lines_of(path: str | os.PathLike[str]) -> Mapping[At, int]:
    """Return the line (from 1) of each key of a settings file; none where it cannot be read."""
    from novalint.settings.toml_lines import lines
    from novalint.text.source import read_bytes

    try:
        text = read_bytes(path).decode("utf-8", "replace").removeprefix("\ufeff")
    except FileError:
        return {}
    places = lines(text)
    if not _is_project(path):
        return places
    depth = len(TABLE)
    return {key[depth:]: line for key, line in places.items() if key[:depth] == TABLE}


def line_of(lines: Mapping[At, int], at: At) -> int | None:
    """Return the line of a key, or of the table nearest to it that has one."""
    places = (at[:length] for length in range(len(at), -1, -1))
    return next((lines[place] for place in places if place in lines), None)


def no_configuration(path: str | None, names: Sequence[str], name: str) -> str:
    """Return the message that a settings file has no configuration of a name; the nearest one."""
    where = f" in {shown_path(relative(path))}" if path else ""
    if name.endswith((".toml", ".conf")):
        way = "give a settings file by --settings and a nova.conf as a PATH"
        return f"there is no configuration {shown(name)}{where}; {way}"
    if not names:
        return f"there is no configuration {shown(name)}{where}; define it as [configurations.NAME]"
    return unknown("configuration", name, names)


def _is_project(path: str | os.PathLike[str]) -> bool:
    return os.path.basename(path) == NAMES[1]  # noqa: PTH119


def _of_project(table: Mapping[str, Any]) -> Mapping[str, Any]:
    tool = table.get("tool")
    own_table = tool.get("novalint") if isinstance(tool, dict) else None
    if not isinstance(own_table, dict):
        raise _Wrong("there is no table [tool.novalint]; add one or name another file", ())
    return own_table


def _fields(table: Mapping[str, Any], path: str | None) -> dict[str, Any]:
    from novalint.schema.plain import table_plainly_fits
    from novalint.schema.store import read_json

    schema, rest = read_json("settings.json"), _without_facts(table)
    if not table_plainly_fits(schema, rest, schema):
        _judge(schema, rest)
    return {
        **_common(table, ()),
        "select": tuple(table.get("select", ())),
        "plugins": tuple(table.get("plugins", ())),
        "fail_on": table.get("fail-on", "warning"),
        "rule_pages": table.get("rule-pages", ""),
        "exclude": tuple(table.get("exclude", ())),
        "embedded": embedded_of(table.get("embedded", ())),
        "overrides": [
            _override(entry, ("overrides", number))
            for number, entry in enumerate(table.get("overrides", ()))
        ],
        "configurations": {
            name: {**_override(entry, ("configurations", name)), "merge": entry.get("merge", "")}
            for name, entry in table.get("configurations", {}).items()
        },
        "additions": _additions(table),
        "path": path,
        "fleet": _fleet(table["fleet"]) if "fleet" in table else None,
        "companions": {
            kind: (paths,) if isinstance(paths, str) else tuple(paths)
            for kind, paths in table.get("companions", {}).items()
        },
    }


def _fleet(table: Mapping[str, Any]) -> dict[str, Any]:
    at: At = ("fleet", "groups")
    groups = {
        name: tuple(sorted(_facts({"role": roles}, (*at, name)).roles))
        for name, roles in table.get("groups", {}).items()
    }
    complete, inventory = table.get("complete", False), table.get("inventory", "")
    return {"complete": complete, "inventory": inventory, "groups": groups}


def _additions(table: Mapping[str, Any]) -> object:
    if not table.keys() & {"options", "libraries"}:
        return None
    from novalint.settings.additions import AdditionFault, additions_of

    try:
        return additions_of(table)
    except AdditionFault as wrong:
        raise _Wrong(*wrong.args) from None


def _judge(schema: Mapping[str, Any], table: Mapping[str, Any]) -> None:
    """Raise what is wrong with settings, if anything is."""
    _check_names(schema, table, schema, ())
    wrong = fault("settings.json", table)
    if wrong:
        raise _Wrong(*wrong)


def _without_facts(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings without the facts, which Deployment judges."""
    rest = {name: value for name, value in table.items() if name not in ("deployment", "role")}
    overrides, configurations = rest.get("overrides"), rest.get("configurations")
    if isinstance(overrides, list):
        rest["overrides"] = [_rest(override) for override in overrides]
    if isinstance(configurations, dict):
        rest["configurations"] = {name: _rest(entry) for name, entry in configurations.items()}
    return rest


def _rest(value: Any) -> Any:
    return _without_facts(value) if isinstance(value, dict) else value


def _check_names(schema: Mapping[str, Any], value: object, root: Mapping[str, Any], at: At) -> None:
    """Raise a name that the schema does not know, in a table or in what it holds."""
    from novalint.schema.plain import referred

    schema = referred(schema, root) or {}
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            _check_names(schema["items"], item, root, (*at, number))
    if isinstance(value, dict):
        known, other = schema.get("properties", {}), schema.get("additionalProperties")
        for name, item in value.items():
            part = known.get(name, other)
            if part is False:
                raise _Wrong(_in(at) + unknown("setting", name, tuple(known)), (*at, name))
            if part:
                _check_names(part, item, root, (*at, name))


def _in(at: At) -> str:
    return f"in {shown(dotted(at))}, " if at else ""


def _override(table: Mapping[str, Any], at: At) -> dict[str, Any]:
    places = {"cell": table.get("cell"), "pool": table.get("pool")}
    return {**_common(table, at), "paths": tuple(table["paths"]), **places}


def _common(table: Mapping[str, Any], at: At) -> dict[str, Any]:
    """Return what settings and overrides have in common."""
    _check_release(table.get("release"), (*at, "release"))
    return {
        "release": table.get("release"),
        "deployment": _facts(table, at),
        "select": tuple(table["select"]) if "select" in table else None,
        "ignore": tuple(table.get("ignore", ())),
        "severity": table.get("severity", {}),
        "thresholds": _numbers(table.get("thresholds", {}), (*at, "thresholds")),
    }


def _numbers(thresholds: Mapping[str, Mapping[str, float]], at: At) -> Mapping[str, Any]:
    """Return thresholds; TOML has numbers that nothing can be compared with."""
    for rule, numbers in thresholds.items():
        for name, number in numbers.items():
            if isinstance(number, float) and not isfinite(number):
                message = f"`{name}` is {number}, which is not a limit; give a number"
                raise _Wrong(_in(at) + message, (*at, rule, name))
    return thresholds


def _check_release(name: str | None, at: At) -> None:
    from novalint.schema.releases import find_release

    try:
        find_release(name) if name is not None else None
    except ReleaseError as error:
        raise _Wrong(str(error), at) from None


def _facts(table: Mapping[str, Any], at: At) -> Deployment:
    facts, here = table.get("deployment", {}), (*at, "deployment")
    if not isinstance(facts, dict):
        message = "`deployment` is not a table; write the facts under [deployment]"
        raise _Wrong(_in(at) + message, here)
    deployment = _deployment(facts, here)
    if "role" in table:
        return deployment.merged(_deployment({"role": table["role"]}, at))
    return deployment


def _deployment(facts: Mapping[str, object], at: At) -> Deployment:
    try:
        return Deployment.of(facts)
    except DeploymentError as error:
        for name, value in facts.items():  # the one that is wrong, for its line
            try:
                Deployment.of({name: value})
            except DeploymentError as wrong:
                raise _Wrong(f"{_in(at)}{wrong}", (*at, name)) from None
        raise _Wrong(f"{_in(at)}{error}", at) from None
