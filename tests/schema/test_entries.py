"""What is read of a release's file line by line is what the whole file says."""

from __future__ import annotations

from typing import Any

import pytest

from novalint.schema.entries import document_of
from novalint.schema.options import Schema, load_schema
from novalint.schema.releases import Release, releases
from novalint.schema.store import read_json, read_text

each_release = pytest.mark.parametrize("release", releases(), ids=str)


def _whole(release: Release) -> dict[str, Any]:
    whole: dict[str, Any] = read_json(f"nova/{release.series}.json")
    return whole


@each_release
def test_says_of_options_what_the_whole_file_says(release: Release) -> None:
    whole = _whole(release)
    read = document_of(read_text(f"nova/{release.series}.json"))
    groups = {group: content["properties"] for group, content in whole["properties"].items()}
    assert {**read, "properties": {}} == {**whole, "properties": {}}
    assert list(read["properties"]) == list(groups)
    for group, entries in groups.items():
        found = read["properties"][group]["properties"]
        assert list(found) == list(entries) and len(found) == len(entries)
        assert dict(found.items()) == entries


@each_release
@pytest.mark.parametrize("fact", ["deprecated_names", "plugins"])
def test_finds_the_options_that_have_a_fact(release: Release, fact: str) -> None:
    lazy, whole = load_schema(release), Schema(release, _whole(release))
    for group in whole.groups:
        assert list(lazy.having(group, fact)) == list(whole.having(group, fact))


@each_release
def test_knows_the_same_old_names(release: Release) -> None:
    lazy, whole = load_schema(release), Schema(release, _whole(release))
    assert list(lazy.with_old_names()) == list(whole.with_old_names())
    assert list(lazy.by_old_name()) == list(whole.by_old_name())
    for group, name in whole._old_names:
        assert lazy.renamed(group, name) == whole.renamed(group, name)


def test_what_no_group_has_is_not_there() -> None:
    entries = load_schema(releases()[-1]).options("libvirt")
    assert entries is not None and "nonsense" not in entries and entries.get("nonsense") is None
