"""A text within a text within a host: a template in a block of YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from novalint.text.source import Span
from novalint.text.source_map import Embedded, Quoting, Slice, SliceKind, SourceMap


def nested(outer: SourceMap, inner: Embedded) -> SourceMap:
    """Return the map from the inner text to the host, where `inner` is read from the outer text."""
    slices = [made for one in inner.source_map.slices for made in _through(outer, one)]
    return SourceMap(tuple(slices), outer.lines, outer.group_indent)


def _through(outer: SourceMap, one: Slice) -> Iterator[Slice]:
    """Yield what a slice of the inner text is in the host."""
    span = Span(one.host_start, one.host_end)
    if one.kind is not SliceKind.LITERAL:
        place = outer.place(span)
        around = outer.touched(Span(span.start, max(span.end, span.start + 1)))
        indent = around[0].indent if around and one.indent is not None else None
        yield replace(one, host_start=place.start, host_end=place.end, indent=indent,
                      quoting=Quoting.NONE)  # fmt: skip
        return
    shift = one.start - one.host_start
    for part in outer.touched(span):
        start, end = max(part.start, span.start), min(part.end, span.end)
        place = outer.place(Span(start, end))
        yield replace(part, start=start + shift, end=end + shift,
                      host_start=place.start, host_end=place.end)  # fmt: skip
