"""A text that stands within another one: from its characters to those of the file that holds it.

The host is the file that an operator edits (a template, a YAML file, a local.conf); the embedded
text is the nova.conf in it, which is read like any other. Slices say where each stretch of the
embedded text comes from; places and edits go back to the host through them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from enum import Enum
from functools import cached_property
from itertools import islice

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple, dataclass, field
from novalint.text.source import Span

if TYPE_CHECKING:
    from novalint.text.option_changes import Rewrite


class SliceKind(str, Enum):
    """Where a stretch of the embedded text comes from.

    literal: the host has the same characters. quoted: the host spells them otherwise, such as a
    YAML scalar with escapes or doubled quotes. made: they exist only here, such as a header above
    the keys of a mapping, or a comma between the items of a list. dynamic: a template's expression
    or statement, whose text nobody knows yet.
    """

    LITERAL = "literal"
    QUOTED = "quoted"
    GENERATED = "made"
    DYNAMIC = "dynamic"

    def __str__(self) -> str:
        return self.value


class Quoting(str, Enum):
    """How the host spells a stretch that it does not hold character for character.

    plain, single and double are the styles of YAML's scalars; none is text as it is. comment is an
    item of a mapping that is commented out. shared is what others use as well, so that no edit is
    made of it.
    """

    NONE = "none"
    PLAIN = "plain"
    SINGLE = "single"
    DOUBLE = "double"
    COMMENT = "comment"
    SHARED = "shared"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Slice:
    """A stretch of the embedded text, from `start` to `end`, and of the host's text.

    All four are offsets in characters from 0. A literal slice has equal characters on both sides. A
    quoted one covers the whole scalar of the host, quotes included, spelt as `quoting` says; a
    plain scalar whose characters are the same may be literal and still have a `quoting`, which an
    edit of it then needs. A made one has no characters in the host: `host_start` and `host_end`
    are the place where whole lines may be put that an edit adds behind it. A dynamic one may have
    no characters here, as a statement that leaves none.

    `indent` is what the host has in front of each line that an edit adds in or behind the slice;
    None where no line can be added.
    """

    kind: SliceKind
    start: int
    end: int
    host_start: int
    host_end: int
    indent: str | None = ""
    quoting: Quoting = Quoting.NONE


class LineForm(str, Enum):
    """How the host writes a whole line `name = value` of the embedded text.

    text: as it is. mapping: as `name: value` of a YAML mapping in block style, in the place of the
    group's items. fixed: the host takes no new lines.
    """

    TEXT = "text"
    MAPPING = "mapping"
    FIXED = "fixed"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class SourceMap:
    """The slices of an embedded text, covering it in order, and how its host writes new lines.

    `group_indent` is what the host has in front of the name of a group in a mapping of mappings;
    None where no group can be added. A new group goes to the place of the last slice.
    """

    slices: tuple[Slice, ...]
    lines: LineForm = LineForm.TEXT
    group_indent: str | None = None

    def place(self, span: Span) -> Span:
        """Return where the host says what a span says; the nearest place for what it does not."""
        inside = [piece for piece in self.touched(span) if piece.kind is not SliceKind.GENERATED]
        if not inside:
            return self._beside(span.start)
        first, last = inside[0], inside[-1]
        start = _within(first, max(span.start, first.start), first.host_start)
        end = _within(last, min(span.end, last.end), last.host_end)
        return Span(start, end if end >= start else max(start, first.host_end))

    def to_host(self, span: Span) -> Span | None:
        """Return the characters of the host that are those of a span, None where they differ."""
        touched = self.touched(span)
        if len(touched) != 1 or touched[0].kind is not SliceKind.LITERAL:
            return None
        return self.place(span)

    def touched(self, span: Span) -> tuple[Slice, ...]:
        """Return the slices that share characters with a span, in order."""
        first = bisect_right(self._starts, span.start) - 1
        pieces = []
        for piece in islice(self.slices, max(first, 0), None):
            if piece.start >= span.end:
                break
            if piece.end > span.start and piece.end > piece.start:
                pieces.append(piece)
        return tuple(pieces)

    def before(self, offset: int) -> Slice | None:
        """Return the slice with the character in front of an offset, None at the start."""
        touched = self.touched(Span(offset - 1, offset)) if offset > 0 else ()
        return touched[0] if touched else None

    def behind(self, offset: int) -> Slice | None:
        """Return the slice with the character behind an offset, None at the end."""
        touched = self.touched(Span(offset, offset + 1))
        return touched[0] if touched else None

    def taking_lines(self) -> Slice | None:
        """Return an expression that ends the text as literal: a line may come behind its own."""
        last = self.slices[-1] if self.slices else None
        indents = (piece.indent for piece in reversed(self.slices) if piece.indent is not None)
        indent = next(indents, None)
        if last is None or last.kind is not SliceKind.DYNAMIC or last.end == last.start:
            return None
        start = last.host_end - (last.end - last.start)
        return Slice(SliceKind.LITERAL, last.start, last.end, start, last.host_end, indent)

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.slices]

    def _beside(self, offset: int) -> Span:
        """Return the place of an offset at which nothing stands in the host."""
        real = (
            piece
            for piece in self.slices
            if piece.kind is not SliceKind.GENERATED and piece.end > offset
        )
        follows = next(real, None)
        if follows is not None:
            at = _within(follows, max(offset, follows.start), follows.host_start)
        else:
            last = self.slices[-1] if self.slices else None
            at = last.host_end if last else 0
        return Span(at, at)


def _within(piece: Slice, offset: int, otherwise: int) -> int:
    """Return the host's offset for one of a slice: exact in a literal one."""
    literal = piece.kind is SliceKind.LITERAL
    return piece.host_start + offset - piece.start if literal else otherwise


