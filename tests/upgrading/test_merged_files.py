"""A tool that merges files by name: an old name over the current one is not made to count."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.cli import main

SIX, SEVEN = (f'{{"address":"*:0{number}:00.*"}}' for number in (6, 7))
POOL = "[DEFAULT]\n{}_thread_pool_size = {}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def upgraded(shared: str, own: str) -> tuple[str, str]:
    """Return the file of all hosts and that of one after an upgrade."""
    paths = [Path("kolla/config/nova.conf"), Path("kolla/config/nova/h1/nova.conf")]
    for path, text in zip(paths, (shared, own), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    main(["upgrade", "--from", "2024.1", "--to", "2025.1", "--isolated", "--write", "kolla"])
    return paths[0].read_text(), paths[1].read_text()


def test_an_old_name_over_the_current_one_is_commented_out() -> None:
    shared = POOL.format("executor", 128)
    same, own = upgraded(shared, POOL.format("rpc", 64))
    assert same == shared
    assert own.endswith("which is set too and wins\n#rpc_thread_pool_size = 64\n")


def test_the_current_name_over_an_old_one_stays() -> None:
    shared, own = upgraded(POOL.format("rpc", 128), POOL.format("executor", 64))
    assert (shared, own) == (POOL.format("executor", 128), POOL.format("executor", 64))


def test_several_values_under_two_names_stay_apart() -> None:
    texts = (f"[pci]\ndevice_spec = {SIX}\n", f"[pci]\npassthrough_whitelist = {SEVEN}\n")
    assert upgraded(*texts) == texts


def test_several_values_under_one_old_name_are_renamed_everywhere() -> None:
    old, new = "[pci]\npassthrough_whitelist = {}\n", "[pci]\ndevice_spec = {}\n"
    assert upgraded(old.format(SIX), old.format(SEVEN)) == (new.format(SIX), new.format(SEVEN))
