"""What people and tools write in the place of an identifier: `<id>`, `1234…`, `xxxx`, `***`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from novalint.logs.lines import Occurrence

_FILL = "00000000-0000-4000-8000-"
"""How what is filled in begins: an identifier, which a host may be called as well."""
_FILLED = re.compile(rf"{_FILL}(\d{{12}})")
STAND_IN = (
    r"<[\w .:-]{1,40}>|\$?\{{1,2}[\w .-]{1,40}\}{1,2}|\$[A-Za-z_]\w{0,40}|\*{2,40}"
    r"|(?<!\w)[0-9a-f]{1,8}(?:-[0-9a-f]{1,4}){0,4}-?(?:…|\.{3})[0-9a-f-]{0,12}"
    r"|(?<!\w)(?:\w[\w.]{0,60})?(?:…|\.{3})"
    r"|(?<!\w)[xX]{1,12}(?:-[xX]{1,12}){0,4}(?!\w|\.\w)"
    r"|(?<![\w-])(?=[a-f]{0,8}\d)[0-9a-f]{8}(?:-[0-9a-f]{1,4}){0,3}-?(?![\w-])"
    r"|(?<=plugged-)[0-9a-f]{1,8}(?:-[0-9a-f]{1,4}){0,3}-?(?![\w-])"
)
_STAND_IN = re.compile(STAND_IN)


class Filled(NamedTuple):
    """A text with identifiers for its stand-ins, and these, in their order."""

    text: bytes
    stand_ins: tuple[str, ...]


def filled(text: bytes) -> Filled:
    """Fill an identifier in for each stand-in of a text; without one the text is empty."""
    stand_ins: list[str] = []

    def identifier(hit: re.Match[str]) -> str:
        stand_ins.append(hit[0])
        return f"{_FILL}{len(stand_ins) - 1:012}"

    whole = _STAND_IN.sub(identifier, text.decode("utf-8", "replace"))
    return Filled(whole.encode("utf-8", "replace") if stand_ins else b"", tuple(stand_ins))


def restored(seen: Occurrence, stand_ins: tuple[str, ...]) -> Occurrence:
    """Return what is known of a line without what was filled in: that tells nothing."""
    from novalint.wording import visible

    def original(hit: re.Match[str]) -> str:
        return visible(stand_ins[int(hit[1])]) if int(hit[1]) < len(stand_ins) else hit[0]

    facts = tuple((kind, value) for kind, value in seen.told if _FILL not in value)
    instance = None if seen.instance and _FILL in seen.instance else seen.instance
    example = _FILLED.sub(original, seen.example)
    return seen._replace(example=example, told=facts, instance=instance)
