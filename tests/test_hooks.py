"""The hooks for pre-commit, run by their own entry lines on files that their patterns match."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import command
import pytest
import yaml

HOOKS: dict[str, Any] = {
    hook["id"]: hook
    for hook in yaml.safe_load((command.ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}
GOOD = "[libvirt]\nvirt_type = kvm\n"
RENAMED = "[DEFAULT]\nrpc_thread_pool_size = 128\n"
MISSPELT = "[DEFAULT]\nvif_plugging_if_fatal = false\n"
each_hook = pytest.mark.parametrize("hook", ["novalint", "novalint-fix"])


def run(hook: str, place: Path, *paths: str) -> subprocess.CompletedProcess[str]:
    """Run a hook as pre-commit does: its entry, its arguments, the names of files that match."""
    told = HOOKS[hook]
    assert all(re.search(told["files"], path) for path in paths)
    line = [*shlex.split(told["entry"]), *told.get("args", []), *paths]
    return command.run(line, place, place / "bin")


def test_the_hooks_are_those_of_the_contract() -> None:
    assert list(HOOKS) == ["novalint", "novalint-fix", "novalint-embedded", "novalint-fix-embedded"]
    assert {hook["language"] for hook in HOOKS.values()} == {"python"}


@each_hook
@pytest.mark.parametrize(
    "name",
    [
        "nova.conf",
        "etc/nova/nova.conf",
        "nova-cpu.conf",
        "roles/x/files/nova_cell1.conf",
        "01-nova.conf",
        "25-nova-extra.conf",
        "nova.conf.j2",
        "templates/etc/_nova.conf.tpl",
        "nova.conf.erb",
        "nova.conf.d/50-site.conf",
        "kolla/config/global.conf",
        "kolla/config/nova/compute1/nova.conf",
        "environments/kolla/files/overlays/nova/nova-api.conf",
    ],
)
def test_pattern_takes(hook: str, name: str) -> None:
    assert re.search(HOOKS[hook]["files"], name)


@each_hook
@pytest.mark.parametrize(
    "name",
    [
        "nova-config-generator.conf",
        "etc/nova/nova-policy-generator.conf",
        "kolla/config/neutron.conf",
        "nova.conf.py",
        "supernova.conf",
        "nova/api.conf",
        "nova.py",
        "neutron.conf",
        "novaconf",
    ],
)
def test_pattern_leaves(hook: str, name: str) -> None:
    assert not re.search(HOOKS[hook]["files"], name)


@each_hook
def test_good_files_pass(hook: str, tmp_path: Path) -> None:
    (tmp_path / "nova.conf").write_text(GOOD)
    (tmp_path / "nova-cpu.conf").write_text(GOOD)
    done = run(hook, tmp_path, "nova.conf", "nova-cpu.conf")
    assert (done.returncode, done.stdout) == (0, "")


def test_check_reports_every_file_and_writes_none(tmp_path: Path) -> None:
    (tmp_path / "nova.conf").write_text(MISSPELT)
    (tmp_path / "nova-cpu.conf").write_text(RENAMED)
    done = run("novalint", tmp_path, "nova.conf", "nova-cpu.conf")
    assert done.returncode == 1
    assert "nova.conf:2:1: warning[unknown-option]" in done.stdout
    assert "nova-cpu.conf:2:1: warning[deprecated-name]" in done.stdout
    assert (tmp_path / "nova.conf").read_text() == MISSPELT
    assert (tmp_path / "nova-cpu.conf").read_text() == RENAMED


def test_fix_writes_what_is_safe(tmp_path: Path) -> None:
    (tmp_path / "nova.conf").write_text(RENAMED)
    done = run("novalint-fix", tmp_path, "nova.conf")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "nova.conf").read_text() == "[DEFAULT]\nexecutor_thread_pool_size = 128\n"


def test_fix_leaves_what_is_unsafe_and_fails(tmp_path: Path) -> None:
    (tmp_path / "nova.conf").write_text(MISSPELT)
    done = run("novalint-fix", tmp_path, "nova.conf")
    assert done.returncode == 1
    assert "fix (unsafe): Rename it to vif_plugging_is_fatal" in done.stdout
    assert (tmp_path / "nova.conf").read_text() == MISSPELT


def test_safe_fixes_are_written_into_yaml(tmp_path: Path) -> None:
    """As in OpenStack-Ansible's user_variables.yml; both hooks for YAML take the same files."""
    assert HOOKS["novalint-fix-embedded"]["files"] == HOOKS["novalint-embedded"]["files"]
    path = tmp_path / "user_variables.yml"
    path.write_text("nova_nova_conf_overrides:\n  DEFAULT:\n    rpc_thread_pool_size: 128\n")
    done = run("novalint-fix-embedded", tmp_path, path.name)
    assert (done.returncode, done.stdout) == (0, "")
    assert "    executor_thread_pool_size: 128\n" in path.read_text()


