"""An option object of oslo.config -> its entry in the schema."""

from __future__ import annotations

from typing import Any

from . import machine
from .value_types import Entry, entry_of


def option_entry(group: str, option: Any, default: Any, source: str) -> Entry:
    """The entry of `option` as registered in `group`; `default` is the one in force."""
    entry = entry_of(option.type)
    if option.multi:
        entry = {"type": "array", "items": entry, "x-oslo": {"type": entry["x-oslo"]["type"]}}
        entry["x-oslo"]["multi"] = True
    oslo = entry.pop("x-oslo")
    if _is_dummy(option):
        oslo["ignored"] = True
    dependence = machine.dependence(default)
    if machine.follows_virtual_environment(group, option.dest):
        dependence = "virtual environment"
    if default is not None and dependence is None:
        entry["default"] = plain(default)
    if option.deprecated_for_removal:
        entry["deprecated"] = True
    if option.secret:
        entry["writeOnly"] = True
    oslo.update(_facts(group, option))
    oslo["source"] = source
    if dependence:
        oslo["machine"] = dependence
    return {**entry, "x-oslo": oslo}


def _is_dummy(option: Any) -> bool:
    """Nova registers options that ignore their value: a function that returns None as the type."""
    return getattr(option.type, "__name__", "") == "<lambda>" and option.type("1") is None


def _facts(group: str, option: Any) -> Entry:
    facts = {
        "name": option.name if option.name != option.dest else None,
        "deprecated_names": deprecated_names(group, option),
        "since": getattr(option, "deprecated_since", None),
        "mutable": getattr(option, "mutable", False),
        "advanced": getattr(option, "advanced", False),
        "required": bool(option.required),
    }
    return {name: fact for name, fact in facts.items() if fact}


def deprecated_names(group: str, option: Any) -> list[list[str]]:
    """Old places of the option, each once, in the order in which oslo.config looks for them."""
    names: list[list[str]] = []
    for old in option.deprecated_opts:
        place = [getattr(old.group, "name", old.group) or group, old.name or option.dest]
        if place not in names and place != [group, option.dest]:
            names.append(place)
    return names


def plain(value: Any) -> Any:
    """A default as JSON has it; raises TypeError for an object that JSON has no word for."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"a default that JSON has no word for: {value!r}")
