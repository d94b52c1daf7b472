"""Every fix of every finding removes it, brings nothing as bad, and is undone by no other rule."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from rules.mending import together, wrongs
from rules.samples import Sample, faultless, faulty, real
from rules.sharing import share

from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.rules.catalogue import find_rule
from novalint.rules.fleet.model import SERVICES

EVERY = (*faulty(), *faultless(), *real())
AS_METADATA = {("metadata-secret-without-proxy", "api")}
"""Rules about what nova-api reads as well where it serves metadata, with that role."""
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


@pytest.mark.parametrize("sample", share(faulty(), 30))
def test_a_fix_adds_only_what_the_role_reads(sample: Sample) -> None:
    """Whoever is told the role gets no line that no service of the node reads.

    What moves or mends a line that is there, as rules about lines do, adds none.
    """
    rule = find_rule(sample.name) or find_rule(sample.name.rpartition("-")[0])
    assert rule is not None
    for role in () if rule.is_about_lines else sorted(SERVICES):
        told = sample.facts.merged(Deployment.of({"role": role}))
        report = check(sample.config, deployment=told, select=[rule.name])
        for fix in (fix for finding in report.findings for fix in finding.fixes):
            after = report.after(fix.patch).config
            before = {(setting.group, setting.name) for setting in report.config.settings}
            added = [one for one in after.settings if (one.group, one.name) not in before]
            assert (rule.name, role) in AS_METADATA or all(
                role in one.option.facts.get("read_by", (role,)) for one in added
            ), fix.title
