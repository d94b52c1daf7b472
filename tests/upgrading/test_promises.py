"""Every promise of a migration, on the project's own files and on real ones.

NOVALINT_CORPUS names a folder of real files, of which some pairs of releases each are tried;
with NOVALINT_UPGRADES=all it is every pair.
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


def sample(number: int, step: int) -> list[int]:
    """Choose some pairs of releases, others for each number."""
    return list(range(number * 7 % step, len(PAIRS), step))


def tried(file: Path, pairs: list[int], folder: Path) -> None:
    document = Document.parse(file.read_bytes(), "nova.conf")
    for number in pairs:
        applies(check(*PAIRS[number], document), folder)


@pytest.mark.parametrize("number", range(len(OWN)), ids=[one.parent.name for one in OWN])
def test_own_files(number: int, tmp_path: Path) -> None:
    tried(OWN[number], sample(number, 64), tmp_path)


def test_real_files(real_file: Path, tmp_path: Path) -> None:
    number = sum(real_file.name.encode())
    tried(real_file, list(range(len(PAIRS))) if ALL else sample(number, 95), tmp_path)
