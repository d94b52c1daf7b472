"""Whatever an option says that a rule reads, the rule runs, says no None, and fights no other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from rules.examples import RELEASE, examples
from rules.mending import place, wrongs
from rules.samples import Sample, faultless, faulty
from rules.sharing import share
from rules.trying import VALUES, above, with_value, without

from novalint.deployment import Deployment
from novalint.findings import FAILURE
from novalint.rules.catalogue import rules
from novalint.rules.declaration import Rule
from novalint.schema.options import Name, load_schema
from novalint.schema.releases import releases
from novalint.text.document import Document

LOWER = ("", "0", "$no_such_option")
DENSE = Deployment(profile="dense-multi-tenant", role="all", release=RELEASE)

each_rule = pytest.mark.parametrize(
    "rule", share([one for one in rules() if not one.closing and not one.scope], 120)
)


def options(rule: Rule) -> list[Name]:
    """Give the options that a rule reads, but for those of groups that values name."""
    split = [name.partition(".") for name in rule.options]
    return [(group, option) for group, _, option in split if "*" not in group]


@cache
def bases() -> dict[str, tuple[Sample, ...]]:
    """Give for each rule the first two files with its fault, and one without."""
    found = {sample.name.removeprefix("good "): (sample,) for sample in faultless()}
    for example, sample in zip(examples(), faulty(), strict=True):
        if example.suffix in ("", "-2"):
            found[example.rule] = (*found[example.rule], sample)
    return found


@each_rule
def test_it_says_something_of_any_value_or_nothing_but_never_none(rule: Rule) -> None:
    wrong = []
    for base in bases()[rule.name]:
        for name in options(rule):
            for sample in tried(base, name):
                wrong += [(sample.name, text) for text in slips(rule, sample)]
    assert wrong == []


def tried(base: Sample, name: Name) -> Iterator[Sample]:
    """Set an option to each value, here, in a lower file, and under its old names."""
    yield from filter(None, (with_value(base, name, value) for value in VALUES))
    yield from (above(base, name, value) for value in LOWER)
    option = base.config.schema.option(*name)
    for old in option.old_names if option else ():
        plain = without(base, name)
        yield from filter(None, (with_value(plain, old, value) for value in VALUES[:4]))


def slips(rule: Rule, sample: Sample) -> Iterator[str]:
    """Give what a rule says that it should not."""
    literal = any("None" in document.text for document in sample.documents)
    for one in sample.report(rule.name).findings:
        said = (one.message, *(fix.title for fix in one.fixes))
        yield from (
            text for text in said if one.rule == FAILURE or ("None" in text and not literal)
        )


@pytest.mark.parametrize(
    "name", share(sorted({one for rule in rules() if not rule.scope for one in options(rule)}), 100)
)
def test_no_two_rules_undo_each_other(name: Name) -> None:
    """Each value stands alone in a file of a dense cloud, in the newest release that reads it."""
    known = [one.series for one in releases() if load_schema(one).option(*name)]
    facts = DENSE.merged(Deployment(release=known[-1]))
    wrong = []
    for value in VALUES:
        text = f"[{name[0]}]\n{name[1]} = {value}\n"
        report = Sample(value, (Document.parse(text),), facts).report()
        for one in report.findings:
            for fix in one.fixes if place(one) == name else ():
                wrong += [(value, one.rule, fix.title, why) for why in wrongs(report, one, fix)]
    assert wrong == []
