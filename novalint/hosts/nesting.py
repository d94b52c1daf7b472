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
    )


def nested(outer: SourceMap, inner: Embedded, *, deeper: bool = False) -> SourceMap:
    """Return the map from the inner text to the host, where `inner` is read from the outer text.

    `deeper`: the inner text has an indent of its own there, which a new line of it needs too.
    """
    slices = [span for piece in inner.source_map.slices for span in _through(outer, piece, deeper)]
    lines = (
        LineForm.FIXED if LineForm.FIXED in (outer.lines, inner.source_map.lines) else outer.lines
    )
    return SourceMap(tuple(slices), lines, outer.group_indent)


def _through(outer: SourceMap, inner: Slice, deeper: bool) -> Iterator[Slice]:
    """Yield what a slice of the inner text is in the host."""
    span = Span(inner.host_start, inner.host_end)
    if inner.kind is not SliceKind.LITERAL:
        place = outer.place(span)
        around = outer.touched(Span(span.start, max(span.end, span.start + 1)))
        indent = around[0].indent if around and inner.indent is not None else None
        yield replace(inner, host_start=place.start, host_end=place.end, indent=indent,
                      quoting=Quoting.NONE)  # fmt: skip
        return
    shift = inner.start - inner.host_start
    for part in outer.touched(span):
        start, end = max(part.start, span.start), min(part.end, span.end)
        place = outer.place(Span(start, end))
        indent = _together(part.indent, inner.indent) if deeper else part.indent
        yield replace(part, start=start + shift, end=end + shift, indent=indent,
                      host_start=place.start, host_end=place.end)  # fmt: skip


def _together(outer: str | None, inner: str | None) -> str | None:
    """Return an indent within another one; None where either takes no line."""
    return None if outer is None or inner is None else outer + inner
