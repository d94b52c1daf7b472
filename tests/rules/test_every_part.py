"""A rule blames no file for what may stand in another: a part of what is right is not wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rules.mending import place
from rules.parts import one_line_parts
from rules.samples import Sample, faultless, faulty
from rules.sharing import share

from novalint.findings import Finding, Severity

LINES = {"syntax", "options", "deprecation"}
"""Themes about what a line itself says, whatever stands elsewhere."""

MOOT = {
    "certificate-not-verified": "a driver that is named elsewhere may not read the option",
    "pci-devices-without-alias": "nova-compute finds devices and aliases in one group, `[pci]`, and"
    " whoever offers devices there writes what they are called beside them (nova/conf/pci.py)",
    "guest-disk-injection": "with a configuration drive, which another file may force, it is off",
    "scheduler-filter-removed": "another file may name a filter of that name",
    "scheduler-filter-unknown": "another file may name a filter of that name",
}
"""Rules about what a line itself says, which another line can make harmless in rare cases."""


def severe(part: Sample) -> Iterator[Finding]:
    """Find the errors and warnings about a part."""
    return (one for one in part.report().findings if one.severity is not Severity.INFO)


@pytest.mark.parametrize("sample", share(faultless(), 40))
def test_a_line_of_a_faultless_file_alone_is_faultless(sample: Sample) -> None:
    if sample.report().suppressed:
        pytest.skip("a comment accepts a finding in the whole file")
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
