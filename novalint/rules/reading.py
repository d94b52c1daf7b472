"""What several rules ask about an assignment: notes within its value, lines it has swallowed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.resolution import Setting
    from novalint.schema.options import Option, Schema

_NOTE = re.compile(r"\s+[#;]")
_NOTE_ALONE = re.compile(r"[#;]\s")
_NAME = re.compile(r"([A-Za-z_][\w.-]*)\s*[=:]")


class Swallowed(NamedTuple):
    """A line that was meant to stand alone but continues a value: its start, and what it holds."""

    start: int
    indent: int
    what: str


def note_start(place: Place) -> int | None:
    """Give the offset of a `#` or `;` behind a blank in an unquoted value of one line, if any.

    The offset is that of the blanks before the sign.
    """
    text, raw = place.document.text, place.assignment.raw
    if len(place.assignment.starts) > 1 or text[raw.start : raw.start + 1] in ("'", '"'):
        return None
    if _NOTE_ALONE.match(text, raw.start) and text[raw.start - 1].isspace():
        return raw.start
    hit = _NOTE.search(text, raw.start, raw.end)
    return hit.start() if hit else None


def swallowed(place: Place, schema: Schema) -> list[Swallowed]:
    """Give the continuation lines that look like assignments of the group, comments or headers."""
    found = []
    text = place.document.text
    for start in place.assignment.starts[1:]:
        line = place.document.lines[place.document.position(start).line - 1].body
        content = line.lstrip()
        what = _meant(content, normalize_group(place.assignment.group), schema)
        if what:
            assert text.startswith(line, start)
            found.append(Swallowed(start, len(line) - len(content), what))
    return found


def _meant(content: str, group: str, schema: Schema) -> str:
    if content[:1] in ("#", ";"):
        return "comment"
    if content[:1] == "[" and content[-1:] == "]" and schema.options(content[1:-1].lower()):
        return "header"
    name = _NAME.match(content)
    if name and is_read(schema, group, name[1].replace("-", "_")):
        return "assignment"
    return ""


def is_read(schema: Schema, group: str, name: str) -> bool:
    """Tell whether anything reads a name in a group, as a current or an old one."""
    return schema.option(group, name) is not None or bool(schema.renamed(group, name))


def explained(setting: Setting, schema: Schema) -> bool:
    """Tell whether a refused value is refused for what another rule says about its assignment."""
    fault = setting.fault
    place = fault.place if fault else None
    return place is not None and (note_start(place) is not None or bool(swallowed(place, schema)))


def readers(schema: Schema, place: Place) -> tuple[Option, ...]:
    """Give the options that an assignment gives a value to."""
    name = (normalize_group(place.assignment.group), place.assignment.option)
    option = schema.option(*name)
    return (*((option,) if option else ()), *schema.renamed(*name))