def test_a_hook_without_names_sees_what_files_of_a_folder_say_together(tmp_path: Path) -> None:
    """As docs/pipelines.md has it for overrides of kolla-ansible."""
    own = "kolla/config/nova/host1/nova.conf"
    for name, text in (
        ("kolla/config/nova.conf", "[DEFAULT]\ntransport_url = rabbit://n:p@h:5672/\n"),
        ("kolla/config/nova/nova-compute.conf", "[libvirt]\ncpu_mode = custom\n"),
        (own, "[DEFAULT]\nmy_ip = 10.0.0.1\n"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert "cpu_models" not in run("novalint", tmp_path, own).stdout
    line = [*shlex.split(HOOKS["novalint"]["entry"]), "."]
    done = command.run(line, tmp_path, tmp_path / "bin")
    assert done.returncode == 1 and "`[libvirt] cpu_models`" in done.stdout


@pytest.mark.parametrize(
    "name",
    [
        "a/values.yaml",
        "user_variables.yml",
        "local.conf",
        "x.eyaml",
        "user_variables.yml.j2",
        "helmfile/nova.yaml.gotmpl",
        "devstack/local.conf.sample",
        "compute-local.conf",
    ],
)
def test_the_hook_for_yaml_takes(name: str) -> None:
    assert re.search(HOOKS["novalint-embedded"]["files"], name)


@pytest.mark.parametrize("name", ["nova.conf", "yaml.py", "notlocal.conf", "a.yaml.md"])
def test_the_hook_for_yaml_leaves(name: str) -> None:
    assert not re.search(HOOKS["novalint-embedded"]["files"], name)


def test_yaml_without_options_of_nova_passes_with_one_note(tmp_path: Path) -> None:
    names = [f"{name}.yaml" for name in "abcde"]
    for name in names:
        (tmp_path / name).write_text("a: 1\n")
    done = run("novalint-embedded", tmp_path, *names)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (0, "", 1)
    assert "`d.yaml`, `e.yaml` contain no configuration of Nova, so they are skipped" in done.stderr


def test_what_is_read_for_its_release_alone_gets_no_note(tmp_path: Path) -> None:
    (tmp_path / "globals.yml").write_text('openstack_release: "zed"\n')
    done = run("novalint-embedded", tmp_path, "globals.yml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (tmp_path / "globals.yml").write_text("a: 1\n")
    assert "so it is skipped\n" in run("novalint-embedded", tmp_path, "globals.yml").stderr


def test_yaml_with_options_of_nova_is_checked(tmp_path: Path) -> None:
    text = "nova_nova_conf_overrides:\n  DEFAULT:\n    vif_plugging_if_fatal: false\n"
    (tmp_path / "vars.yml").write_text(text)
    done = run("novalint-embedded", tmp_path, "vars.yml")
    assert done.returncode == 1
    assert "vars.yml (nova_nova_conf_overrides):3:5: warning[unknown-option]" in done.stdout


@pytest.mark.parametrize("name", [".pre-commit-config.yaml", "x/.pre-commit-hooks.yaml"])
def test_the_hook_of_yaml_passes_over_the_files_of_pre_commit(name: str) -> None:
    assert re.search(HOOKS["novalint-embedded"]["exclude"], name)
    assert not re.search(HOOKS["novalint-embedded"]["exclude"], "nova/pre-commit-config.yaml")
