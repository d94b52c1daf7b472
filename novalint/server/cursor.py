"""What stands at a place of a document: a header, a name, a value, a reference, a rule's name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from novalint.config.substitution import references
from novalint.findings.suppressions import directives
from novalint.schema.options import LostOption, Option, Schema
from novalint.text import grammar
from novalint.text.document import normalize_group
from novalint.text.source import Span

if TYPE_CHECKING:
    from novalint.schema.options import Name
    from novalint.text.document import Assignment, Document


class SpotKind(Enum):
    """What a spot is."""

    HEADER = "header"
    NAME = "name"
    VALUE = "value"
    REFERENCE = "reference"
    RULE = "rule"


class Spot(NamedTuple):
    """What stands at an offset, and where.

    `group` and `name` are those of the option that it belongs to, for a reference those of what it
    refers to; for a rule, `name` is that of the rule.
    """

    kind: SpotKind
    group: str
    name: str
    span: Span


def spot(document: Document, schema: Schema, offset: int) -> Spot | None:
    """Return what stands at an offset; None where that is nothing anybody could ask about."""
    if not document.lines:
        return None
    line = document.lines[min(document.line_of(offset), len(document.lines)) - 1]
    if isinstance(line, grammar.Header):
        return Spot(SpotKind.HEADER, normalize_group(line.name), "", _whole(line))
    assignment = assignment_at(document, offset)
    if assignment is not None:
        return _in_assignment(document, schema, assignment, offset)
    return _in_comment(document, line, offset)


def assignment_at(document: Document, offset: int) -> Assignment | None:
    """Return the live assignment that an offset is in, the blanks behind it included."""
    at = bisect_right(document.assignments, offset, key=_start)
    if not at:
        return None
    nearest = document.assignments[at - 1]
    stop = document.lines[document.line_of(nearest.starts[-1]) - 1].stop
    return nearest if offset <= stop else None


def group_at(document: Document, offset: int) -> str:
    """Return the group that is open at an offset, as Nova files it; empty where there is none."""
    number = min(document.line_of(offset), len(document.lines))
    for line in reversed(document.lines[:number]):
        if line.start > offset:
            continue
        if isinstance(line, grammar.Header):
            return normalize_group(line.name)
        if isinstance(line, grammar.Refused) and line.body.lstrip().startswith("["):
            return ""
    return ""


class Reference(NamedTuple):
    """One `$name` of a value: the option that it means, and its span."""

    option: Name
    span: Span


def references_of(
    document: Document, schema: Schema, assignment: Assignment
) -> Iterator[Reference]:
    """Yield what the value of an assignment refers to, as oslo.config looks it up."""
    raw = document.text[slice(*assignment.raw)]
    if "$" not in raw:
        return
    for name, start, end in references(raw):
        option = meant(schema, normalize_group(assignment.group), name)
        if option:
            span = Span(assignment.raw.start + start, assignment.raw.start + end)
            yield Reference((option.group, option.name), span)


def meant(schema: Schema, group: str, name: str) -> Option | None:
    """Return the option that `$name` means within a group; None where it finds none."""
    home, dot, option = name.partition(".")
    if dot:
        places = [] if home == "DEFAULT" else [(home, option)]
    else:
        places = list(dict.fromkeys([(group, name), ("DEFAULT", name)]))
    for place in places:
        try:
            option_meant = schema.referred(*place)
        except LostOption:
            continue
        if option_meant:
            return option_meant
    return None


def _start(assignment: Assignment) -> int:
    return assignment.span.start


def _whole(line: grammar.Line) -> Span:
    return Span(line.start, line.start + len(line.body))


def _in_assignment(
    document: Document, schema: Schema, assignment: Assignment, offset: int
) -> Spot | None:
    group, name = normalize_group(assignment.group), assignment.option
    if offset <= assignment.key.end:
        return Spot(SpotKind.NAME, group, name, assignment.key)
    for reference in references_of(document, schema, assignment):
        if reference.span.start <= offset <= reference.span.end:
            return Spot(SpotKind.REFERENCE, *reference.option, reference.span)
    return Spot(SpotKind.VALUE, group, name, assignment.raw)


def _in_comment(document: Document, line: grammar.Line, offset: int) -> Spot | None:
    for template in document.templates if isinstance(line, grammar.Comment) else ():
        if template.span.start == line.start:
            kind = SpotKind.NAME if offset <= template.key.end else SpotKind.VALUE
            return Spot(kind, normalize_group(template.group), template.option, template.key)
    for directive in directives(document):
        for name in directive.names:
            if name.span.start <= offset <= name.span.end:
                return Spot(SpotKind.RULE, "", name.text, name.span)
    return None
