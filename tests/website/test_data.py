"""The explorer's data says of each release what its schema says; each page has its place."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any

import command
import pytest

from novalint.rules.catalogue import rules
from novalint.schema.options import Option, load_schema
from novalint.schema.releases import releases


@cache
def tool(name: str) -> ModuleType:
    path = command.ROOT / "tools" / "website" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"website_{name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def data() -> Any:
    found = tool("explorer").script()
    assert found.startswith("window.novalintOptions = ")
    return json.loads(found.partition(" = ")[2].rstrip(";\n"))


def entries(group: str, name: str) -> list[Option | None]:
    return [load_schema(release).option(group, name) for release in releases()]


def letter(group: str, name: str, place: int, option: Option | None) -> str:
    if option:
        return "d" if option.deprecated else "o"
    schema = load_schema(releases()[place])
    return "a" if schema.renamed(group, name) else "."


@pytest.mark.slow
def test_states_are_those_of_the_schemas() -> None:
    wrong = []
    for group, name, states, *_ in data()["options"]:
        if "*" in group:
            continue
        found = enumerate(entries(group, name))
        if states != "".join(letter(group, name, place, one) for place, one in found):
            wrong.append((group, name, states))
    assert wrong == []
    assert {state for line in data()["options"] for state in line[2]} == set(".oda")


def default(option: Option) -> str:
    """Give a default as its release writes it: 3 that became 3.0 is another one."""
    return json.dumps(option.entry.get("default", "none"))


@pytest.mark.slow
def test_changed_defaults_are_those_of_the_schemas() -> None:
    wrong = []
    for group, name, _, changes, *_ in data()["options"]:
        found = entries(group, name)
        for place, (old, new) in enumerate(pairwise(found), 1):
            if old and new and not old.machine and not new.machine:
                differs = default(old) != default(new)
                if differs != (changes[place] in "db"):
                    wrong.append((group, name, releases()[place].series))
    assert wrong == []
    assert {change for line in data()["options"] for change in line[3]} == set(".dtb")


@pytest.mark.slow
def test_every_option_of_the_newest_release_is_there() -> None:
    there = {(line[0], line[1]) for line in data()["options"]}
    newest = load_schema(releases()[-1])
    assert {(one.group, one.name) for one in newest} <= there


def test_rules_stand_with_the_options_that_they_read() -> None:
    told = {
        (f"{line[0]}.{line[1]}", data()["rules"][place][0])
        for line in data()["options"]
        for place in line[7]
    }
    assert ("DEFAULT.vif_plugging_is_fatal", "fatal-vif-plugging") in told
    assert told <= {(option, rule.name) for rule in rules() for option in rule.options}


def test_what_is_related_can_be_shown() -> None:
    keys = {f"{line[0]}.{line[1]}" for line in data()["options"]}
    assert [one for line in data()["options"] for one in line[6] if one not in keys] == []


def test_the_data_is_small_enough_for_a_phone() -> None:
    assert len(tool("explorer").script()) < 600_000


def test_the_field_takes_the_place_that_the_page_marks() -> None:
    text = (command.ROOT / "docs" / "options.md").read_text("utf-8")
    made = tool("explorer").with_field(text)
    assert made.startswith("# Option explorer\n")
    assert 'id="explorer-name"' in made
    assert "On the documentation site" not in made
    assert made.endswith(text.splitlines(keepends=True)[-1])


@pytest.mark.parametrize(
    ("page", "below"),
    [
        ("README", "/docs/guide"),
        ("README", "/docs/of-tomorrow"),
        ("docs/rules/README", "/docs/themes/networking"),
        ("docs/themes/networking", "/docs/rules/fatal-vif-plugging"),
    ],
)
def test_each_page_is_below_another(page: str, below: str) -> None:
    known = {"README", "docs/guide", "docs/of-tomorrow", "docs/rules/README"}
    assert below in tool("navigation").contents(page, known).splitlines()


def test_pages_of_rules_have_nothing_below_them() -> None:
    assert tool("navigation").contents("docs/rules/fatal-vif-plugging", {"README"}) == ""


def test_make_builds_what_these_tests_look_at() -> None:
    shown = ["make", "--no-print-directory", "--dry-run", "site", "VENV=venv"]
    done = subprocess.run(
        shown, cwd=command.ROOT, capture_output=True, encoding="utf-8", check=True
    )
    built = "-m sphinx -W --keep-going -q -c tools/website -d build/site . site"
    assert f"venv/bin/python {built}" in done.stdout.splitlines()
