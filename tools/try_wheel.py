"""Builds the wheel, installs it into an empty environment of each Python there is, and uses it.

`make wheel` runs it. The Pythons are those of the classifiers in pyproject.toml that are on the
PATH or that pyenv has. What the wheel depends on comes from wherever pip is told to look.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "dense-compute"
FACTS = ("--deployment", "deployment.toml")


class Step(NamedTuple):
    """What to run behind `novalint`, the status to expect, and a word of what is printed."""

    arguments: tuple[str, ...]
    status: int
    word: str


STEPS = (
    Step(("--version",), 0, "novalint "),
    Step(("check", "nova.conf", *FACTS), 1, "[fatal-vif-plugging]"),
    Step(("check", "nova.conf", "--format", "sarif", "--fail-on", "never"), 0, "2.1.0"),
    Step(("check", "hosts", "--together", "--jobs", "2", "--fail-on", "never"), 0, ""),
    Step(("fix", "nova.conf", *FACTS, "--diff", "--unsafe"), 1, "+vif_plugging_is_fatal = false"),
    Step(("set", "nova.conf", "DEFAULT.debug=false", "--diff"), 1, "+debug = false"),
    Step(("show", "nova.conf", "DEFAULT.vif_plugging_timeout"), 0, "= 300"),
    Step(("explain", "vif_plugging_is_fatal"), 0, "vif_plugging_is_fatal"),
    Step(("explain", "fatal-vif-plugging"), 0, "fatal-vif-plugging"),
    Step(("releases",), 0, "2026.2"),
    Step(("schema", "--release", "ocata"), 0, '"x-oslo"'),
    Step(("completion", "bash"), 0, "novalint"),
    Step(("completion", "zsh"), 0, "#compdef novalint"),
    Step(("completion", "fish"), 0, "novalint"),
    Step(("check", "nova.conf", "--settings", "missing.toml"), 2, ""),
)
API = """
import novalint
assert novalint.__file__.startswith({prefix!r}), novalint.__file__
report = novalint.check(novalint.Document.parse("[DEFAULT]\\nvif_plugging_if_fatal = 1\\n"))
assert "unknown-option" in [finding.rule for finding in report.findings]
"""


def main() -> int:
    """Try every Python; 1 where one fails, or where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = build(Path(folder, "dist"))
        tried = 0
        for version, python in pythons():
            place = Path(folder, version)
            subprocess.run([python, "-m", "venv", place], check=True)
            pip = (place / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet")
            subprocess.run([*pip, "install", wheel], check=True)
            use(place)
            sys.stdout.write(f"the wheel works on Python {version}\n")
            tried += 1
    return int(not tried)


def build(folder: Path) -> Path:
    """Build the wheel of the working tree, with what is installed here."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def pythons() -> Iterator[tuple[str, str]]:
    """Give the supported Pythons of this machine: version and path."""
    told = (ROOT / "pyproject.toml").read_text("utf-8")
    for version in re.findall(r"Python :: (3\.\d+)", told):
        found = next(filter(runs, candidates(version)), None)
        if found:
            yield version, found


def candidates(version: str) -> Iterator[str]:
    """Give where a Python may be: on the PATH, or among those of pyenv, the newest first."""
    named = shutil.which(f"python{version}")
    if named:
        yield named
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from map(
        str, sorted(root.glob(f"versions/{version}.*/bin/python{version}"), reverse=True)
    )


def runs(python: str) -> bool:
    """Tell whether a Python can be started; the scripts of pyenv need not lead anywhere."""
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def use(place: Path) -> None:
    """Run the installed novalint of a virtual environment away from the checkout."""
    work = place / "work"
    shutil.copytree(EXAMPLE, work)
    (work / "hosts").mkdir()
    shutil.copy(work / "nova.conf", work / "hosts")
    for step in STEPS:
        run([str(place / "bin" / "novalint"), *step.arguments], work, step.status, step.word)
    python = str(place / "bin" / "python")
    run([python, "-m", "novalint", "--version"], work, 0, "novalint ")
    run([python, "-c", API.format(prefix=str(place))], work, 0, "")
    assert (place / "share" / "man" / "man1" / "novalint.1").is_file(), "there is no manual page"


def run(command: Sequence[str], folder: Path, status: int, word: str) -> None:
    """Run a command as a user who has set nothing; raises AssertionError where it does not do."""
    own = {name: told for name, told in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=folder, env=own, capture_output=True, encoding="utf-8", check=False
    )
    said = f"{' '.join(command)}\nstatus {done.returncode}\n{done.stdout}{done.stderr}"
    assert done.returncode == status, said
    assert word in done.stdout, said
    assert "Traceback" not in done.stderr, said


if __name__ == "__main__":
    raise SystemExit(main())
