"""Mistakes that operators have reported: each is told at its option, and its cure is silent.

A case names what must be told (`at`, as `group.option`, at `severity` or above), what must be said
with it (`names`), and rules or options of which nothing may be said (`not`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import novalint
from novalint import Deployment, Severity
from novalint.findings import Finding

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("reported.json").read_bytes())
RANK = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@pytest.fixture(params=CASES, ids=[case["id"] for case in CASES])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def findings(case: dict[str, Any], which: str, folder: Path) -> list[Finding]:
    base = case.get("base_good" if which == "good" else "base", case.get("base"))
    texts = [text for text in (base, case[which]) if text]
    files = [folder / f"{number}-nova.conf" for number, _ in enumerate(texts)]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text)
    role = {"role": case["role"]} if case["role"] else {}
    config = novalint.load(*files, release=case["release"])
    report = novalint.check(config, deployment=Deployment.of({**case.get("facts", {}), **role}))
    return list(report.findings)


def told(found: list[Finding], subject: str, severity: str) -> list[Finding]:
    group, _, option = subject.partition(".")
    return [
        finding
        for finding in found
        if finding.group == group
        and option in ("", finding.option)
        and RANK[finding.severity] >= RANK[Severity(severity)]
    ]


def test_a_reported_mistake_is_told_at_its_option(case: dict[str, Any], tmp_path: Path) -> None:
    found = findings(case, "bad", tmp_path)
    if any(finding.rule == "syntax-error" for finding in found):
        return  # Nova reads nothing of the file
    for subject in case["at"]:
        hits = told(found, subject, case["severity"])
        assert hits, f"{subject}: {found}"
        names = case.get("names", {}).get(subject.partition(".")[2], ())
        said = [hit.message + str(hit.fixes) for hit in hits]
        assert not names or any(name in text for name in names for text in said)


def test_nothing_is_said_of_what_is_right(case: dict[str, Any], tmp_path: Path) -> None:
    found = [*findings(case, "bad", tmp_path), *findings(case, "good", tmp_path)]
    said = {finding.rule for finding in found}
    said |= {f"{finding.group}.{finding.option}" for finding in found}
    assert not said & {*case.get("not", ())}


def test_the_cure_of_a_reported_mistake_is_silent(case: dict[str, Any], tmp_path: Path) -> None:
    found = findings(case, "good", tmp_path)
    for subject in case["at"]:
        assert not told(found, subject, case["severity"])
