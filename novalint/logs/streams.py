"""Logs as blocks of whole lines: plain or compressed, of any size, in bounded memory."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from novalint.errors import ArgumentError, FileError
from novalint.logs.packed import BadDataError, plain
from novalint.logs.texts import refuse_no_text
from novalint.text.source import awaited, without_waiting
from novalint.wording import shown

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK = 1 << 20
"""Bytes that are read at once."""
LONGEST = 1 << 16
"""Bytes of a line that are looked at where it does not end within a block."""

LINE_AS_LOG = "a log line is taken by `novalint explain`, in quotes"
"""What is said where the name of a log that does not exist looks like a line of one."""


def blocks_of(path: str, cut_off: list[str] | None = None) -> Iterator[bytes]:
    """Yield blocks of whole lines of a log, or of standard input for `-`.

    gzip, xz and bzip2 are known by their first bytes. An archive that ends too early is read as far
    as it goes, and its path goes into `cut_off`. Raises FileError for what cannot be read or holds
    no text, and for a device or a pipe that nobody writes into.
    """
    cut_off = [] if cut_off is None else cut_off
    try:
        with _opened(path) as stream:
            yield from whole_lines(_checked(path, plain(stream, lambda: cut_off.append(path))))
    except (OSError, BadDataError) as error:
        if not path:
            raise FileError(
                "the name of a log is empty; name one, or - for standard input"
            ) from None
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        raise FileError(
            f"cannot read {named(path)}: {reason.lower()}{_way_out(error, path)}"
        ) from None


def _checked(path: str, read: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Return a `read` that refuses what begins as no text does."""
    is_first = True

    def checked(size: int) -> bytes:
        nonlocal is_first
        block = read(size)
        if is_first:
            is_first = False
            refuse_no_text(named(path), block)
        return block

    return checked


def _way_out(error: Exception, path: str) -> str:
    if isinstance(error, IsADirectoryError):
        return f"; name the logs in it, such as {shown(path.rstrip('/') + '/*.log', 200)}"
    return f"; {LINE_AS_LOG}" if isinstance(error, FileNotFoundError) and " " in path else ""


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
        data = line if isinstance(line, bytes) else _encoded(line)
        kept.append(data[:BLOCK].rstrip(b"\r\n"))
        size += len(kept[-1]) + 1
        if size >= BLOCK:
            yield b"\n".join(kept) + b"\n"
            kept, size = [], 0
    if kept:
        yield b"\n".join(kept) + b"\n"


def _encoded(line: str) -> bytes:
    if not isinstance(line, str):
        raise ArgumentError(f"each line must be str or bytes, not {type(line).__name__}")
    return line.encode("utf-8", "surrogatepass")


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    if path == "-":
        if sys.stdin is None:
            raise FileError("standard input is closed; name a file, or pipe one in")
        yield sys.stdin.buffer
        return
    with open(path, "rb", opener=without_waiting) as file:
        awaited(path, file.fileno(), os.fstat(file.fileno()).st_mode)
        yield file


def named(path: str) -> str:
    """Return what a log is called in messages."""
    return "standard input" if path == "-" else shown(path, 200)
