"""What Helm makes of a YAML scalar: the types of Go-YAML, and how Go prints numbers.

gopkg.in/yaml.v2 2.4, resolve.go, which sigs.k8s.io/yaml keeps: unlike PyYAML it takes `1e3`, `.5`
and `0o17` for numbers, `y` and `n` for truth values, and `1:30` for a text. Helm then reads all
numbers as JSON, so that they are floats.
"""

from __future__ import annotations

import re

from novalint.hosts.yaml_tree import Scalar

_TRUE = frozenset({"y", "yes", "true", "on"})
_FALSE = frozenset({"n", "no", "false", "off"})
_MIXED = re.compile(r"[a-z]+|[A-Z][a-z]*|[A-Z]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WHOLE = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<bin>[01]+)|0[oO]?(?P<oct>[0-7]+))"
)
_DATE = re.compile(r"\d{4}-")
_GREATEST = 1e300
"""What stays as it is written: no option is that great, and no float greater than 1.8e308."""


def printed(scalar: Scalar) -> str:
    """Return what a chart prints for a scalar; truth values in capitals stay as they are."""
    text = scalar.value
    if scalar.style or (scalar.typed and scalar.tag == "str"):
        return text
    word = text.lower() if _MIXED.fullmatch(text) else ""
    if word in _TRUE or word in _FALSE:
        return text if word in ("true", "false") else str(word in _TRUE).lower()
    if scalar.tag == "null":
        return ""
    number = _number(text)
    return text if number is None or abs(number) >= _GREATEST else _float(number)


def _number(text: str) -> float | None:
    """Return the number that a plain scalar is; None where it is none."""
    if text[:1] not in set("+-.0123456789") or _DATE.match(text):
        return None
    plain = text.replace("_", "") if text[:1] != "." else text
    if hit := _WHOLE.fullmatch(plain):
        sign = -1 if hit["sign"] == "-" else 1
        digits, base = next(
            (hit[name], base) for name, base in (("hex", 16), ("bin", 2), ("oct", 8)) if hit[name]
        )
        value = sign * int(digits, base)
        return float(value) if -(2**63) <= value < 2**64 else None
    return float(plain) if _FLOAT.fullmatch(plain) else None


def _float(value: float) -> str:
    """Return a float as Go prints it: as few digits as tell it, an exponent from a million on."""
    from decimal import Decimal

    if not value:
        return "0"
    number = Decimal(repr(value)).normalize()
    exponent = number.adjusted()
    if -5 < exponent < 6:
        return f"{number:f}"
    digits = "".join(map(str, number.as_tuple().digits))
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{'-' if value < 0 else ''}{digits[0]}{fraction}e{exponent:+03d}"
