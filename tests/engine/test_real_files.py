"""Real files: checked without a failure, mended without a change of values."""

from __future__ import annotations

from pathlib import Path

import command
from engine.test_random import FACTS, typed

from novalint.engine.report import check
from novalint.text.document import Document
from novalint.text.source import encode

RELEASE = "2026.2"


def test_check_never_fails(real_file: Path) -> None:
    for facts in FACTS:
        report = check(real_file, release=RELEASE, deployment=facts)
        assert [one for one in report.findings if one.rule == "rule-failure"] == []
        size = len(report.config.documents[0].text)
        assert all(one.location.end.offset <= size for one in report.findings)


def test_safe_fixes_keep_every_value_and_converge(real_file: Path) -> None:
    report = check(real_file, release=RELEASE)
    after = report.after(report.fix())
    assert typed(after.config) == typed(report.config)
    assert not after.fix()


def test_all_fixes_converge_and_patch_makes_them(real_file: Path, tmp_path: Path) -> None:
    document = Document.parse(real_file.read_bytes(), "nova.conf")
    report = check(document, release=RELEASE, deployment=FACTS[2])
    patch = report.fix(unsafe=True)
    assert not report.after(patch).fix(unsafe=True)
    target = tmp_path / "nova.conf"
    target.write_bytes(encode(document.text))
    if patch:
        command.applied(encode(patch.unified_diff()), tmp_path)
    assert target.read_bytes() == encode(patch.apply(document.text))
