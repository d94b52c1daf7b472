"""Bytes to characters and back, places in a text, and files that cannot be read."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novalint.errors import FileError
from novalint.text import source
from novalint.text.source import (
    LINE_LIMIT,
    SIZE_LIMIT,
    LineIndex,
    Position,
    Source,
    encode,
    read_bytes,
)


@given(st.binary())
def test_every_byte_comes_back(data: bytes) -> None:
    assert encode(Source.decode(data, "nova.conf").text) == data


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf[x]", b"a\r\nb\rc\n", b"\xe9", b"\xed\xa0\x80", b"\0", b"\xc3\xa9"]
)
def test_a_file_is_read_byte_for_byte(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "nova.conf").write_bytes(data)
    read = Source.read(tmp_path / "nova.conf")
    assert encode(read.text) == data
    assert read.path == str(tmp_path / "nova.conf")


def test_what_is_no_utf_8_becomes_a_lone_surrogate() -> None:
    assert Source.decode(b"a\xe9\xc3\xa9", "x").text == "a\udce9\xe9"


def _refused(path: str | Path) -> str:
    with pytest.raises(FileError) as caught:
        read_bytes(path)
    message = str(caught.value)
    assert f"`{path}`" in message
    assert not message.endswith(".")
    return message


def test_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("x")
    Path("broken").symlink_to("gone")
    Path("loop").symlink_to("loop")
    assert _refused("gone") == "cannot read `gone`: no such file or directory"
    assert _refused(".") == "cannot read `.`: is a directory"
    assert _refused("file/x") == "cannot read `file/x`: not a directory"
    assert _refused("broken") == "`broken` is a broken symbolic link to `gone`"
    assert "symbolic links" in _refused("loop")
    assert "null" in _refused("a\0b")


@pytest.mark.usefixtures("permissions_hold")
def test_a_file_without_permission(tmp_path: Path) -> None:
    file = tmp_path / "nova.conf"
    file.touch(0)
    assert "permission denied" in _refused(file)


def test_the_largest_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "SIZE_LIMIT", 1000)
    file = tmp_path / "nova.conf"
    file.write_bytes(b"#" * 1000)
    assert len(read_bytes(file)) == 1000
    file.write_bytes(b"#" * 1001)
    assert "is larger than" in _refused(file)


def test_a_file_of_50_mb_is_refused_without_reading_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "nova.conf"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    tracemalloc.start()
    try:
        assert "larger than the 34 MB" in _refused(file)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
    assert SIZE_LIMIT < 50_000_000


@pytest.mark.parametrize("ends", [b"\n", b"\r", b"\r\n", b"\n\r\r\n"])
def test_a_file_has_only_so_many_lines(tmp_path: Path, ends: bytes) -> None:
    file = tmp_path / "nova.conf"
    each = 3 if len(ends) == 4 else 1
    most = ends * (LINE_LIMIT // each) + b"\n" * (LINE_LIMIT % each)
    file.write_bytes(most)
    assert read_bytes(file) == most
    file.write_bytes(most + b"#\n")
    assert _refused(file) == (
        f"`{file}` has more than the 2 million lines that a nova.conf may have"
    )


@pytest.mark.parametrize("change", ["longer", "touched"])
def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    file = tmp_path / "nova.conf"
    file.write_text("[DEFAULT]\n")
    real = os.fstat

    def fstat(handle: int) -> os.stat_result:
        found = real(handle)
        if change == "longer":
            with file.open("a") as stream:
                stream.write("# more\n")
        else:
            os.utime(file, ns=(1, found.st_mtime_ns + 1))
        return found

    monkeypatch.setattr(os, "fstat", fstat)
    assert _refused(file).endswith("changed while it was read; try again")


def test_places() -> None:
    index = LineIndex([0, 4, 5])
    assert len(index) == 3
    assert index.position(0) == Position(1, 1, 0)
    assert index.position(3) == Position(1, 4, 3)
    assert index.position(4) == Position(2, 1, 4)
    assert index.position(9) == Position(3, 5, 9)
    assert [index.start(line) for line in (1, 2, 3)] == [0, 4, 5]


def test_the_places_of_an_empty_text() -> None:
    assert LineIndex([]).position(0) == Position(1, 1, 0)


@given(st.lists(st.integers(1, 5), min_size=1), st.data())
def test_line_and_column_lead_back_to_the_offset(lengths: list[int], data: st.DataObject) -> None:
    starts = [sum(lengths[:number]) for number in range(len(lengths))]
    index = LineIndex(starts)
    offset = data.draw(st.integers(0, sum(lengths) - 1))
    place = index.position(offset)
    assert index.start(place.line) + place.column - 1 == offset
    assert 1 <= place.column <= lengths[place.line - 1]
