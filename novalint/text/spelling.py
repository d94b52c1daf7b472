"""How a host spells a value: the styles of YAML's scalars."""

from __future__ import annotations

import re

from novalint.text.source_map import Quoting

_PLAIN = re.compile(r"[A-Za-z/][\w./@+:%-]*|-?(?:0|[1-9][0-9]{0,5})(?:\.[0-9]*[1-9])?")
_OTHER = re.compile(r"(?i:null|y|n|yes|no|on|off)|.*:")
"""Words that YAML reads as something else than text, and what it takes for a key."""
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t"}


def spelt(text: str, quoting: Quoting) -> str | None:
    """Write a text in a style of YAML; None where it cannot be written on one line, or is shared.

    A plain scalar that would be read as something else is put in double quotes, and so is a number
    from a million on, of which Helm makes `1e+06`. `true` and `false`
    stay plain: whatever makes a nova.conf of them writes a truth value that Nova reads.
    """
    if quoting is Quoting.NONE:
        return text
    if "\n" in text or "\r" in text or quoting is Quoting.SHARED:
        return None
    if quoting is Quoting.PLAIN and is_plain(text):
        return text
    if quoting is Quoting.SINGLE and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if not text.replace("\t", "").isprintable():
        return None
    return '"' + "".join(_ESCAPES.get(sign, sign) for sign in text) + '"'


def is_plain(text: str) -> bool:
    """Whether YAML reads a text without quotes as that text, a number or a truth value."""
    return bool(_PLAIN.fullmatch(text)) and not _OTHER.fullmatch(text)
