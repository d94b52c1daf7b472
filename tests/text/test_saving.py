"""Writing files: the old one or the new one, and everything but the content stays."""

from __future__ import annotations

import errno
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest

from novalint.errors import FileError
from novalint.text import saving
from novalint.text.saving import save, write_new

OLD, NEW = b"[DEFAULT]\n", b"[DEFAULT]\ndebug = true\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "nova.conf"
    path.write_bytes(OLD)
    return path


def alone(file: Path) -> bool:
    """Whether nothing else was left in the file's folder."""
    return list(file.parent.iterdir()) == [file]


def test_the_content_is_replaced(file: Path) -> None:
    save(file, OLD, NEW)
    assert file.read_bytes() == NEW
    assert alone(file)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o660, 0o444, 0o755])
def test_the_mode_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    save(file, OLD, NEW)
    assert file.stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(file: Path) -> None:
    os.chown(file, 4711, 4712)
    file.chmod(0o640)
    save(file, OLD, NEW)
    found = file.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o7777) == (4711, 4712, 0o640)


def test_an_owner_that_cannot_be_kept_leaves_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    real = os.stat

    def stat(path: str, **options: bool) -> os.stat_result:
        found = real(path, **options)
        return os.stat_result((*found[:4], found.st_uid + 1, *found[5:]))

    monkeypatch.setattr(os, "fchown", refuse)
    monkeypatch.setattr(os, "stat", stat)
    with pytest.raises(FileError, match="operation not permitted"):
        save(file, OLD, NEW)
    monkeypatch.undo()
    assert file.read_bytes() == OLD
    assert alone(file)


def test_extended_attributes_stay(file: Path) -> None:
    try:
        os.setxattr(file, "user.note", b"kept")
    except OSError:
        pytest.skip("the file system has no extended attributes")
    save(file, OLD, NEW)
    assert os.getxattr(file, "user.note") == b"kept"


def test_the_time_of_the_change_is_now(file: Path) -> None:
    os.utime(file, (1, 1))
    save(file, OLD, NEW)
    assert file.stat().st_mtime > 1_000_000


@pytest.mark.parametrize("target", ["nova.conf", "../{}/nova.conf"])
def test_a_symbolic_link_stays_and_its_target_changes(file: Path, target: str) -> None:
    link = file.parent / "link"
    link.symlink_to(target.format(file.parent.name))
    before = link.readlink()
    save(link, OLD, NEW)
    assert link.readlink() == before
    assert file.read_bytes() == NEW
    assert not file.is_symlink()


def test_a_link_to_a_link_stays(file: Path) -> None:
    (file.parent / "one").symlink_to("nova.conf")
    (file.parent / "two").symlink_to("one")
    save(file.parent / "two", OLD, NEW)
    assert (file.parent / "two").readlink() == Path("one")
    assert (file.parent / "one").readlink() == Path("nova.conf")
    assert file.read_bytes() == NEW


def test_another_hard_link_keeps_the_old_content(file: Path) -> None:
    """Atomic replacing gives the path a new file; other names of the old one go on naming it."""
    other = file.parent / "other"
    other.hardlink_to(file)
    save(file, OLD, NEW)
    assert (file.read_bytes(), other.read_bytes()) == (NEW, OLD)
    assert file.stat().st_nlink == other.stat().st_nlink == 1


def test_what_was_changed_by_others_is_not_written(file: Path) -> None:
    file.write_bytes(b"[api]\n")
    with pytest.raises(FileError, match=r"changed in the meantime.*try again"):
        save(file, OLD, NEW)
    assert file.read_bytes() == b"[api]\n"
    assert alone(file)


def test_a_link_that_is_switched_in_the_meantime_changes_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, other = file.parent / "link", file.parent / "other"
    link.symlink_to(file)
    other.write_bytes(OLD)
    real = os.path.realpath

    def resolve(path: str) -> str:
        found = real(path)
        link.unlink()
        link.symlink_to(other)
        return found

    monkeypatch.setattr(os.path, "realpath", resolve)
    save(link, OLD, NEW)
    assert (file.read_bytes(), other.read_bytes()) == (NEW, OLD)


def test_what_another_one_is_writing_is_not_written(file: Path) -> None:
    import fcntl

    with file.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with pytest.raises(FileError, match="by another program; try again"):
            save(file, OLD, NEW)
    assert file.read_bytes() == OLD
    assert alone(file)


