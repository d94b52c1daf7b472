"""What a line that oslo.config refuses was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Fix, Safety
from novalint.patterns import lazy_pattern
from novalint.text import grammar
from novalint.text.document import normalize_group
from novalint.text.edits import Edit, Patch
from novalint.text.style import line_end
from novalint.text.writing import separator

if TYPE_CHECKING:
    from novalint.schema.options import Schema
    from novalint.text.document import Document, Problem

_CONFLICT = lazy_pattern(r"(?:<{7}|={7}|>{7}|\|{7})(?: .*)?")
_UNSEEN = "\ufeff\u200b\u2060\xa0"
"""What copied text brings along: marks of the byte order, spaces of no width, hard ones."""
_WORDS = lazy_pattern(r"(\w+)(\s+)(?=\S)")


def mendings(document: Document, problem: Problem, schema: Schema) -> Iterator[Fix]:
    """Offer the way out of a problem of the grammar that an expert would take, if there is one."""
    start, end = problem.span
    line = document.text[start:end]
    newline = line_end(document.text)
    mended: tuple[str, str] | None = None
    if problem.reason == grammar.NO_GROUP:
        mended = "Write [DEFAULT] above it", f"[DEFAULT]{newline}{line}"
    elif problem.reason == grammar.NO_OPEN_VALUE and _stands_alone(line.lstrip()):
        mended = "Start it in the first column", line.lstrip()
    elif problem.reason == grammar.NO_BRACKET:
        mended = _header(line, newline, schema)
    elif problem.reason == grammar.NO_SIGN and _stands_alone(visible := line.lstrip(_UNSEEN)):
        where = " before it" if visible else ""
        mended = f"Remove the invisible character{where}", visible
    elif problem.reason == grammar.NO_SIGN and not is_conflict_mark(line):
        mended = _closed(f"[{line}", schema) or _unsigned(document, start, line, schema)
    if mended:
        title, text = mended
        before = text.endswith(line)  # then the line itself stays as it is
        edit = Edit(start, start, text.removesuffix(line)) if before else Edit(start, end, text)
        yield Fix(title, Patch.of(document.source, [edit]), Safety.UNSAFE)


def is_conflict_mark(line: str) -> bool:
    """Return whether git has left a line where two versions of a file contradict each other."""
    return _CONFLICT.fullmatch(line) is not None


def is_meant_for_header(line: str) -> bool:
    """Return whether a refused line looks like a header: indented, hidden or half a bracket."""
    bare = line.strip().lstrip(_UNSEEN)
    return bare.startswith("[") or (bare.endswith("]") and bare[:-1].isidentifier())


def _stands_alone(line: str) -> bool:
    """Return whether a line would be accepted in the first column."""
    parsed = grammar.read_lines(f"\n{line}")[1:]  # a mark is one at the start of a file only
    return not any(isinstance(each, grammar.Refused) for each in parsed)


def _header(line: str, newline: str, schema: Schema) -> tuple[str, str] | None:
    """Mend `[group]  # note`, `[group] name = value` and `[group`."""
    header, bracket, rest = line.partition("]")
    rest = rest.strip()
    if not bracket:
        return _closed(f"{line}]", schema)
    if rest[:1] in ("#", ";"):
        return "Put the note on its own line", f"{rest}{newline}{header}]"
    if _stands_alone(rest):
        return "Put what follows on its own line", f"{header}]{newline}{rest}"
    return None


def _closed(header: str, schema: Schema) -> tuple[str, str] | None:
    """Return a header with the bracket that it lacked, where the group is a known one."""
    known = header[-1:] == "]" and schema.options(normalize_group(header[1:-1])) is not None
    return ("Add the bracket", header) if known else None


def _unsigned(document: Document, start: int, line: str, schema: Schema) -> tuple[str, str]:
    """Mend `name value`; a line that is none is commented out."""
    words = _WORDS.match(line)
    if not words or not schema.option(_group_above(document, start), words[1]):
        return "Comment it out", f"# {line}"
    sign = separator(document)
    return f"Write `{sign.sign}` after the name", f"{words[1]}{''.join(sign)}{line[words.end() :]}"


def _group_above(document: Document, start: int) -> str:
    """Return the group that a line was meant for, by the header above it, even a refused one."""
    headers = [(group.span.start, group.name) for group in document.groups]
    for problem in document.problems:
        if problem.reason == grammar.NO_BRACKET:
            name = document.text[slice(*problem.span)][1:].partition("]")[0]
            headers.append((problem.span.start, name))
    above = [header for header in headers if header[0] < start]
    return normalize_group(max(above)[1]) if above else ""
