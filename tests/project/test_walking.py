"""What of a folder is Nova's."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from novalint.cli import main
from novalint.errors import FileError
from novalint.findings import Severity
from novalint.project.discovery import inputs_of_paths
from novalint.project.model import Project
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
        "salt/nova/files/queens/nova-compute.conf.Debian",
        "kolla/config/global.conf",
        "etc/kayobe/kolla/config/nova/compute1/nova.conf",
        "environments/kolla/files/overlays/nova/nova-api.conf",
    ],
)
def test_named(path: str) -> None:
    assert NAMED.fullmatch(path)


@pytest.mark.parametrize(
    "path",
    ["neutron.conf", "nova.conf.bak", "supernova.conf", "nova/api.conf", "global.conf", "nova.py"],
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
        "c/vars.yml.j2": HOST,
        "d/nova.conf.j2": CONF,
        "d/devstack/local.conf.sample": f"[[post-config|$NOVA_CONF]]\n{CONF}",
        "d/local.conf.md": "no configuration\n",
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
        ("c/vars.yml.j2",): False,
        ("d/devstack/local.conf.sample",): False,
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
    (folder / ".gitignore").write_text("b/\n*.yml*\n")
    paths = [one.paths[0] for one in candidates(".")]
    assert "b/nova.conf.d/50.conf" not in paths
    assert "c/vars.yml" not in paths
    assert "a/nova.conf" in paths


def test_nothing_of_novas(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no file in the directory"):
        candidates(str(tmp_path))


KOLLA = {
    "kolla/config/global.conf": "[DEFAULT]\ndebug = true\n",
    "kolla/config/nova.conf": "[DEFAULT]\nvif_plugging_timeout = 400\n",
    "kolla/config/nova/nova-api.conf": "[api]\nmax_limit = 500\n",
    "kolla/config/nova/nova-compute.conf": "[libvirt]\ncpu_mode = custom\n",
    "kolla/config/nova/cmp1/nova.conf": "[libvirt]\ncpu_models = Broadwell\n",
    "kolla/config/nova/ctl1/nova.conf": "[DEFAULT]\nmy_ip = 10.0.0.1\n",
    "kolla/config/nova/ctl1/nova-conductor.conf": "[conductor]\nworkers = 2\n",
    "etc/nova/nova.conf": CONF,
    "etc/nova/nova-compute.conf": "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n",
    "copies/nova.conf": CONF,
    "copies/nova-compute.conf": f"{CONF}transport_url = rabbit://r\n",
}
"""Files of each layer of kolla-ansible, of Ubuntu's package, and copies from two machines."""


@pytest.fixture
def layers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in KOLLA.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_layers_of_kolla_are_merged_for_each_service_and_host(layers: Path) -> None:
    found = {one.paths for one in candidates(".") if one.replaces}
    all_services = ("global.conf", "nova.conf")
    compute, api = (*all_services, "nova/nova-compute.conf"), (*all_services, "nova/nova-api.conf")
    own = ("nova/ctl1/nova.conf", "nova/ctl1/nova-conductor.conf")
    expected = [all_services, api, compute, (*compute, "nova/cmp1/nova.conf"), all_services + own]
    assert found == {tuple(f"kolla/config/{name}" for name in chain) for chain in expected}


def test_what_the_packages_of_ubuntu_read_together_is_one_configuration(layers: Path) -> None:
    found = {one.paths for one in candidates(".") if not one.replaces}
    assert found == {
        ("etc/nova/nova.conf", "etc/nova/nova-compute.conf"),
        ("copies/nova.conf",),
        ("copies/nova-compute.conf",),
    }


def test_layers_are_checked_as_they_are_merged_and_told_once(
    layers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (layers / "kolla/config/global.conf").unlink()
    (layers / "kolla/config/nova/cmp1/nova.conf").unlink()
    (layers / "kolla/config/nova.conf").write_text("[DEFAULT]\ndebugg = true\n[api]\nmax_limit=9\n")
    main(["check", "--release", "2025.1", "--format", "concise", "kolla"])
    lines = [line.split(" ") for line in capsys.readouterr().out.splitlines()]
    told = [line[0] + line[1] for line in lines]
    assert told == [
        "kolla/config/nova.conf:2:1:warning[unknown-option]",
        "kolla/config/nova/nova-compute.conf:2:1:error[custom-cpu-mode-without-models]",
    ]


FAULTY = "[DEFAULT]\ndebug = true\n[libvirt]\nlive_migration_uri = qemu+tcp://%s/system\n"
TOLD = {"debug-logging", "live-migration-unencrypted"}


@pytest.mark.parametrize("name", ["nova-site.conf", "nova.conf.d/50.conf", "50.conf"])
def test_a_part_is_told_what_its_lines_say_wrongly(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(FAULTY)
    monkeypatch.chdir(tmp_path)
    (folder,) = Project().check(".").reports
    (alone,) = Project().check(name).reports
    in_folder, by_itself = (
        [finding for finding in report.findings if finding.severity is not Severity.INFO]
        for report in (folder, alone)
    )
    assert {finding.rule for finding in in_folder} >= TOLD
    assert in_folder == by_itself
    assert not TOLD & {not_run.rule for not_run in folder.not_run}


def test_a_comment_in_a_part_accepts_what_its_line_says(tmp_path: Path) -> None:
    text = "[DEFAULT]\n# novalint: ignore[debug-logging] a fault is looked for\ndebug = true\n"
    (tmp_path / "nova-site.conf").write_text(text)
    (report,) = Project().check(tmp_path).reports
    assert [finding.rule for finding in report.suppressed] == ["debug-logging"]
    assert report.findings == ()


def test_a_path_that_is_named_again_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "nova.conf").write_text("[DEFAULT]\nacme = 1\n")
    name = str(tmp_path / "nova.conf")
    assert len(inputs_of_paths([name, name], together=False)) == 1


@pytest.mark.parametrize(("value", "found"), [("{}", 0), ("\n  - DEFAULT: {debug: true}", 1)])
def test_what_a_tool_does_not_take_is_found_in_a_folder(
    value: str, found: int, tmp_path: Path
) -> None:
    (tmp_path / "user_variables.yml").write_text(f"nova_nova_conf_overrides: {value}\n")
    (tmp_path / "nova.conf").write_text(CONF)
    rules = [one.rule for report in Project().check(tmp_path).reports for one in report.findings]
    assert rules.count("override-not-read") == found
