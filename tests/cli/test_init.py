"""`novalint init` writes a file that is right whatever is taken out of its comments."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli.call import refused, write
from cli.conftest import Run

from novalint.cli.init import starter
from novalint.schema.store import read_json
from novalint.settings import Settings
from novalint.settings.naming import check_names


def uncommented(text: str) -> str:
    return re.sub(r"^#(?! )", "", text, flags=re.MULTILINE)


def test_it_changes_nothing_until_it_is_changed(novalint: Run, folder: Path) -> None:
    ran = novalint("init")
    assert (ran.status, ran.out) == (0, "")
    assert "`novalint.toml`" in ran.err
    assert Settings.read("novalint.toml") == Settings(path=str(folder / "novalint.toml"))


def test_it_says_all_that_can_be_set(folder: Path) -> None:
    properties = read_json("settings.json")["properties"]
    told = re.findall(r"^#\[*([a-z-]+)", starter(), re.MULTILINE)
    assert set(properties) <= set(told)
    said = " ".join(starter().replace("\n# ", " ").split())
    for entry in properties.values():
        assert f"{entry['title']}: {entry['description']}" in said
    assert max(map(len, starter().splitlines())) <= 100


@pytest.mark.slow
def test_all_of_its_examples_are_right(folder: Path) -> None:
    settings = Settings.read(write("novalint.toml", uncommented(starter())))
    for name in ("release", "select", "ignore", "plugins", "severity", "thresholds"):
        assert getattr(settings, name), name
    assert settings.overrides
    assert settings.configurations
    check_names(Settings.read(write("a.toml", re.sub("plugins = .*", "", uncommented(starter())))))


@pytest.mark.parametrize(
    ("name", "text"),
    [("novalint.toml", ""), ("pyproject.toml", "[tool.novalint]\n")],
)
def test_settings_that_are_there_are_kept(novalint: Run, name: str, text: str) -> None:
    file = write(name, text)
    refused(novalint("init"), f"`{name}`", "already")
    assert file.read_text() == text
    assert [path.name for path in Path().iterdir()] == [name]


def test_settings_of_a_folder_above_or_of_others_are_no_hindrance(
    novalint: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("novalint.toml", "")
    write("a/pyproject.toml", "[tool.ruff]\n")
    monkeypatch.chdir(folder / "a")
    assert novalint("init").status == 0


def test_a_name_that_is_taken_is_told(novalint: Run) -> None:
    Path("novalint.toml").mkdir()
    refused(novalint("init"), "cannot write `novalint.toml`")
