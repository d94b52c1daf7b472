"""YAML texts as trees of nodes that know where they stand.

Events come from PyYAML, which is imported when the first text is read. Its own trees are not used:
they refuse an alias whose anchor stands elsewhere, as in a part of a larger file, and they do not
tell a node from a second use of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from novalint.annotations import TYPE_CHECKING, Any
from novalint.text.source import BOM, Span

if TYPE_CHECKING:
    from yaml.events import Event

_PROPERTIES = re.compile(r"(?:[&!][^\s\[\]{},]*(?:\s+|(?=[\[{])|$))*")
_WORD = re.compile(r"\w*")
PLAIN_TAGS = ("str", "bool", "int", "float", "null", "timestamp", "merge", "value")


@dataclass(eq=False)
class Scalar:
    """A scalar: its value, and where its spelling stands, without anchor and tag.

    `tag` is the name of a standard type, such as `bool`, or a tag that YAML does not know, with its
    `!`. `style` is the sign it starts with: quotes, `|` or `>`; empty for a plain one. `used`
    counts the aliases and merge keys that stand for it, `typed` says that it is written with a tag.
    """

    span: Span
    value: str
    tag: str
    style: str
    start: int
    used: int = 0
    typed: bool = False


@dataclass(eq=False)
class Sequence:
    """A list of nodes; `flow` is whether it is written in brackets."""

    span: Span
    tag: str
    flow: bool
    items: list[YamlNode] = field(default_factory=list)
    used: int = 0


@dataclass(eq=False)
class Mapping:
    """Pairs of nodes in the order of the text; `flow` is whether it is written in braces.

    `every` says that of equal keys each counts, as in the branches of a template. `beneath` is what
    a tool puts this mapping over: its items count where this one has none.
    """

    span: Span
    tag: str
    flow: bool
    pairs: list[tuple[YamlNode, YamlNode]] = field(default_factory=list)
    used: int = 0
    every: bool = False
    beneath: Mapping | None = None


@dataclass(eq=False)
class YamlAlias:
    """A second use of a node; None where no anchor of that name stands above.

    `above` are the nodes that the anchored one stands in, and the key of the document that leads
    to it.
    """

    span: Span
    node: YamlNode | None
    above: tuple[YamlNode, ...] = ()
    key: str = ""

    @property
    def alone(self) -> bool:
        """Whether nothing else says what the anchored node says, so that it may be changed there.

        No variable can have a key that is no word: only aliases lead below it.
        """
        if self.node is None or _WORD.fullmatch(self.key):
            return False
        return (
            resolved(self.node) is self.node
            and not any(map(_uses, self.above))
            and (_uses(self.node) == 1)
        )


YamlContent = Scalar | Sequence | Mapping
YamlNode = YamlContent | YamlAlias


def read(text: str, *, every: bool = False) -> tuple[YamlNode, ...]:
    """Return the roots of the documents of a YAML text; none where it is no YAML.

    `every` says that of equal keys of a mapping each counts.
    """
    import yaml

    at = 1 if text.startswith(BOM) else 0
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(text, at, every)
    try:
        for event in yaml.parse(text[at:], Loader=loader):
            builder.take(event)
    except (yaml.YAMLError, UnicodeEncodeError, RecursionError):
        return ()
    return tuple(builder.roots)


def fault_line(text: str) -> int | None:
    """Return the line (from 1) at which a text is no YAML, None where it is YAML.

    Of what has no end, such as a quote that is never closed, that is the line where it starts.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for _ in yaml.parse(text.removeprefix(BOM), Loader=loader):
            pass
    except yaml.MarkedYAMLError as error:
        unclosed = "quoted scalar" in (error.context or "")
        mark = error.context_mark if unclosed else error.problem_mark
        mark = mark or error.problem_mark or error.context_mark
        return mark.line + 1 if mark else 1
    except (yaml.YAMLError, UnicodeEncodeError, RecursionError):
        refused = yaml.reader.Reader.NON_PRINTABLE.search(text.removeprefix(BOM))
        return text.count("\n", 0, refused.start()) + 1 if refused else 1
    return None


def resolved(node: YamlNode) -> YamlContent | None:
    """Return the node that an alias stands for; None where nothing in the text says."""
    while isinstance(node, YamlAlias):
        if node.node is None:
            return None
        node = node.node
    return node


def _uses(node: YamlNode) -> int:
    return 0 if isinstance(node, YamlAlias) else node.used


def is_own(value: YamlNode, above: Iterable[YamlNode] = ()) -> bool:
    """Whether what a node says is said for it alone, at its place or at that of its anchor."""
    if isinstance(value, YamlAlias):
        return value.alone
    return not any(map(_uses, (value, *above)))


def holds_anchor(node: YamlNode) -> bool:
    """Whether an alias elsewhere stands for a node, or for one within it."""
    waiting = [node]
    while waiting:
        inner = waiting.pop()
        if _uses(inner):
            return True
        if isinstance(inner, Sequence):
            waiting += inner.items
        elif isinstance(inner, Mapping):
            waiting += [part for pair in inner.pairs for part in pair]
    return False


def key_of(node: YamlNode) -> str | None:
    """Return the text of a key; None where it is no scalar."""
    scalar = resolved(node)
    return scalar.value if isinstance(scalar, Scalar) else None


