"""The project around the code: what is shipped, what make does, the sizes that keep it easy."""

from __future__ import annotations

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from statistics import median

import command
import pytest

import novalint

ROOT = command.ROOT
SOURCES = sorted((ROOT / "novalint").glob("**/*.py"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that the working tree makes, built without network."""
    build = pytest.importorskip("hatchling.builders.wheel").WheelBuilder
    folder = tmp_path_factory.mktemp("dist")
    (path,) = build(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(path)


def test_the_wheel_holds_the_package_and_its_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {str(path.relative_to(ROOT)) for path in SOURCES} <= names
    assert "novalint/py.typed" in names
    data = [*(ROOT / "schemas").glob("*.json"), *(ROOT / "schemas" / "nova").glob("*.json")]
    assert {f"novalint/{path.relative_to(ROOT)}" for path in data} <= names


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    info = f"novalint-{novalint.__version__}.dist-info/"
    data = f"novalint-{novalint.__version__}.data/data/"
    manual = [name for name in names if name.startswith(data)]
    assert manual == [f"{data}share/man/man1/novalint.1"]
    assert [name for name in names if not name.startswith(("novalint/", info, data))] == []
    assert [name for name in names if "generator" in name or "__pycache__" in name] == []


def test_all_schemas_together_are_small_in_the_wheel(wheel: Path) -> None:
    files = [one for one in zipfile.ZipFile(wheel).infolist() if "/schemas/" in one.filename]
    assert len(files) > 20
    assert sum(one.compress_size for one in files) < 1_000_000


@pytest.mark.slow
def test_the_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    done = command.run(
        ["env", f"PYTHONPATH={site}", sys.executable, "-m", "novalint", "check", *demo()],
        tmp_path,
        tmp_path / "bin",
    )
    assert done.returncode == 1
    assert "nova.conf:86:1: warning[fatal-vif-plugging]" in done.stdout


@pytest.mark.slow
def test_the_wheel_is_installed_into_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """Without network: what it depends on is lent by the Python that runs the tests."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        pytest.skip("there is no pip here")
    place = tmp_path / "place"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    python = place / "bin" / "python"
    offline = ["install", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([*pip, "--python", str(python), *offline], check=True)
    (site,) = place.glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    runpy.run_path(str(ROOT / "tools" / "try_wheel.py"))["use"](place)


def demo() -> list[str]:
    """Give the arguments of the example that the Makefile checks."""
    (line,) = re.findall(r"^EXAMPLE = (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    words: list[str] = line.split()
    return words


needs_make = command.needs("make")


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make at the root as a shell would, whatever make the tests themselves run under."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "VENV"))}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT, env=own, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """A folder that passes for a virtual environment in which everything is installed."""
    (tmp_path / "bin").mkdir()
    tools = tmp_path / "bin"
    script = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m novalint "$@"\n'
    (tools / "novalint").write_text(script)
    (tools / "novalint").chmod(0o755)
    later = time.time() + 60
    for stamp in ("installed", "installed-dev"):
        (tmp_path / stamp).touch()
        os.utime(tmp_path / stamp, (later, later))
    return tmp_path


@needs_make
def test_make_demo_shows_the_command_and_what_it_finds(venv: Path) -> None:
    done = make("demo", f"VENV={venv}")
    assert done.returncode == 0, done.stderr
    first, second, *_ = done.stdout.splitlines()
    assert first == f"$ novalint check {' '.join(demo())}"
    assert second.startswith("examples/dense-compute/nova.conf:86:1: warning[fatal-vif-plugging]")
    assert "+vif_plugging_is_fatal = false" in done.stdout


@needs_make
def test_make_demo_fails_where_nothing_is_found(venv: Path) -> None:
    assert make("demo", f"VENV={venv}", "EXAMPLE=--ignore networking " + demo()[0]).returncode == 2


@needs_make
def test_make_alone_lists_what_can_be_made() -> None:
    done = make()
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony
    assert [line.split()[1] for line in done.stdout.splitlines()] == phony[1].split()


@needs_make
@pytest.mark.parametrize(("target", "left_out"), [("test", " -m 'not slow'"), ("test-all", "")])
def test_make_test_lints_first_and_runs_the_tests_last(
    venv: Path, target: str, left_out: str
) -> None:
    lines = make("--dry-run", target, f"VENV={venv}").stdout.splitlines()
    assert lines[-1] == f"{venv}/bin/python -m pytest -n auto --dist loadfile{left_out}"
    assert [line.split("/bin/")[1].split()[0] for line in lines[:-1]] == [
        "ruff",
        "ruff",
        "mypy",
        "lint-imports",
    ]


@needs_make
def test_make_installs_again_only_when_the_project_changes(venv: Path) -> None:
    assert "pip" not in make("--dry-run", "test", f"VENV={venv}").stdout
    os.utime(venv / "installed-dev", (0, 0))
    assert "pip" in make("--dry-run", "test", f"VENV={venv}").stdout


def test_continuous_integration_runs_what_a_contributor_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").splitlines()[-1] == "exec make test-all"


def test_the_changelog_names_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert novalint.__version__ in text
    assert text.index("## [Unreleased]") < text.index("### Added")


@cache
def functions() -> dict[Path, list[ast.FunctionDef]]:
    """Give the functions of each module: all of them are parsed once."""
    return {path: list(_defined(ast.parse(path.read_text("utf-8")).body)) for path in SOURCES}


def _defined(body: Iterable[ast.AST]) -> Iterator[ast.FunctionDef]:
    """Give the functions among statements and within them; expressions hold none."""
    for one in body:
        if isinstance(one, ast.FunctionDef):
            yield one
        for inner in ("body", "orelse", "finalbody", "handlers", "cases"):
            within = getattr(one, inner, [])
            yield from _defined(within if isinstance(within, list) else [])


def lengths() -> dict[str, int]:
    """Give the lines of each function, its documentation left out, by where it stands."""
    return {
        f"{path.relative_to(ROOT)}:{function.lineno}": length(function)
        for path, own in functions().items()
        for function in own
    }


def length(function: ast.FunctionDef) -> int:
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    page = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - page


@cache
def lines() -> dict[Path, int]:
    return {path: path.read_text("utf-8").count("\n") for path in SOURCES}


def test_files_are_short() -> None:
    assert {str(path): count for path, count in lines().items() if count > 350} == {}


@pytest.mark.slow
def test_half_of_the_files_are_shorter_still() -> None:
    """The pages of rules, which are docstrings, do not count here."""
    assert median(count - pages(path) for path, count in lines().items()) <= 120


def pages(path: Path) -> int:
    """Give the lines of a module that are documentation of its functions."""
    own = functions()[path]
    return sum((one.end_lineno or 0) - one.lineno + 1 - length(one) for one in own)


@pytest.mark.slow
def test_functions_are_short() -> None:
    counts = lengths()
    assert {place: count for place, count in counts.items() if count > 50} == {}
    assert median(counts.values()) <= 12


def named_types(path: Path) -> set[str]:
    """Give the names that a module has for types: of its classes, and of what it calls a type."""
    tree = ast.parse(path.read_text("utf-8"))
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    return own | {name for node in tree.body for name in targets(node) if is_type_name(name)}


def targets(node: ast.stmt) -> list[str]:
    found = node.targets if isinstance(node, ast.Assign) else []
    found = [node.target] if isinstance(node, ast.AnnAssign) else found
    return [one.id for one in found if isinstance(one, ast.Name)]


def is_type_name(name: str) -> bool:
    """Say whether a name is in CamelCase, as those of types and of nothing else are."""
    return re.fullmatch(r"_?[A-Z]\w*[a-z]\w*", name) is not None


ONE_NOTION = {"Name"}
"""Types that modules of several floors declare alike: a group with an option."""


@pytest.mark.slow
def test_no_two_types_have_one_name() -> None:
    homes = defaultdict(list)
    for path in SOURCES:
        for name in named_types(path) - ONE_NOTION:
            homes[name].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}
