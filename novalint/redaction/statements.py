"""Statements of a template: which of them can hold no secret.

A line is told from its signs alone: names, operators, numbers and plain short words in quotes are
what a program is made of. Where a name is a secret's, what it is compared with may be one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from novalint.annotations import TYPE_CHECKING
from novalint.looks import LONGEST_PART, is_flag, is_plain_name, is_random
from novalint.patterns import lazy_pattern
from novalint.redaction.lines import comment_secrets

if TYPE_CHECKING:
    from novalint.looks import Stretches
    from novalint.redaction.names import Names

_OPENED = ("{%", "{{", "<%")
_CLOSES = {"{%": "%}", "{{": "}}", "<%": "%>"}
_COMMENT = lazy_pattern(
    r"\{#-?(?P<jinja>[^{}]*?)-?#\}|<%#(?P<erb>[^%]*?)-?%>"
    r"|\{\{-?\s?/\*(?P<go>[^{}]*?)\*/\s?-?\}\}"
)
_TOKEN = lazy_pattern(
    r"\s*(\"[^\"\\]*\"|'[^'\\]*'|`[^`\\]*`"
    r"|[A-Za-z_]\w*[?!]?(?!=)|[A-Za-z_]\w*|\d[\d.]*(?!\w)"
    r"|\{\}|==|!=|<=|>=|:=|&&|\|\||//|[-+*/%|.,:()\[\]<>=!&~$@])"
)
_PIECES = lazy_pattern(r"[-_./: ]")
_SHORT_MIX = lazy_pattern(r"[a-z]{1,3}\d{1,2}|\d{1,4}")
"""A piece of a plain word that ends with digits: `x86`, `ipv4`, `v3`."""
_GIVES = frozenset({"=", ":=", ":"})
"""Signs behind which a value stands that a name is given."""
_COMPARES = frozenset({"==", "!=", "~", "in", "eq", "ne", *_GIVES})
_ORDERS = frozenset({"<", ">", "<=", ">="})
_GOES_ON = frozenset({"and", "or", "not", "is", "if", "unless", "else", "do", "recursive"})
"""Words that stand behind a name and are not what it is compared with."""
_NAMING = frozenset({"include", "template", "define", "block", "import", "from", "extends"})
"""Words in front of the name of a template."""
_GO_STATEMENTS = frozenset({"if", "else", "end", "range", "with", "define", "block", "template"})
"""Words that begin what leaves no text of its own in the signs of an expression."""
_LONGEST_WORD = 40


def statement_secrets(line: str, names: Names) -> Stretches | None:
    """Return what a bare line hides that holds a template's statements, or a comment, alone.

    None where it is neither, or may hold a secret: all of it is to be judged otherwise.
    """
    comment = _COMMENT.fullmatch(line)
    if comment and comment.lastgroup:
        start, end = comment.span(comment.lastgroup)
        inner = comment_secrets("#" + line[start:end].rstrip(), 0, names)
        return tuple((one + start - 1, two + start - 1) for one, two in inner)
    codes = _codes(line)
    harmless = bool(codes) and all(_is_harmless(sign, code, names) for sign, code in codes)
    return () if harmless else None


def _codes(line: str) -> list[tuple[str, str]]:
    """Return what stands in each tag of a line, with its sign; nothing if there is other text."""
    codes, at = [], 0
    while at < len(line):
        sign = line[at : at + 2]
        end = line.find(_CLOSES[sign], at + 2) if sign in _OPENED else -1
        if end < 0:
            return []
        codes.append((sign, _without_stripping(line[at + 2 : end])))
        at = end + 2
        at += len(line[at:]) - len(line[at:].lstrip())
    return codes


def _without_stripping(code: str) -> str:
    """Return a tag's text without the signs that strip blanks beside it."""
    code = code[1:] if code[:1] in ("-", "+") else code
    return code[:-1] if code[-1:] in ("-", "+") else code


def _is_harmless(sign: str, code: str, names: Names) -> bool:
    tokens = list(_tokens(code.rstrip()))
    if not tokens or tokens[-1] == "" or any(map(is_random, tokens)):
        return False
    words = [token.strip("\"'`") for token in tokens]
    if any(_is_secret(word, names) for word in words):
        return not _may_tell(tokens, names)
    given = [token for before, token in pairwise(tokens) if before in _GIVES]
    if sign == "{{" and tokens[0] not in _GO_STATEMENTS:  # its text comes out
        pairs = pairwise(["", *tokens])
        given += [two for one, two in pairs if _is_text(two) and one not in _NAMING]
    return all(_is_plain(token, names) for token in tokens) and not any(map(_is_literal, given))


def _tokens(code: str) -> Iterator[str]:
    """Yield what a statement is made of; at last an empty text where that is not known."""
    at = 0
    while at < len(code):
        hit = _TOKEN.match(code, at)
        yield hit[1] if hit else ""
        if hit is None:
            return
        at = hit.end()


def _may_tell(tokens: Sequence[str], names: Names) -> bool:
    """Return whether a statement with the name of a secret may say what that is."""
    if any(_is_text(token) or token in _COMPARES for token in tokens):
        return True
    if any(_is_literal(token) and len(token) > 1 for token in tokens):
        return True
    return any(
        two[:1].isalpha() and two not in _GOES_ON and (one in _ORDERS or _is_secret(one, names))
        for one, two in pairwise(tokens)
    )


def _is_secret(word: str, names: Names) -> bool:
    """Return whether a word is the name of a secret; `key` is what loops call a name."""
    return word[:1].isalpha() and word != "key" and names.is_secret(word)


def _is_plain(token: str, names: Names) -> bool:
    if not _is_text(token):
        return not token[:1].isdigit() or is_flag(token)
    text = token[1:-1]
    if not text or (names.knows(text) and not names.is_secret(text)):
        return True
    pieces = _PIECES.split(text)
    return len(text) <= _LONGEST_WORD and all(map(_is_plain_piece, pieces))


def _is_plain_piece(piece: str) -> bool:
    if not piece or _SHORT_MIX.fullmatch(piece):
        return True
    one_case = piece.islower() or piece.isupper() or piece.istitle()
    return one_case and len(piece) <= LONGEST_PART and is_plain_name(piece.lower())


def _is_literal(token: str) -> bool:
    return _is_text(token) or token[:1].isdigit()


def _is_text(token: str) -> bool:
    return token[:1] in ("'", '"', "`")
