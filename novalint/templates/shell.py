"""Shell variables in the sections of devstack's local.conf, which devstack expands.

It reads each line with `read` and evaluates the value within double quotes: `\\$` expands as `$`
does, and only `\\\\$` leaves a `$`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.templates.tokens import Token, TokenKind, names_in

_PLACE = re.compile(
    r"^[ \t]*#[^\r\n]*"
    r"|(?P<kept>\\\\)[$`\"]"
    r"|\\?(?P<name>\$[A-Za-z_]\w*|\$[0-9@*#?$!-])"
    r"|\\?(?P<opens>\$\(|\$\{|`)"
    r"|(?P<dropped>\\)(?![\\\r\n])",
    re.MULTILINE,
)
_NAMED = re.compile(r"\\?\$\{[!#]?(\w+)")  # what stands behind, such as a default, may be a secret
_CLOSES = {"$(": ("(", ")"), "${": ("{", "}")}


def tokens(text: str) -> Iterator[Token]:
    """Split a section: expansions, backslashes that go, and the text between them."""
    at = done = 0
    while hit := _PLACE.search(text, at):
        at = hit.end()
        token = _token(text, hit)
        if token is None:
            continue
        if done < token.start:
            yield Token(TokenKind.TEXT, done, token.start)
        yield token
        done = token.end
        at = max(at, done)
    if done < len(text):
        yield Token(TokenKind.TEXT, done, len(text))


def _token(text: str, hit: re.Match[str]) -> Token | None:
    if hit["kept"] or hit["dropped"]:
        name = "kept" if hit["kept"] else "dropped"
        return Token(TokenKind.SPACE, *hit.span(name))
    if hit["name"]:
        return Token(TokenKind.OUTPUT, *hit.span(), names_in(hit["name"]))
    if hit["opens"]:
        end = _end(text, hit.end(), hit["opens"])
        named = _NAMED.match(text, hit.start(), end)
        return Token(TokenKind.OUTPUT, hit.start(), end, named[1] if named else "command")
    return None


def _end(text: str, at: int, opens: str) -> int:
    """Return the end of an expansion, or that of its line where nothing closes it."""
    line = re.compile(r"[^\r\n]*").match(text, at)
    stop = line.end() if line else at
    if opens == "`":
        end = text.find("`", at, stop)
        return end + 1 if end >= 0 else stop
    deeper, closes = _CLOSES[opens]
    depth = 1
    for index in range(at, stop):
        depth += (text[index] == deeper) - (text[index] == closes)
        if not depth:
            return index + 1
    return stop
