"""docs/settings.md says all that schemas/settings.json has, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pages

from novalint.schema.store import read_json
from novalint.settings import Settings

SCHEMA = read_json("settings.json")
PAGE = pages.text(pages.ROOT / "docs" / "settings.md")
ROWS = [
    [cell.strip() for cell in row.split("|")[1:-1]]
    for row in re.findall(r"^\| `.*$", PAGE.split("## Keys")[1].split("\n## ")[0], re.MULTILINE)
]
KINDS = {"text": "string", "list": "array", "table": "object", "list of tables": "array"}


def test_the_keys_are_those_of_the_schema() -> None:
    assert [row[0].strip("`") for row in ROWS] == list(SCHEMA["properties"])


def test_types_and_defaults_are_those_of_the_schema() -> None:
    for name, kind, default, meaning in ROWS:
        entry = SCHEMA["properties"][name.strip("`")]
        told = entry.get("type", "string" if "enum" in entry else None)
        assert told in (None, KINDS.get(kind)), name
        assert default.strip("`") == entry.get("default", default.strip("`")), name
        assert all(f"`{choice}`" in meaning for choice in entry.get("enum", ())), name


def test_roles_are_those_of_the_facts() -> None:
    (meaning,) = (row[3] for row in ROWS if row[0] == "`role`")
    roles = read_json("deployment.json")["$defs"]["role"]["enum"]
    assert re.findall(r"`(\w+)`", meaning) == roles


def test_an_override_and_a_configuration_have_the_keys_that_are_listed() -> None:
    text = PAGE.split("An override has ")[1].split(".")[0]
    for name, more in (("override", set()), ("configuration", {"merge"})):
        listed = set(re.findall(r"`([a-z]+)`", text)) | more
        assert listed == set(SCHEMA["$defs"][name]["properties"])


def test_the_examples_are_right(tmp_path: Path) -> None:
    blocks = [block for _, block in pages.blocks(pages.ROOT / "docs" / "settings.md", "toml")]
    assert len(blocks) >= 2
    for block in blocks:
        file = tmp_path / "novalint.toml"
        file.write_text(block, encoding="utf-8")
        assert Settings.read(file) != Settings(path=str(file))
