"""What the command line does where the process is its own: finds modules, ends without ado."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from pkgutil import walk_packages

import pytest

import novalint
from novalint.cli import _OwnModules

CONF = "[DEFAULT]\ndebug = true\nno_such_option = 1\n"
RUN = """\
sys.argv = ['novalint', 'check', 'nova.conf']
from novalint.cli import command
status = command()
print('after it')
sys.exit(status)
"""


def test_modules_are_found_as_python_finds_them() -> None:
    for module in walk_packages(novalint.__path__, "novalint."):
        package = sys.modules.get(module.name.rpartition(".")[0])
        path = package.__path__ if package else module.module_finder.path  # type: ignore[union-attr]
        folders = [path] if isinstance(path, str) else list(path)
        ours, theirs = (
            finder.find_spec(module.name, folders) for finder in (_OwnModules, PathFinder)
        )
        assert ours and theirs
        assert (ours.origin, ours.cached) == (theirs.origin, theirs.cached)
        assert ours.submodule_search_locations == theirs.submodule_search_locations
        assert type(ours.loader) is type(theirs.loader)
        assert ours.has_location


@pytest.mark.parametrize("name", ["novalint", "novalint.no_such_module", "json.decoder"])
def test_other_modules_are_left_to_python(name: str) -> None:
    assert _OwnModules.find_spec(name, novalint.__path__) is None
    assert _OwnModules.find_spec(name, None) is None


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("import atexit; atexit.register(print, 'the end')", "the end"),
        (
            "import threading, time; "
            "threading.Thread(target=lambda: (time.sleep(0.5), print('the end'))).start()",
            "the end",
        ),
        ("sys.setprofile(lambda *_: None)", "after it"),
        ("pass", ""),
    ],
)
def test_what_waits_for_the_end_of_the_process_has_its_turn(
    tmp_path: Path, before: str, words: str
) -> None:
    (tmp_path / "nova.conf").write_text(CONF)
    script = f"import sys\n{before}\n{RUN}"
    ran = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True)
    assert ran.returncode == 1, ran.stderr
    assert b"no_such_option" in ran.stdout
    assert words.encode() in ran.stdout
    assert (b"after it" in ran.stdout) == bool(words)
