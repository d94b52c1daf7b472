"""What the PCI aliases of a node mean to Nova, for comparing them with those of others."""

from __future__ import annotations

import re

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Node

ALIAS = "pci.alias"
Fields = frozenset[tuple[str, str]]
"""One entry of an alias: names and values in small letters."""
CHOOSING = ("vendor_id", "product_id", "device_type", "live_migratable")
"""What of an entry says which devices it means (nova/pci/request.py, `get_alias_from_config`,
34.0.0), whatever counts placement in."""
IN_PLACEMENT = ("resource_class", "traits")
"""What does so beside that where devices are asked for in placement (`ignored_spec_tags`)."""
TRUE = ("1", "t", "true", "on", "y", "yes")
"""What oslo_utils.strutils takes for true, in small letters."""


def names(node: Node) -> frozenset[str]:
    """Return the names of the aliases of a node that are well-formed."""
    return frozenset(aliases(node))


def aliases(node: Node, fields: tuple[str, ...] = CHOOSING) -> dict[str, frozenset[Fields]]:
    """Return what each well-formed alias of a node asks for: these fields of all its entries."""
    import json

    known: dict[str, set[Fields]] = {}
    values = node.value(ALIAS)
    for text in values if isinstance(values, tuple) else ():
        try:
            alias = json.loads(str(text))
        except (ValueError, RecursionError):
            continue
        if isinstance(alias, dict) and isinstance(alias.get("name"), str):
            entry = frozenset((key, _meaning(key, alias.get(key))) for key in fields)
            known.setdefault(alias["name"].strip(), set()).add(entry)
    return {name: frozenset(entries) for name, entries in known.items()}


def _meaning(key: str, value: object) -> str:
    """Return what a field of an alias means to Nova, however it is written."""
    text = "" if value is None else str(value).strip().lower()
    if key == "live_migratable" and text:
        return str(text in TRUE)
    if key == "resource_class":
        return re.sub("[^0-9a-z]+", "_", text).removeprefix("custom_")
    if key == "traits":
        parts = (re.sub("[^0-9a-z]+", "_", part) for part in text.split(","))
        return ",".join(sorted({part.removeprefix("custom_") for part in parts} - {""}))
    return text
