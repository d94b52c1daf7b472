"""Writers of one folder take turns; whoever holds its lock for long holds nobody up for long."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from novalint.text import saving
from novalint.text import turns as module
from novalint.text.turns import turns


def opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)


def test_a_writer_waits_for_the_other(tmp_path: Path) -> None:
    first, second, order, held = opened(tmp_path), opened(tmp_path), [], Event()

    def wait() -> None:
        held.wait()
        with turns([second]):
            order.append("second")

    thread = Thread(target=wait)
    thread.start()
    with turns([first]):
        held.set()
        thread.join(0.05)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_folder_that_is_open_twice_is_locked_once(tmp_path: Path) -> None:
    began = monotonic()
    with turns([opened(tmp_path), opened(tmp_path)]):
        assert monotonic() - began < module.PATIENCE / 2


def test_a_lock_that_is_held_for_ever_keeps_nobody_from_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.02)
    file = tmp_path / "nova.conf"
    file.write_bytes(b"[DEFAULT]\n")
    with turns([opened(tmp_path)]):
        saving.save(file, b"[DEFAULT]\n", b"[DEFAULT]\nmy_ip = 10.0.0.1\n")
    assert file.read_bytes().endswith(b"10.0.0.1\n")
