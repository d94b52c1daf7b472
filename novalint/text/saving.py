"""Writes files so that at any moment the old one or the new one is there, never a mix.

Whoever owns a folder may put other files into it while root writes there. So a folder is opened
once, and everything else is done with its descriptor and those of files: no path is used twice.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from stat import S_IMODE, S_ISDIR, S_ISLNK, S_ISREG

from novalint.annotations import TYPE_CHECKING
from novalint.errors import FileError
from novalint.records import NamedTuple
from novalint.text.ending import tidy_end
from novalint.text.exchange import exchange
from novalint.text.source import encode
from novalint.text.turns import turns

if TYPE_CHECKING:
    from novalint.text.edits import Patch

_PLAIN = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_UNLABELLED = (errno.EPERM, errno.ENOTSUP, errno.ENODATA, errno.EINVAL, errno.EACCES)
"""What a file system says that does not take a label; shutil.copystat passes over the same."""


class Replacement(NamedTuple):
    """What a file is known to hold, and what it shall hold."""

    path: str | os.PathLike[str]
    before: bytes
    after: bytes


def save(path: str | os.PathLike[str], before: bytes, after: bytes) -> None:
    """Replace a file's content, keeping its mode, owner, labels and the link that names it.

    `before` is what the file is known to hold. Raises FileError, with the file as it was, where it
    holds something else by now or cannot be written, a pipe or device among others.
    """
    save_all([Replacement(path, before, after)])


def save_all(replacements: Iterable[Replacement]) -> None:
    """Replace the content of several files: of all, or of none.

    Raises FileError as `save` does. Where a file could not even be put back, it says so.
    """
    with ExitStack() as stack:
        stack.enter_context(tidy_end())
        writes = [stack.enter_context(_prepared(replacement)) for replacement in replacements]
        stack.enter_context(turns(write.folder for write in writes))
        done: list[_Write] = []
        try:
            for write in writes:
                write.commit()
                done.append(write)
        except BaseException as error:
            lost = [write for write in done if not write.undo()]
            if lost and isinstance(error, FileError):
                names = ", ".join(f"`{write.path}`" for write in lost)
                raise FileError(f"{error}; {names} had been written before") from None
            raise


def save_patch(patch: Patch) -> None:
    """Write what a patch makes of its files: of all, or of none. Raises FileError."""
    save_all(
        Replacement(file.path, encode(file.source.text), encode(file.result))
        for file in patch.files
    )


@dataclass
class _Write:
    """One file on its way: the folder and the old file as descriptors, the new one by its name.

    `beside` is the name of the new file in the folder, and of the old one once they are exchanged.
    A file with other hard links, or one that is mounted, is written in its place.
    """

    path: str | os.PathLike[str]
    folder: int
    name: str
    old: int
    before: bytes
    after: bytes
    beside: str = ""
    new: os.stat_result | None = None
    exchanged: bool = field(default=False)
    in_place: bool = field(default=False)

    def commit(self) -> None:
        """Put the new content where the old one is, if nobody changed that meanwhile."""
        self._refuse_change()
        if os.fstat(self.old).st_nlink > 1:  # a new file would leave the other names behind
            self._write_in_place(self.after)
            return
        try:
            self.exchanged = exchange(self.folder, self.beside, self.name)
            if not self.exchanged:
                self._refuse_swap()
                os.replace(self.beside, self.name, src_dir_fd=self.folder, dst_dir_fd=self.folder)
        except OSError as error:
            if error.errno != errno.EBUSY:  # a mounted file, as in a container, cannot be replaced
                raise _refused(self.path, error) from None
            self._write_in_place(self.after)
            return
        if self.exchanged and not self._is_right():
            self.undo()
            raise _changed(self.path)

    def _is_right(self) -> bool:
        """Return whether the file that was read and the new one were exchanged, without an edit."""
        taken, put = self._stat(self.beside), self._stat(self.name)
        right = _same(taken, os.fstat(self.old)) and _same(put, self.new)
        return right and _content(self.old) == self.before

    def _refuse_swap(self) -> None:
        """Raise FileError where something else stands in the place of the new file."""
        if not _same(self._stat(self.beside), self.new):
            raise _changed(self.path)

    def _stat(self, name: str) -> os.stat_result | None:
        try:
            return os.stat(name, dir_fd=self.folder, follow_symlinks=False)
        except OSError:
            return None

    def undo(self) -> bool:
        """Put the old content back; returns whether that was possible."""
        try:
            if self.in_place:
                self._write_in_place(self.before)
            elif self.exchanged:
                self.exchanged = not exchange(self.folder, self.beside, self.name)
            else:
                return False
        except (OSError, FileError):
            return False
        return not self.exchanged

    def clean(self) -> None:
        """Remove what stands beside the file."""
        with suppress(OSError):
            os.unlink(self.beside, dir_fd=self.folder)

    def _refuse_change(self) -> None:
        same = _same(self._stat(self.name), os.fstat(self.old))
        if not same or _content(self.old) != self.before:
            raise _changed(self.path)

    def _write_in_place(self, content: bytes) -> None:
        """Write into the old file itself; where that fails midway, what it held comes back."""
        try:
            handle = os.open(self.name, os.O_WRONLY | _PLAIN, dir_fd=self.folder)
        except OSError as error:
            raise _refused(self.path, error) from None
        try:
            if not _same(os.fstat(handle), os.fstat(self.old)):
                raise _changed(self.path)
            self.in_place = True
            _overwrite(handle, content)
        except OSError as error:
            with suppress(OSError):
                _overwrite(handle, self.before)
            raise _refused(self.path, error) from None
        finally:
            os.close(handle)


@contextmanager
def _prepared(replacement: Replacement) -> Iterator[_Write]:
    """Yield a file that is open, unchanged and has its new content beside it."""
    path, before, after = replacement
    if _is_special(path):
        raise FileError(f"`{path}` is not a regular file and cannot be replaced; name a file")
    with ExitStack() as stack:
        try:
            folder, name = _opened_folder(path)
            stack.callback(os.close, folder)
            old = os.open(name, os.O_RDONLY | _PLAIN, dir_fd=folder)
        except OSError as error:
            raise _refused(path, error, "read") from None
        stack.callback(os.close, old)
        if not S_ISREG(os.fstat(old).st_mode):
            raise FileError(f"`{path}` is not a regular file and cannot be replaced; name a file")
        if (content := _content(old)) != before:
            raise _changed(path, content == after)
        write = _Write(path, folder, name, old, before, after)
        stack.callback(write.clean)
        try:
            write.beside, write.new = _staged(folder, after, old)
        except OSError as error:
            raise _refused(path, error) from None
        yield write


def write_new(path: str | os.PathLike[str], content: bytes, private: bool = False) -> None:
    """Write a file that may or may not exist; pipes and devices take the content as it comes.

    A `private` one that is new can be read by its owner alone. Raises FileError where it cannot be
    written, and for a symbolic link: in a checkout it may lead anywhere.
    """
    try:
        if _is_special(path):
            with open(path, "ab") as stream:  # noqa: PTH123 (/dev/stdout may be a file)
                stream.write(content)
            return
        with tidy_end():
            _write_beside(path, content, private)
    except OSError as error:
        raise _refused(path, error) from None


def _write_beside(path: str | os.PathLike[str], content: bytes, private: bool) -> None:
    head, name = os.path.split(os.path.abspath(path))  # noqa: PTH100
    with ExitStack() as stack:
        folder = os.open(head, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        stack.callback(os.close, folder)
        _refuse_link(path, name, folder)
        model = None if private else _opened(name, folder)
        if model is not None:
            stack.callback(os.close, model)
        beside, _ = _staged(folder, content, model, private)
        try:
            os.replace(beside, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside, dir_fd=folder)
            raise


def _refuse_link(path: str | os.PathLike[str], name: str, folder: int) -> None:
    with suppress(FileNotFoundError):
        if S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise FileError(f"`{path}` is a symbolic link; name the file that it leads to")


def _opened_folder(path: str | os.PathLike[str]) -> tuple[int, str]:
    """Return the descriptor of the folder that a file is in, links followed, and its name there."""
    head, name = os.path.split(os.path.realpath(path))
    return os.open(head, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC), name


def _opened(name: str, folder: int) -> int | None:
    """Return the descriptor of a file that may be there, None where it is not."""
    try:
        return os.open(name, os.O_RDONLY | _PLAIN, dir_fd=folder)
    except FileNotFoundError:
        return None


def _staged(
    folder: int, content: bytes, model: int | None, private: bool = False
) -> tuple[str, os.stat_result]:
    """Write a hidden file into a folder, like the one that `model` has open; return which it is."""
    name = f".novalint-{os.urandom(8).hex()}"
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, 0o600, dir_fd=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            if not private:
                _take_over(model, stream.fileno())
            os.fsync(stream.fileno())
            return name, os.fstat(stream.fileno())
    except BaseException:
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)
        raise


def _take_over(model: int | None, handle: int) -> None:
    """Take over the mode, owner and labels of an open file; without one, the usual mode."""
    if model is None:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    old, new = os.fstat(model), os.fstat(handle)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        os.fchown(handle, old.st_uid, old.st_gid)
    os.fchmod(handle, S_IMODE(old.st_mode))
    for label in _labels(model):  # access lists and the SELinux label among them
        try:
            os.setxattr(handle, label, os.getxattr(model, label))
        except OSError as error:
            if error.errno not in _UNLABELLED:
                raise


def _labels(handle: int) -> Sequence[str]:
    try:
        return os.listxattr(handle)
    except OSError as error:
        if error.errno in _UNLABELLED:
            return ()
        raise


def _same(one: os.stat_result | None, other: os.stat_result | None) -> bool:
    if one is None or other is None:
        return False
    return (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)


def _content(handle: int) -> bytes:
    """Return all that an open file holds."""
    os.lseek(handle, 0, os.SEEK_SET)
    pieces = []
    while piece := os.read(handle, 1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def _overwrite(handle: int, content: bytes) -> None:
    left, at = memoryview(content), 0
    while left:
        written = os.pwrite(handle, left, at)
        left, at = left[written:], at + written
    os.ftruncate(handle, len(content))
    os.fsync(handle)


def _is_special(path: str | os.PathLike[str]) -> bool:
    """Whether a file may never stand in its place: a pipe, a device, an open file by its number."""
    if os.path.abspath(path).startswith(("/dev/", "/proc/")):  # noqa: PTH100
        return True
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return False
    return not (S_ISREG(mode) or S_ISDIR(mode))


def _refused(path: str | os.PathLike[str], error: OSError, to: str = "write") -> FileError:
    return FileError(f"cannot {to} `{path}`: {(error.strerror or str(error)).lower()}")


def _changed(path: str | os.PathLike[str], is_done: bool = False) -> FileError:
    why = "changed in the meantime and was not written; try again"
    done = "has these changes already, so nothing was written"
    return FileError(f"`{path}` {done if is_done else why}")
