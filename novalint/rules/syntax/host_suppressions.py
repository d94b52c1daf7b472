"""Comments of a YAML file or a template that were meant to silence a finding, and do not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Location
from novalint.findings.host_suppressions import host_directives
from novalint.findings.suppressions import IGNORE, IGNORE_FILE, parsed, speaks_of_novalint
from novalint.patterns import lazy_pattern
from novalint.rules.syntax.slipped_suppressions import meant_by, silences_nothing
from novalint.text.source import Span
from novalint.text.source_map import LineForm
from novalint.wording import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from novalint.findings.suppressions import Directive
    from novalint.text.document import Document
    from novalint.text.host import Host

_OF_TEMPLATES = {
    "jinja": lazy_pattern(r"\{#-?(?P<note>[^{}]*?)-?#\}"),
    "erb": lazy_pattern(r"<%#(?P<note>[^%]*?)-?%>"),
    "go": lazy_pattern(r"\{\{-?[ \t]*/\*(?P<note>[^{}]*?)\*/[ \t]*-?\}\}"),
}
"""The comments of each language of templates, which are in no nova.conf."""
_COMMENT = re.compile(r"(?:^|(?<=\s))#+[ \t]*nova-?lint\b.*", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"\\]*\"|'[^']*'")
_QUOTES = re.compile(r"[\"'|>]")
"""What a text goes on from behind a line, or into the comment: an open quote, a block."""


def in_host(document: Document, known: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with the comments of a template, and between the keys of a YAML mapping.

    Of the comments of one host only those from the first to the last line of the document count, as
    another one tells of the others.
    """
    host = document.host
    if host is None or not known:
        return
    yield from _of_template(host, known)
    if host.embedded.form != "tripleo" and host.embedded.source_map.lines is not LineForm.MAPPING:
        return  # of a text the comments are lines of its own
    if not speaks_of_novalint(host.source.text):
        return
    counting = {directive.span.start for directive in host_directives(document)}
    for number in _lines(host):
        line = host.line(number)
        hit = _COMMENT.search(line)
        if hit is None:
            continue
        start = host.line_index.start(number) + hit.start()
        span = Span(start, start + len(hit[0]))
        if line[: hit.start()].strip():
            yield from _behind(host, line[: hit.start()], span, known)
        elif silences_nothing(hit[0], known):
            yield _finding(host, span, "a comment of this form silences nothing; write it as "
                           "`# novalint: ignore[rule-name]`")  # fmt: skip
        elif directive := parsed(hit[0], start):
            yield from _misplaced(host, directive, start in counting, known)
            yield from _unknown(host, directive, known)


def _of_template(host: Host, known: Mapping[str, str]) -> Iterator[Finding]:
    comments = _OF_TEMPLATES.get(host.embedded.form)
    if comments is None or not speaks_of_novalint(host.source.text):
        return
    for hit in comments.finditer(host.source.text):
        note = "# " + hit["note"].strip("#; \t\r\n")
        directive = parsed(note, 0)
        meant = directive is not None and any(name.text in known for name in directive.names)
        if meant or silences_nothing(note, known):
            yield _finding(host, Span(*hit.span()), "a comment of the template silences nothing;"
                           " write it as `# novalint: ignore[rule-name]`")  # fmt: skip


def _lines(host: Host) -> range:
    """Return the lines (from 1) of a host that its mapping stands in, and what is right above."""
    places = host.embedded.source_map.slices
    first = host.line_index.position(min(piece.host_start for piece in places)).line
    last = host.line_index.position(max(piece.host_end for piece in places)).line
    above = range(first - 1, 0, -1)
    top = next((n for n in above if not _is_above(host.line(n))), 0)
    return range(top + 1, last + 1)


def _is_above(line: str) -> bool:
    """Whether a line is a comment, or a key that opens the mapping below it."""
    return line.lstrip().startswith("#") or line.rstrip().endswith(":")


def _behind(host: Host, before: str, span: Span, known: Mapping[str, str]) -> Iterator[Finding]:
    comment = host.source.text[slice(*span)]
    directive = parsed(comment, 0)
    meant = directive is not None and any(name.text in known for name in directive.names)
    if not _QUOTES.search(_QUOTED.sub("", before)) and (meant or silences_nothing(comment, known)):
        yield _finding(host, span, "a comment for novalint after a value silences nothing; put it "
                       "on a line of its own above the key")  # fmt: skip


def _misplaced(
    host: Host, directive: Directive, counts: bool, known: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield what is wrong with a comment as a whole, as in a file of its own."""
    word = directive.word
    if word not in (IGNORE, IGNORE_FILE):
        if any(name.text in known for name in directive.names):
            message = f"{shown(word)} is not a novalint directive; write `{IGNORE}`"
            yield _finding(host, directive.key, message)
    elif not directive.names:
        message = f"`{word}` names no rule and silences nothing; write `{word}[rule-name] reason`"
        yield _finding(host, directive.span, message)
    elif not counts:
        message = f"`{word}` counts in the first lines of a file only; move it to the top"
        yield _finding(host, directive.span, message)


def _unknown(host: Host, directive: Directive, known: Mapping[str, str]) -> Iterator[Finding]:
    if directive.word not in (IGNORE, IGNORE_FILE):
        return
    for name in directive.names:
        if name.text not in known:
            near = meant_by(name.text, known)
            way = f"write `{near[0]}`" if near else "take one that `novalint rules` lists"
            message = f"there is no rule {shown(name.text)}, so this silences nothing; {way}"
            yield _finding(host, name.span, message)


def _finding(host: Host, span: Span, message: str) -> Finding:
    start, end = map(host.line_index.position, span)
    return Finding(message, Location(host.path, start, end, host.name))
