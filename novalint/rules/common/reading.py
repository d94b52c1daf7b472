"""What several rules ask about an assignment: notes within its value, lines it has swallowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.config.layers import Place
from novalint.config.substitution import references
from novalint.nearest import is_slip, nearest
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.rules.common.lists import are_alike
from novalint.schema.types import ValueFault, decode
from novalint.text.document import normalize_group
from novalint.text.source import Span

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.schema.options import Option, Schema
    from novalint.text.document import Document

PYTHON_3_ALONE = 21
"""The first major version of Nova that does not run on Python 2, which reads files as bytes."""
_NOTE = lazy_pattern(r"\s[#;]")
_NOTE_ALONE = lazy_pattern(r"[#;]\s")
_NAME = lazy_pattern(r"([A-Za-z_][\w.-]*)\s*[=:]")
PLAIN = ("Integer", "Float", "Boolean", "Port")
"""Types of options whose values have no room for a note."""
_MANY = ("List", "Dict")
_FORMAT = "%("
"""What a format holds, such as one of logging: a `#` behind it is part of the format."""


class Swallowed(NamedTuple):
    """A line that was meant to stand alone but continues a value.

    Its start, the length of the blanks before it, what it holds (`assignment`, `comment` or
    `header`); of an assignment the name as written, and the option that is meant.
    """

    start: int
    indent: int
    what: str
    written: str
    option: str


def notes(place: Place, schema: Schema) -> list[Span]:
    """Return the notes behind a value, or behind its lines: from the blanks before to the line end.

    A note starts with a `#` or `;` behind a blank, outside of quotes; or right behind a number or a
    boolean, where the value could be read without it. In a list a `;` may part items instead.
    """
    if len(place.assignment.starts) == 1 and not _has_sign(place):
        return []
    lines = list(_lines(place))
    many = any(option.facts.get("type") == "List" for option in readers(schema, place))
    found = ((_note(place, first, end, many=many), end) for first, end in lines)
    spans = [Span(start, end) for start, end in found if start]
    if spans or len(place.assignment.starts) > 1:  # a comment below is told as one swallowed
        return spans
    start = _glued(place, schema)
    return [Span(start, place.assignment.raw.end)] if start else []


def _has_sign(place: Place) -> bool:
    """Return whether the line of a value has a sign in it that a note can start with."""
    text, start = place.document.text, place.assignment.raw.start
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else None]
    return "#" in line or ";" in line


def _lines(place: Place) -> Iterator[tuple[int, int]]:
    """Yield start and end of what each line adds to a value, lines that are comments left out."""
    document, assignment = place
    for number, start in enumerate(assignment.starts):
        line = document.lines[document.line_of(start) - 1]
        indent = len(line.body) - len(line.body.lstrip())
        first = start + indent if number else assignment.raw.start
        if not number or document.text[first] not in "#;":
            yield first, max(first, line.start + len(line.body))


def _note(place: Place, first: int, end: int, *, many: bool) -> int | None:
    """Return where a note starts within a line of a value, if there is one."""
    text = place.document.text
    if _NOTE_ALONE.match(text, first, end) and text[first - 1].isspace():
        return first
    quote = text[first:end][:1]
    for hit in _NOTE.finditer(text, first, end):
        before = text[first : hit.start()]
        if _FORMAT in before:
            return None
        if many and _is_item(text[first:end], hit.end() - 1 - first):
            continue
        open_quote = quote in ("'", '"') and before.count(quote) % 2
        if not open_quote and not before.count('"') % 2:
            return first + len(before.rstrip())
    return None


def _is_item(line: str, at: int) -> bool:
    """Return whether what a semicolon begins is another item, such as in `a:1 ; b:1`."""
    start = line.rfind(",", 0, at) + 1
    return line[at] == ";" and are_alike(line[start:].partition(",")[0])


def _glued(place: Place, schema: Schema) -> int | None:
    """Return where a note starts right behind a number or boolean, such as in `30# seconds`."""
    text, raw = place.document.text, place.assignment.raw
    whole = text[slice(*raw)]
    hit = re.search("[#;]", whole)
    for option in readers(schema, place) if hit else ():
        before = whole[: hit.start()] if hit else ""
        plain = option.facts.get("type") in PLAIN and bool(before)
        if plain and _readable(option, before) and not _readable(option, whole):
            return raw.start + len(before)
    return None


def _readable(option: Option, text: str) -> bool:
    try:
        decode(option.entry, text)
    except ValueFault:
        return False
    return True


def swallowed(place: Place, schema: Schema) -> list[Swallowed]:
    """Return continuation lines that look like assignments of the group, comments or headers."""
    places = []
    text = place.document.text
    for start in place.assignment.starts[1:]:
        line = place.document.lines[place.document.line_of(start) - 1].body
        content = line.lstrip()
        meant = _meant(content, place, schema)
        if meant:
            assert text.startswith(line, start)
            places.append(Swallowed(start, len(line) - len(content), *meant))
    return places


def below_swallowed_headers(config: Config) -> set[Place]:
    """Return the assignments below a header that a value has swallowed: meant for another group."""
    places: set[Place] = set()
    for (document, assignment), *_ in config.usages:
        lines = swallowed(Place(document, assignment), config.schema)
        if any(line.what == "header" for line in lines):
            start = assignment.span.end
            headers = (group.span.start for group in document.groups)
            stop = next((header for header in headers if header > start), len(document.text))
            below = (
                assignment
                for assignment in document.assignments
                if start < assignment.span.start < stop
            )
            places.update(Place(document, assignment) for assignment in below)
    return places


def _meant(content: str, place: Place, schema: Schema) -> tuple[str, str, str] | None:
    """Return what a line of a value was meant to be: its kind, its name as written, the option."""
    if content[:1] in ("#", ";"):
        return "comment", "", ""
    if content[:1] == "[" and content[-1:] == "]" and schema.options(content[1:-1].lower()):
        return "header", "", ""
    name = _NAME.match(content)
    option = _option(name[1].replace("-", "_"), place, schema) if name else ""
    return ("assignment", name[1], option) if name and option else None


def _option(name: str, place: Place, schema: Schema) -> str:
    """Return the option of the group that a line of a value names, with a slip if it must be.

    In the value of a list or table only the very name counts: their items look like assignments. In
    that of a number, a boolean or a choice any name does: no such value has a second line.
    """
    group = normalize_group(place.assignment.group)
    if is_read(schema, group, name):
        return name
    options = readers(schema, place)
    kinds = {option.facts.get("type") for option in options}
    near = nearest_slip(name, group, schema) if kinds.isdisjoint(_MANY) else ""
    one_word = kinds.issubset(PLAIN) or all("enum" in option.entry for option in options)
    return near or (name if options and one_word else "")


@lru_cache(maxsize=1024)  # several rules ask about one line
def nearest_slip(name: str, group: str, schema: Schema) -> str:
    """Return the option of a group that a name is, but for a slip; empty where it is none."""
    near = nearest(name, schema.options(group) or (), 1)
    return near[0] if near and is_slip(name, near[0]) else ""


def is_read(schema: Schema, group: str, name: str) -> bool:
    """Return whether anything reads a name in a group, as a current or an old one."""
    return schema.option(group, name) is not None or bool(schema.renamed(group, name))


def is_set_in(document: Document, config: Config, group: str, name: str) -> bool:
    """Return whether a group of a file sets an option that takes one value, by whichever name."""
    own = config.schema.option(group, name)
    meant = [own] if own else config.schema.renamed(group, name)
    settings = (config.setting(option.group, option.name) for option in meant if not option.multi)
    return any(place.document is document for setting in settings for place in setting.places)


def explained(setting: Setting, schema: Schema) -> bool:
    """Return whether an option is not read for what another rule says about an assignment.

    That is its own one, or one whose value is referred to.
    """
    fault = setting.fault
    if fault is None or fault.place is None:
        return False
    if fault.reference is None:
        places = (fault.place, *fault.sources)
        return any(
            _misread_from(place, schema) or _stops_reading(place, schema) for place in places
        )
    start = None if setting.secret else _misread_from(fault.place, schema)
    return start is not None and not _refers(fault.place, start, fault.reference)


def _misread_from(place: Place, schema: Schema) -> int | None:
    """Return where a value goes on that was meant to end, if it does."""
    spans = notes(place, schema)
    return spans[0].start if spans else next((s.start for s in swallowed(place, schema)), None)


def _stops_reading(place: Place, schema: Schema) -> bool:
    """Whether a value has bytes that are not UTF-8, at which Python 3 stops to read the file."""
    raw = place.document.text[slice(*place.assignment.raw)]
    return schema.release.major >= PYTHON_3_ALONE and not raw.isascii() and _has_bytes(raw)


def _has_bytes(text: str) -> bool:
    return any("\udc80" <= char <= "\udcff" for char in text)


def _refers(place: Place, end: int, name: str) -> bool:
    """Return whether what stands before an offset in a value refers to a name."""
    meant = place.document.text[place.assignment.raw.start : end]
    return any(referred == name for referred, *_ in references(meant))


def readers(schema: Schema, place: Place) -> tuple[Option, ...]:
    """Return the options that an assignment gives a value to."""
    name = (normalize_group(place.assignment.group), place.assignment.option)
    option = schema.option(*name)
    return (*((option,) if option else ()), *schema.renamed(*name))
