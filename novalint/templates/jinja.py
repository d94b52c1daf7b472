"""Jinja2, read by its own lexer, with the first line by which Ansible changes its signs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from novalint.templates.tokens import LINE_END, Shape, Token, TokenKind

if TYPE_CHECKING:
    from jinja2.lexer import Lexer

PRAGMA = "#jinja2:"
_SIGNS = frozenset(
    f"{what}_{side}_string"
    for what in ("block", "variable", "comment")
    for side in ("start", "end")
)
_SPACE = re.compile(r"\s*")
_RAW = re.compile(r"[^\w\s]*?([-+]?)\s*(?:end)?raw\s*([-+]?)")
_PATIENCE = 8
"""How often the lexer is started again behind what it refuses, before the rest is given up."""

_CHANGED = frozenset({"call", "filter"})
_HIDDEN = frozenset({"macro", "set", "load_yaml", "load_json", "load_text"})
_PLAIN = frozenset({"block", "with", "autoescape", "trans"})
_MORE = frozenset({"include", "extends"})
"""Statements that bring text of another file; an import brings what the template calls by name."""
_ARMS = frozenset({"elif", "else"})


_Part: TypeAlias = "tuple[int, str, str]"
"""One of the lexer's tokens: where it starts, its kind, its text."""


class Layout(NamedTuple):
    """What the first line says of line ends and blanks beside statements; None where it is silent.

    trim: the line end behind a statement goes. lstrip: the blanks in front of it go.
    """

    trim: bool | None = None
    lstrip: bool | None = None


class PragmaSettings(NamedTuple):
    """What the first line of a template says: its length with its line end, signs, layout."""

    length: int = 0
    signs: tuple[tuple[str, str], ...] = ()
    layout: Layout = Layout()


def settings_of(text: str) -> PragmaSettings:
    """Read the line `#jinja2: name: value, …` as Ansible does; what it would refuse is left out."""
    if not text.startswith(PRAGMA):
        return PragmaSettings()
    hit = LINE_END.search(text)
    stop, length = (hit.start(), hit.end()) if hit else (len(text), len(text))
    values = dict(_pairs(text[len(PRAGMA) : stop]))
    signs = {name: value for name, value in values.items() if name in _SIGNS}
    texts = {name: value for name, value in signs.items() if isinstance(value, str) and value}
    trim, lstrip = (_flag(values.get(name)) for name in ("trim_blocks", "lstrip_blocks"))
    return PragmaSettings(length, tuple(sorted(texts.items())), Layout(trim, lstrip))


def _pairs(line: str) -> Iterator[tuple[str, object]]:
    for pair in line.split(","):
        name, sign, value = pair.partition(":")
        try:
            yield name.strip(), ast.literal_eval(value.strip()) if sign else None
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue


def _flag(value: object) -> bool | None:
    return bool(value) if isinstance(value, (bool, int)) else None


def tokens(text: str, settings: PragmaSettings) -> list[Token]:
    """Split a template; what Jinja refuses is an expression up to the end of its line."""
    lexer = _lexer(settings.signs)
    head = [Token(TokenKind.COMMENT, 0, settings.length)] if settings.length else []
    return head + list(_lexed(text, settings.length, len(text), lexer, inner=False))


def _lexer(signs: tuple[tuple[str, str], ...]) -> Lexer:
    from jinja2 import Environment

    try:
        return Environment(keep_trailing_newline=True, **dict(signs)).lexer  # type: ignore[arg-type]
    except AssertionError:  # two signs are the same
        return Environment(keep_trailing_newline=True).lexer


def _lexed(text: str, start: int, stop: int, lexer: Lexer, *, inner: bool) -> Iterator[Token]:
    """Lex a stretch, again and again behind what is refused; the line ends keep their places."""
    for _ in range(_PATIENCE):
        reading = _LexerRun(text, start, stop, lexer)
        for token in reading.tokens():
            if token.name == "raw" and token.kind is TokenKind.TEXT and not inner:
                yield from _lexed(text, token.start, token.end, _lexer(()), inner=True)
            else:
                yield token._replace(name="") if token.kind is TokenKind.TEXT else token
        if reading.open_at is None:
            return
        hit = LINE_END.search(text, reading.open_at, stop)
        start = hit.start() if hit else stop
        yield Token(TokenKind.OUTPUT, reading.open_at, start, "refused")
    if start < stop:
        rest = LINE_END.match(text, start, stop)
        more = rest.end() if rest else start
        yield Token(TokenKind.TEXT, start, more)
        yield Token(TokenKind.MORE, more, stop, "refused")


