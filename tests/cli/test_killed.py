"""A `set` or `fix` that is killed at any moment leaves a YAML file as it was, or as it is to be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

KILLS = 250
"""How often each command is killed in the long test; the short one does it some times."""
FEW = 2
BEFORE = (
    "nova_nova_conf_overrides:\n  DEFAULT:\n    # Why it is so.\n    vif_plugging_timeout: 600\n"
    "    debug: treu\n" + "".join(f"other_{number}: {number}\n" for number in range(200))
)
COMMANDS = {
    "set": ["set", "vars.yml", "DEFAULT.vif_plugging_timeout=900"],
    "fix": ["fix", "vars.yml", "--unsafe", "--select", "invalid-value", "--quiet"],
}

each_command = pytest.mark.parametrize("name", COMMANDS)


def _run(name: str, folder: Path) -> subprocess.Popen[bytes]:
    (folder / "vars.yml").write_text(BEFORE)
    return subprocess.Popen(
        [sys.executable, "-m", "novalint", *COMMANDS[name], "--release", "2025.1"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _killed(name: str, folder: Path, kills: int) -> set[str]:
    """Kill a command at moments spread over its whole run; give what the file was behind that."""
    start = time.monotonic()
    assert _run(name, folder).wait(60) in (0, 1)
    lasts = time.monotonic() - start
    after = (folder / "vars.yml").read_text()
    assert after != BEFORE
    left = set()
    for number in range(kills):
        child = _run(name, folder)
        time.sleep(lasts * (number + 0.5) / kills)
        child.send_signal(signal.SIGKILL)
        child.wait(60)
        left.add((folder / "vars.yml").read_text())
    assert left <= {BEFORE, after}
    assert all(yaml.safe_load(text) for text in left)
    names = {path.name for path in folder.iterdir()} - {"vars.yml"}
    assert all(name.startswith(".novalint-") for name in names)  # hidden, and no `*.yml`
    return left


@each_command
def test_a_command_that_is_killed_leaves_one_of_two_files(name: str, tmp_path: Path) -> None:
    _killed(name, tmp_path, FEW)


@pytest.mark.slow
@each_command
def test_a_command_that_is_killed_often_leaves_one_of_two_files(name: str, tmp_path: Path) -> None:
    assert len(_killed(name, tmp_path, KILLS)) == 2
