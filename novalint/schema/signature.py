"""Words for what a value of an option may be, from a signature of history.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from novalint.annotations import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from novalint.schema.life import Default

TypeSignature = str | Mapping[str, Any]

LONGEST = 200
"""Characters of a pattern that are shown."""

REORDERED = "in another order"
"""What is different about lists with the same items."""


def type_in_words(signature: TypeSignature) -> str:
    """Return what a value may be.

    >>> type_in_words({"type": "Integer", "minimum": 0})
    'integer, at least 0'
    """
    if isinstance(signature, str):
        return signature.lower()
    name = str(signature["type"]).lower()
    for key, joint in (("items", "of"), ("additionalProperties", "with values:")):
        if key in signature:
            name += f" {joint} {type_in_words(signature[key])}"
    return ", ".join([name, *_limits(signature)])


def default_in_words(default: Default) -> str:
    """Return what a default is."""
    if default.machine:
        return f"depends on the {default.machine}"
    return json.dumps(default.value) if default.exists else "none"


def type_change(new: TypeSignature, old: TypeSignature) -> str:
    """Return what is different about the values that are accepted."""
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        for key in ("enum", "choices"):
            if key in new and key in old and _without(new, key) == _without(old, key):
                return f"choices: {_difference(new[key], old[key])}"
        if "items" in new and "items" in old and _without(new, "items") == _without(old, "items"):
            return type_change(new["items"], old["items"])
    return f"type: {type_in_words(new)} (was {type_in_words(old)})"


def accept_the_same(new: TypeSignature, old: TypeSignature) -> bool:
    """Whether two types accept the same values, though perhaps listed in another order."""
    return type_change(new, old) == f"choices: {REORDERED}"


def default_change(new: Default, old: Default) -> str:
    """Return what is different about a default."""
    if isinstance(new.value, list) and isinstance(old.value, list) and new.value and old.value:
        return f"default: {_difference(new.value, old.value)}"
    return f"default: {default_in_words(new)} (was {default_in_words(old)})"


def _limits(signature: Mapping[str, Any]) -> Iterator[str]:
    if signature.get("multi"):
        yield "may be repeated"
    least = signature.get("minimum", signature.get("min"))
    most = signature.get("maximum", signature.get("max"))
    if least is not None and most is not None:
        yield f"{least} to {most}"
    elif least is not None or most is not None:
        yield f"at least {least}" if most is None else f"at most {most}"
    for key, text in (
        ("maxLength", "up to {} characters"),
        ("minItems", "{} items or more"),
        ("minProperties", "{} pairs or more"),
        ("version", "IPv{} only"),
        ("pattern", "matching {}"),
        ("separator", "key and value around {}"),
    ):
        if key in signature:
            yield text.format(_shortened(str(signature[key])))
    if signature.get("bounds"):
        yield "in brackets"
    if signature.get("schemes"):
        yield f"scheme {_listed(signature['schemes'])}"
    choices = signature.get("choices") or signature.get("enum")
    if choices:
        yield f"one of {_listed(choices)}"


def _shortened(text: str) -> str:
    """Cut a pattern that lists dozens of names."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _listed(values: list[Any]) -> str:
    return ", ".join("empty" if value in ("", None) else str(value) for value in values)


def _difference(new: list[Any], old: list[Any]) -> str:
    plus = [value for value in new if value not in old]
    minus = [value for value in old if value not in new]
    parts = [f"plus {_listed(plus)}"] * bool(plus) + [f"minus {_listed(minus)}"] * bool(minus)
    return "; ".join(parts) or REORDERED


def _without(signature: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in signature.items() if name != key}
