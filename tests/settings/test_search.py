"""Which settings file a path belongs to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from novalint.settings import file
from novalint.settings.file import nearest


def put(path: Path, text: str = 'release = "2025.1"\n') -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return str(path)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder in which nothing else is."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_it_ends_at_the_root_of_a_repository(tmp_path: Path) -> None:
    put(tmp_path / "novalint.toml")
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    deep = tmp_path / "repo" / "a" / "b" / "c"
    deep.mkdir(parents=True)
    assert nearest(deep / "nova.conf") is None
    top = put(tmp_path / "repo" / "novalint.toml")
    assert nearest(deep / "nova.conf") == top
    near = put(tmp_path / "repo" / "a" / "novalint.toml")
    assert nearest(deep / "nova.conf") == near


def test_a_work_tree_whose_git_is_a_file_ends_it_too(tmp_path: Path) -> None:
    put(tmp_path / "novalint.toml")
    put(tmp_path / "tree" / ".git", "gitdir: elsewhere\n")
    assert nearest(tmp_path / "tree" / "nova.conf") is None


def test_it_ends_at_home(tmp_path: Path, home: Path) -> None:
    put(tmp_path / "novalint.toml")
    deep = home / "a" / "b" / "c"
    deep.mkdir(parents=True)
    assert nearest(deep) is None
    assert nearest(deep) is None
    top = put(home / "novalint.toml")
    assert nearest(deep) == top


def test_elsewhere_only_the_own_folder_and_the_one_above_count(tmp_path: Path) -> None:
    folder = tmp_path / "etc" / "nova" / "conf.d"
    folder.mkdir(parents=True)
    put(tmp_path / "etc" / "novalint.toml")
    assert nearest(folder / "nova.conf") is None
    above = put(tmp_path / "etc" / "nova" / "novalint.toml")
    assert nearest(folder / "nova.conf") == above
    own = put(folder / "novalint.toml")
    assert nearest(folder / "nova.conf") == own


def test_elsewhere_all_up_to_the_current_folder_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "cloud" / "fleet" / "cmp1" / "etc"
    deep.mkdir(parents=True)
    above = put(tmp_path / "novalint.toml")
    own = put(tmp_path / "cloud" / "novalint.toml")
    monkeypatch.chdir(tmp_path / "cloud")
    assert nearest(deep / "nova.conf") == nearest("fleet/cmp1") == own
    Path(own).unlink()
    assert nearest(deep / "nova.conf") is None
    assert nearest("nova.conf") == above
    monkeypatch.chdir(deep)
    assert nearest("nova.conf") is None


@pytest.mark.parametrize("what", ["novalint.toml", "."])
def test_what_somebody_else_owns_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    put(tmp_path / "shared" / "novalint.toml")
    strange = os.path.normpath(tmp_path / "shared" / what)
    real = os.stat

    def stat(path: str, **more: object) -> object:
        found = real(path)
        if os.fspath(path) != strange:
            return found
        return os.stat_result([*found[:4], 4321, *found[5:]])

    monkeypatch.setattr(file.os, "stat", stat)
    assert not file._is_ours(strange)
    assert nearest(tmp_path / "shared" / "nova.conf") is None
