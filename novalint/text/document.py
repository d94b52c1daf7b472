"""The lossless document: groups, assignments, commented-out assignments, problems of one file."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from novalint.looks import is_plain_name
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple, dataclass
from novalint.text import grammar
from novalint.text.source import BOM, LineIndex, Position, Source, Span
from novalint.wording import MASK

if TYPE_CHECKING:
    from novalint.text.edits import Patch
    from novalint.text.host import Host
    from novalint.text.places import Places
    from novalint.text.source_map import Arm

_TEMPLATE = lazy_pattern(r"[#;]([ \t]?)(?!novalint:)([^\s=:]+)\s*([=:])")
_SURROGATES = lazy_pattern("([\udc80-\udcff]+)[^\r\n]*")

BYTE_ORDER_MARK = "the file starts with a byte order mark"
NOT_UTF8 = "bytes are not UTF-8"


class Group(NamedTuple):
    """One opening of a group: its name as written and the span of its header line."""

    name: str
    span: Span

    def __repr__(self) -> str:  # a secret may have slipped into the brackets
        return f"Group([{_shown(self.name)}], {self.span})"


class Assignment(NamedTuple):
    """A live assignment.

    `group` is the name in the header above it, `""` where no valid header opens one; `option` the
    name as written; `value` the text that oslo.config collects: unquoted, continuation lines joined
    with a line feed. `span` runs from the name to the end of the last continuation line, blanks
    behind it not included; `key` and `raw` are the spans of the name and of the value as written
    (with its quotes and continuation lines); `starts` holds the offset of each of its lines.
    """

    group: str
    option: str
    value: str
    span: Span
    key: Span
    raw: Span
    starts: tuple[int, ...]

    def __repr__(self) -> str:  # the value may be a secret, which only a release can tell
        return f"Assignment([{_shown(self.group)}] {_shown(self.option)}, {self.span})"


class Template(NamedTuple):
    """A commented-out assignment: one `#` or `;`, at most one blank, a name, a sign.

    A comment that speaks to this program, `# novalint: …`, is none.

    `span` runs from the comment sign to the end of the line, `key` is the span of the name,
    `sign` the offset behind `=` or `:`; `blank` is what stands between comment sign and name.
    """

    group: str
    option: str
    span: Span
    key: Span
    sign: int
    blank: str

    def __repr__(self) -> str:  # what stands in front of a sign may be a part of a value
        return f"Template([{_shown(self.group)}] {_shown(self.option)}, {self.span})"


class Problem(NamedTuple):
    """Something for which oslo.config refuses the whole file: what, and where."""

    reason: str
    span: Span


@dataclass(frozen=True)
class Document:
    """What one file says; it never changes, and `text` is the input for every input.

    One that stands within another file has that as its `host`: its text is its own, and `path` and
    all positions are those of the host.
    """

    source: Source
    host: Host | None = None

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Document:
        """Read a file; raises FileError where it cannot be read, whatever its content."""
        return cls(Source.read(path))

    @classmethod
    def parse(cls, content: str | bytes, path: str = "nova.conf") -> Document:
        """Take a text or the bytes of a file; never raises on what they hold."""
        if isinstance(content, bytes):
            return cls(Source.decode(content, path))
        return cls(Source(path, content))

    @classmethod
    def within(cls, host: Host) -> Document:
        """Take a text that stands within a host."""
        return cls(Source(host.path, host.embedded.text), host)

    @property
    def file(self) -> Source:
        """The whole file: the host where it has one, else its own text."""
        return self.host.source if self.host else self.source

    @property
    def name(self) -> str:
        """What tells it from others of its host; empty for a file that stands for itself."""
        return self.host.name if self.host else ""

    @property
    def text(self) -> str:
        """The file, character for character; bytes that are not UTF-8 are lone surrogates."""
        return self.source.text

    @property
    def path(self) -> str:
        """The path that the document is shown under."""
        return self.source.path

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every opening of a group, in file order."""
        return self._content[0]

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Every live assignment, in file order."""
        return self._content[1]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why oslo.config would refuse the file, in file order; empty where it accepts it."""
        return self._content[2]

    @cached_property
    def lines(self) -> tuple[grammar.Line, ...]:
        """The physical lines, classified as oslo.config classifies them."""
        return tuple(grammar.read_lines(self.text))

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """Every commented-out assignment, in file order."""
        return tuple(_templates(self.lines))

    @cached_property
    def places(self) -> Places:
        """Where each name stands."""
        from novalint.text.places import Places

        is_free = self._is_free if self.host else None
        return Places(self.assignments, self.templates, self.groups, is_free)

    @cached_property
    def line_index(self) -> LineIndex:
        """Turns offsets of this document into lines and columns of its own text."""
        starts = [line.start for line in self.lines]
        return LineIndex([0, *starts[1:]])

    @cached_property
    def _content(self) -> tuple[tuple[Group, ...], tuple[Assignment, ...], tuple[Problem, ...]]:
        reading = _Reading(self.lines)
        problems = sorted([*_encoding_problems(self.text), *reading.problems], key=_by_place)
        return tuple(reading.groups), tuple(reading.assignments), tuple(problems)

    def position(self, offset: int) -> Position:
        """Return line and column (from 1) of an offset (from 0), in the host where it has one."""
        return self.host.position(offset) if self.host else self.line_index.position(offset)

    def line_of(self, offset: int) -> int:
        """Return the line (from 1) of this text that an offset stands in."""
        return self.line_index.position(offset).line

    def own_line(self, line: int) -> int:
        """Return the first line of this text that a line (from 1) of its file is; 0 for none."""
        return self._own_lines.get(line, 0) if self.host else line

    @cached_property
    def _own_lines(self) -> dict[int, int]:
        numbers = range(len(self.lines), 0, -1)
        return {self.position(self.lines[number - 1].start).line: number for number in numbers}

    def _is_free(self, offset: int) -> bool:
        return not self.arms(offset)

    def arms(self, offset: int) -> tuple[Arm, ...]:
        """Return the branches of a template that an offset stands in, the outer one first."""
        return self.host.arms(offset) if self.host else ()

    def to_dict(self) -> dict[str, dict[str, list[str]]]:
        """Return all values of every key by group, as oslo.config's parser collects them."""
        values: dict[str, dict[str, list[str]]] = {group.name: {} for group in self.groups}
        for assignment in self.assignments:
            if assignment.group:
                values[assignment.group].setdefault(assignment.option, []).append(assignment.value)
        return values

    def set(self, group: str, option: str, value: str) -> Patch:
        """Return the smallest patch after which oslo.config reads `value` from the option.

        Of a document within a host the patch is that of the host. Raises OptionError for a group,
        name or value that no nova.conf can hold, PatchError where the host cannot take the change.
        """
        from novalint.text.writing import set_option

        return self._in_file(set_option(self, group, option, value))

    def unset(self, group: str, option: str) -> Patch:
        """Return the patch that comments out every live assignment of the option."""
        from novalint.text.writing import unset_option

        return self._in_file(unset_option(self, group, option))

    def _in_file(self, patch: Patch) -> Patch:
        if self.host is None:
            return patch
        from novalint.text.hosting import whole

        return whole(patch, self)


