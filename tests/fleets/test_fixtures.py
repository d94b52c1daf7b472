"""Every example fleet proves what its rule promises."""

from __future__ import annotations

from functools import cache

import pytest
from fleets.fleets import FOLDER, Example, check, examples, folders, mended, rendered
from many import hold, of_each
from rules.page_sections import check_page

from novalint.engine.cloud_report import CloudReport
from novalint.findings import FAILURE, Severity
from novalint.rules.catalogue import find_rule, rules
from novalint.rules.fleet import facts
from novalint.rules.fleet.grouping import READ
from novalint.rules.fleet.model import Node, Reading

NAMES = [rule.name for rule in rules() if rule.scope]
EVERY = examples()

each_rule = pytest.mark.parametrize("name", NAMES)


@pytest.mark.every_case
@each_rule
def test_examples_are_told_and_mended_as_expected(name: str) -> None:
    checks = [
        report_is_exactly_the_expected_one,
        fixes_make_the_fixed_fleet_and_leave_nothing_to_fix,
        findings_say_what_was_compared_and_where,
    ]
    hold(checks, [example for example in EVERY if example.rule == name])
    hold([good_fleet_is_silent], [name])


@cache
def found(example: Example) -> CloudReport:
    return check(example.bad, example.rule)


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    assert folders() == sorted(NAMES)
    assert {example.rule for example in EVERY} == set(NAMES)


def report_is_exactly_the_expected_one(example: Example) -> None:
    assert FAILURE not in {one.rule for one in found(example).findings}
    assert example.rule in {one.rule for one in found(example).findings}
    assert rendered(found(example)) == example.expected.read_text("utf-8")


def good_fleet_is_silent(name: str) -> None:
    report = check((FOLDER / name / "good.fleet").read_text("utf-8"), "cloud")
    loud = [one for one in report.findings if one.rule == name or one.severity is not Severity.INFO]
    assert loud == []
    assert name in report.ran


def fixes_make_the_fixed_fleet_and_leave_nothing_to_fix(example: Example) -> None:
    patch = found(example).fix(unsafe=True)
    assert bool(patch) == example.fixed.exists()
    if patch:
        after = mended(example.bad, found(example))
        assert after == example.fixed.read_text("utf-8")
        assert not check(after, example.rule).fix(unsafe=True)


def findings_say_what_was_compared_and_where(example: Example) -> None:
    rule = find_rule(example.rule)
    fleet = found(example).fleet
    names = {node.name for node in (*fleet.nodes, *fleet.companions)}
    assert rule is not None
    for one in found(example).findings:
        assert one.scope == rule.scope
        assert one.node in names
        assert (
            one.content
            == found(example).source_line(one.location.path, one.location.start.line).strip()
        )


@each_rule
def test_a_rule_reads_what_it_declares(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    reading, reads, is_written = Node.reading, Node.reads, Node.is_written

    def recorded(self: Node, option: str) -> Reading | None:
        asked.add(option)
        return reading(self, option)

    def recorded_reads(self: Node, option: str) -> bool:
        asked.add(option)
        return reads(self, option)

    monkeypatch.setattr(Node, "reading", recorded)

    def recorded_written(self: Node, option: str) -> bool:
        asked.add(option)
        return is_written(self, option)

    monkeypatch.setattr(Node, "reads", recorded_reads)
    monkeypatch.setattr(Node, "is_written", recorded_written)
    for example in EVERY:
        if example.rule == name:
            check(example.bad, name)
    check((FOLDER / name / "good.fleet").read_text("utf-8"), name)
    rule = find_rule(name)
    assert rule is not None
    if "*" in rule.options:
        return
    assert set(rule.options) <= {*asked, *READ}, "declares what it never reads"
    assert asked <= {*rule.options, *rule.companions, *READ, *facts.READ}


@of_each(NAMES)
def test_page_has_its_sections_and_narrow_lines(name: str) -> None:
    rule = find_rule(name)
    assert rule is not None
    check_page(rule)
