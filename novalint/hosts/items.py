"""Edits of the items of YAML collections: one put in, taken out, commented out, or written anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from novalint.hosts.yaml_tree import Mapping, Scalar, YamlAlias, YamlNode, key_of
from novalint.hosts.yaml_tree import Sequence as NodeList
from novalint.text.edits import Edit
from novalint.text.source import Span
from novalint.text.style import line_end

_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)
_KEY = re.compile(r"(?P<name>(?P<indent> *)[^\s#\[\]{},-][^#\[\]{},\n]*:) *")
_DASH = re.compile(r"[ \t]*-[ \t]+")


def end_of(node: YamlNode, host: str) -> int:
    """Return where the last character of a node stands, blanks and comments behind it left out."""
    while isinstance(node, NodeList | Mapping) and not node.flow:
        inner = node.items if isinstance(node, NodeList) else [value for _, value in node.pairs]
        if not inner:
            break
        node = inner[-1]
    if isinstance(node, Scalar) and node.style in ("|", ">"):
        return node.start + len(host[node.start : node.span.end].rstrip())
    return node.span.end


def host_line_end(host: str, at: int) -> int:
    """Return the start of the line behind the one of an offset; the end where there is none."""
    newline = host.find("\n", at)
    return newline + 1 if newline >= 0 else len(host)


def indent_of(mapping: Mapping, host: str) -> str | None:
    """Return what stands in front of the items of a mapping; None where that is not blank."""
    if mapping.flow or not mapping.pairs:
        return None
    return _blanks(host, mapping.pairs[0][0].span.start)


def _blanks(host: str, start: int) -> str | None:
    """Return what stands in front of an offset in its line; None where that is not blank."""
    blanks = host[host.rfind("\n", 0, start) + 1 : start]
    return blanks if not blanks.strip(" ") else None


def lines_behind(node: YamlNode, lines: Iterable[str], host: str) -> Edit:
    """Put lines behind those of a node."""
    at = host_line_end(host, end_of(node, host))
    end = line_end(host)
    new = "".join(line + end for line in lines)
    if at and host[at - 1] not in "\r\n":
        new = end + new.removesuffix(end)
    return Edit(at, at, new)


def into_mapping(
    mapping: Mapping, item: Sequence[str], host: str, prefix: str = ""
) -> list[Edit] | None:
    """Put an item behind the last one of a mapping, or the last whose key has a prefix.

    Its lines come without the mapping's indent.
    """
    if not mapping.pairs:
        return _into_braces(mapping, item, host)
    alike = [value for key, value in mapping.pairs if (key_of(key) or "").startswith(prefix)]
    last = alike[-1] if alike else mapping.pairs[-1][1]
    if mapping.flow:
        return [Edit(last.span.end, last.span.end, f", {item[0]}")] if len(item) == 1 else None
    indent = indent_of(mapping, host)
    if indent is None:
        return None
    return [lines_behind(last, (indent + line for line in item), host)]


def _into_braces(mapping: Mapping, item: Sequence[str], host: str) -> list[Edit] | None:
    """Put the first item of a mapping below the key, for the `{}` or the null that stands there."""
    key = _KEY.fullmatch(host, host.rfind("\n", 0, mapping.span.start) + 1, mapping.span.start)
    rest = host[mapping.span.end : host_line_end(host, mapping.span.end)].strip()
    if key is None or not mapping.flow or rest[:1] not in ("", "#"):
        return None
    lines = lines_behind(mapping, (f"{key['indent']}  {line}" for line in item), host)
    return [Edit(key.end("name"), mapping.span.end, ""), lines]


def into_list(items: NodeList, text: str, host: str) -> list[Edit] | None:
    """Put an item behind the last one of a list, as that is written."""
    if not items.items:
        return None
    last = items.items[-1]
    if items.flow:
        return [Edit(last.span.end, last.span.end, f", {text}")]
    head = _DASH.fullmatch(host, host.rfind("\n", 0, last.span.start) + 1, last.span.start)
    return [lines_behind(last, [head[0] + text], host)] if head else None


def out_of_list(items: NodeList, node: YamlNode, host: str) -> list[Edit] | None:
    """Take one item of several out of a list that has a line for each."""
    start = host.rfind("\n", 0, node.span.start) + 1
    if items.flow or not _DASH.fullmatch(host, start, node.span.start):
        return None
    return _without(Span(start, host_line_end(host, end_of(node, host))), host)


def out_of_mapping(
    mapping: Mapping,
    key: YamlNode,
    value: YamlNode,
    host: str,
    *,
    commented: bool = False,
    least: int = 2,
) -> list[Edit] | None:
    """Take one item, of `least` that there have to be, out of a mapping, all of its lines.

    With `commented` they are commented out.
    """
    indent = indent_of(mapping, host)
    start = host.rfind("\n", 0, key.span.start) + 1
    if indent is None or len(mapping.pairs) < least or host[start : key.span.start] != indent:
        return None
    stop = host_line_end(host, max(end_of(value, host), key.span.end))
    if not commented:
        return _without(Span(start, stop), host)
    return [Edit(at, at, "#") for at in _columns(Span(start, stop), len(indent), host)]


def _without(lines: Span, host: str) -> list[Edit] | None:
    """Take lines out in which nothing would be lost that a person has said."""
    said = _COMMENT.search(host, lines.start, lines.end)
    return None if said else [Edit(*lines, "")]


def _columns(lines: Span, column: int, host: str) -> Iterable[int]:
    """Yield where to put the sign of a comment in each line that is not blank."""
    at = lines.start
    while at < lines.end:
        stop = host_line_end(host, at)
        line = host[at:stop]
        if line.strip():
            yield at + min(column, len(line) - len(line.lstrip(" ")))
        at = stop


def spelling_of(node: YamlNode) -> Span | None:
    """Return where the value of an item is written there: its scalar, or an alias of one.

    An alias of a list is one where the tool makes one value of it.
    """
    if isinstance(node, YamlAlias):
        return node.span if isinstance(node.node, Scalar | NodeList) else None
    plain = isinstance(node, Scalar) and node.style not in ("|", ">") and not node.used
    return Span(node.start, node.span.end) if isinstance(node, Scalar) and plain else None


def joined(edits: Iterable[Edit]) -> tuple[Edit, ...] | None:
    """Return edits in order, those that put something in at one place as one; None for overlaps."""
    merged: list[Edit] = []
    for edit in sorted(edits, key=_start):
        last = merged[-1] if merged else None
        if last and last.start == last.end == edit.start == edit.end:
            merged[-1] = last._replace(text=last.text + edit.text)
        else:
            merged.append(edit)
    bad = any(two.start < one.end or two.start == one.start for one, two in pairwise(merged))
    return None if bad else tuple(merged)


def _start(edit: Edit) -> int:
    return edit.start
