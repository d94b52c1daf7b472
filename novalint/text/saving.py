"""Writes a file so that at any moment the old one or the new one is there, never a mix."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from stat import S_ISDIR, S_ISREG

from novalint.errors import FileError
from novalint.text.source import read_bytes


def save(path: str | os.PathLike[str], before: bytes, after: bytes) -> None:
    """Replace a file's content, keeping its mode, its owner and the symbolic link that names it.

    `before` is what the file is known to hold. Raises FileError, with the file as it was, where it
    holds something else by now or cannot be written, a pipe or device among others.
    """
    if _is_special(path):
        raise FileError(f"`{path}` is no regular file and cannot be replaced; name a file")
    target = os.path.realpath(path)
    with _held(target):
        if read_bytes(target) != before:
            raise FileError(f"`{path}` changed in the meantime and was not written; try again")
        try:
            _replace(target, after)
        except OSError as error:
            raise _refused(path, error) from None


@contextmanager
def _held(target: str) -> Iterator[None]:
    """Keep a file from other runs of this program between the last look at it and its change.

    Raises FileError where another one has it. Where files cannot be locked, as on some networks,
    nothing keeps them away.
    """
    import fcntl

    try:
        stream = open(target, "rb")  # noqa: PTH123, SIM115 (closed below)
    except OSError:  # whoever reads it next says why
        yield
        return
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"`{target}` is being written by another program; try again"
            raise FileError(message) from None
        except OSError:
            pass
        yield


def write_new(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file that may or may not exist; pipes and devices take the content as it comes.

    Raises FileError where it cannot be written.
    """
    try:
        if _is_special(path):
            with open(path, "ab") as stream:  # noqa: PTH123 (/dev/stdout may be a file)
                stream.write(content)
        else:
            _replace(os.path.realpath(path), content)
    except OSError as error:
        raise _refused(path, error) from None


def _is_special(path: str | os.PathLike[str]) -> bool:
    """Whether a file may never stand in its place: a pipe, a device, an open file by its number."""
    if os.path.abspath(path).startswith(("/dev/", "/proc/")):  # noqa: PTH100
        return True
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return False
    return not (S_ISREG(mode) or S_ISDIR(mode))


def _refused(path: str | os.PathLike[str], error: OSError) -> FileError:
    return FileError(f"cannot write `{path}`: {(error.strerror or str(error)).lower()}")


class _EndedError(BaseException):
    """A signal that ends this process came; `args` has its number."""


@contextmanager
def _tidy_end() -> Iterator[None]:
    """Let a signal that ends this process do so after the unfinished file is gone.

    A signal that the caller handles stays with it; a thread beside the main one cannot ask for any.
    """
    import signal

    def end(number: int, _frame: object) -> None:
        raise _EndedError(number)

    asked = []
    try:
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                with suppress(ValueError):
                    signal.signal(number, end)
                    asked.append(number)
        yield
    except _EndedError as ended:
        signal.signal(ended.args[0], signal.SIG_DFL)
        signal.raise_signal(ended.args[0])
    finally:
        for number in asked:
            signal.signal(number, signal.SIG_DFL)


def _replace(target: str, content: bytes) -> None:
    with _tidy_end():
        _write_beside(target, content)


def _write_beside(target: str, content: bytes) -> None:
    folder = os.path.dirname(target)  # noqa: PTH120
    handle, name = tempfile.mkstemp(prefix=".novalint-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            _take_over(target, stream.fileno(), name)
            os.fsync(stream.fileno())
        os.replace(name, target)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


def _take_over(target: str, handle: int, name: str) -> None:
    """Take over the mode, owner and labels of the old file; where there is none, the usual mode."""
    try:
        old = os.stat(target)  # noqa: PTH116
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    new = os.fstat(handle)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        os.fchown(handle, old.st_uid, old.st_gid)
    shutil.copystat(target, name)  # mode and extended attributes, the SELinux label among them
    os.utime(handle)
