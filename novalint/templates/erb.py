"""ERB as Puppet and Chef read it, with `-` as its trim mode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.templates.tokens import Shape, Token, TokenKind, names_in

_TAG = re.compile(
    r"<%(?:(?P<escaped>%)|(?P<sign>[-=#]?)(?P<code>(?:(?!<%).)*?)(?P<right>-?)%>)", re.DOTALL
)
_CLOSING = re.compile(r"%%>")
_INDENT = re.compile(r"(?<![ \t])[ \t]*\Z")
_LINE_END = re.compile(r"\r?\n")
_QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|#[^\n]*", re.DOTALL)
_ENDED = re.compile(r"\bend\b|^[^\S\n]*\}", re.MULTILINE)
_BEGUN = re.compile(
    r"(?:^|[;\n=])[^\S\n]*(?:if|unless|case|while|until|for|begin)\b|\bdo\b(?!\w)"
    r"|\{\s*(?:\|[^|]*\|\s*)?\Z"
)
_BRANCHES = re.compile(r"\s*(?:if|unless|case)\b")
_ARM = re.compile(r"\s*(else|elsif|when|in|rescue|ensure)\b")


def tokens(text: str) -> Iterator[Token]:
    """Split a template; what stands in no tag is text."""
    at = 0
    for hit in _TAG.finditer(text):
        start, end = hit.span()
        if hit["escaped"]:
            yield from _texts(text, at, start + 2)
            yield Token(TokenKind.SPACE, start + 2, end)
            at = end
            continue
        indent = _indent(text, at, start) if hit["sign"] == "-" else start
        yield from _texts(text, at, indent)
        yield from _piece(TokenKind.SPACE, indent, start)
        yield _tag(hit)
        line_end = _LINE_END.match(text, end) if hit["right"] else None
        at = line_end.end() if line_end else end
        yield from _piece(TokenKind.SPACE, end, at)
    yield from _texts(text, at, len(text))


def _texts(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield text, without the second sign of each `%%>`, which stands for `%>`."""
    for hit in _CLOSING.finditer(text, start, end):
        yield from _piece(TokenKind.TEXT, start, hit.start() + 1)
        yield Token(TokenKind.SPACE, hit.start() + 1, hit.start() + 2)
        start = hit.start() + 2
    yield from _piece(TokenKind.TEXT, start, end)


def _piece(kind: TokenKind, start: int, end: int) -> Iterator[Token]:
    if start < end:
        yield Token(kind, start, end)


def _indent(text: str, at: int, start: int) -> int:
    """Return where the blanks begin that stand between the start of the line and a tag."""
    hit = _INDENT.search(text[at:start])
    indent = at + hit.start() if hit else start
    return indent if indent == 0 or text[indent - 1] == "\n" else start


def _tag(hit: re.Match[str]) -> Token:
    code, sign = hit["code"], hit["sign"]
    if sign == "#":
        return Token(TokenKind.COMMENT, *hit.span())
    if sign == "=":
        return Token(TokenKind.OUTPUT, *hit.span(), names_in(code))
    return _statement(_QUOTED.sub('""', code), Token(TokenKind.SINGLE, *hit.span()))


def _statement(code: str, token: Token) -> Token:
    arm = _ARM.match(code)
    if arm:
        return token._replace(kind=TokenKind.ARM, name=arm[1], last=arm[1] == "else")
    depth = len(_BEGUN.findall(code)) - len(_ENDED.findall(code))
    if depth < 0:
        return token._replace(kind=TokenKind.CLOSE)
    if depth == 0:
        return token
    word = names_in(code).partition("_")[0]
    shape = Shape.BRANCHES if _BRANCHES.match(code) else Shape.LOOP
    return token._replace(kind=TokenKind.OPEN, name=word, shape=shape)