class _LexerRun:
    """One run of Jinja's lexer, with the offsets that it does not give.

    `open_at` is where it stopped in the middle; None where it came to the end.
    """

    def __init__(self, text: str, start: int, stop: int, lexer: Lexer) -> None:
        piece = text[start:stop].replace("\r\n", " \n").replace("\r", "\n")
        self._piece, self._shift, self._lexer = piece, start, lexer
        self._at = 0
        self._begun: list[_Part] = []
        self.open_at: int | None = None

    def tokens(self) -> Iterator[Token]:
        """Yield texts, blanks that are stripped, expressions, statements and comments."""
        from jinja2.exceptions import TemplateSyntaxError

        try:
            yield from self._read()
        except TemplateSyntaxError:
            self._begun = self._begun or [(self._at, "", "")]
        if self._begun:
            self.open_at = self._begun[0][0] + self._shift

    def _read(self) -> Iterator[Token]:
        raw = ""
        for _, kind, value in self._lexer.tokeniter(self._piece, None):
            yield from self._skipped(value)
            at, self._at = self._at, self._at + len(value)
            if self._begun or (kind.endswith("_begin") and kind != "raw_begin"):
                self._begun.append((at, kind, value))
                if kind.endswith("_end"):
                    begun, self._begun = self._begun, []
                    yield from self._parted(_tag(begun, self._at))
            elif kind in ("raw_begin", "raw_end"):
                raw = "raw" if kind == "raw_begin" else ""
                hit = _RAW.match(value)
                left, right = (hit[1], hit[2]) if hit else ("", "")
                yield from self._parted(Token(TokenKind.SINGLE, at, self._at, kind, left, right))
            else:
                yield self._moved(Token(TokenKind.TEXT, at, self._at, raw))

    def _skipped(self, value: str) -> Iterator[Token]:
        """Find a value that stands behind blanks which the lexer has stripped."""
        if self._piece.startswith(value, self._at):
            return
        hit = _SPACE.match(self._piece, self._at)
        assert hit is not None
        at, self._at = self._at, hit.end()
        yield self._moved(Token(TokenKind.SPACE, at, self._at))

    def _parted(self, token: Token) -> Iterator[Token]:
        """Part a tag from the blanks behind it that it strips."""
        end = token.start + len(self._piece[token.start : token.end].rstrip())
        yield self._moved(token._replace(end=end))
        if end < token.end:
            yield self._moved(Token(TokenKind.SPACE, end, token.end))

    def _moved(self, token: Token) -> Token:
        return token._replace(start=token.start + self._shift, end=token.end + self._shift)


def _tag(parts: list[_Part], end: int) -> Token:
    """Return what a tag is: all of the lexer's tokens from its first sign to its last."""
    start, begin, sign = parts[0]
    inside = [(kind, value) for _, kind, value in parts[1:-1] if kind != "whitespace"]
    left = sign[-1] if sign[-1] in "-+" else ""
    right = parts[-1][2][:1] if parts[-1][2][:1] in ("-", "+") else ""
    if begin == "variable_begin":
        names = "_".join(value for kind, value in inside if kind == "name")
        return Token(TokenKind.OUTPUT, start, end, names, left, right)
    if begin == "comment_begin":
        return Token(TokenKind.COMMENT, start, end, "", left, right)
    return _statement(inside, start, end)._replace(left=left, right=right)


def _statement(inside: list[tuple[str, str]], start: int, end: int) -> Token:
    name = inside[0][1] if inside else ""
    if name in _ARMS:
        return Token(TokenKind.ARM, start, end, name, last=name == "else")
    if name.startswith("end") and len(name) > 3:
        return Token(TokenKind.CLOSE, start, end, name[3:])
    if name in _MORE:
        return Token(TokenKind.MORE, start, end, name)
    shape = _shape(name, inside)
    if shape is None:
        return Token(TokenKind.SINGLE, start, end, name)
    return Token(TokenKind.OPEN, start, end, name, shape=shape)


def _shape(name: str, inside: list[tuple[str, str]]) -> Shape | None:
    if name == "set":
        captures = ("operator", "=") not in inside
        return Shape.HIDDEN if captures else None
    if name in ("if", "for"):
        return Shape.BRANCHES if name == "if" else Shape.LOOP
    if name in _HIDDEN:
        return Shape.HIDDEN
    if name in _CHANGED:
        return Shape.CHANGED
    return Shape.PLAIN if name in _PLAIN else None
