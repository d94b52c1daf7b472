"""From the raw text of one value to what oslo.config would hand to Nova.

Each family of types has a module here, imported when the first value of that family is decoded.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

from novalint.annotations import TYPE_CHECKING
from novalint.schema.types.base import Entry, Value, ValueFault

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["Entry", "Value", "ValueFault", "convert", "decode"]

Converter: TypeAlias = Callable[[Entry, str], Value]

FAMILIES = {
    "Boolean": "boolean",
    "Integer": "number",
    "Float": "number",
    "Port": "number",
    "String": "string",
    "List": "collection",
    "Dict": "collection",
    "Range": "range",
    "IPAddress": "address",
    "HostAddress": "address",
    "Hostname": "address",
    "HostDomain": "address",
    "URI": "uri",
}
"""oslo.config's type class -> the module here that converts its texts."""


def decode(entry: Entry, raw: str) -> Value:
    """Return exactly the value that oslo.config's declared type makes of `raw`.

    `raw` is one value after substitution. Raises ValueFault where oslo.config refuses it, and
    TypeError for an entry that is not one value's: a multi-valued option (decode each assignment
    with `entry["items"]`) or a class that oslo.config does not have.
    """
    value = convert(entry, raw)
    _check(entry, value, raw)
    return value


def convert(entry: Entry, raw: str) -> Value:
    """Do the same without judging the entry's own limits.

    Enough for declared defaults, which keep them (the tests try all of them), and quick: no
    jsonschema is needed.
    """
    facts = entry["x-oslo"]
    if facts.get("multi"):
        raise TypeError("a multi-valued option: decode each assignment with its `items` entry")
    return _converter(facts["type"])(entry, raw)


@cache
def _converter(name: str) -> Converter:
    """Load the converter of an oslo.config type class."""
    if name not in FAMILIES:
        raise TypeError(f"`{name}` is not a value type; there are {', '.join(FAMILIES)}")
    convert: Converter = import_module(f"{__name__}.{FAMILIES[name]}").convert
    return convert


def _check(entry: Entry, value: Value, raw: str) -> None:
    # Here, because constraints.py needs this package to be there already.
    from novalint.schema.types.constraints import breach

    broken = breach(entry, value)
    if broken:
        raise ValueFault(broken.message, 0, len(raw), broken.masked)
