"""Which files are no text, so that nothing is to be found in them: packed, binary, UTF-16."""

from __future__ import annotations

import codecs

from novalint.errors import FileError

_FORMATS = {
    b"\x28\xb5\x2f\xfd": ("packed with zstd", "zstd -dc FILE"),
    b"\x04\x22\x4d\x18": ("packed with lz4", "lz4 -dc FILE"),
    b"PK\x03\x04": ("a zip archive", "unzip -p FILE"),
    b"7z\xbc\xaf\x27\x1c": ("a 7z archive", "7z x -so FILE"),
    b"LPKSHHRH": ("a journal of systemd", "journalctl --file FILE"),
}
_UTF_16 = {codecs.BOM_UTF16_LE: "UTF-16LE", codecs.BOM_UTF16_BE: "UTF-16BE"}
_DIAGNOSE = "novalint diagnose -"
LOOKED_AT = 1 << 14
"""Bytes at the start that are looked at."""
FEWEST = 8
"""Bytes that tell an encoding without its mark."""
MOST_CONTROLS = 0.03
"""The part of a text that may be control characters; of random bytes they are a tenth."""
_ALLOWED = frozenset(b"\x00\a\b\t\n\v\f\r\x0e\x0f\x1b")
"""Those that logs hold: blanks, colours, what terminals record, zeros that a crash left."""
_PRINTED = bytes(range(32, 127))
_CONTROLS = bytes(sorted(frozenset(range(32)) - _ALLOWED))


def refuse_no_text(name: str, start: bytes) -> None:
    """Raise FileError where the start of a file tells that it is no text novalint can read.

    `name` is what the file is called in messages.
    """
    for magic, (what, way) in _FORMATS.items():
        if start.startswith(magic):
            raise FileError(f"{name} is {what}, not text; pipe it in: `{way} | {_DIAGNOSE}`")
    encoding = _encoding_of(start[:LOOKED_AT])
    if encoding:
        way = f"iconv -f {encoding} -t UTF-8 FILE"
        raise FileError(f"{name} is in {encoding}, not UTF-8; pipe it in: `{way} | {_DIAGNOSE}`")
    if _is_binary(start[:LOOKED_AT]):
        raise FileError(f"{name} contains binary data, not text; name a log")


def _encoding_of(start: bytes) -> str:
    """Return which encoding of two bytes a character a text is in; empty for any other text."""
    for mark, encoding in _UTF_16.items():
        if start.startswith(mark):
            return encoding
    pairs = start[: len(start) // 2 * 2] if len(start) >= FEWEST else b""
    for first, encoding in ((0, "UTF-16BE"), (1, "UTF-16LE")):
        zeros, others = pairs[first::2], pairs[1 - first :: 2]
        if pairs and not zeros.strip(b"\x00") and 0 not in others:
            return encoding
    return ""


def _is_binary(start: bytes) -> bool:
    """Whether bytes are no text of any encoding that goes along with ASCII."""
    text = start.replace(b"\x00", b"")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(text)
    except UnicodeDecodeError:
        controls = len(text) - len(text.translate(None, _CONTROLS))
        letters = len(text) - len(text.translate(None, _PRINTED))
        return controls > MOST_CONTROLS * len(text) and letters < len(text) / 2
    return False
