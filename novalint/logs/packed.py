"""Logs that are packed with gzip, xz or bzip2, read as far as they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

_MAGIC = {b"\x1f\x8b": "gzip", b"\xfd7zXZ\x00": "lzma", b"BZh": "bz2"}
_DAMAGED = ("LZMAError", "error", "BadGzipFile")
"""What the decompressors raise, told by name: none is imported before it is needed."""


class BadDataError(Exception):
    """Packed data that cannot be unpacked."""


def plain(file: IO[bytes], cut_off: Callable[[], None]) -> Callable[[int], bytes]:
    """Return how to read a file unpacked: as `read` of a file does, with b"" at its end.

    An archive that ends too early is read to there, and `cut_off` is called. Reading one that is
    damaged raises BadDataError.
    """
    start = file.peek(6)[:6] if hasattr(file, "peek") else b""
    module = next((name for magic, name in _MAGIC.items() if start.startswith(magic)), None)
    if module is None:
        return file.read
    from importlib import import_module

    return _unpacked(import_module(module).open(file, "rb").read1, cut_off)


def _unpacked(
    read_some: Callable[[int], bytes], cut_off: Callable[[], None]
) -> Callable[[int], bytes]:
    """Return a `read` that keeps what comes before the end of the archive: `read1` loses none."""
    is_over = False

    def read(size: int) -> bytes:
        nonlocal is_over
        data = bytearray()
        while not is_over and len(data) < size:
            try:
                part = read_some(size - len(data))
            except EOFError:
                cut_off()
                part = b""
            except Exception as error:
                if type(error).__name__ not in _DAMAGED and not isinstance(error, OSError):
                    raise
                reason = getattr(error, "strerror", None)
                raise BadDataError(reason or "its compressed data is damaged") from None
            is_over = not part
            data += part
        return bytes(data)

    return read
