"""Sees without jsonschema that a value plainly fits.

Importing jsonschema costs more start-up time than linting a file. Nearly every value is a plain
choice or a number within its bounds, which takes no judge; whatever else comes goes to jsonschema,
and so does everything that may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_TYPES: Mapping[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "boolean": (bool,),
}
_LIMITS = frozenset({"enum", "minimum", "maximum", "pattern"})
_SILENT = frozenset({"type", "title", "description", "examples", "default"})


def plainly_fits(schema: Mapping[str, Any], value: object) -> bool:
    """Tell whether a value fits beyond doubt; False says only that jsonschema has to judge."""
    limits = schema.keys() - _SILENT
    kind = schema.get("type")
    if not limits <= _LIMITS or not isinstance(kind, (str, type(None))):
        return False
    if kind is not None and type(value) not in _TYPES.get(kind, ()):
        return False
    if isinstance(value, str) and limits <= {"enum", "pattern"}:
        matches = "pattern" not in limits or re.search(schema["pattern"], value) is not None
        return matches and value in schema.get("enum", (value,))
    if type(value) in (int, float) and limits <= {"minimum", "maximum"}:
        least, most = schema.get("minimum", value), schema.get("maximum", value)
        return bool(least <= value <= most)
    return not limits
