"""Shipped schemas that refer to each other, put into one: editors read a single file."""

from __future__ import annotations

from novalint.annotations import Any
from novalint.schema.store import read_json

_OURS = "urn:novalint:"


def in_one_piece(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, `settings` for one, that refers to no other file.

    Those that it refers to stand under `$defs`, by their names.
    """
    parts: dict[str, Any] = {}
    whole: dict[str, Any] = _inlined(read_json(f"{name}.json"), "", parts)
    whole.pop("$id")
    whole.setdefault("$defs", {}).update(parts)
    return whole


def _inlined(node: Any, home: str, parts: dict[str, Any]) -> Any:
    """Return a part of a schema with references that count from the top of the whole.

    `home` leads to the schema that the part is of; `parts` takes those that are referred to.
    """
    if isinstance(node, list):
        return [_inlined(item, home, parts) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: _inlined(value, home, parts) for key, value in node.items()}
    target = node.get("$ref")
    if isinstance(target, str):
        result["$ref"] = _reference(target, home, parts)
    return result


def _reference(target: str, home: str, parts: dict[str, Any]) -> str:
    if not target.startswith(_OURS):
        return f"#{home}{target.removeprefix('#')}"
    name, _, pointer = target.removeprefix(_OURS).partition("#")
    if name not in parts:
        parts[name] = {}
        part = _inlined(read_json(f"{name}.json"), f"/$defs/{name}", parts)
        parts[name] = {key: part[key] for key in part if key not in ("$id", "$schema")}
    return f"#/$defs/{name}{pointer}"
