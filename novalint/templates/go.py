"""Go's text/template, with the functions that Helm adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.templates.tokens import Shape, Token, TokenKind, names_in

_ACTION = re.compile(
    r"\{\{(?P<left>-(?=\s))?(?:\s*/\*(?P<comment>.{0,4000}?)\*/\s*?|"
    r"(?P<code>(?:\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|'(?:\\.|[^'\\\n])*'|[^\"`'{}]|\{(?!\{)|\}(?!\}))*?))"
    r"(?P<right>(?<=\s)-)?\}\}",
    re.DOTALL,
)
_SPACE = re.compile(r"\s*")
_LINE_REST = re.compile(r"[ \t]*(?:\r|\n|\Z)")
_ASSIGNED = re.compile(r"\$\w*\s*(?:,\s*\$\w+\s*)?:?=")
_FRAGMENT = re.compile(r"(?:include|template|tpl)\b|.*\|\s*n?indent\b", re.DOTALL)
_SHAPES = {
    "if": Shape.BRANCHES,
    "with": Shape.BRANCHES,
    "range": Shape.LOOP,
    "define": Shape.PLAIN,
    "block": Shape.PLAIN,
}
_OPENS = frozenset({"define", "block"})


def tokens(text: str) -> Iterator[Token]:
    """Split a template; what is no action is text."""
    at = 0
    for hit in _ACTION.finditer(text):
        token = _action(hit)
        fragment = token.kind is TokenKind.OUTPUT and _is_line(text, hit)
        start = hit.start() if fragment or not hit["left"] else _stripped(text, at, hit.start())
        yield from _piece(TokenKind.TEXT, at, start)
        yield from _piece(TokenKind.SPACE, start, hit.start())
        yield token
        at = hit.end()
        if hit["right"] and not fragment:
            space = _SPACE.match(text, at)
            at = space.end() if space else at
            yield from _piece(TokenKind.SPACE, hit.end(), at)
    yield from _piece(TokenKind.TEXT, at, len(text))


def _stripped(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _piece(kind: TokenKind, start: int, end: int) -> Iterator[Token]:
    if start < end:
        yield Token(kind, start, end)


def _is_line(text: str, hit: re.Match[str]) -> bool:
    """Whether an action that takes a text of several lines in stands alone on its line.

    Such a text begins with a line end where the action strips the one in front of it.
    """
    if not hit["code"] or not _FRAGMENT.match(hit["code"].strip()):
        return False
    before = text[text.rfind("\n", 0, hit.start()) + 1 : hit.start()]
    return not before.strip() and _LINE_REST.match(text, hit.end()) is not None


def _word(hit: re.Match[str]) -> str:
    words = (hit["code"] or "").split(maxsplit=1)
    return re.split(r"\W", words[0])[0] if words else ""


def _action(hit: re.Match[str]) -> Token:
    code = (hit["code"] or "").strip()
    word = _word(hit)
    plain = Token(TokenKind.SINGLE, *hit.span(), word, hit["left"] or "", hit["right"] or "")
    if hit["comment"] is not None:
        return plain._replace(kind=TokenKind.COMMENT)
    if word in _SHAPES:
        return plain._replace(kind=TokenKind.OPEN, shape=_SHAPES[word])
    if word == "else":
        return plain._replace(kind=TokenKind.ARM, last=code == "else")
    if word == "end":
        return plain._replace(kind=TokenKind.CLOSE, name="")
    if word in ("break", "continue") or _ASSIGNED.match(code):
        return plain
    return plain._replace(kind=TokenKind.OUTPUT, name=names_in(code))
