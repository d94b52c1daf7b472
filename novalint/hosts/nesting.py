"""A text within a text within a host: a template in a block of YAML, or in a local.conf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from novalint.text.source import Span
from novalint.text.source_map import Embedded, LineForm, Quoting, Slice, SliceKind, SourceMap


def as_template(outer: Embedded, language: str | None, path: str) -> Embedded:
    """Read a text as a template where it is one: as it is told, else by the text and the path."""
    from novalint.templates import embedded, language_of

    outer_language = language or language_of(path, outer.text)
    if outer_language is None:
        return outer
    inner = embedded(outer.text, outer_language)
    return replace(
        inner,
        name=outer.name,
        source_map=nested(outer.source_map, inner),
        open=outer.open or inner.open,
        elsewhere=outer.elsewhere,
        role=outer.role,
        replaces=outer.replaces,
        release=outer.release,
        form=outer.form,
        joined=outer.joined,
        indented=outer.indented,
    )


def nested(outer: SourceMap, inner: Embedded, *, deeper: bool = False) -> SourceMap:
    """Return the map from the inner text to the host, where `inner` is read from the outer text.

    `deeper`: the inner text has an indent of its own there, which a new line of it needs too.
    """
    own = inner.source_map
    slices = [span for piece in own.slices for span in _through(outer, piece, deeper)]
    lines = LineForm.FIXED if LineForm.FIXED in (outer.lines, own.lines) else outer.lines
    if not deeper or own.lines is not LineForm.MAPPING:
        return SourceMap(tuple(slices), lines, outer.group_indent)
    indent = next((piece.indent for piece in outer.slices), None)
    return SourceMap(tuple(slices), own.lines, _together(indent, own.group_indent))


def _through(outer: SourceMap, inner: Slice, deeper: bool) -> Iterator[Slice]:
    """Yield what a slice of the inner text is in the host."""
    span = Span(inner.host_start, inner.host_end)
    if inner.kind is not SliceKind.LITERAL:
        yield _in_yaml(outer, inner) if deeper else _in_template(outer, inner)
        return
    shift = inner.start - inner.host_start
    for part in outer.touched(span):
        start, end = max(part.start, span.start), min(part.end, span.end)
        place = outer.place(Span(start, end))
        indent = _together(part.indent, inner.indent) if deeper else part.indent
        yield replace(part, start=start + shift, end=end + shift, indent=indent,
                      host_start=place.start, host_end=place.end,
                      quoting=inner.quoting if deeper else part.quoting)  # fmt: skip


def _in_template(outer: SourceMap, inner: Slice) -> Slice:
    span = Span(inner.host_start, inner.host_end)
    place = outer.place(span)
    around = outer.touched(Span(span.start, max(span.end, span.start + 1)))
    indent = around[0].indent if around and inner.indent is not None else None
    return replace(inner, host_start=place.start, host_end=place.end, indent=indent,
                   quoting=Quoting.NONE)  # fmt: skip


def _in_yaml(outer: SourceMap, inner: Slice) -> Slice:
    """Return a slice in the host; what is made stands behind what is in front of it there."""
    span = Span(inner.host_start, inner.host_end)
    before = Span(max(span.start - 1, 0), max(span.start, 1))
    behind = outer.place(before).end
    place = Span(behind, behind) if span.start == span.end else outer.place(span)
    around = outer.touched(before)
    indent = _together(around[0].indent if around else None, inner.indent)
    return replace(inner, host_start=place.start, host_end=place.end, indent=indent)


def _together(outer: str | None, inner: str | None) -> str | None:
    """Return an indent within another one; None where either takes no line."""
    return None if outer is None or inner is None else outer + inner
