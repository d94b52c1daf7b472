"""A rule blames no file for what may stand in another: a part of what is right is not wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rules.examples import Example, examples, folders
from rules.mending import place
from rules.parts import one_line_parts
from rules.samples import Sample, faultless, faulty
from rules.sharing import share

from novalint.engine.report import Report
from novalint.findings import Finding, Fix, Severity
from novalint.rules.common import absence
from novalint.text.document import Document

LINES = {"syntax", "options", "deprecation"}
"""Themes about what a line itself says, whatever stands elsewhere."""

MOOT = {
    "certificate-not-verified": "a driver that is named elsewhere may not read the option",
    "pci-devices-without-alias": "nova-compute finds devices and aliases in one group, `[pci]`, and"
    " whoever offers devices there writes what they are called beside them (nova/conf/pci.py)",
    "guest-disk-injection": "with a configuration drive, which another file may force, it is off",
    "mysql-mode-not-strict": "a database that is named elsewhere may be another than MySQL",
    "scheduler-filter-removed": "another file may name a filter of that name",
    "scheduler-filter-unknown": "another file may name a filter of that name",
}
"""Rules about what a line itself says, which another line can make harmless in rare cases."""

EVERY = examples()

SURE = {
    "compute-number-empty": "an empty number is none, whatever another file sets",
    "poll-interval-zero-is-not-off": "who writes 0 means off, whatever the action is",
}
"""Rules whose fix is right wherever what they miss is set."""

TELLING = {
    "cache-without-backend": "the servers are there, beside which a backend would stand",
    "fatal-vif-plugging": "a cloud that is told to be dense needs more than the default",
    "login-incomplete": "the other log-ins of the file have what it lacks",
    "resize-needs-another-host": "a cloud told to have one host needs more than the default",
}
"""Rules that take a part, or the facts, for enough to say that something is nowhere."""


def severe(part: Sample) -> Iterator[Finding]:
    """Find the errors and warnings about a part."""
    return (one for one in part.report().findings if one.severity is not Severity.INFO)


@pytest.mark.parametrize("sample", share(faultless(), 40))
def test_a_line_of_a_faultless_file_alone_is_faultless(sample: Sample) -> None:
    if sample.report().suppressed:
        return  # a comment accepts a finding in the whole file
    assert [
        (part.name, one.rule, one.message)
        for part in one_line_parts(sample)
        for one in severe(part)
        if one.rule not in MOOT
    ] == []


@pytest.mark.parametrize("sample", share(faulty(), 40))
def test_what_a_line_alone_does_not_set_is_no_fault_of_it(sample: Sample) -> None:
    if any(document.problems for document in sample.documents):
        return  # its lines are not what they look like
    assert [
        (part.name, one.rule, one.message)
        for part in one_line_parts(sample)
        for one in severe(part)
        if one.theme not in LINES and is_absent(part, one)
    ] == []


def is_absent(part: Sample, finding: Finding) -> bool:
    """Tell whether no line sets the option of a finding."""
    group, option = place(finding)
    known = part.config.schema.option(group, option) is not None
    return known and part.config.setting(group, option).is_default


@pytest.mark.parametrize("rule", MOOT)
def test_a_line_that_another_makes_harmless_is_in_the_good_file_of_its_rule(rule: str) -> None:
    sample = next(sample for sample in faultless() if sample.name == f"good {rule}")
    assert rule in {one.rule for part in one_line_parts(sample) for one in severe(part)}


@pytest.mark.parametrize("rule", share(folders(), 12))
def test_a_note_about_a_part_has_no_fix_that_another_file_may_gainsay(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = list(noted(rule, monkeypatch))
    for example, finding, _ in notes:
        assert not any(adds(fix, example.bad) for fix in finding.fixes), finding.message
    if rule not in SURE:
        assert [finding.message for _, finding, milder in notes if milder] == []


@pytest.mark.parametrize("rule", SURE)
def test_a_fix_is_sure_of_a_note_too(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert any(milder for _, _, milder in noted(rule, monkeypatch))


def noted(rule: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Example, Finding, bool]]:
    """Give notes about parts, and whether one has a fix and is worse in a whole configuration."""
    for example in of_rule(rule):
        monkeypatch.setattr(absence, "signs_of_whole", lambda config: 2)
        whole = example.check()
        monkeypatch.setattr(absence, "signs_of_whole", lambda config: 0)
        for finding in filter(is_note, example.check().findings):
            yield example, finding, bool(finding.fixes) and is_milder(finding, whole)


@pytest.mark.parametrize("rule", share(folders(), 12))
def test_facts_do_not_tell_that_what_a_part_does_not_set_is_nowhere(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if rule not in TELLING:
        assert list(missed(rule, monkeypatch)) == []


@pytest.mark.parametrize("rule", TELLING)
def test_a_part_or_the_facts_tell_that_something_is_nowhere(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(missed(rule, monkeypatch))


def missed(rule: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the messages of errors and warnings about what a part does not set."""
    monkeypatch.setattr(absence, "signs_of_whole", lambda config: 0)
    for example in of_rule(rule):
        part = example.check()
        for one in part.findings:
            if one.theme not in LINES and not is_note(one) and is_unset(part, one):
                yield one.message


def of_rule(rule: str) -> list[Example]:
    return [example for example in EVERY if example.rule == rule]


def is_note(finding: Finding) -> bool:
    return finding.severity is Severity.INFO


def is_milder(finding: Finding, whole: Report) -> bool:
    """Tell whether a whole configuration has a worse finding of the same option in its place."""
    return any(
        other.location == finding.location and place(other) == place(finding) and not is_note(other)
        for other in whole.findings
    )


def adds(fix: Fix, document: Document) -> bool:
    """Tell whether a file has more options after a fix, which are not moved or renamed."""
    after = Document.parse(fix.patch.apply(document.text, document.path))
    return len(names(after)) > len(names(document))


def names(document: Document) -> set[tuple[str, str]]:
    return {(one.group, one.option) for one in document.assignments}


def is_unset(report: Report, finding: Finding) -> bool:
    known = report.config.schema.option(finding.group, finding.option) is not None
    return known and report.config.setting(finding.group, finding.option).is_default
