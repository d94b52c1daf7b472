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
each_hook = pytest.mark.parametrize("hook", HOOKS)


def run(hook: str, place: Path, *paths: str) -> subprocess.CompletedProcess[str]:
    """Run a hook as pre-commit does: its entry, its arguments, the names of files that match."""
    told = HOOKS[hook]
    assert all(re.search(told["files"], path) for path in paths)
    line = [*shlex.split(told["entry"]), *told.get("args", []), *paths]
    return command.run(line, place, place / "bin")


def test_the_hooks_are_those_of_the_contract() -> None:
    assert list(HOOKS) == ["novalint", "novalint-fix"]
    assert {hook["language"] for hook in HOOKS.values()} == {"python"}


@each_hook
@pytest.mark.parametrize(
    "name", ["nova.conf", "etc/nova/nova.conf", "nova-cpu.conf", "roles/x/files/nova_cell1.conf"]
)
def test_pattern_takes(hook: str, name: str) -> None:
    assert re.search(HOOKS[hook]["files"], name)


@each_hook
@pytest.mark.parametrize(
    "name",
    [
        "nova.conf.j2",
        "nova.conf.d/50-site.conf",
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
