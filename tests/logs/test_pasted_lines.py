"""Lines as operators paste them, and what they are known as; many are known as nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.logs.diagnosis import diagnose
from novalint.pages.symptoms import page_of_line

TEXTS = Path(__file__).with_name("pasted.txt").read_text(encoding="utf-8").splitlines()
ROWS = [text.partition(" | ") for text in TEXTS if not text.startswith("#")]
LINES = [
    (names.split() if names != "-" else [], line.replace("⏎", "\n")) for names, _, line in ROWS
]


@pytest.mark.parametrize(("names", "line"), LINES)
def test_it_is_known_as_what_it_is(names: list[str], line: str) -> None:
    symptoms = diagnose(line).symptoms
    assert sorted(one.name for one in symptoms) == sorted(names)
    assert all(one.count == 1 for one in symptoms)
    page = f"\n{page_of_line(line)}"
    assert all(f"\n{name}\n\n" in page for name in names)
    assert bool(page.strip()) == bool(names)


def test_they_are_enough_of_both_kinds() -> None:
    assert len([line for names, line in LINES if names]) >= 40
    assert len([line for names, line in LINES if not names]) >= 10
