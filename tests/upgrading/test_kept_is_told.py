"""Of every old default that is written down, the report says what `check` has against it."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from upgrading.test_promises import FAR, NEIGHBOURS, OWN

import novalint
from novalint.engine.report import examine
from novalint.findings import Finding
from novalint.schema.releases import Release, releases
from novalint.settings.model import Settings
from novalint.text.document import Document

PAIRS = list(combinations(releases(), 2))
LIBVIRT = b"[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n"


def untold(text: bytes, old: Release, new: Release) -> list[Finding]:
    """Return what `check` finds since the old behaviour is kept, and the report does not say."""
    document = Document.parse(text, "nova.conf")
    plain, kept = (
        novalint.upgrade(document, old.series, new.series, keep_behaviour=keeps)
        for keeps in (False, True)
    )
    before = {(f.rule, f.group, f.option) for f in examine(plain.after, Settings()).findings}
    said = " ".join(change.message for change in kept.changes)
    return [
        finding
        for finding in examine(kept.after, Settings()).findings
        if (finding.rule, finding.group, finding.option) not in before
        and finding.message not in said
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(*PAIRS[n], marks=[pytest.mark.slow] if n % 5 else [])
        for n in (*NEIGHBOURS[::3], *FAR[::4])
    ],
    ids=str,
)
def test_a_file_of_one_line(old: Release, new: Release) -> None:
    assert untold(LIBVIRT, old, new) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", range(0, len(OWN), 2))
def test_own_files(number: int) -> None:
    assert untold(OWN[number].read_bytes(), *PAIRS[number * 7 % len(PAIRS)]) == []


def test_real_files(real_file: Path) -> None:
    number = sum(real_file.name.encode())
    assert untold(real_file.read_bytes(), *PAIRS[number % len(PAIRS)]) == []


def test_a_deprecated_default_that_check_finds_more_fault_with() -> None:
    found = novalint.upgrade(
        Document.parse(LIBVIRT, "nova.conf"), "zed", "2025.1", keep_behaviour=True
    )
    (change,) = [one for one in found.changes if one.option == "enforce_scope"]
    assert "lets tokens of the system scope act in projects" in change.message
    assert "; also: `[oslo_policy] enforce_scope` is deprecated" in change.message
