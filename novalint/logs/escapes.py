r"""Signs that a page or a program wrote as something else: `&quot;`, `\u0027`, numbers of bytes."""

from __future__ import annotations

import json
import re

from novalint.logs.json_lines import parsed

LONGEST_JSON = 1 << 20
"""Bytes of a line that are read as JSON."""
BEFORE = 300
"""Bytes of a line that may stand before JSON."""
ENTITY = r"&(?:quot|apos|lt|gt|amp|nbsp|#\d{2,3}|#[xX][0-9a-fA-F]{2});"
UNICODE = r"\\u([0-9a-fA-F]{4})"
"""A sign as JSON escapes it, and as Python 2 wrote texts that an exception had."""
PAGED = r"\{&(?:quot|#34);"
"""JSON that a page has whole."""
FIRST_PRINTABLE = 0x20

_ENTITY, _UNICODE, _PAGED = map(re.compile, (ENTITY, UNICODE, PAGED))
_ESCAPED = re.compile(
    rb'%b|%b|"MESSAGE" ?: ?\[' % (ENTITY.encode(), UNICODE.encode().replace(b"(", b"(?:"))
)
"""What a line has that is not as it was; the last is how journald writes control characters."""


def unescaped(block: bytes) -> bytes:
    """Return lines with their signs as they were, as UTF-8; what is JSON stays JSON."""
    if not any(sign in block for sign in (b"&", b"\\u", b'"MESSAGE"')):
        return block
    if not _ESCAPED.search(block):
        return block
    lines = block.split(b"\n")
    return b"\n".join([_line(line) if _ESCAPED.search(line) else line for line in lines])


def _line(line: bytes) -> bytes:
    text = line.decode("utf-8", "replace")
    plain = _ENTITY.sub(_sign, text) if _PAGED.search(text, 0, BEFORE) else text
    brace = plain.find('{"', 0, BEFORE)
    value = parsed(plain[brace:]) if brace >= 0 and len(plain) <= LONGEST_JSON else None
    if isinstance(value, dict):
        plain = _plain(plain[:brace]) + json.dumps(_within(value), ensure_ascii=False)
    else:
        plain = _plain(plain)
    return plain.encode("utf-8", "replace")


def _plain(text: str) -> str:
    return _UNICODE.sub(_character, _ENTITY.sub(_sign, text))


def _within(value: object, depth: int = 0) -> object:
    """Return a value of JSON whose texts have their signs as they were."""
    if isinstance(value, dict) and depth < 20:
        value = {**value, **_of_bytes(value.get("MESSAGE"))}
        return {key: _within(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list) and depth < 20:
        return [_within(inner, depth + 1) for inner in value]
    if not isinstance(value, str):
        return value
    nested = parsed(value) if value[:1] == "{" else None
    return _plain(value) if nested is None else _within(nested, depth + 1)


def _of_bytes(numbers: object) -> dict[str, str]:
    """Return a message that is numbers of bytes as a text, nothing for any other."""
    if not isinstance(numbers, list):
        return {}
    try:
        return {"MESSAGE": bytes(numbers).decode("utf-8", "replace")}
    except (TypeError, ValueError):
        return {}


def _sign(entity: re.Match[str]) -> str:
    from html import unescape

    return unescape(entity[0]).replace("\N{NO-BREAK SPACE}", " ")


def _character(escape: re.Match[str]) -> str:
    """Return a sign; control characters stay escaped."""
    code = int(escape[1], 16)
    return chr(code) if code >= FIRST_PRINTABLE else escape[0]
