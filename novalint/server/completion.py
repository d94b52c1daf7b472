"""What can be written at a place: groups, options, values, references, names of rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from novalint.rules.catalogue import rules
from novalint.schema.options import Option
from novalint.server.candidates import CompletionCandidate, option_candidate, value_candidates
from novalint.server.cursor import assignment_at, group_at
from novalint.server.positions import Lines
from novalint.server.views import takes_lines
from novalint.text.document import normalize_group
from novalint.text.source import Span
from novalint.text.writing import separator

if TYPE_CHECKING:
    from novalint.schema.options import Schema
    from novalint.server.views import View
    from novalint.text.document import Document

_HEADER = re.compile(r"\[(?P<name>[^\]]*)$")
_RULES = re.compile(r"[#;]+[ \t]*novalint:[ \t]*ignore(?:-file)?[ \t]*\[")
_NAME = re.compile(r"(?P<comment>[#;]?)[ \t]?(?P<name>[A-Za-z0-9_-]*)$")
_DOLLAR = r"(?<![\\$])(?:\$\$)*\$(?P<brace>\{?)"
_OF_GROUP = re.compile(_DOLLAR + r"(?P<group>\w+)\.(?P<name>\w*)$")
_REFERENCE = re.compile(_DOLLAR + r"(?P<name>\w*)$")
_TEMPLATE = re.compile(r"[#;][ \t]?(?P<name>[\w-]+)[ \t]*[=:]")
_REST = re.compile(r"[A-Za-z0-9_-]*")
_SIGNS = "=:"
_ENDS = " \t,\"'"
"""What an item of a list cannot hold."""
_REFERABLE = re.compile(r"[a-z_]\w*", re.ASCII)


class CursorPlace(NamedTuple):
    """Where something is to be written: the text of the line up to there and behind it.

    `start` is the offset at which the line starts.
    """

    document: Document
    offset: int
    start: int
    head: str
    tail: str

    @classmethod
    def at(cls, view: View, offset: int) -> CursorPlace:
        """Take the line that an offset is in."""
        lines = view.text.lines if view.document.host is None else Lines(view.document.text)
        number = lines.line_of(offset)
        start, stop, text = lines.start(number), lines.stop(number), lines.text
        return cls(
            view.document, offset, start, text[start:offset].lstrip("\ufeff"), text[offset:stop]
        )

    def span(self, typed: str) -> Span:
        """Return what a completion replaces: what was typed, and the rest of its word."""
        rest = _REST.match(self.tail)
        return Span(self.offset - len(typed), self.offset + (rest.end() if rest else 0))

    def typed(self, typed: str) -> Span:
        """Return what a completion replaces where only what was typed is."""
        return Span(self.offset - len(typed), self.offset)


def completions(view: View, offset: int) -> Iterator[tuple[CompletionCandidate, Span]]:
    """Yield what can be written at an offset, each with the span that it replaces."""
    place = CursorPlace.at(view, offset)
    schema = view.config.schema
    lines = takes_lines(place.document)
    if lines and (header := _HEADER.match(place.head)):
        return _each(_groups(schema, place.tail), place.span(header["name"]))
    typed = _typed_rule(place.head)
    if typed is not None:
        names = (CompletionCandidate(rule.name, "rule", detail=rule.summary) for rule in rules())
        return _each(names, place.span(typed))
    option = _valued(view, place)
    if option:
        return _values(view, place, option)
    if lines and (name := _NAME.match(place.head)) and not _goes_on(place):
        return _names(view, place, name)
    return iter(())


def _each(
    candidates: Iterable[CompletionCandidate], span: Span
) -> Iterator[tuple[CompletionCandidate, Span]]:
    return ((candidate, span) for candidate in candidates)


def _groups(schema: Schema, tail: str) -> Iterator[CompletionCandidate]:
    close = "" if "]" in tail else "]"
    for group in schema.groups:
        yield CompletionCandidate(group, "group", insert=f"{group}{close}")


def _names(
    view: View, place: CursorPlace, hit: re.Match[str]
) -> Iterator[tuple[CompletionCandidate, Span]]:
    """Yield the options of the group that are not set yet, or headers where none is open.

    Behind a comment sign these are whole lines of a template.
    """
    schema = view.config.schema
    group = group_at(place.document, place.start)
    span = place.span(hit["name"])
    if not group:
        if not hit["comment"] and not hit["name"]:
            yield from _each(
                (CompletionCandidate(f"[{name}]", "group") for name in schema.groups), span
            )
        return
    rest = place.tail[span.end - place.offset :]
    for name, entry in (schema.options(group) or {}).items():
        option = Option(group, name, entry)
        if hit["comment"] or option.multi or not _is_set(place, option):
            separator = "" if rest.lstrip()[:1] in tuple(_SIGNS) else _separator(place.document)
            yield option_candidate(option, separator, bool(hit["comment"])), span


def _is_set(place: CursorPlace, option: Option) -> bool:
    """Return whether another line sets an option already."""
    live = place.document.places.live(option.group, option.name)
    return any(assignment.span.start != place.start for assignment in live)


def _separator(document: Document) -> str:
    return "".join(separator(document))


def _goes_on(place: CursorPlace) -> bool:
    """Return whether a line starts with a blank: it could only go on with a value."""
    return place.head[:1] in (" ", "\t")


def _valued(view: View, place: CursorPlace) -> Option | None:
    """Return the option whose value an offset is in; None where that is no value of any."""
    assignment = assignment_at(place.document, place.offset)
    if assignment is not None and place.offset > assignment.key.end:
        if place.start == assignment.starts[0] and not _has_sign(place.head):
            return None
        group, name = normalize_group(assignment.group), assignment.option
    elif template := _TEMPLATE.match(place.head):
        group, name = group_at(place.document, place.start), template["name"]
    else:
        return None
    schema = view.config.schema
    renamed = schema.renamed(group, name)
    return schema.option(group, name) or (renamed[0] if renamed else None)


def _values(
    view: View, place: CursorPlace, option: Option
) -> Iterator[tuple[CompletionCandidate, Span]]:
    schema = view.config.schema
    if named := _OF_GROUP.search(place.head):
        group = normalize_group(named["group"])
        names = () if group == "DEFAULT" else schema.options(group) or ()
        candidates = _referred(group, names, _close(place, named))
        return _each(candidates, place.span(named["name"]))
    if named := _REFERENCE.search(place.head):
        candidates = _references(schema, option, _close(place, named))
        return _each(candidates, place.span(named["name"]))
    typed = _last_item(place.head if _goes_on(place) else _behind_sign(place.head))
    return _each(value_candidates(view.config, option), place.typed(typed))


def _typed_rule(head: str) -> str | None:
    """Return what was typed of a rule's name in a comment that accepts it; None elsewhere."""
    hit = _RULES.match(head)
    if hit is None or "]" in head[hit.end() :]:
        return None
    return head[hit.end() :].rpartition(",")[2].lstrip()