def test_of_many_writers_at_once_none_is_lost(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # a busy disk takes seconds for each

    def add(number: int) -> None:
        latest = monotonic() + 60  # seconds, for a busy machine
        while monotonic() < latest:
            before = file.read_bytes()
            try:
                save(file, before, before + b"%d\n" % number)
            except FileError:
                sleep(0.001)  # whoever is writing has to get on
                continue
            return
        raise AssertionError(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    assert sorted(file.read_bytes().split()[1:]) == sorted(b"%d" % one for one in range(24))
    assert alone(file)


def test_the_unfinished_file_is_hidden_in_the_folder_of_the_old_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Renaming is atomic within one file system only, and no `*.conf` may stand for two files."""
    seen: list[Path] = []
    real = os.replace

    def replace(old: str, new: str) -> None:
        seen.append(Path(old))
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    save(file, OLD, NEW)
    (unfinished,) = seen
    assert unfinished.parent == file.parent
    assert unfinished.name.startswith(".novalint-")


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_in_the_middle_leaves_the_old_file(file: Path, name: signal.Signals) -> None:
    child = os.fork()
    if child == 0:
        os.fsync = lambda _: os.kill(os.getpid(), name)
        save(file, OLD, NEW)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == name
    assert file.read_bytes() == OLD
    assert alone(file) or name is signal.SIGKILL


def test_what_is_gone_is_not_written(file: Path) -> None:
    file.unlink()
    with pytest.raises(FileError, match="no such file"):
        save(file, OLD, NEW)
    assert not file.exists()


@pytest.mark.parametrize("name", ["fsync", "replace", "fchmod"])
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()]
)
def test_whatever_fails_the_old_file_stays(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    target = file.parent / "new" if name == "fchmod" else file  # asked of new files only
    monkeypatch.setattr(os, name, fail)
    expected = FileError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        write_new(target, NEW)
    assert file.read_bytes() == OLD
    assert alone(file)


def test_a_write_that_stops_in_the_middle_leaves_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fdopen

    class Full:
        """A stream onto a disk that has room for three more bytes."""

        def __init__(self, handle: int, mode: str) -> None:
            self.stream = real(handle, mode)

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            self.stream.close()

        def write(self, content: bytes) -> None:
            self.stream.write(content[:3])
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(saving.os, "fdopen", Full)
    with pytest.raises(FileError, match=r"cannot write `.*nova.conf`: no space left on device"):
        save(file, OLD, NEW)
    assert file.read_bytes() == OLD
    assert alone(file)


@pytest.mark.parametrize(("mask", "mode"), [(0o027, 0o640), (0o022, 0o644), (0, 0o666)])
def test_a_new_file_has_the_usual_mode(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_new(tmp_path / "report", b"x")
    finally:
        assert os.umask(before) == mask
    assert (tmp_path / "report").read_bytes() == b"x"
    assert (tmp_path / "report").stat().st_mode & 0o7777 == mode


def test_no_moment_shows_a_secret_to_others(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The unfinished file can be read by its owner only; the mode comes before the name does."""
    seen: list[int] = []
    real = saving._take_over

    def look(target: str, handle: int, name: str) -> None:
        seen.append(os.fstat(handle).st_mode & 0o777)
        real(target, handle, name)

    monkeypatch.setattr(saving, "_take_over", look)
    file.chmod(0o644)
    save(file, OLD, NEW)
    assert seen == [0o600]


@pytest.mark.parametrize("path", ["/dev/null", "/dev/stdin", "/proc/self/fd/0"])
def test_devices_are_refused(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a device would have been replaced")

    monkeypatch.setattr(saving, "_replace", never)
    with pytest.raises(FileError, match="no regular file"):
        save(path, b"", NEW)


@pytest.mark.parametrize("path", ["/dev/fd/{}", "/proc/self/fd/{}"])
def test_an_open_file_is_written_to_and_never_replaced(file: Path, path: str) -> None:
    with file.open("rb") as stream:
        name = path.format(stream.fileno())
        if not Path(name).exists():
            pytest.skip("open files have no names here")
        with pytest.raises(FileError, match="no regular file"):
            save(name, OLD, NEW)
        write_new(name, b"# more\n")
        assert stream.read() == OLD + b"# more\n"


def test_what_fails_without_a_number_is_said_as_it_is(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As shutil's own errors; the unfinished file may be gone by then too."""

    def fail(name: str, _: str) -> None:
        Path(name).unlink()
        raise OSError("Not today")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(FileError, match=r"cannot write `.*nova.conf`: not today"):
        save(file, OLD, NEW)
    assert alone(file)


def test_a_device_takes_a_new_content(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a device would have been replaced")

    monkeypatch.setattr(saving, "_replace", never)
    write_new("/dev/null", NEW)


@pytest.mark.parametrize("path", ["", ".", "none/x", "nova.conf/x", "x" * 300])
def test_where_nothing_can_be_written(
    file: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    with pytest.raises(FileError, match=f"cannot write `{path}`: "):
        write_new(path, NEW)
    assert alone(file)


def test_signals_that_the_caller_handles_stay_with_it(file: Path) -> None:
    seen: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: seen.append(number))
    try:
        save(file, OLD, NEW)
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert seen == [signal.SIGTERM]
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_DFL


def test_where_files_cannot_be_locked_they_are_written_all_the_same(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    save(file, OLD, NEW)
    assert file.read_bytes() == NEW
