"""Every promise of a migration, on the project's own files and on real ones.

NOVALINT_CORPUS names a folder of real files, of which two pairs of releases each are tried; with
NOVALINT_UPGRADES=all it is every pair.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from upgrading.promises import PAIRS, applies, check

from novalint.text.document import Document

ROOT = Path(__file__).parents[2]
ALL = os.environ.get("NOVALINT_UPGRADES") == "all"
OWN = sorted(ROOT.glob("tests/rules/*/bad*.conf"))[::25] + sorted(ROOT.glob("examples/*/nova.conf"))

NUMBERS = [
    pytest.param(number, marks=[pytest.mark.slow] if number % 3 else [])
    for number in range(len(OWN))
]
"""One file in three, and its pairs, are for every run."""

NEIGHBOURS = [n for n, (old, new) in enumerate(PAIRS) if new.major - old.major == 1]
FAR = [n for n, (old, new) in enumerate(PAIRS) if new.major - old.major >= 10]


def sample(number: int) -> list[int]:
    """Choose a pair of neighbours and a long way, others for each number."""
    return [NEIGHBOURS[number % len(NEIGHBOURS)], FAR[number % len(FAR)]]


def tried(file: Path, pairs: list[int], folder: Path) -> None:
    document = Document.parse(file.read_bytes(), "nova.conf")
    drafts = [check(*PAIRS[number], document) for number in pairs]
    for draft in drafts:
        applies(draft, folder)


@pytest.mark.parametrize("number", NUMBERS, ids=[one.parent.name for one in OWN])
def test_own_files_of_which_each_pair_has_one(number: int, tmp_path: Path) -> None:
    tried(OWN[number], list(range(number, len(PAIRS), len(OWN))), tmp_path)


def test_real_files(real_file: Path, tmp_path: Path) -> None:
    number = sum(real_file.name.encode())
    tried(real_file, list(range(len(PAIRS))) if ALL else sample(number), tmp_path)
