"""Every fix of every finding removes it, brings nothing as bad, and is undone by no other rule."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from rules.mending import together, wrongs
from rules.samples import Sample, faultless, faulty, real
from rules.sharing import share

EVERY = (*faulty(), *faultless(), *real())
MANY = 8
"""Findings from which on only neighbours are mended together."""


@pytest.mark.parametrize("sample", share(EVERY, 60))
def test_each_fix_alone_is_right(sample: Sample) -> None:
    report = sample.report()
    assert [
        (finding.rule, fix.title, wrong)
        for finding in report.findings
        for fix in finding.fixes
        for wrong in wrongs(report, finding, fix)
    ] == []


@pytest.mark.parametrize("sample", share(EVERY, 60))
def test_two_fixes_are_as_right_as_each_alone(sample: Sample) -> None:
    report = sample.report()
    fixable = [finding for finding in report.findings if finding.fixes]
    pairs = combinations(fixable, 2) if len(fixable) < MANY else pairwise(fixable)
    assert [
        (first.rule, second.rule, wrong)
        for first, second in pairs
        for wrong in together(report, first, second)
    ] == []
