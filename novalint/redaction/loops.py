"""Statements of a template whose own words come out as secrets: a loop over passwords, say."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from novalint.looks import Stretches
    from novalint.redaction.names import Names
    from novalint.text.document import Document
    from novalint.text.host import Host

_GIVEN = lazy_pattern(
    r"\{%[-+]?\s*for\s+(?P<loop>[^%]+?)\s+in\b|\{%[-+]?\s*set\s+(?P<set>[\w\s,]+?)\s*="
    r"|\{\{-?\s*(?:range|with)?\s*(?P<go>\$\w+(?:\s*,\s*\$\w+)*)\s*:?="
    r"|<%[^%]*\|(?P<erb>[\w\s,()]+)\||<%-?\s*(?P<ruby>\w+)\s*="
)
"""What names a statement gives something: Jinja's, Go's, then Ruby's."""
_COMES_OUT = lazy_pattern(r"\{\{.*?\}\}|<%=.*?%>")
_NAME = lazy_pattern(r"[A-Za-z_]\w*")
_LITERAL = lazy_pattern(r"\"[^\"]*\"|'[^']*'|`[^`]*`|(?<![\w.])\d[\w.]*")


def fed_statements(documents: Iterable[Document], names: Names) -> frozenset[str]:
    """Return the lines, bare, with statements that give a name what a secret option then holds."""
    found: set[str] = set()
    for document in documents:
        if document.host and (secret := set(_secret_names(document, document.host, names))):
            found.update(_fed(document.host.source.text, secret))
    return frozenset(found)


def literals(line: str) -> Stretches:
    """Return where a line has texts and numbers."""
    return tuple(hit.span() for hit in _LITERAL.finditer(line))


def _secret_names(document: Document, host: Host, names: Names) -> Iterator[str]:
    """Yield the names whose values come out in lines of secret options."""
    for assignment in document.assignments:
        if names.is_secret(assignment.option):
            line = host.line(host.position(assignment.span.start).line)
            for hit in _COMES_OUT.finditer(line):
                yield from _NAME.findall(hit[0])


def _fed(text: str, secret: set[str]) -> set[str]:
    """Return the statements that give one of the names something, or a name that one is given."""
    known = 0
    found: set[str] = set()
    lines = [line.strip() for line in text.splitlines() if "{" in line or "<%" in line]
    given = [(line, hit) for line in lines if (hit := _GIVEN.match(line))]
    while known < len(secret):
        known = len(secret)
        for line, hit in given:
            if not secret.isdisjoint(_NAME.findall(hit[hit.lastgroup or 0])):
                found.add(line)
                secret.update(_NAME.findall(_LITERAL.sub("", line[hit.end() :])))
    return found
