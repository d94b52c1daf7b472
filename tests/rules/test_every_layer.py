"""A fix leaves alone what a lower file sets: that is what holds once the fault above is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rules.examples import Example, examples
from rules.mending import place, wrongs
from rules.samples import Sample, faultless, faulty
from rules.sharing import share
from rules.trying import above, without

from novalint.findings import Finding
from novalint.schema.options import Name, Option

PAIRED = list(zip(examples(), faulty(), strict=True))
GOOD = {sample.name: sample for sample in faultless()}


@pytest.mark.parametrize("pair", share(PAIRED, 20))
def test_fixes_keep_what_a_lower_file_sets(pair: tuple[Example, Sample]) -> None:
    (example, sample), wrong = pair, []
    for name in single_options(example, sample):
        for value in good_values(example, sample, name):
            if not blamed(above(without(sample, name), name, value), name):
                wrong += harms(example.rule, above(sample, name, value), name)
    assert wrong == []


def single_options(example: Example, sample: Sample) -> list[Name]:
    """Give the options with one value that the rule would have changed in the file."""
    config = sample.config
    found = dict.fromkeys(place(one) for one in findings(example.rule, sample) if one.fixes)
    return [
        name
        for name in found
        if (option := config.schema.option(*name)) and not option.multi
        if config.setting(*name).places and not config.setting(*name).via
    ]


def good_values(example: Example, sample: Sample, name: Name) -> set[str]:
    """Give values that a file may well set: the default, and that of the rule's good file."""
    option = sample.config.schema.option(*name)
    assert option
    good = GOOD[f"good {example.rule}"].config
    known = good.schema.option(*name) is not None
    values = {written(option), good.setting(*name).raw if known else None}
    return {value for value in values if value is not None}


def written(option: Option) -> str | None:
    """Write a default as a file has it; None where it has none that is one line."""
    default = option.entry.get("default")
    if isinstance(default, list):
        return ",".join(map(str, default))
    return None if default is None or isinstance(default, dict) else str(default)


def harms(rule: str, sample: Sample, name: Name) -> Iterator[str]:
    """Say what is wrong with the fixes of what the upper file has wrong."""
    report = sample.report()
    for finding in findings(rule, sample):
        for fix in finding.fixes if place(finding) == name else ():
            if sample.documents[0].path in fix.patch.paths:
                yield f"{fix.title}: takes a good value out of a lower file"
            yield from (f"{fix.title}: {wrong}" for wrong in wrongs(report, finding, fix))


def findings(rule: str, sample: Sample) -> list[Finding]:
    return [one for one in sample.report().findings if one.rule == rule]


def blamed(sample: Sample, name: Name) -> bool:
    """Tell whether any rule finds something about an option."""
    return any(place(one) == name for one in sample.report().findings)
