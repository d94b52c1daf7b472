"""What a template has yet to give to one option makes nothing of another one worse."""

from __future__ import annotations

from collections.abc import Iterator

from many import of_each
from rules.examples import Example, examples

from novalint.engine.report import Report
from novalint.findings import Severity
from novalint.hosts.reading import documents_in
from novalint.text.content import Assignment
from novalint.text.document import Document
from novalint.text.source import Source

PLACEHOLDER = "{{ something_else }}"
TAKEN_FOR_THE_USUAL = ("compute_driver", "virt_type")
"""What is libvirt's and KVM's wherever nobody says otherwise."""
AS_TRUE_EITHER_WAY = (("database-credentials-on-compute", "compute"),)
"""With `[upgrade_levels] compute` auto another rule asks for the same."""


def with_placeholders(example: Example) -> Iterator[tuple[Assignment, Document]]:
    """Give the file with one option after the other left to a template."""
    document = example.bad
    for assignment in document.assignments:
        start, end = assignment.raw.start, assignment.raw.end
        text = document.text[:start] + PLACEHOLDER + document.text[end:]
        if assignment.option not in TAKEN_FOR_THE_USUAL:
            yield assignment, example.read(text.encode("utf-8", "surrogateescape"))


def in_template(text: str) -> Document:
    """Read a text as a template: what it leaves open is to be filled in yet."""
    source = Source.decode(text.encode("utf-8", "surrogateescape"), "templates/nova.conf.j2")
    (document,) = documents_in(source)
    return document


def severities(report: Report) -> dict[tuple[str, str], Severity]:
    return {(one.group, one.option): one.severity for one in report.findings}


def plain() -> list[Example]:
    """Leave out files of other kinds, and the rule about placeholders."""
    return [one for one in examples() if not one.path.exists() and one.rule != "value-not-rendered"]


@of_each(plain())
def test_what_is_not_known_raises_nothing(example: Example) -> None:
    told = severities(example.check())
    for assignment, document in with_placeholders(example):
        own = assignment.option in {option for _, option in told}
        if own or (example.rule, assignment.option) in AS_TRUE_EITHER_WAY:
            continue
        left = severities(example.check(document))
        assert len(left) <= len(told), (assignment.option, left)
        for name, severity in left.items():  # of several options together, the first may be another
            assert severity <= told.get(name, max(told.values())), (assignment.option, name)


MEASURES = (("database-pool-unlimited", "max_overflow"),)
"""What another one of the same finding is measured by."""


@of_each(plain())
def test_what_is_not_known_hides_no_other_finding(example: Example) -> None:
    told = severities(example.check(in_template(example.bad.text)))
    for assignment, document in with_placeholders(example):
        name = assignment.group, assignment.option
        if name not in told or (example.rule, assignment.option) in MEASURES:
            continue
        left = severities(example.check(in_template(document.text)))
        assert told.keys() - {name} <= left.keys(), assignment.option
