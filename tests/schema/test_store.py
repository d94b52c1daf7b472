"""Where the shipped files are, and when they are read."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from novalint.engine.report import check
from novalint.schema import options
from novalint.schema.options import load_schema
from novalint.schema.releases import newest, releases
from novalint.schema.store import folder, read_json, read_text
from novalint.text.document import Document

ROOT = Path(__file__).parents[2]
PROGRAM = """
import json, os, sys
opened = []
sys.addaudithook(
    lambda event, args: opened.append(os.path.basename(str(args[0])))
    if event == "open" and str(args[0]).endswith(".json") else None
)
from novalint.schema.releases import find_release
from novalint.schema.options import load_schema
from novalint.schema.store import folder
told = []
for name in ("2024.1", "epoxy", "2024.1"):
    load_schema(find_release(name))
    told.append(opened[:])
print(json.dumps([folder(), told, "jsonschema" in sys.modules]))
"""


def run(home: Path) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=home, capture_output=True, text=True, check=True
    )
    found: list[object] = json.loads(done.stdout)
    return found


def test_a_release_reads_its_own_file_and_no_other() -> None:
    where, opened, jsonschema = run(ROOT)
    assert where == folder() == str(ROOT / "schemas")
    assert opened == [
        ["releases.json", "2024.1.json"],
        ["releases.json", "2024.1.json", "2025.1.json"],
        ["releases.json", "2024.1.json", "2025.1.json"],
    ]
    assert not jsonschema


def test_an_installed_package_has_its_files_within(tmp_path: Path) -> None:
    package = tmp_path / "novalint"
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "novalint", package, ignore=unwanted)
    for name in ("2024.1", "2025.1"):
        (package / "schemas" / "nova").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "schemas" / "nova" / f"{name}.json", package / "schemas" / "nova")
    shutil.copy(ROOT / "schemas" / "releases.json", package / "schemas")
    assert run(tmp_path)[0] == str(package / "schemas")


def test_every_release_has_its_file_and_every_file_its_release() -> None:
    files = {path.stem for path in (ROOT / "schemas" / "nova").glob("*.json")}
    assert files == {release.series for release in releases()}
    for release in releases():
        head = read_json(f"nova/{release.series}.json")["x-oslo"]
        assert (head["release"], head["nova"]) == (release.series, release.nova)
        assert load_schema(release).release is release


def test_a_schema_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_schema(newest())
    monkeypatch.setattr(options, "read_json", None)
    assert load_schema(newest()) is first


def test_a_pickle_of_a_schema_is_small_and_gives_the_same_one() -> None:
    schema = load_schema(newest())
    written = pickle.dumps(schema)
    assert len(written) < 500
    assert pickle.loads(written) is schema


def test_one_check_loads_one_release(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def read(name: str) -> str:
        asked.append(name)
        return read_text(name)

    monkeypatch.setattr(options, "read_text", read)
    options._loaded.cache_clear()
    check(Document.parse("[DEFAULT]\nno_such_option = 1\n"), release="yoga")
    assert [name for name in asked if name.startswith("nova/")] == ["nova/yoga.json"]
