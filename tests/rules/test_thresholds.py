"""Fixes lead out of what their rule reports with other thresholds than its own as well."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from rules.examples import Example, examples
from rules.mending import EASED
from rules.sharing import share

from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.rules.catalogue import rules
from novalint.text.document import Document

FACTORS = (0.25, 0.5, 1, 2, 8, 64)
"""What a threshold is multiplied by."""
RULES = {rule.name: rule.thresholds or {} for rule in rules() if not rule.scope}
EVERY = [example for example in examples() if RULES.get(example.rule)]
NUMBER = re.compile(rb"(?m)^(\w+ *= *)\d+(\.\d+)?$")


def _reports(example: Example) -> Iterator[Report]:
    """Check an example with other thresholds, and with numbers next to each of these."""
    for name, usual in RULES[example.rule].items():
        for limit in {usual * factor for factor in FACTORS}:
            numbers = {example.rule: {name: limit}}
            for text in _texts(example.bad, limit):
                document = Document.parse(text, "bad.conf")
                yield check(
                    document, deployment=example.facts, select=[example.rule], thresholds=numbers
                )


def _texts(document: Document, limit: float) -> Iterator[bytes]:
    """Give the example as it is, and with each of its numbers just below and above a limit."""
    text = document.source.text.encode()
    yield text
    for found in NUMBER.finditer(text):
        for number in {max(int(limit) - 1, 1), int(limit) + 1}:
            yield text[: found.start()] + found[1] + b"%d" % number + text[found.end() :]


@pytest.mark.parametrize("example", share(EVERY, 3))
def test_a_fix_leads_out_of_the_finding_whatever_the_threshold(example: Example) -> None:
    wrong = {
        f"{finding.message}: {fix.title}"
        for report in _reports(example)
        for finding in report.findings
        for fix in finding.fixes[: 1 if finding.rule in EASED else None]
        if len(report.after(fix.patch).findings) >= len(report.findings)
    }
    assert wrong == set()


@pytest.mark.parametrize(
    ("rule", "text", "facts", "numbers", "way"),
    [
        (
            "conductor-threads-few",
            "[DEFAULT]\nexecutor_thread_pool_size = 100\n[database]\nmax_overflow = 1000\n",
            {"role": "conductor"},
            {"threads": 200},
            "raise it to 200",
        ),
        (
            "service-down-time-tight",
            "[DEFAULT]\nreport_interval = 10\nservice_down_time = 70\n",
            {"compute_hosts": 200},
            {"reports": 8},
            "so 7 late heartbeats make one of 200 hosts count as down; set it to 80",
        ),
        (
            "rpc-timeout-lowered",
            "[DEFAULT]\nrpc_response_timeout = 90\n",
            {},
            {"seconds": 120},
            "raise it to 120",
        ),
    ],
)
def test_the_way_is_that_to_the_threshold(
    rule: str, text: str, facts: dict[str, object], numbers: dict[str, float], way: str
) -> None:
    told = Deployment.of({"release": "2026.2", **facts})
    document = Document.parse(text, "nova.conf")
    report = check(document, deployment=told, select=[rule], thresholds={rule: numbers})
    (found,) = report.findings
    assert found.message.endswith(way)


@pytest.mark.parametrize(
    ("rule", "line", "facts"),
    [
        ("conductor-threads-few", "executor_thread_pool_size = 8", {"role": "conductor"}),
        ("service-down-time-tight", "service_down_time = 20", {"compute_hosts": 200}),
    ],
)
def test_what_another_file_decides_is_not_mended(
    rule: str, line: str, facts: dict[str, object]
) -> None:
    told = Deployment.of({"release": "2026.2", **facts})
    document = Document.parse(f"[DEFAULT]\n{line}\n", "nova.conf")
    (found,) = check(document, deployment=told, select=[rule]).findings
    assert not found.fixes
