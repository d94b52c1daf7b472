"""Which settings file each configuration of a project belongs to, and how often it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint import Project
from novalint.settings import file


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The settings files that were read, in a repository of many folders."""
    for name in ("", "a", "b", "b/c"):
        folder = tmp_path / "hosts" / name
        folder.mkdir(parents=True)
        (folder / "nova.conf").write_text("[DEFAULT]\ndebug = maybe\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / "novalint.toml").write_text('release = "2025.1"\n')
    (tmp_path / "hosts/b/novalint.toml").write_text('release = "yoga"\n')
    monkeypatch.chdir(tmp_path)
    every: list[str] = []
    plainly = file.read
    monkeypatch.setattr(file, "read", lambda path: [every.append(str(path)), plainly(path)][1])
    return every


def test_a_file_that_many_folders_share_is_read_once(reads: list[str]) -> None:
    reports = Project.find().check(".").reports
    assert {report.files[0]: report.config.release.series for report in reports} == {
        "hosts/nova.conf": "2025.1",
        "hosts/a/nova.conf": "2025.1",
        "hosts/b/nova.conf": "yoga",
        "hosts/b/c/nova.conf": "yoga",
    }
    assert sorted(reads) == ["hosts/b/novalint.toml", "novalint.toml"]
