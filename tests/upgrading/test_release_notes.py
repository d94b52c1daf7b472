"""Whatever Nova's release notes say about configuration is in the report, in the right group."""

from __future__ import annotations

from pathlib import Path

import pytest
from upgrading.release_notes import ITEMS, Item
from upgrading.test_effects import report

from novalint import Change, Effect

PAGE = Path(__file__).parents[2] / "docs" / "upgrade-notes.md"
WORDS = {
    Effect.BREAKS: "breaks",
    Effect.IGNORED: "is ignored",
    Effect.CHANGES: "changes",
    Effect.SOON: "act soon",
    Effect.NOTHING: "nothing to do",
}
IDS = [f"{one.new}-{one.note}-{one.about}-{one.effect}" for one in ITEMS]


def about(change: Change, item: Item) -> bool:
    names = [name for _, name in change.names]
    if item.about.startswith("nova-"):
        return not change.option and item.about in change.readers
    return item.about in (change.option, change.rule, *names)


@pytest.mark.parametrize("item", ITEMS, ids=IDS)
def test_a_note_is_told_in_its_group(item: Item) -> None:
    found = report(item.old, item.new, item.text, role=item.role)
    told = [one.effect for one in found.changes if about(one, item)]
    if item.effect is None:
        assert told == []
    else:
        assert Effect(item.effect) in told


def test_the_page_names_every_note_with_what_is_told() -> None:
    rows = [line.split(" | ") for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    told = {row[1]: row[2] for row in rows if len(row) == 3}
    for one in ITEMS:
        group = WORDS[Effect(one.effect)] if one.effect else "nothing, rightly"
        assert f"`{one.about}`: {group}" in told[one.note]
    assert {note for note in told if note not in ("note", "---")} == {one.note for one in ITEMS}