def _has_sign(head: str) -> bool:
    return any(sign in head for sign in _SIGNS)


def _behind_sign(head: str) -> str:
    """Return what stands behind the first sign of an assignment."""
    places = [head.find(sign) for sign in _SIGNS if sign in head]
    return head[min(places) + 1 :] if places else head


def _last_item(value: str) -> str:
    """Return what was typed of the last item of a list."""
    return value[max(value.rfind(end) for end in _ENDS) + 1 :]


def _close(place: CursorPlace, named: re.Match[str]) -> str:
    """Return the brace that a reference still lacks."""
    word = _REST.match(place.tail)
    rest = place.tail[word.end() if word else 0 :]
    return "}" if named["brace"] and not rest.startswith("}") else ""


def _references(schema: Schema, option: Option, close: str) -> Iterator[CompletionCandidate]:
    """Yield what `$name` finds: options of the same group, those of DEFAULT, other groups."""
    own = [name for name in schema.options(option.group) or () if name != option.name]
    yield from _referred(option.group, own, close)
    if option.group != "DEFAULT":
        others = [name for name in schema.options("DEFAULT") or () if name not in own]
        yield from _referred("DEFAULT", others, close)
    for group in schema.groups:
        if group != "DEFAULT" and _REFERABLE.fullmatch(group):
            yield CompletionCandidate(f"{group}.", "group")


def _referred(group: str, names: Iterable[str], close: str) -> Iterator[CompletionCandidate]:
    for name in names:
        insert = f"{name}{close}"
        yield CompletionCandidate(
            name, "reference", insert, detail=f"[{group}]", option=(group, name)
        )
