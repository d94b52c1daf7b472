"""Whatever release notes say about configuration is in the report, in the right group."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from upgrading.release_notes import LIBRARIES, NOVA, Item, items, rows
from upgrading.test_effects import report

from novalint import Change, Effect, Upgrade

PAGE = Path(__file__).parents[2] / "docs" / "upgrade-notes.md"
ITEMS = [*items(NOVA), *items(LIBRARIES)]
CASES = [
    pytest.param(
        one,
        id=f"{one.new}-{one.note}-{one.about[0]}-{one.effect}",
        marks=[pytest.mark.slow] if number % 8 else [],
    )
    for number, one in enumerate(ITEMS)
]
"""One case in eight is for every run."""


@cache
def upgraded(old: str, new: str, text: str, role: str) -> Upgrade:
    return report(old, new, text, role=role)


def is_about(change: Change, name: str) -> bool:
    if name.startswith("nova-"):
        return not change.option and name in change.readers
    return name in (change.option, change.rule, *(option for _, option in change.names))


@pytest.mark.parametrize("item", CASES)
def test_a_note_is_told_in_its_group(item: Item) -> None:
    found = upgraded(item.old, item.new, item.text, item.role)
    for name in item.about:
        effects = [one.effect for one in found.changes if is_about(one, name)]
        if item.effect == "-":
            assert not effects, name
        else:
            assert Effect(item.effect) in effects, name


@pytest.mark.parametrize("table", [NOVA, LIBRARIES], ids=["Nova", "libraries"])
def test_the_page_names_every_note_with_what_is_told(table: Path) -> None:
    written = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    assert [row for row in rows(items(table)) if row not in written] == []


def test_the_page_names_no_other_note() -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    written = [line for line in lines if line.count(" | ") == 2 and "---" not in line]
    known = {row for table in (NOVA, LIBRARIES) for row in rows(items(table))}
    heads = {"| release | note | what is reported, and where |"}
    assert set(written) - known <= heads
