"""Files that cannot be read or written: one line, status 2, nothing lost."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.call import GOOD, UNKNOWN, refused, write
from cli.conftest import Run

from novalint.cli import main
from novalint.text import saving
from novalint.text.source import LINE_LIMIT, SIZE_LIMIT

TWICE = "[DEFAULT]\ndebug = true\ndebug = true\n"

READERS = [
    ("check", "{}"),
    ("check", "--together", "{}"),
    ("fix", "{}"),
    ("fix", "--diff", "{}"),
    ("set", "{}", "DEFAULT.debug=true"),
    ("set", "--diff", "{}", "DEFAULT.debug=true"),
    ("unset", "{}", "DEFAULT.debug"),
    ("show", "{}"),
    ("check", "good.conf", "--deployment", "{}"),
    ("check", "good.conf", "--settings", "{}"),
]
"""Every way in which a command reads a file."""


def _large(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(50_000_000)


def _lines(path: Path) -> None:
    path.write_bytes(b"\n" * (LINE_LIMIT + 1))


def _loop(path: Path) -> None:
    path.symlink_to(f"{path}.back")
    Path(f"{path}.back").symlink_to(path)


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "no such file"),
    "below a file": (lambda path: write(path.parent, GOOD), "not a directory"),
    "a broken link": (
        lambda path: path.symlink_to("gone.conf"),
        "broken symbolic link to `gone.conf`",
    ),
    "a link to itself": (_loop, "symbolic links"),
    "50 MB": (_large, "larger than the 34 MB"),
    "2,000,001 lines": (_lines, "more than the 2 million lines"),
    "a name too long": (lambda path: None, "too long"),
}
"""What a path can be that no command can read, and what is said."""


def _path(kind: str, folder: Path) -> Path:
    name = "x" * 300 if kind == "a name too long" else "nova.conf"
    path = folder / "file" / name
    if kind != "below a file":
        path.parent.mkdir(exist_ok=True)
    ODD[kind][0](path)
    return path


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_what_cannot_be_read(
    novalint: Run, folder: Path, words: tuple[str, ...], kind: str
) -> None:
    write("good.conf", GOOD)
    path = _path(kind, folder)
    refused(novalint(*(word.format(path) for word in words)), str(path), ODD[kind][1])


@pytest.mark.parametrize("words", [w for w in READERS if "--together" not in w], ids=" ".join)
def test_a_folder(novalint: Run, words: tuple[str, ...]) -> None:
    write("good.conf", GOOD)
    Path("folder").mkdir()
    refused(novalint(*(word.format("folder") for word in words)), "`folder`")


@pytest.mark.usefixtures("permissions_hold")
@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_a_file_without_permission(novalint: Run, words: tuple[str, ...]) -> None:
    write("good.conf", GOOD)
    write("nova.conf", GOOD).chmod(0)
    refused(novalint(*(word.format("nova.conf") for word in words)), "permission denied")


BINARY = b"\x7fELF\x02\x01\x01\0\0\0"


@pytest.mark.parametrize("words", READERS[:8], ids=" ".join)
def test_a_binary_file(novalint: Run, words: tuple[str, ...]) -> None:
    file = write("nova.conf", BINARY)
    refused(novalint(*(word.format("nova.conf") for word in words)), "NUL byte at offset 7")
    assert file.read_bytes() == BINARY


DEEP = b"a" + b".a" * 200_000 + b" = 1"


@pytest.mark.parametrize("words", READERS[8:], ids=" ".join)
@pytest.mark.parametrize(
    "content", [BINARY, b"\xff\xfe", b"[" * 100_000, b"x = " + b"9" * 5000, DEEP]
)
def test_what_is_no_table(novalint: Run, words: tuple[str, ...], content: bytes) -> None:
    write("good.conf", GOOD)
    write("wrong.toml", content)
    refused(novalint(*(word.format("wrong.toml") for word in words)), "wrong.toml")


@pytest.mark.parametrize("command", ["check", "fix", "show"])
def test_an_empty_file_is_refused(novalint: Run, command: str) -> None:
    write("nova.conf", b"")
    refused(novalint(command, "nova.conf"), "`nova.conf` is empty")
    refused(novalint(command, "/dev/null"), "`/dev/null` is empty")


@pytest.mark.parametrize("content", [b"\n", b"\xef\xbb\xbf", b"# note", b"\r", b" "])
def test_a_file_that_says_nothing_is_read(novalint: Run, content: bytes) -> None:
    write("nova.conf", content)
    assert novalint("check", "nova.conf").status in (0, 1)
    ran = novalint("show", "nova.conf")
    assert (ran.status, ran.out) == (0, "")
    assert ("Nova refuses the whole file" in ran.err) == (content == b"\xef\xbb\xbf")


def test_standard_input_has_the_same_limits(novalint: Run) -> None:
    refused(novalint("check", "-"), "standard input is empty")
    refused(novalint("check", "-", stdin=b"[x]\0"), "NUL byte at offset 3")
    many = b"\r" * (LINE_LIMIT + 1)
    refused(novalint("show", "-", stdin=many), "`-` has more than the 2 million lines")
    large = b"#" * (SIZE_LIMIT + 1)
    refused(
        novalint("show", "-", "--stdin-filename", "nova.conf", stdin=large), "`nova.conf` is larger"
    )


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_a_file_that_changes_while_it_is_read(
    novalint: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("good.conf", GOOD)
    file = write("changing.conf", TWICE)
    real = os.fstat

    def fstat(handle: int) -> os.stat_result:
        found = real(handle)
        if found.st_ino == file.stat().st_ino:
            with file.open("a") as stream:
                stream.write("# more\n")
        return found

    monkeypatch.setattr(os, "fstat", fstat)
    ran = novalint(*(word.format("changing.conf") for word in words))
    refused(ran, "`changing.conf` changed while it was read")


def test_a_pipe_is_read_to_its_end(novalint: Run, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    writer = threading.Thread(target=(folder / "pipe").write_text, args=(UNKNOWN,))
    writer.start()
    ran = novalint("check", "pipe")
    writer.join()
    assert ran.status == 1
    assert ran.out.startswith("pipe:2:1: ")


@pytest.mark.parametrize("words", [("set", "pipe", "DEFAULT.debug=false"), ("fix", "pipe")])
def test_a_pipe_is_never_replaced(novalint: Run, folder: Path, words: tuple[str, ...]) -> None:
    os.mkfifo(folder / "pipe")
    writer = threading.Thread(target=(folder / "pipe").write_text, args=(TWICE,))
    writer.start()
    refused(novalint(*words), "`pipe` is not a regular file")
    writer.join()
    assert (folder / "pipe").is_fifo()


def test_a_report_goes_into_a_pipe(novalint: Run, folder: Path) -> None:
    write("nova.conf", UNKNOWN)
    os.mkfifo(folder / "pipe")
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append((folder / "pipe").read_text()))
    reader.start()
    ran = novalint("check", "nova.conf", "--output", "pipe")
    reader.join()
    assert (ran.status, ran.stdout) == (1, b"")
    assert got == [novalint("check", "nova.conf").out]
    assert (folder / "pipe").is_fifo()


NAMES = ["a\nb.conf", "a\x1b[31mb.conf", "a\rb.conf", "\udcff.conf", "a\u202eb.conf", "a`b.conf"]


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_in_errors(novalint: Run, name: str) -> None:
    refused(novalint("check", name), ".conf")
    refused(novalint("set", name, "DEFAULT.debug=true"), ".conf")
    write(name, b"\0")
    refused(novalint("check", name), "NUL")


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_in_reports(novalint: Run, name: str) -> None:
    write(name, TWICE.replace("debug", "instances_path"))
    ran = novalint("check", name, "--fail-on", "info")
    assert ran.status == 1
    assert ran.out.replace("\n", "").isprintable()
    assert novalint("check", name, "--format", "json").json["diagnostics"][0]["path"] == name
    assert novalint("show", name).out.count("\n") == 1
    mended = novalint("fix", name)
    assert mended.status == 0
    assert mended.err.replace("\n", "").isprintable()
    assert Path(name).read_text() != TWICE


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _read_only(*_: object, **__: object) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


WRITERS = [
    ("set", "nova.conf", "DEFAULT.log_dir=/x"),
    ("unset", "nova.conf", "DEFAULT.debug"),
    ("fix", "nova.conf"),
]


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("place", "name", "failure", "reason"),
    [
        (os, "fsync", _full, "no space left on device"),
        (saving, "exchange", _read_only, "read-only file system"),
        (saving, "_staged", _read_only, "read-only file system"),
    ],
    ids=["full disk", "replacing fails", "read-only folder"],
)
def test_what_cannot_be_written_stays_as_it_was(
    novalint: Run,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    place: object,
    name: str,
    failure: Callable[..., None],
    reason: str,
) -> None:
    file = write("nova.conf", TWICE)
    monkeypatch.setattr(place, name, failure)
    refused(novalint(*words), f"cannot write `nova.conf`: {reason}")
    assert file.read_text() == TWICE
    assert [path.name for path in Path().iterdir()] == ["nova.conf"]


@pytest.mark.usefixtures("permissions_hold")
@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
def test_a_folder_without_permission(novalint: Run, folder: Path, words: tuple[str, ...]) -> None:
    file = write("nova.conf", TWICE)
    folder.chmod(0o500)
    try:
        refused(novalint(*words), "permission denied")
    finally:
        folder.chmod(0o700)
    assert file.read_text() == TWICE


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
def test_an_interrupt_leaves_the_old_file(
    novalint: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    file = write("nova.conf", TWICE)
    monkeypatch.setattr(saving, "exchange", interrupt)
    assert novalint(*words) == (130, b"", b"")
    assert file.read_text() == TWICE
    assert [path.name for path in Path().iterdir()] == ["nova.conf"]


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
def test_a_change_by_another_program_is_kept(
    novalint: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    file = write("nova.conf", TWICE)
    real = saving.exchange

    def exchange(folder: int, name: str, other: str) -> bool:
        file.write_text("[DEFAULT]\n# by another program\n")
        return real(folder, name, other)

    monkeypatch.setattr(saving, "exchange", exchange)
    refused(novalint(*words), "`nova.conf` changed in the meantime")
    assert file.read_text() == "[DEFAULT]\n# by another program\n"


def test_closed_streams_are_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("nova.conf", UNKNOWN)
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    assert main(["check", "nova.conf"]) == 1
    assert main(["show", "nova.conf"]) == 0
    assert main(["check", "missing.conf"]) == 2
    monkeypatch.setattr("sys.stdin", None)
    assert main(["check", "-"]) == 2
