"""`novalint` as a command of its own, for tests that run what a user or another program types."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPLYING = {
    "patch": ["patch", "-p1", "--binary", "-s"],
    "git": ["git", "apply", "--whitespace=nowarn", "-"],
}
"""What applies a diff that stands on standard input."""


def needs(program: str) -> pytest.MarkDecorator:
    """Skip a test where a program that it runs is not installed."""
    missing = shutil.which(program) is None
    return pytest.mark.skipif(missing, reason=f"{program} is not installed")


def applied(diff: bytes, folder: Path | str = ".", tool: str = "patch") -> None:
    """Apply a diff to the files of a folder, which it must fit; skip the test without the tool."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    subprocess.run(APPLYING[tool], input=diff, cwd=folder, check=True, capture_output=True)


def search_path(folder: Path) -> str:
    """Give a PATH on which `novalint` is the package under test.

    It is the installed command beside the interpreter, else a script written into `folder`.
    """
    beside = str(Path(sys.executable).parent)
    if not shutil.which("novalint", path=beside):
        folder.mkdir(parents=True, exist_ok=True)
        script = folder / "novalint"
        command = shlex.join([sys.executable, "-m", "novalint"])
        script.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {command} "$@"\n')
        script.chmod(0o755)
        beside = str(folder)
    return os.pathsep.join([beside, os.environ["PATH"]])


def environment(folder: Path) -> dict[str, str]:
    """Give the environment of a user who has installed novalint and set nothing else."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("NOVALINT", "PYTHON"))}
    return own | {"PATH": search_path(folder), "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}


def run(
    command: list[str], cwd: Path, tools: Path, merged: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a command; `merged` puts standard error into standard output, as a terminal shows it."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment(tools),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if merged else subprocess.PIPE,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
