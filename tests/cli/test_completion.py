"""The scripts for shells, in these shells where they are installed."""

from __future__ import annotations

import os
import pty
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from select import select

import pytest
from cli.call import refused
from cli.conftest import Run
from command import needs

from novalint.cli.completion import script

pytestmark = pytest.mark.slow

SHELLS = ("bash", "zsh", "fish")


def run(*command: str, folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the scripts, and with a file to complete."""
    for shell in SHELLS:
        (tmp_path / f"script.{shell}").write_text(script(shell))
    (tmp_path / "my-nova.conf").touch()
    return tmp_path


WORDS = [
    ("novalint comp", "completion"),
    ("novalint check --fail", "--fail-on"),
    ("novalint check --fail-on w", "warning"),
    ("novalint check --release 2024", "2024.1"),
    ("novalint check --role cond", "conductor"),
    ("novalint fix --select fatal-v", "fatal-vif-plugging"),
    ("novalint fix --ignore netw", "networking"),
    ("novalint explain fatal-v", "fatal-vif-plugging"),
    ("novalint check my-", "my-nova.conf"),
    ("novalint check --deployment my-", "my-nova.conf"),
    ("novalint completion f", "fish"),
    ("novalint unset my-nova.conf libvirt.virt_t", "libvirt.virt_type"),
    ("novalint set my-nova.conf libvirt.virt_t", "libvirt.virt_type="),
    ("novalint show my-", "my-nova.conf"),
    ("novalint show libvirt.virt_t", "libvirt.virt_type"),
    ("novalint check --fact tena", "tenants="),
    ("novalint facts tena", "tenants"),
    ("novalint explain vif_plugging_t", "vif_plugging_timeout"),
    ("novalint explain peak_c", "peak_concurrent_builds"),
    ("novalint check --format sar", "sarif"),
    ("novalint check --output sar", "sarif="),
    ("novalint check --output my-", "my-nova.conf"),
]

LISTS = [
    ("novalint fix --select networking,fatal-v", "networking,fatal-vif-plugging"),
    ("novalint check --role compute,cond", "compute,conductor"),
]

LISTS_IN_ZSH = [(typed, word.partition(",")[2]) for typed, word in LISTS]
"""What zsh shows of them: the last name alone."""


@pytest.fixture(scope="module")
def zsh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The terminal of a zsh, which completes at one alone, with the script and a file."""
    folder = tmp_path_factory.mktemp("zsh")
    (folder / "_novalint").write_text(script("zsh"))
    (folder / "my-nova.conf").touch()
    terminal, inside = pty.openpty()
    shell = subprocess.Popen(
        ["zsh", "-f", "-i"],
        cwd=folder,
        env={**os.environ, "TERM": "dumb"},
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
    )
    os.close(inside)
    start = f"fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D; print read''y\n"
    os.write(terminal, start.encode())
    shown_by(terminal, b"\nready")
    yield terminal
    os.close(terminal)
    shell.wait(20)


def typed_into(terminal: int, typed: str) -> str:
    """Give what a zsh shows after two tabs; the line then becomes one without effect."""
    os.write(terminal, f"{typed}\t\t".encode() + b'\x01: "\x05"; print do""ne\n')
    return shown_by(terminal, b"\ndone").decode(errors="replace")


def shown_by(terminal: int, last: bytes) -> bytes:
    shown = b""
    while last not in shown:
        assert select([terminal], [], [], 20)[0], shown
        shown += os.read(terminal, 9999)
    return shown


@needs("bash")
@pytest.mark.parametrize(("typed", "word"), [*WORDS, *LISTS])
def test_bash_completes(folder: Path, typed: str, word: str) -> None:
    words = typed.split()
    code = (
        f"source script.bash; COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; "
        '_shtab_novalint; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    found = run("bash", "--norc", "-c", code, folder=folder).split()
    assert word in found
    assert all(one.startswith(words[-1]) for one in found)


@needs("fish")
@pytest.mark.parametrize(("typed", "word"), [*WORDS, *LISTS])
def test_fish_completes(folder: Path, typed: str, word: str) -> None:
    code = f"source script.fish; complete -C {shlex.quote(typed)}"
    found = run("fish", "--no-config", "-c", code, folder=folder).splitlines()
    assert word in [line.split("\t")[0] for line in found]


@needs("zsh")
def test_zsh_loads_its_script(folder: Path) -> None:
    (folder / "_novalint").write_text(script("zsh"))
    code = f"fpath=({folder} $fpath); autoload -Uz compinit && compinit -u -D; "
    code += "autoload +X _novalint; print ${_comps[novalint]}; zsh -n _novalint"
    assert run("zsh", "-f", "-c", code, folder=folder) == "_novalint\n"


@needs("zsh")
@pytest.mark.parametrize(("typed", "word"), [*WORDS, *LISTS_IN_ZSH])
def test_zsh_completes(zsh: int, typed: str, word: str) -> None:
    assert word in typed_into(zsh, typed)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_command_prints_it(novalint: Run, shell: str) -> None:
    ran = novalint("completion", shell)
    assert ran == (0, script(shell).encode(), b"")
    for word in ("check", "--stdin-filename", "2026.2", "unknown-option", "junit"):
        assert word in ran.out


@pytest.mark.parametrize("line", ["", "tcsh", "bash zsh"])
def test_other_shells_are_refused(novalint: Run, line: str) -> None:
    refused(novalint("completion", *line.split()))
