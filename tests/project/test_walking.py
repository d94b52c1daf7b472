"""What of a folder is Nova's."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from novalint.errors import FileError
from novalint.project.walking import NAMED, candidates

CONF = "[DEFAULT]\nmy_ip = 10.0.0.1\n"
HOST = "nova_nova_conf_overrides:\n  DEFAULT:\n    debug: true\n"


@pytest.mark.parametrize(
    "path",
    [
        "nova.conf",
        "etc/nova/nova-compute.conf",
        "01-nova.conf",
        "25-nova-extra.conf",
        "nova.conf.d/50-site.conf",
        "roles/nova/templates/nova.conf.j2",
        "templates/etc/_nova.conf.tpl",
        "files/nova_cell1.conf",
        "kolla/config/global.conf",
        "etc/kayobe/kolla/config/nova/compute1/nova.conf",
        "environments/kolla/files/overlays/nova/nova-api.conf",
    ],
)
def test_named(path: str) -> None:
    assert NAMED.fullmatch(path)


@pytest.mark.parametrize(
    "path", ["neutron.conf", "supernova.conf", "nova/api.conf", "global.conf", "nova.py"]
)
def test_not_named(path: str) -> None:
    assert not NAMED.fullmatch(path)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files, some of which are Nova's."""
    files = {
        "a/nova.conf": CONF,
        "a/nova.conf.d/10.conf": CONF,
        "a/nova.conf.d/deep/20.conf": CONF,
        "b/nova.conf.d/50.conf": CONF,
        "c/vars.yml": HOST,
        "c/other.yml": "a: 1\n",
        "d/nova.conf.j2": CONF,
        "README.conf": CONF,
        "hosts/c1.conf": f"{CONF}transport_url = rabbit://r\n[libvirt]\nvirt_type = kvm\n",
        "hosts/c2.conf": f"{CONF}[libvirt]\nvirt_type = kvm\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "nova.conf").symlink_to("/etc/passwd")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder(folder: Path) -> None:
    found = {one.paths: one.part for one in candidates(".")}
    assert found == {
        ("a/nova.conf", "a/nova.conf.d/10.conf"): False,
        ("b/nova.conf.d/50.conf",): True,
        ("c/vars.yml",): False,
        ("d/nova.conf.j2",): False,
        ("hosts/c1.conf",): False,
        ("hosts/c2.conf",): True,
    }


def test_what_git_ignores_is_left_out(folder: Path) -> None:
    git = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    try:
        subprocess.run(["git", "init", "-q"], check=True, env=git, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("there is no git")
    (folder / ".gitignore").write_text("b/\n*.yml\n")
    paths = [one.paths[0] for one in candidates(".")]
    assert "b/nova.conf.d/50.conf" not in paths
    assert "c/vars.yml" not in paths
    assert "a/nova.conf" in paths


def test_nothing_of_novas(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="nothing in"):
        candidates(str(tmp_path))
