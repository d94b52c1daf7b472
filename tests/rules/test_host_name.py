"""A name that every machine has is only wrong where there are several machines."""

from __future__ import annotations

import pytest

from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.findings import Severity
from novalint.text.document import Document


@pytest.mark.parametrize(
    ("hosts", "severities"), [(None, [Severity.INFO]), (1, []), (2, [Severity.WARNING])]
)
def test_severity_depends_on_the_number_of_hosts(
    hosts: int | None, severities: list[Severity]
) -> None:
    document = Document.parse("[DEFAULT]\nhost = localhost\n")
    facts = Deployment(compute_hosts=hosts)
    report = check(document, deployment=facts, select=["host-named-localhost"])
    assert [one.severity for one in report.findings] == severities
