"""What a template has yet to give to one option of a node makes nothing of another one worse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fleets.fleets import Example, check, examples, files
from many import of_each

from novalint.engine.cloud_report import CloudReport
from novalint.findings import Severity
from novalint.text.document import Document

PLACEHOLDER = "{{ something_else }}"


def with_placeholders(example: Example) -> Iterator[tuple[str, str, str]]:
    """Give the fleet with one option after the other left to a template, and which one it was."""
    parts = files(example.bad)
    head = parts.pop("")
    for name in (name for name in parts if name.endswith(".conf")):
        document = Document.parse(parts[name], name)
        for assignment in document.assignments:
            start, end = assignment.raw.start, assignment.raw.end
            text = document.text[:start] + PLACEHOLDER + document.text[end:]
            fleet = "".join(f"=== {one}\n{all_}" for one, all_ in {**parts, name: text}.items())
            yield assignment.group, assignment.option, head + fleet


def severities(report: CloudReport) -> dict[tuple[str, str], Severity]:
    found = sorted(report.findings, key=lambda one: one.severity)
    return {(one.group, one.option): one.severity for one in found}


@pytest.mark.slow
@of_each(examples())
def test_what_is_not_known_raises_nothing(example: Example) -> None:
    told = severities(check(example.bad, example.rule))
    for group, option, fleet in with_placeholders(example):
        for name, severity in severities(check(fleet, example.rule)).items():
            if name in told:  # with another one unknown, the next one of them may be told
                assert severity <= told[name], (group, option, name)
