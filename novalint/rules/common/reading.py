"""What several rules ask about an assignment: notes within its value, lines it has swallowed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from novalint.config.layers import Place
from novalint.config.substitution import references
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.schema.options import Option, Schema

_NOTE = re.compile(r"\s[#;]")
_NOTE_ALONE = re.compile(r"[#;]\s")
_NAME = re.compile(r"([A-Za-z_][\w.-]*)\s*[=:]")


class Swallowed(NamedTuple):
    """A line that was meant to stand alone but continues a value: its start, and what it holds."""

    start: int
    indent: int
    what: str


def note_start(place: Place) -> int | None:
    """Return the offset of a `#` or `;` behind a blank in an unquoted value of one line, if any.

    The offset is that of the blanks before the sign.
    """
    text, raw = place.document.text, place.assignment.raw
    if len(place.assignment.starts) > 1 or text[raw.start : raw.start + 1] in ("'", '"'):
        return None
    if _NOTE_ALONE.match(text, raw.start) and text[raw.start - 1].isspace():
        return raw.start
    hit = _NOTE.search(text, raw.start, raw.end)
    return raw.start + len(text[raw.start : hit.start()].rstrip()) if hit else None


def swallowed(place: Place, schema: Schema) -> list[Swallowed]:
    """Return continuation lines that look like assignments of the group, comments or headers."""
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


def below_swallowed_headers(config: Config) -> set[Place]:
    """Return the assignments below a header that a value has swallowed: meant for another group."""
    found: set[Place] = set()
    for (document, assignment), *_ in config.usages:
        lines = swallowed(Place(document, assignment), config.schema)
        if any(line.what == "header" for line in lines):
            start = assignment.span.end
            headers = (group.span.start for group in document.groups)
            stop = next((one for one in headers if one > start), len(document.text))
            below = (one for one in document.assignments if start < one.span.start < stop)
            found.update(Place(document, one) for one in below)
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
    """Return whether anything reads a name in a group, as a current or an old one."""
    return schema.option(group, name) is not None or bool(schema.renamed(group, name))


def explained(setting: Setting, schema: Schema) -> bool:
    """Return whether an option is not read for what another rule says about an assignment.

    That is its own one, or one whose value is referred to.
    """
    fault = setting.fault
    if fault is None or fault.place is None:
        return False
    if fault.reference is None:
        return any(_misread_from(place, schema) for place in (fault.place, *fault.sources))
    start = None if setting.secret else _misread_from(fault.place, schema)
    return start is not None and not _refers(fault.place, start, fault.reference)


def _misread_from(place: Place, schema: Schema) -> int | None:
    """Return where a value goes on that was meant to end, if it does."""
    start = note_start(place)
    return start if start else next((one.start for one in swallowed(place, schema)), None)


def _refers(place: Place, end: int, name: str) -> bool:
    """Return whether what stands before an offset in a value refers to a name."""
    meant = place.document.text[place.assignment.raw.start : end]
    return any(one == name for one, *_ in references(meant))


def readers(schema: Schema, place: Place) -> tuple[Option, ...]:
    """Return the options that an assignment gives a value to."""
    name = (normalize_group(place.assignment.group), place.assignment.option)
    option = schema.option(*name)
    return (*((option,) if option else ()), *schema.renamed(*name))