@dataclass(frozen=True)
class Pair:
    """One item of a mapping: its key as text, both nodes, and whether it stands in that mapping.

    What comes by an alias or a merge key stands elsewhere and may be used by others as well.
    """

    name: str
    key: YamlNode
    value: YamlNode
    own: bool


def pairs_of(mapping: Mapping, own: bool = True) -> list[Pair]:
    """Return the items of a mapping with those that merge keys bring; of equal keys the last.

    Its own come first, as they count more than merged ones, and what it is put over comes last.
    """
    pairs: dict[tuple[str, int], Pair] = {}
    known: set[str] = set()
    for level in _levels(mapping):
        there: dict[tuple[str, int], Pair] = {}
        for at, (key, value) in enumerate(level.pairs):
            name = key_of(key)
            if name is not None and name not in known and not is_merge(key):
                number = at if level.every else 0
                there[name, number] = Pair(name, key, value, own and level is mapping)
        known |= {name for name, _ in there}
        pairs |= there
    return list(pairs.values())


def _levels(mapping: Mapping) -> Iterator[Mapping]:
    """Yield a mapping and what it merges, each once, what counts most first."""
    waiting, seen = [mapping], set[int]()
    while waiting:
        level = waiting.pop(0)
        if id(level) in seen:
            continue
        seen.add(id(level))
        yield level
        waiting[:0] = [m for key, value in level.pairs if is_merge(key) for m in _merged(value)]
        waiting += [level.beneath] if level.beneath else []


def _merged(value: YamlNode) -> list[Mapping]:
    node = resolved(value)
    nodes = [resolved(item) for item in node.items] if isinstance(node, Sequence) else [node]
    return [node for node in nodes if isinstance(node, Mapping)]


def is_merge(key: YamlNode) -> bool:
    """Whether a key is YAML's `<<`, which brings the items of other mappings."""
    return isinstance(key, Scalar) and key.tag == "merge"


class _Builder:
    """Makes trees of events, which come in the order of the text."""

    def __init__(self, text: str, offset: int, every: bool) -> None:
        from yaml.resolver import Resolver

        self.roots: list[YamlNode] = []
        self._text, self._offset, self._every = text, offset, every
        self._resolver: Any = Resolver()
        self._open: list[tuple[Sequence | Mapping, list[YamlNode]]] = []
        self._anchors: dict[str, tuple[YamlNode, tuple[YamlNode, ...], str]] = {}

    def take(self, event: Event) -> None:
        """Take the next event."""
        kind = type(event).__name__
        if kind == "DocumentStartEvent":
            self._anchors = {}
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            self._close(event)
        elif kind in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent", "AliasEvent"):
            self._add(event, kind)

    def _add(self, event: Any, kind: str) -> None:
        span = Span(self._at(event.start_mark), self._at(event.end_mark))
        if kind == "AliasEvent":
            self._place(self._alias(event.anchor, span))
            return
        node = self._node(event, kind, span)
        if event.anchor:
            self._anchors[event.anchor] = node, tuple(node for node, _ in self._open), self._key()
        self._place(node)
        if not isinstance(node, Scalar):
            self._open.append((node, []))

    def _alias(self, anchor: str, span: Span) -> YamlAlias:
        node, above, key = self._anchors.get(anchor, (None, (), ""))
        if node is not None and not isinstance(node, YamlAlias):
            node.used += 1
        return YamlAlias(span, node, above, key)

    def _key(self) -> str:
        """Return the key of the document below which the next node stands."""
        waiting = self._open[0][1] if self._open else []
        return (key_of(waiting[0]) or "") if waiting else ""

    def _node(self, event: Any, kind: str, span: Span) -> Scalar | Sequence | Mapping:
        start = span.start
        if event.anchor or event.tag:
            start = _PROPERTIES.match(self._text, start, span.end).end()  # type: ignore[union-attr]
        if kind == "ScalarEvent":
            tag = self._tag(event)
            style = (event.style or "").strip("\x00")
            return Scalar(span, event.value, tag, style, start, typed=bool(event.tag))
        where, tag, flow = Span(start, span.end), _short(event.tag or ""), bool(event.flow_style)
        if kind == "SequenceStartEvent":
            return Sequence(where, tag, flow)
        return Mapping(where, tag, flow, every=self._every)

    def _tag(self, event: Any) -> str:
        from yaml.nodes import ScalarNode

        if event.tag and event.tag != "!":
            return _short(event.tag)
        implicit = (True, False) if not event.style and not event.tag else (False, True)
        return _short(self._resolver.resolve(ScalarNode, event.value, implicit))

    def _place(self, node: YamlNode) -> None:
        if not self._open:
            self.roots.append(node)
            return
        parent, waiting = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        waiting.append(node)
        if len(waiting) == 2:
            parent.pairs.append((waiting[0], waiting[1]))
            waiting.clear()

    def _close(self, event: Event) -> None:
        node, _ = self._open.pop()
        node.span = Span(node.span.start, self._at(event.end_mark))

    def _at(self, mark: Any) -> int:
        return int(mark.index) + self._offset


def _short(tag: str) -> str:
    """Return the name of a standard type, and any other tag with its sign."""
    name = tag.removeprefix("tag:yaml.org,2002:")
    return name if name in (*PLAIN_TAGS, "") or tag.startswith("!") else f"!{name}"
