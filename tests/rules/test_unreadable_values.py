"""A value that cannot be read is not empty: no rule says so beside undefined-substitution."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from novalint.engine.report import Report
from tests.rules.examples import Example, examples

_LACKS = re.compile(
    r"`(?:\[(?P<group>[\w.-]+)\] )?\w+`(?:(?:, | and )`(?:\[[\w.-]+\] )?\w+`)*"
    r" (?:is|are) (?:empty|not set)"
)
_NAME = re.compile(r"`(?:\[(?P<group>[\w.-]+)\] )?(?P<name>\w+)`")


def lacking(report: Report) -> Iterator[tuple[str, str]]:
    """Yield each option that a finding calls empty or not set."""
    for finding in report.findings:
        for said in _LACKS.finditer(finding.message):
            for each in _NAME.finditer(said[0]):
                group = each["group"] or said["group"] or finding.group or "DEFAULT"
                if report.config.schema.option(group, each["name"]):
                    yield group, each["name"]


def unreadable(example: Example, group: str, name: str) -> Report:
    """Check the bad file of an example where an option names one that there is not."""
    lines = example.bad.text.splitlines()
    kept = [line for line in lines if not re.match(rf"{name}\s*=", line)]
    text = "\n".join([*kept, f"[{group}]", f"{name} = ab$there_is_none", ""])
    return example.check(example.read(text.encode()))


def cases() -> list[Example]:
    return [each for each in examples()
            if not each.path.exists() and _LACKS.search(each.expected.read_text())]  # fmt: skip


@pytest.mark.parametrize("example", cases(), ids=str)
def test_it_is_not_called_empty(example: Example) -> None:
    wrong = [
        (group, name)
        for group, name in dict.fromkeys(lacking(example.check()))
        if (group, name) in set(lacking(unreadable(example, group, name)))
    ]
    assert wrong == []