@dataclass(frozen=True)
class Arm:
    """One branch of a conditional: `block` counts the conditionals, `number` the branches of each.

    A place may stand in several, the outer one first; of one block only one branch ever counts.
    Each file counts its own: `path` is that of the host, empty as long as its text has none.
    """

    block: int
    number: int
    path: str = ""

    @property
    def conditional(self) -> tuple[str, int]:
        """What tells its conditional from those of any file."""
        return self.path, self.block


@dataclass(frozen=True)
class RepeatedKey:
    """A key of a host that stands again below, where YAML takes the last of equal keys alone.

    `span` is the key whose value is not read, `last` the one whose value is.
    """

    name: str
    span: Span
    last: Span


JoinedLines = Callable[[str, Iterable[int]], "frozenset[int]"]
"""Takes the text of a host and starts of its lines; returns those that may not start one there."""


@dataclass(frozen=True)
class Base:
    """What another text of the host is put over: its name there, and where it stands."""

    name: str
    span: Span


@dataclass(frozen=True)
class TemplateRefusal:
    """A line (from 1) of a host for which nothing is rendered from it; `reason` may be empty."""

    line: int
    reason: str


class Misplaced(NamedTuple):
    """What to do with a file, or key, of which its tool reads none of that name, in words.

    `before` is the major version of Nova with which the tool begins to; None where it never does.
    `since` is the one with which it ceases to; 0 where it never did. `key` is the name of the key;
    `own` says that it may be somebody's own, for another to take in. With `unless_foreign` the name
    alone does not say that it is about Nova: what it sets does.
    """

    way_out: str
    before: int | None = None
    key: str = ""
    own: bool = False
    since: int = 0
    unless_foreign: bool = False

    def holds(self, major: int) -> bool:
        """Return whether a release reads no such file."""
        return major >= self.since and (self.before is None or major < self.before)


class Stray(NamedTuple):
    """A key of a host whose value does not reach Nova for where it stands, or for what it is.

    `fact` and `way_out` say so in words. Where there are `names`, it is so only if one of these
    options, by group and name, is Nova's. `own` says that it may be for another tool, `whole` that
    it is the key of the embedded text itself, of which nothing counts.
    """

    key: str
    fact: str
    way_out: str
    span: Span
    names: tuple[tuple[str, str], ...] = ()
    own: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Embedded:
    """A nova.conf within a host.

    `name` tells several of a host apart, such as the path of YAML keys that leads to it; it is
    empty where the host holds one. `branches` are the stretches of the text that stand in branches
    of conditionals, with the branches each stands in; `loops` are stretches that may come any
    number of times. `open` says that more text may come from elsewhere (an include, a macro), so
    that nothing is known to be absent; `part` that other files are read beside this one, of which
    none is here. `elsewhere` are options, by group and name, that the tool
    behind the host may set although they are absent here. `role` is the service that it is for,
    where the host tells. `replaces` says that its keys replace all values of earlier files, as
    kolla-ansible merges. `form` names the kind of host: jinja, rhoso ... `rewrite` writes changes
    of options that are no edits of its text. `unread` are the keys on the way to it, and in it,
    that the host has again below. `vacant` says that its key has no value, where a mapping may be.
    `misplaced` says, where the tool reads no file of this name, be it in earlier releases, what to
    do with it: the first that holds counts. `refusal` says where the language of the template
    refuses it. `joined` tells which lines of the host may come out behind the text of the line
    above, None where none do. `base` is the text of the host that this one is put over, as its tool
    merges them; what it brings stands in this text as well, and `own` is the text without.
    `indented` are the blanks of the host in front of statements that come out before the line that
    follows; from the version of Nova `strips_since` on, its tool does away with them. `strays` are
    keys beside it and in it that its tool takes for none of Nova's options.
    """

    name: str
    text: str = field(repr=False)
    source_map: SourceMap
    branches: tuple[tuple[Span, tuple[Arm, ...]], ...] = ()
    loops: tuple[Span, ...] = ()
    open: bool = False
    part: bool = False
    elsewhere: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)
    role: str | None = None
    replaces: bool = False
    release: str | None = None
    form: str = ""
    unread: tuple[RepeatedKey, ...] = ()
    vacant: bool = False
    misplaced: tuple[Misplaced, ...] = ()
    refusal: TemplateRefusal | None = None
    rewrite: Rewrite | None = field(default=None, repr=False, compare=False)
    joined: JoinedLines | None = field(default=None, repr=False, compare=False)
    base: Base | None = None
    indented: tuple[Span, ...] = ()
    strips_since: int | None = None
    strays: tuple[Stray, ...] = ()
    own: Embedded | None = field(default=None, repr=False)

    def is_unread(self, major: int) -> bool:
        """Return whether its tool surely reads nothing of it in a release, for its name or key."""
        ways = (way for way in self.misplaced if not (way.key and way.own))
        now = any(way.holds(major) for way in ways)
        return now or any(stray.whole for stray in self.strays)

    def may_be_unread(self, major: int) -> bool:
        """Return whether its tool reads it at most where somebody's own task or variable does."""
        return self.is_unread(major) or any(way.holds(major) for way in self.misplaced)
