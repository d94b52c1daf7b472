"""What the lines of a file hold: groups, assignments, commented-out assignments, problems."""

from __future__ import annotations

from novalint.looks import is_plain_name
from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.text import grammar
from novalint.text.source import BOM, Span
from novalint.wording import MASK

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


class Content(NamedTuple):
    """Every opening of a group, live assignment and problem of a file, each in file order."""

    groups: tuple[Group, ...]
    assignments: tuple[Assignment, ...]
    problems: tuple[Problem, ...]


def content_of(text: str, lines: tuple[grammar.Line, ...]) -> Content:
    """Return what a text holds, whose lines are given."""
    reading = _LineReading(lines)
    problems = sorted([*_encoding_problems(text), *reading.problems], key=_by_place)
    return Content(tuple(reading.groups), tuple(reading.assignments), tuple(problems))


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


def templates_of(lines: tuple[grammar.Line, ...]) -> list[Template]:
    """Return the commented-out assignments among lines."""
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


class _LineReading:
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
        if isinstance(line, grammar.AssignmentLine):
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
    assert isinstance(first, grammar.AssignmentLine)
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
