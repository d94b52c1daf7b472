"""A file's text with its place on disk: bytes to characters and back, offsets to lines."""

from __future__ import annotations

import os
from bisect import bisect_right
from stat import S_ISDIR, S_ISFIFO, S_ISREG

from novalint.annotations import TYPE_CHECKING
from novalint.errors import FileError
from novalint.records import NamedTuple, dataclass, field

if TYPE_CHECKING:
    from typing import BinaryIO

BOM = "\ufeff"
SIZE_LIMIT = 32 * 1024 * 1024
"""Largest file that is read, in bytes; the largest generated sample of any release has 0.4 MB."""
LINE_LIMIT = 2_000_000
"""Most lines of a file that is read: each takes some 200 bytes of memory or more, empty or not."""

PATIENCE = 2000
"""Milliseconds to wait for somebody who writes into a pipe."""
_OPEN_FILES = ("/dev/fd/", "/dev/stdin", "/dev/null", "/proc/")


class Span(NamedTuple):
    """A stretch of text: offsets in characters from 0, the end not included."""

    start: int
    end: int


class Position(NamedTuple):
    """A place in a text: line and column in characters from 1, offset in characters from 0."""

    line: int
    column: int
    offset: int


@dataclass(frozen=True)
class Source:
    """The decoded text of one file and the path it is shown under.

    Bytes that are not UTF-8 are kept as lone surrogates, so that `encode` gives them back.
    """

    path: str
    text: str = field(repr=False)

    @classmethod
    def decode(cls, data: bytes, path: str) -> Source:
        """Take the bytes of a file; never fails, whatever they are."""
        return cls(path, data.decode("utf-8", "surrogateescape"))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Source:
        """Read a file; raises FileError with a one-line reason where that is not possible."""
        return cls.decode(read_bytes(path), os.fspath(path))


def encode(text: str) -> bytes:
    """Return the bytes that `Source.decode` took."""
    return text.encode("utf-8", "surrogateescape")


def name_of(path: str | os.PathLike[str]) -> str:
    """Return a path as text; raises FileError for what is none: a number is an open file."""
    try:
        return os.fspath(path)
    except TypeError:
        raise FileError(f"{path!r} is not a path; name a file") from None


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Read a file whole, or refuse it; a pipe is read to its end.

    Raises FileError for what is missing, a directory or device, a pipe that nobody
    writes into, unreadable, above SIZE_LIMIT or LINE_LIMIT, or changing while it is read.
    """
    path = name_of(path)
    try:
        with open(path, "rb", opener=without_waiting) as stream:
            before = os.fstat(stream.fileno())
            data = _content(path, stream, before.st_mode)
            after = os.fstat(stream.fileno())
    except (OSError, ValueError) as error:
        raise FileError(_reason(path, error)) from None
    refuse_large(path, data, after.st_size)
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if S_ISREG(after.st_mode) and not same:
        raise FileError(f"`{path}` changed while it was read; try again")
    return data


def without_waiting(path: str, flags: int) -> int:
    """Open a file, for `open`, without waiting for somebody to write, should it be a pipe."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY)


def awaited(path: str, handle: int, mode: int) -> None:
    """Wait until there is something to read in a file of any size, opened without waiting.

    Raises FileError for a pipe that nobody writes into and for a device.
    """
    if S_ISFIFO(mode) and not path.startswith(_OPEN_FILES):
        _wait(path, handle)
    elif not (S_ISREG(mode) or S_ISDIR(mode) or path.startswith(_OPEN_FILES)):
        raise FileError(f"`{path}` is a device; name a file, or - to read standard input")
    os.set_blocking(handle, True)


def _content(path: str | os.PathLike[str], stream: BinaryIO, mode: int) -> bytes:
    """Read a file up to what may be read; raises FileError for what may never end.

    What a shell opens for a process stands in /dev/fd or /proc and has somebody who writes.
    """
    if S_ISREG(mode) or str(path).startswith(_OPEN_FILES):
        os.set_blocking(stream.fileno(), True)
        return stream.read(SIZE_LIMIT + 1)
    if S_ISFIFO(mode):
        return _piped(path, stream.fileno())
    raise FileError(f"`{path}` is a device; name a file, or - to read standard input")


def _piped(path: str | os.PathLike[str], handle: int) -> bytes:
    """Read a pipe to its end, as long as somebody goes on writing into it."""
    data = bytearray()
    while len(data) <= SIZE_LIMIT:
        _wait(path, handle)
        piece = os.read(handle, 1 << 16)
        if not piece:
            break
        data += piece
    return bytes(data)


def _wait(path: str | os.PathLike[str], handle: int) -> None:
    from select import POLLIN, poll

    waiting = poll()
    waiting.register(handle, POLLIN)
    if not waiting.poll(PATIENCE):
        raise FileError(f"no program writes to the pipe `{path}`; name a file")


def refuse_large(path: str | os.PathLike[str], data: bytes, size: int = 0) -> None:
    """Raise FileError for more bytes, announced or read, or lines than a file may have."""
    if len(data) > LINE_LIMIT and _line_ends(data) > LINE_LIMIT:
        limit = f"{LINE_LIMIT / 1e6:.0f} million lines"
        raise FileError(f"`{path}` has more than the {limit} that a nova.conf may have")
    if max(len(data), size) > SIZE_LIMIT:
        limit = f"{SIZE_LIMIT / 1e6:.0f} MB"
        raise FileError(f"`{path}` is larger than the {limit} that a nova.conf may have")


def _line_ends(data: bytes) -> int:
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def _reason(path: str | os.PathLike[str], error: OSError | ValueError) -> str:
    if not os.fspath(path):
        return "the name of a file is empty; name one, or - for standard input"
    if isinstance(error, FileNotFoundError) and os.path.islink(path):  # noqa: PTH114
        return f"`{path}` is a broken symbolic link to `{os.readlink(path)}`"  # noqa: PTH115
    detail = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot read `{path}`: {detail[:1].lower()}{detail[1:]}"


class LineIndex:
    """Turns offsets of one text into lines and columns."""

    def __init__(self, starts: list[int]) -> None:
        """Take the offset at which each line starts, in order."""
        self._starts = starts or [0]

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset; beyond the end it counts on in the last line."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1, offset)

    def start(self, line: int) -> int:
        """Return the offset at which a line (from 1) starts."""
        return self._starts[line - 1]

    def __len__(self) -> int:
        return len(self._starts)
