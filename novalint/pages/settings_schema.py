"""The JSON Schema of a novalint.toml for editors: in one piece, with the names of rules."""

from __future__ import annotations

import json

from novalint.rules.catalogue import THEMES, rules
from novalint.schema.bundle import in_one_piece


def settings_schema() -> str:
    """Return it as JSON text.

    Rules and themes are offered where one may be named; any other name is right too, since plugins
    bring rules of their own.
    """
    schema = in_one_piece("settings")
    names = [rule.name for rule in rules()]
    properties = schema["properties"]
    for key in ("select", "ignore"):
        properties[key]["items"] |= {"anyOf": [{"enum": [*THEMES, *names]}, {"type": "string"}]}
    for key in ("severity", "thresholds"):
        values = properties[key]["additionalProperties"]
        properties[key]["properties"] = dict.fromkeys(names, values)
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
