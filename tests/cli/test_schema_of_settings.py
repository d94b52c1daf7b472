"""The schema of settings in one piece says what the program says of a novalint.toml."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cli.conftest import Run
from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

from novalint.errors import NovalintError
from novalint.rules.catalogue import THEMES, rules
from novalint.settings import Settings

TABLES: list[dict[str, Any]] = [
    {},
    {"release": "2025.1", "role": ["compute"], "select": ["networking", "own-rule"]},
    {"severity": {"unknown-option": "error"}, "thresholds": {"own-rule": {"limit": 3}}},
    {"deployment": {"tenants": 3, "role": "all"}, "fail-on": "never"},
    {"overrides": [{"paths": ["a*.conf"], "ignore": ["x"]}]},
    {"configurations": {"node": {"paths": ["a.conf"], "deployment": {"tenants": 3}}}},
    {"relase": "2025.1"},
    {"role": "cook"},
    {"severity": {"unknown-option": "fatal"}},
    {"deployment": {"tenants": "many"}},
    {"deployment": {"role": ["cook"]}},
    {"overrides": [{"ignore": ["x"]}]},
    {"configurations": {"node": {"paths": []}}},
    {"select": [7]},
]


@pytest.fixture
def schema(novalint: Run) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(novalint("schema", "--settings").out)
    return printed


def is_right(table: dict[str, Any]) -> bool:
    try:
        Settings.of(table)
    except NovalintError:
        return False
    return True


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_it_accepts_what_settings_are(schema: dict[str, Any], table: dict[str, Any]) -> None:
    assert Draft202012Validator(schema).is_valid(table) is is_right(table)


def test_it_refers_to_no_other_file(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert "urn:novalint" not in json.dumps(schema)
    for reference in references(schema):
        assert reference.startswith("#/")
        try:
            Draft202012Validator({**schema, "$ref": reference}).is_valid(7)
        except Unresolvable:
            pytest.fail(reference)


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for value in node.values() for found in references(value)]
    return [found for item in node for found in references(item)] if isinstance(node, list) else []


def test_rules_and_themes_are_offered(schema: dict[str, Any]) -> None:
    offered = schema["properties"]["select"]["items"]["anyOf"][0]["enum"]
    assert offered == [*THEMES, *(rule.name for rule in rules())]
    assert set(schema["properties"]["severity"]["properties"]) == {rule.name for rule in rules()}


def test_it_is_that_of_no_release(novalint: Run) -> None:
    done = novalint("schema", "--settings", "--release", "2025.1")
    assert done.status == 2 and "--release" in done.err
