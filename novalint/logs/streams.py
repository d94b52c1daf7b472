"""Logs as blocks of whole lines: plain or compressed, of any size, in bounded memory."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from novalint.errors import FileError
from novalint.wording import shown

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK = 1 << 20
"""Bytes that are read at once."""
LONGEST = 1 << 16
"""Bytes of a line that are looked at where it does not end within a block."""

LINE_AS_LOG = "a log line is taken by `novalint explain`, in quotes"
"""What is said where the name of a log that does not exist looks like a line of one."""

_MAGIC = {b"\x1f\x8b": "gzip", b"\xfd7zXZ\x00": "lzma", b"BZh": "bz2"}


def blocks_of(path: str) -> Iterator[bytes]:
    """Return blocks of whole lines of a log, or of standard input for `-`.

    gzip, xz and bzip2 are known by their first bytes. Raises FileError for what cannot be read.
    """
    try:
        with _opened(path) as stream:
            yield from whole_lines(stream.read)
    except EOFError:  # a rotation that was cut off: what there was has been read
        return
    except Exception as error:
        if not isinstance(error, OSError) and type(error).__name__ not in _UNREADABLE:
            raise
        reason = (getattr(error, "strerror", None) or "its compressed data is damaged").lower()
        raise FileError(f"cannot read {_named(path)}: {reason}{_way_out(error, path)}") from None


def _way_out(error: Exception, path: str) -> str:
    if isinstance(error, IsADirectoryError):
        return f"; name the logs in it, such as {shown(path.rstrip('/') + '/*.log', 200)}"
    return f"; {LINE_AS_LOG}" if isinstance(error, FileNotFoundError) and " " in path else ""


_UNREADABLE = ("LZMAError", "error", "BadGzipFile")
"""What the decompressors raise, told by name: none is imported before it is needed."""


def whole_lines(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Cut what `read` gives into blocks that end where a line does.

    Of a line that is longer than a block only the start is kept.
    """
    rest = b""
    while block := read(BLOCK):
        cut = block.rfind(b"\n")
        if cut < 0:
            rest = (rest + block)[:LONGEST]
            continue
        yield rest + block[: cut + 1]
        rest = block[cut + 1 :][:LONGEST]
    if rest:
        yield rest


def blocks_of_lines(lines: Iterable[str | bytes]) -> Iterator[bytes]:
    """Put lines together into blocks; a line may have a line end or not."""
    kept: list[bytes] = []
    size = 0
    for line in lines:
        data = line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")
        kept.append(data[:BLOCK].rstrip(b"\r\n"))
        size += len(kept[-1]) + 1
        if size >= BLOCK:
            yield b"\n".join(kept) + b"\n"
            kept, size = [], 0
    if kept:
        yield b"\n".join(kept) + b"\n"


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    if path == "-":
        if sys.stdin is None:
            raise FileError("standard input is closed; name a file, or pipe one in")
        with _decompressed(sys.stdin.buffer) as stream:
            yield stream
        return
    with open(path, "rb") as file, _decompressed(file) as stream:  # noqa: PTH123
        yield stream


@contextmanager
def _decompressed(file: IO[bytes]) -> Iterator[IO[bytes]]:
    start = file.peek(6)[:6] if hasattr(file, "peek") else b""
    module = next((name for magic, name in _MAGIC.items() if start.startswith(magic)), None)
    if module is None:
        yield file
        return
    from importlib import import_module

    with import_module(module).open(file, "rb") as stream:
        yield stream


def _named(path: str) -> str:
    return "standard input" if path == "-" else shown(path, 200)
