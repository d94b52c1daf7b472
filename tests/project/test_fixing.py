"""A repository is fixed from Python as by the command line: each file once."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

import novalint
from novalint.cli import main

FILES = {
    "globals.yml": 'openstack_release: "2025.1"\n',
    "config/nova.conf": "[DEFAULT]\nservice_down_time = 60\nreport_interval = 90\n",
    "config/nova/h1/nova.conf": "[libvirt]\nvirt_type = KVM\n",
    "config/nova/h2/nova.conf": "[libvirt]\nvirt_type = KVM\n",
}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / "one" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "one" / name).write_text(text)
    monkeypatch.chdir(tmp_path / "one")
    return tmp_path


def test_each_file_is_written_once(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(repository / "one", repository / "two")
    checked = novalint.Project.find(".").check(".")
    patch = checked.fix(unsafe=True)
    assert sorted(patch.paths) == sorted(each for each in FILES if each != "globals.yml")
    patch.write()
    monkeypatch.chdir(repository / "two")
    main(["fix", ".", "--unsafe", "--quiet"])
    capsys.readouterr()
    for name in FILES:
        assert Path(name).read_bytes() == (repository / "one" / name).read_bytes()
    assert "virt_type = kvm" in Path("config/nova/h1/nova.conf").read_text()


def test_nothing_safe_to_fix_is_an_empty_patch(repository: Path) -> None:
    assert not novalint.Project.find(".").check(".").fix()
