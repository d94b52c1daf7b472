"""What one line can cost."""

from __future__ import annotations

import pytest

from novalint.deployment import Deployment
from novalint.engine import running, safety
from novalint.engine.report import check
from novalint.engine.running import LONGEST, MOST_IN_A_LINE
from novalint.text.document import Document


def test_a_line_has_only_so_many_findings_of_a_rule() -> None:
    wrong = ",".join(f"a{number}" for number in range(3 * MOST_IN_A_LINE))
    text = f"[DEFAULT]\ncompute_monitors = {wrong}\n"
    report = check(Document.parse(text), release="2026.2", select=["compute-monitor-unknown"])
    assert len(report.findings) == MOST_IN_A_LINE
    assert "mend some first" in report.findings[-1].message
    assert not report.findings[-1].fixes


def test_a_configuration_has_only_so_many_findings_of_a_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "MOST", 5)
    text = "[DEFAULT]\n" + "".join(f"unheard_of_{number} = 1\n" for number in range(9))
    report = check(Document.parse(text), release="2026.2", select=["unknown-option"])
    assert len(report.findings) == 5
    assert "finds 5 or more, and what follows is left out" in report.findings[-1].message


def test_only_so_many_fixes_are_proven_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "LINES", 50)
    text = "[DEFAULT]\n" + "debug = true\n" * 9
    report = check(Document.parse(text), release="2026.2", select=["duplicate-option"])
    assert [one.fixes[0].safety.value for one in report.findings] == ["safe"] * 4 + ["unsafe"] * 4
    assert report.fix().apply(text) == "[DEFAULT]\n" + "#debug = true\n" * 8 + "debug = true\n"


def test_a_number_without_measure_is_not_taken_for_a_mistake_of_the_rule() -> None:
    number = "9" * 4300
    text = f"[database]\nmax_pool_size = {number}\n"
    facts = Deployment(role="api", db_max_connections=100, controllers=3)
    report = check(Document.parse(text), release="2026.2", deployment=facts)
    failures = [one.message for one in report.findings if one.rule == "rule-failure"]
    assert all("cannot reckon with a number" in one for one in failures)
    assert failures


def test_what_a_rule_says_is_one_line_of_some_length() -> None:
    names = ",".join(f"net{number}" for number in range(2000))
    text = f"[neutron]\nphysnets = {names}\n"
    (found,) = check(
        Document.parse(text), release="2026.2", select=["physnet-without-numa-nodes"]
    ).findings
    assert len(found.message) == LONGEST
    assert found.message.endswith("…")
