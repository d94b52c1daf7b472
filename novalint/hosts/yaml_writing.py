"""How values are written as YAML scalars."""

from __future__ import annotations

from novalint.text.source_map import Quoting
from novalint.text.spelling import spelt


def scalar(value: str) -> str:
    """Write a value as a YAML scalar: truth values and numbers as such, quotes where needed."""
    if '"' in value and (single := spelt(value, Quoting.SINGLE)):
        return single
    return spelt(value, Quoting.PLAIN) or quoted(value)


def quoted(value: str) -> str:
    """Write a text in double quotes; what does not print, such as line ends, as escapes."""
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(sign: str) -> str:
    if sign in _ESCAPES or sign.isprintable():
        return _ESCAPES.get(sign, sign)
    code = ord(sign)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
