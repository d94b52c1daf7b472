"""Sees without jsonschema that a value plainly fits.

Importing jsonschema costs more start-up time than linting a file. Nearly every value is a plain
choice or a number within its bounds, which takes no judge; whatever else comes goes to jsonschema,
and so does everything that may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from novalint.annotations import Any

_TYPES: Mapping[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "boolean": (bool,),
}
_LIMITS = frozenset({"enum", "minimum", "maximum", "pattern", "minLength"})
_SILENT = frozenset({"type", "title", "description", "examples", "default"})
_HEAD = frozenset({"$schema", "$id", "$defs"})
_OF_TABLES = frozenset({"properties", "additionalProperties", "required"})


def plainly_fits(schema: Mapping[str, Any], value: object) -> bool:
    """Whether a value fits beyond doubt; False says only that jsonschema has to judge."""
    limits = schema.keys() - _SILENT
    kind = schema.get("type")
    if not limits <= _LIMITS or not isinstance(kind, (str, type(None))):
        return False
    if kind is not None and type(value) not in _TYPES.get(kind, ()):
        return False
    if isinstance(value, str) and limits <= {"enum", "pattern", "minLength"}:
        matches = "pattern" not in limits or re.search(schema["pattern"], value) is not None
        long_enough = len(value) >= schema.get("minLength", 0)
        return matches and long_enough and value in schema.get("enum", (value,))
    if type(value) in (int, float) and limits <= {"minimum", "maximum"}:
        least, most = schema.get("minimum", value), schema.get("maximum", value)
        return bool(least <= value <= most)
    return not limits


def table_plainly_fits(schema: Mapping[str, Any], value: object, root: Mapping[str, Any]) -> bool:
    """Whether a table, a list or a plain value does; `root` is the whole schema, for references."""
    schema = referred(schema, root) or {"not": {}}
    limits = schema.keys() - _SILENT - _HEAD
    if type(value) is list and schema.get("type") == "array" and limits <= {"items", "minItems"}:
        enough = len(value) >= schema.get("minItems", 0)
        return enough and all(table_plainly_fits(schema["items"], item, root) for item in value)
    if type(value) is dict and schema.get("type") == "object" and limits <= _OF_TABLES:
        whole = value.keys() >= set(schema.get("required", ()))
        known, other = schema.get("properties", {}), schema.get("additionalProperties")
        parts = ((known.get(name, other), item) for name, item in value.items())
        return whole and all(part and table_plainly_fits(part, item, root) for part, item in parts)
    return plainly_fits(schema, value)


def referred(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what a schema refers to, itself if nothing; None where that is in another schema."""
    while "$ref" in schema:
        head, *names = schema["$ref"].split("/")
        if head != "#" or schema.keys() - _SILENT - {"$ref"}:
            return None
        schema = root
        for name in names:
            schema = schema[name]
    return schema
