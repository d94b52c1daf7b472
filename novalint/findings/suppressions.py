"""Comments that silence a finding: `# novalint: ignore[rule-name] reason`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from novalint.patterns import lazy_pattern
from novalint.records import NamedTuple
from novalint.text import grammar
from novalint.text.document import Document
from novalint.text.source import Span

IGNORE = "ignore"
IGNORE_FILE = "ignore-file"

_DIRECTIVE = lazy_pattern(
    r"[#;]+[ \t]*novalint:[ \t]*(?P<word>[a-z][a-z-]*)(?:[ \t]*\[(?P<names>[^\]]*)\])?(?P<rest>.*)"
)
_NAME = lazy_pattern(r"[^,\s]+(?:[ \t]+[^,\s]+)*")


def speaks_of_novalint(text: str) -> bool:
    """Return whether a text may hold a directive, be it misspelt."""
    lower = text.lower()
    return "novalint" in lower or "nova-lint" in lower


class RuleName(NamedTuple):
    """A rule's name as a directive writes it, and where."""

    text: str
    span: Span


class Directive(NamedTuple):
    """A comment that speaks to novalint, right or wrong.

    `word` is `ignore` or `ignore-file` where it is right, `key` its span; `names` are the rules
    that it silences in `lines` of its file (from 1); `span` is the whole comment. `late` tells of
    an `ignore-file` that stands below the first lines of a file, where it counts for nothing.
    """

    word: str
    key: Span
    names: tuple[RuleName, ...]
    reason: str
    span: Span
    lines: range
    late: bool = False


class Silences:
    """Which directive of a document silences a rule in a line: found without going through all."""

    def __init__(self, comments: Iterable[Directive]) -> None:
        """Take the directives of one document, in file order."""
        self._whole: dict[str, Directive] = {}
        self._blocks: dict[str, list[Directive]] = {}
        for directive in comments:
            for rule in {name.text for name in directive.names}:
                if directive.word == IGNORE_FILE and directive.lines:
                    self._whole.setdefault(rule, directive)
                elif directive.lines:
                    self._blocks.setdefault(rule, []).append(directive)

    def of(self, rule: str, line: int) -> Directive | None:
        """Return the first directive that silences a rule in a line (from 1), None without one."""
        blocks = self._blocks.get(rule, [])
        # Blocks end in the order in which they start, those of stacked comments in one place.
        at = bisect_right(blocks, line, key=_end)
        block = blocks[at] if at < len(blocks) and line in blocks[at].lines else None
        whole = self._whole.get(rule)
        return min(
            (directive for directive in (whole, block) if directive), key=_start, default=None
        )


def _end(directive: Directive) -> int:
    return directive.lines.stop


def _start(directive: Directive) -> int:
    return directive.span.start


def directives(document: Document) -> tuple[Directive, ...]:
    """Return the directives of a document in file order.

    `ignore` is about the block below it: every line down to the first one that is no comment, an
    assignment with all of its lines or a header, and down to a blank line at most. `ignore-file`
    is about the whole file; before it stand comments and blank lines alone.
    """
    return tuple(_directives(document)) if "novalint:" in document.text else ()


def _directives(document: Document) -> Iterator[Directive]:
    leading = True
    end = 0
    for index, line in enumerate(document.lines):
        if not isinstance(line, grammar.Comment):
            leading = leading and isinstance(line, grammar.Blank)
            continue
        hit = _DIRECTIVE.match(line.body)
        if not hit:
            continue
        if end <= index:  # of comments that stand on each other, all are about one block
            end = _block_end(document.lines, index + 1)
        yield _directive(document, index, hit, leading, end)


def _directive(
    document: Document, index: int, hit: re.Match[str], leading: bool, end: int
) -> Directive:
    said = _said(hit, document.lines[index].start)
    whole = said.word == IGNORE_FILE
    lines = range(0)
    if whole and leading:
        lines = range(1, _last_line(document) + 2)
    elif said.word == IGNORE:
        lines = _shown(document, range(index + 2, end + 1))
    return said._replace(lines=lines, late=whole and not leading)


def parsed(comment: str, start: int) -> Directive | None:
    """Return what a comment says that starts at an offset, about no lines yet; None for prose."""
    hit = _DIRECTIVE.match(comment)
    return _said(hit, start) if hit else None


def _said(hit: re.Match[str], start: int) -> Directive:
    return Directive(
        hit["word"],
        Span(start + hit.start("word"), start + hit.end("word")),
        tuple(_names(hit, start)),
        hit["rest"].strip(),
        Span(start, start + len(hit[0])),
        range(0),
    )


def _last_line(document: Document) -> int:
    return len(document.host.line_index) if document.host else len(document.lines)


def _shown(document: Document, lines: range) -> range:
    """Return lines of a document (from 1) as lines of the file that it stands in."""
    if not document.host or not lines:
        return lines
    first, last = (
        document.position(document.lines[at - 1].start).line for at in (lines[0], lines[-1])
    )
    return range(first, last + 1)


def _names(hit: re.Match[str], start: int) -> Iterator[RuleName]:
    for match in _NAME.finditer(hit["names"] or ""):
        at = start + hit.start("names")
        yield RuleName(match[0], Span(at + match.start(), at + match.end()))


def _block_end(lines: tuple[grammar.Line, ...], index: int) -> int:
    """Return the last line (from 1) of the block that goes on at an index, or the one before it."""
    while index < len(lines) and isinstance(lines[index], grammar.Comment):
        index += 1
    if index < len(lines) and not isinstance(lines[index], grammar.Blank):
        index += 1
        while index < len(lines) and isinstance(lines[index], grammar.Continuation):
            index += 1
    return index
