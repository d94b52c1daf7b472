"""An oslo.config value type -> the keywords of a schema entry."""

from __future__ import annotations

from typing import Any

from oslo_config import types

from .item_types import pattern_of

Entry = dict[str, Any]

BUILTINS = {str: "String", int: "Integer", float: "Float", bool: "Boolean"}
JSON_TYPES: dict[str, Any] = {
    "Boolean": "boolean",
    # Empty text is read as None by oslo.config's numbers.
    "Integer": ["integer", "null"],
    "Float": ["number", "null"],
    "Port": ["integer", "null"],
    "List": "array",
    "Range": "array",
    "Dict": "object",
}
# Before version 6 a comma at the end of a list begins one more item, an empty one.
TRAILING = types.List()("a,") != ["a"]
IP_VERSIONS = {"_check_ipv4": 4, "_check_ipv6": 6}


def entry_of(kind: Any) -> Entry:
    """Schema keywords and `x-oslo` facts for one value type (recursive for items)."""
    name = class_name(kind)
    entry: Entry = {"type": JSON_TYPES.get(name, "string")}
    oslo: Entry = {"type": name}
    for part in (_choices, _bounds, _text, _collection, _address):
        part(name, kind, entry, oslo)
    entry["x-oslo"] = oslo
    return entry


def class_name(kind: Any) -> str:
    """The oslo.config class that decides; subclasses and bare callables count as the nearest."""
    if isinstance(kind, type) and kind in BUILTINS:
        return BUILTINS[kind]
    for base in type(kind).__mro__:
        if base.__module__ == types.__name__ and base is not types.ConfigType:
            return {"MultiString": "String"}.get(base.__name__, base.__name__)
    return "String"


def _choices(name: str, kind: Any, entry: Entry, oslo: Entry) -> None:
    choices = [_choice(c) for c in getattr(kind, "choices", None) or ()]
    if not choices:
        return
    if getattr(kind, "ignore_case", False):
        alternatives = "|".join(caseless(str(choice)) for choice in choices)
        entry["pattern"] = f"^(?:{alternatives})$"
        oslo["choices"] = choices
    else:
        # None (empty text) is returned by numbers before choices are looked at.
        texts = [choice for choice in choices if choice is not None]
        entry["enum"] = texts + ([None] if "null" in entry["type"] else [])


def _choice(choice: Any) -> Any:
    return choice[0] if isinstance(choice, tuple) else choice


def caseless(text: str) -> str:
    """A pattern that equals `text` in any case, without an inline flag (ECMA has none)."""
    return "".join(_caseless_character(character) for character in text)


def _caseless_character(character: str) -> str:
    if character.lower() != character.upper():
        return f"[{character.lower()}{character.upper()}]"
    return "\\" + character if character in "\\^$.|?*+()[]{}/" else character


def _bounds(name: str, kind: Any, entry: Entry, oslo: Entry) -> None:
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if name == "Range":
        oslo.update(_present(min=low, max=high))
        if not kind.inclusive:
            oslo["exclusive"] = True
        entry["items"] = {"type": "integer"}
    elif "enum" not in entry:
        entry.update(_present(minimum=low, maximum=high))


def _text(name: str, kind: Any, entry: Entry, oslo: Entry) -> None:
    regex = getattr(kind, "regex", None)
    if regex is not None:
        entry["pattern"] = regex.pattern
        if kind.ignore_case:
            entry["pattern"] = caseless_pattern(regex.pattern)
    if getattr(kind, "max_length", 0):
        entry["maxLength"] = kind.max_length
    if getattr(kind, "quotes", False):
        oslo["quotes"] = True
    if getattr(kind, "schemes", None):
        oslo["schemes"] = list(kind.schemes)


def caseless_pattern(pattern: str) -> str:
    """A regular expression made case-insensitive letter by letter; escapes are left alone."""
    if "[" in pattern:
        raise ValueError(f"a character class cannot be made caseless here: {pattern}")
    letters, escaped = [], False
    for character in pattern:
        letters.append(character if escaped or not character.isalpha() else caseless(character))
        escaped = character == "\\" and not escaped
    return "".join(letters)


def _collection(name: str, kind: Any, entry: Entry, oslo: Entry) -> None:
    if name not in ("List", "Dict"):
        return
    length = getattr(kind, "min_length", 0)
    if name == "List":
        entry.update(_present(minItems=length or None), items=item_of(kind.item_type))
    else:
        entry.update(
            _present(minProperties=length or None), additionalProperties=item_of(kind.value_type)
        )
        if getattr(kind, "key_value_separator", ":") != ":":
            oslo["separator"] = kind.key_value_separator
    if kind.bounds:
        oslo["bounds"] = True
    if name == "List" and TRAILING:
        oslo["trailing"] = True


def item_of(kind: Any) -> Entry:
    """The entry of an item; item types that are code have a pattern."""
    entry = entry_of(kind)
    pattern = pattern_of(kind)
    return {"type": "string", "pattern": pattern, "x-oslo": entry["x-oslo"]} if pattern else entry


def _address(name: str, kind: Any, entry: Entry, oslo: Entry) -> None:
    checker = getattr(getattr(kind, "ip_address", kind), "version_checker", None)
    oslo.update(_present(version=IP_VERSIONS.get(getattr(checker, "__name__", ""))))


def _present(**facts: Any) -> Entry:
    return {name: fact for name, fact in facts.items() if fact is not None}
