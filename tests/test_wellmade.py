"""Complete, correct configurations give no error and no warning by any rule.

Each folder of tests/wellmade is one configuration, its files in the order of their names, with what
is known about its cloud in facts.toml.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from novalint.config.model import Config, load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.errors import DeploymentError
from novalint.findings import Severity
from novalint.schema.releases import find_release, releases
from novalint.schema.store import read_json
from novalint.tables import read_table
from novalint.text.document import Document

FOLDER = Path(__file__).parent / "wellmade"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
ROLES = set(read_json("deployment.json")["$defs"]["role"]["enum"])

each = pytest.mark.parametrize("name", NAMES)


@cache
def facts(name: str) -> dict[str, object]:
    return read_table(FOLDER / name / "facts.toml", "TOML", DeploymentError)


@cache
def config(name: str) -> Config:
    paths = sorted((FOLDER / name).glob("*.conf"))
    documents = [Document.parse(path.read_bytes(), path.name) for path in paths]
    return load(*documents, release=str(facts(name)["release"]))


def loud(name: str, *left_out: str) -> list[str]:
    """Write down the errors and warnings without some facts, failures of rules included."""
    told = {fact: value for fact, value in facts(name).items() if fact not in left_out}
    report = check(config(name), deployment=Deployment.of(told))
    return [
        f"{one.location} {one.severity}[{one.rule}] {one.message}"
        for one in report.findings
        if one.severity is not Severity.INFO
    ]


@each
def test_with_all_facts(name: str) -> None:
    assert loud(name) == []


@each
def test_where_the_role_is_not_told(name: str) -> None:
    assert loud(name, "role") == []


@each
def test_with_the_role_and_nothing_else(name: str) -> None:
    """What makes a dense cloud dense stays: its settings are right there and only there."""
    kept = {"role", "release", "profile"}
    assert loud(name, *(set(facts(name)) - kept)) == []


@each
def test_every_value_is_read(name: str) -> None:
    """Of a file whose options nobody reads the other tests would see nothing."""
    read = config(name)
    assert len(read.settings) > 15
    assert [one.name for one in read.settings if one.error] == []
    assert [u.place.assignment.option for u in read.usages if not (u.option or u.renamed)] == []


def test_they_cover_the_releases_and_the_roles() -> None:
    assert len(NAMES) >= 20
    covered = {find_release(str(facts(name)["release"])) for name in NAMES}
    oldest, newest = find_release("queens"), find_release("2026.2")
    assert [one for one in releases() if oldest <= one <= newest and one not in covered] == []
    assert {role for name in NAMES for role in roles(name)} >= ROLES


def roles(name: str) -> list[object]:
    role = facts(name)["role"]
    return role if isinstance(role, list) else [role]
