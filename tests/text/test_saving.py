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
from novalint.text.saving import Replacement, save, save_all, write_new

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

    real, number = os.fstat, file.stat().st_ino

    def fstat(handle: int) -> os.stat_result:
        found = real(handle)
        owner = found.st_uid + (found.st_ino == number)
        return os.stat_result((*found[:4], owner, *found[5:]))

    monkeypatch.setattr(os, "fchown", refuse)
    monkeypatch.setattr(os, "fstat", fstat)
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


def test_all_hard_links_name_the_new_content(file: Path) -> None:
    """A new file in the place of one would leave the other names behind, without a word."""
    other = file.parent / "other"
    other.hardlink_to(file)
    save(file, OLD, NEW)
    assert (file.read_bytes(), other.read_bytes()) == (NEW, NEW)
    assert file.stat().st_nlink == other.stat().st_nlink == 2


def test_a_mounted_file_is_written_in_its_place(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel refuses to replace what is mounted, such as a container's nova.conf."""

    def busy(*_: object, **__: object) -> bool:
        raise OSError(errno.EBUSY, "Device or resource busy")

    number = file.stat().st_ino
    monkeypatch.setattr(saving, "exchange", busy)
    save(file, OLD, NEW)
    assert file.read_bytes() == NEW
    assert file.stat().st_ino == number
    save(file, NEW, b"x")
    assert file.read_bytes() == b"x"


def test_what_cannot_be_written_in_its_place_comes_back(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file.parent / "other").hardlink_to(file)
    real, calls = os.fsync, []

    def fail(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:  # the first is that of the unfinished file
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileError, match="no space left"):
        save(file, OLD, NEW)
    assert file.read_bytes() == OLD


def test_of_several_files_all_are_written_or_none(file: Path) -> None:
    second, third = file.parent / "b.conf", file.parent / "c.conf"
    second.write_bytes(OLD)
    third.write_bytes(b"[api]\n")
    with pytest.raises(FileError, match=r"c\.conf` changed in the meantime"):
        save_all([Replacement(one, OLD, NEW) for one in (file, second, third)])
    assert (file.read_bytes(), second.read_bytes()) == (OLD, OLD)
    third.write_bytes(OLD)
    save_all([Replacement(one, OLD, NEW) for one in (file, second, third)])
    assert {one.read_bytes() for one in (file, second, third)} == {NEW}
    assert {one.name for one in file.parent.iterdir()} == {"nova.conf", "b.conf", "c.conf"}


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_file_that_fails_late_puts_the_others_back(
    file: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    second = file.parent / "b.conf"
    second.write_bytes(OLD)
    real = saving.exchange
    calls: list[str] = []

    def late(folder: int, name: str, other: str) -> bool:
        calls.append(other)
        if calls == ["nova.conf", "b.conf"]:
            raise OSError(errno.EIO, "Input/output error")
        return exchanges and real(folder, name, other)

    monkeypatch.setattr(saving, "exchange", late)
    word = "input/output error$" if exchanges else "nova.conf` had been written before"
    with pytest.raises(FileError, match=word):
        save_all([Replacement(one, OLD, NEW) for one in (file, second)])
    assert file.read_bytes() == (OLD if exchanges else NEW)
    assert second.read_bytes() == OLD


def test_an_edit_in_the_last_moment_is_not_lost(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = saving.exchange
    appended: list[bool] = []

    def edit(folder: int, name: str, other: str) -> bool:
        if not appended:
            appended.append(True)
            with file.open("ab") as stream:
                stream.write(b"# mine\n")
        return real(folder, name, other)

    monkeypatch.setattr(saving, "exchange", edit)
    with pytest.raises(FileError, match="changed in the meantime"):
        save(file, OLD, NEW)
    assert file.read_bytes() == OLD + b"# mine\n"
    assert alone(file)


def test_a_reader_with_a_lock_keeps_nobody_from_writing(file: Path) -> None:
    import fcntl

    with file.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_SH)
        save(file, OLD, NEW)
    assert file.read_bytes() == NEW


def test_what_takes_the_place_of_the_unfinished_file_is_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever owns the folder may put a link there; mode and owner go to the open file."""
    secret = file.parent / "secret"
    secret.write_bytes(b"x")
    secret.chmod(0o600)
    file.chmod(0o666)
    real = saving._take_over

    def swap(model: int | None, handle: int) -> None:
        (name,) = (one for one in file.parent.iterdir() if one.name.startswith(".novalint-"))
        name.unlink()
        name.symlink_to(secret)
        real(model, handle)

    monkeypatch.setattr(saving, "_take_over", swap)
    with pytest.raises(FileError, match="changed in the meantime"):
        save(file, OLD, NEW)
    assert secret.stat().st_mode & 0o777 == 0o600
    assert secret.read_bytes() == b"x"
    assert file.read_bytes() == OLD


def test_no_report_goes_through_a_link(file: Path) -> None:
    link = file.parent / "report"
    link.symlink_to(file)
    with pytest.raises(FileError, match="is a symbolic link; name the file"):
        write_new(link, NEW)
    assert file.read_bytes() == OLD


def test_a_private_file_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_new(path, NEW, private=True)
    assert path.read_bytes() == NEW
    assert path.stat().st_mode & 0o777 == 0o600


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
    seen: list[str] = []
    real = saving.exchange

    def exchange(folder: int, name: str, other: str) -> bool:
        assert Path(f"/proc/self/fd/{folder}").resolve() == file.parent.resolve()
        seen.append(name)
        return real(folder, name, other)

    monkeypatch.setattr(saving, "exchange", exchange)
    save(file, OLD, NEW)
    (unfinished,) = seen
    assert unfinished.startswith(".novalint-")


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

    def look(model: int | None, handle: int) -> None:
        seen.append(os.fstat(handle).st_mode & 0o777)
        real(model, handle)

    monkeypatch.setattr(saving, "_take_over", look)
    file.chmod(0o644)
    save(file, OLD, NEW)
    assert seen == [0o600]


@pytest.mark.parametrize("path", ["/dev/null", "/dev/stdin", "/proc/self/fd/0"])
def test_devices_are_refused(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a device would have been replaced")

    monkeypatch.setattr(saving, "_staged", never)
    with pytest.raises(FileError, match="not a regular file"):
        save(path, b"", NEW)


@pytest.mark.parametrize("path", ["/dev/fd/{}", "/proc/self/fd/{}"])
def test_an_open_file_is_written_to_and_never_replaced(file: Path, path: str) -> None:
    with file.open("rb") as stream:
        name = path.format(stream.fileno())
        if not Path(name).exists():
            pytest.skip("open files have no names here")
        with pytest.raises(FileError, match="not a regular file"):
            save(name, OLD, NEW)
        write_new(name, b"# more\n")
        assert stream.read() == OLD + b"# more\n"


def test_what_fails_without_a_number_is_said_as_it_is(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: int, name: str, _: str) -> bool:
        (file.parent / name).unlink()
        raise OSError("Not today")

    monkeypatch.setattr(saving, "exchange", fail)
    with pytest.raises(FileError, match=r"cannot write `.*nova.conf`: not today"):
        save(file, OLD, NEW)
    assert alone(file)


def test_a_device_takes_a_new_content(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a device would have been replaced")

    monkeypatch.setattr(saving, "_staged", never)
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
