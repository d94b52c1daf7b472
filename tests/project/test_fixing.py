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


HELM = """\
conf:
  nova:
    filter_scheduler:
      enabled_filters: &f
        - RetryFilter
        - ComputeFilter
    database:
      connection: mysql+pymysql://nova:s3cr3t@db/nova
  nova_ironic:
    filter_scheduler:
      enabled_filters: *f
"""


def test_one_run_mends_what_an_alias_shares(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "values.yaml"
    path.write_text(HELM)
    arguments = ["fix", str(path), "--unsafe", "--release", "2025.1"]
    arguments += ["--select", "scheduler-filter-removed"]
    main([*arguments, "--diff"])
    shown = capsys.readouterr().out
    assert "-        - RetryFilter" in shown
    assert "s3cr3t" not in shown
    assert main(arguments) == 0
    assert "RetryFilter" not in path.read_text()


def test_an_upgrade_says_that_an_alias_takes_a_second_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "values.yaml"
    path.write_text(HELM)
    arguments = ["upgrade", str(path), "--from", "train", "--to", "2025.1", "--write"]
    main(arguments)
    assert "needs a second run" in capsys.readouterr().err
    main(arguments)
    assert "needs a second run" not in capsys.readouterr().err
    assert "RetryFilter" not in path.read_text()
