"""YAML that is a text in YAML: the values of a chart in an application of Argo CD or a ConfigMap of
Flux, the patch of a resource among variables, or in a here-document.

It is read like a file of its own, and its places are those of the file around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from novalint.hosts.blocks import line_form, text_pieces
from novalint.hosts.nesting import nested
from novalint.hosts.pieces import cut, put_together
from novalint.hosts.searching import may_hold
from novalint.hosts.yaml_tree import Mapping, Scalar, YamlNode, key_of
from novalint.hosts.yaml_tree import Sequence as NodeList
from novalint.text.source import Span
from novalint.text.source_map import Embedded, LineForm, SourceMap

_HERE = re.compile(r"<<-?[ \t]*([\"']?)(\w+)\1[^\n]*\n")
_LINES = {"rhoso": (LineForm.TEXT,), "helm": (LineForm.MAPPING, LineForm.FIXED)}
"""What is read within a text, and how that may write its options there."""

_COMPUTED = ("{{", "{%")

Within = Callable[[str, "str | None"], "tuple[Embedded, ...]"]
"""Reads the YAML of a text, in the language of which the texts in it are templates."""


def in_texts(
    roots: Sequence[YamlNode], taken: Sequence[YamlNode], text: str, within: Within
) -> Iterator[Embedded]:
    """Yield what stands in texts of a YAML file that are YAML themselves.

    `taken` are the nodes that hold a nova.conf, in which nothing else is looked for.
    """
    for root in roots:
        for path, scalar in _blocks(root, taken):
            yield from _in_block(".".join(path), scalar, text, within)


def _blocks(root: YamlNode, taken: Sequence[YamlNode]) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Yield each literal block that may hold one, with the keys that lead to it."""
    waiting: list[tuple[tuple[str, ...], YamlNode]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if any(node is other for other in taken):
            continue
        inner: list[tuple[tuple[str, ...], YamlNode]] = []
        if isinstance(node, Scalar):
            if node.style == "|" and not node.used and may_hold(node.value):
                yield path, node
        elif isinstance(node, NodeList):
            inner = [((*path, str(number)), item) for number, item in enumerate(node.items)]
        elif isinstance(node, Mapping):
            named = ((key_of(key), value) for key, value in node.pairs)
            inner = [((*path, name), value) for name, value in named if name is not None]
        waiting += reversed(inner)


def _in_block(name: str, scalar: Scalar, text: str, within: Within) -> Iterator[Embedded]:
    pieces = text_pieces(scalar, text, text)
    if line_form(pieces) is not LineForm.TEXT:
        return
    whole = "".join(piece.text for piece in pieces)
    for span, expands in _yaml(whole):
        inside, slices = put_together(cut(pieces, span), text)
        around = SourceMap(slices, LineForm.TEXT)
        shell = expands and "$" in inside
        language = "jinja" if any(sign in inside for sign in _COMPUTED) else None
        for embedded in within(inside, "shell" if shell and not language else language):
            both = shell and language and "$" in embedded.text
            is_written = embedded.source_map.lines in _LINES.get(embedded.form, ())
            if is_written and not both:
                yield _placed(embedded, name, around)


def _placed(embedded: Embedded, name: str, around: SourceMap) -> Embedded:
    """Return what stands in a text with its places in the file around that, and its name there."""
    base, own = embedded.base, embedded.own
    return replace(
        embedded,
        name=f"{name}.{embedded.name}",
        source_map=nested(around, embedded, deeper=True),
        unread=tuple(
            replace(key, span=around.place(key.span), last=around.place(key.last))
            for key in embedded.unread
        ),
        strays=tuple(one._replace(span=around.place(one.span)) for one in embedded.strays),
        base=replace(base, name=f"{name}.{base.name}", span=around.place(base.span))
        if base
        else None,
        own=_placed(own, name, around) if own else None,
        rewrite=None,
    )


def _yaml(text: str) -> Iterator[tuple[Span, bool]]:
    """Yield what of a text may be YAML: its here-documents, or all of it where it has none.

    Beside each is whether a shell expands variables in it.
    """
    at, there = 0, False
    while hit := _HERE.search(text, at):
        there = True
        end = re.compile(rf"^[ \t]*{hit[2]}[ \t]*$", re.MULTILINE).search(text, hit.end())
        at = end.start() if end else len(text)
        yield Span(hit.end(), at), not hit[1]
    if not there:
        yield Span(0, len(text)), False
