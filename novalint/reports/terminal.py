"""What may reach a terminal: text without control characters, and colour."""

from __future__ import annotations

from collections.abc import Callable

Paint = Callable[[str, str], str]

RESET = "\x1b[0m"
STRONG = "\x1b[1m"
GUTTER = "\x1b[34m"
SEVERITY = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;36m"}
DIFF = {"-": "\x1b[31m", "+": "\x1b[32m", "@": "\x1b[36m"}


def painter(color: bool) -> Paint:
    """Give a function `(text, style) -> text` that colours, or that leaves the text alone."""
    return _painted if color else _plain


def visible(text: str) -> str:
    r"""Write what does not print as an escape; tabs stay.

    Control characters could rule the terminal, and marks for the direction of writing could show
    another text than the file has (CVE-2021-42574). A byte that is not UTF-8 is `\xNN`.
    """
    return text if text.isprintable() else "".join([_visible(char) for char in text])


def _visible(char: str) -> str:
    if char == "\t" or char.isprintable():
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that `surrogateescape` kept (PEP 383)
        code -= 0xDC00
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _painted(text: str, style: str) -> str:
    return f"{style}{text}{RESET}" if style and text else text


def _plain(text: str, style: str) -> str:
    return text