def same_group(name: str, other: str) -> bool:
    """Whether oslo.config takes two group names for one: any case, except for DEFAULT."""
    return normalize_group(name) == normalize_group(other)


def normalize_group(name: str) -> str:
    """Return the name under which oslo.config files a group (oslo_config/cfg.py, 10.7.0)."""
    return name if name == "DEFAULT" else name.lower()


def _shown(name: str) -> str:
    """Return a name where it is made of words, as those of options and groups are."""
    return name if is_plain_name(name.lower().replace("-", "_")) else MASK


def _by_place(problem: Problem) -> int:
    return problem.span.start


def _encoding_problems(text: str) -> list[Problem]:
    problems = [Problem(BYTE_ORDER_MARK, Span(0, 1))] if text.startswith(BOM) else []
    if not text.isascii():
        problems += [Problem(NOT_UTF8, Span(*hit.span(1))) for hit in _SURROGATES.finditer(text)]
    return problems


def _templates(lines: tuple[grammar.Line, ...]) -> list[Template]:
    templates = []
    group = ""
    for line in lines:
        if isinstance(line, grammar.Header):
            group = line.name
        elif isinstance(line, grammar.Refused):
            group = "" if _like_header(line) else group
        elif isinstance(line, grammar.Comment) and group:
            hit = _TEMPLATE.match(line.body) if _has_sign(line.body) else None
            if hit:
                key = Span(line.start + hit.start(2), line.start + hit.end(2))
                span = Span(line.start, line.start + len(line.body))
                sign = line.start + hit.end(3)
                templates.append(Template(group, hit[2], span, key, sign, hit[1]))
    return templates


def _has_sign(text: str) -> bool:
    """Whether there may be an assignment; a look at the signs spares prose the pattern."""
    return "=" in text or ":" in text


class _Reading:
    """Collects groups, assignments and problems while the lines go by."""

    def __init__(self, lines: tuple[grammar.Line, ...]) -> None:
        self.groups: list[Group] = []
        self.assignments: list[Assignment] = []
        self.problems: list[Problem] = []
        self._group = ""
        self._open: list[grammar.Line] = []
        for line in lines:
            self._take(line)
        self._close()

    def _take(self, line: grammar.Line) -> None:
        if isinstance(line, grammar.Continuation):
            self._open.append(line)
            return
        self._close()
        if isinstance(line, grammar.Assignment):
            self._open = [line]
        elif isinstance(line, grammar.Header):
            self._group = line.name
            self.groups.append(Group(line.name, _span(line)))
        elif isinstance(line, grammar.Refused):
            self.problems.append(Problem(line.reason, _span(line)))
            if _like_header(line):  # what follows stands in no group that Nova would see
                self._group = ""

    def _close(self) -> None:
        if not self._open:
            return
        assignment = _assignment(self._group, self._open)
        self._open = []
        self.assignments.append(assignment)
        if not self.groups:
            self.problems.append(Problem(grammar.NO_GROUP, assignment.span))


def _assignment(group: str, lines: list[grammar.Line]) -> Assignment:
    first, last = lines[0], lines[-1]
    assert isinstance(first, grammar.Assignment)
    key = first.start + len(first.body) - len(first.body.lstrip())
    stop = last.start + len(last.body)
    return Assignment(
        group,
        first.name,
        "\n".join([line.value for line in lines]),
        Span(first.start, stop),
        Span(key, key + len(first.name)),
        Span(first.value_start, max(stop, first.value_start)),
        tuple([line.start for line in lines]),
    )


def _like_header(line: grammar.Refused) -> bool:
    """Whether a refused line was meant to open a group: blanks before it, no `]`, no name."""
    return line.body.lstrip().startswith("[")


def _span(line: grammar.Line) -> Span:
    return Span(line.start, line.start + len(line.body))
