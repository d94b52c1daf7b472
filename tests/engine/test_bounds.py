"""What one line can cost."""

from __future__ import annotations

from time import process_time

import pytest

from novalint.config.model import Config, load
from novalint.deployment import Deployment
from novalint.engine import running, safety
from novalint.engine.report import check
from novalint.engine.running import LONGEST, MOST_IN_A_LINE
from novalint.engine.safety import Proofs
from novalint.findings import Finding, Fix, Location, Safety
from novalint.reports.digest import OutcomeDigest
from novalint.text.document import Document
from novalint.text.edits import Edit, Patch
from novalint.text.source import Span


def test_a_line_has_only_so_many_findings_of_a_rule() -> None:
    wrong = ",".join(f"a{number}" for number in range(3 * MOST_IN_A_LINE))
    text = f"[DEFAULT]\ncompute_monitors = {wrong}\n"
    report = check(Document.parse(text), release="2026.2", select=["compute-monitor-unknown"])
    assert len(report.findings) == MOST_IN_A_LINE
    assert "fix some first" in report.findings[-1].message
    assert not report.findings[-1].fixes


def test_a_configuration_has_only_so_many_findings_of_a_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "MOST", 5)
    text = "[DEFAULT]\n" + "".join(f"unheard_of_{number} = 1\n" for number in range(9))
    report = check(Document.parse(text), release="2026.2", select=["unknown-option"])
    assert len(report.findings) == 5
    assert "has 5 or more findings, and the rest is left out" in report.findings[-1].message


def test_only_so_many_fixes_are_proven_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "[DEFAULT]\n" + "debug = true\n" * 9
    proofs: list[int] = []
    real = safety.keeps_meaning

    def keeps_meaning(patch: Patch, config: Config) -> bool:
        proofs.append(sum(len(file.edits) for file in patch.files))
        return real(patch, config)

    monkeypatch.setattr(safety, "LINES", 50)
    monkeypatch.setattr(safety, "keeps_meaning", keeps_meaning)
    report = check(Document.parse(text), release="2026.2", select=["duplicate-option"])
    assert proofs == [1, 1, 1, 1, 4]  # the rest all together
    assert [one.fixes[0].safety.value for one in report.findings] == ["safe"] * 8
    assert report.fix().apply(text) == "[DEFAULT]\n" + "#debug = true\n" * 8 + "debug = true\n"


def test_what_does_not_keep_the_meaning_together_is_not_safe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(safety, "LINES", 0)
    config = load(Document.parse("[DEFAULT]\ndebug = true\n"), release="2026.2")
    (document,) = config.documents
    place = Location.of(document, Span(0, 1))
    texts = ("# debug = true\n", "# a note\n#")
    proofs = Proofs(config)
    fixes = [
        proofs.proven(Fix("x", Patch.of(document.source, [Edit(at, at, text)]), Safety.SAFE))
        for at, text in zip((0, 10), texts, strict=True)
    ]
    findings = [Finding("x", place, fixes=(fix,)) for fix in fixes]
    assert [one.fixes[0].safety.value for one in proofs.together(findings)] == ["unsafe"] * 2
    assert [one.fixes[0].safety.value for one in proofs.together(findings[:1])] == ["safe"]


def test_a_number_without_measure_is_not_taken_for_a_mistake_of_the_rule() -> None:
    number = "9" * 4300
    text = f"[database]\nmax_pool_size = {number}\n"
    facts = Deployment(role="api", db_max_connections=100, controllers=3)
    report = check(Document.parse(text), release="2026.2", deployment=facts)
    failures = [one.message for one in report.findings if one.rule == "rule-failure"]
    assert all("cannot handle a number" in one for one in failures)
    assert failures


@pytest.mark.slow
def test_what_a_rule_says_is_one_line_of_some_length() -> None:
    names = ",".join(f"{'network' * 9}{number}" for number in range(2000))
    text = f"[neutron]\nphysnets = {names}\n"
    (found,) = check(
        Document.parse(text), release="2026.2", select=["physnet-without-numa-nodes"]
    ).findings
    assert len(found.message) == LONGEST
    assert found.message.endswith("…")


@pytest.mark.slow
def test_what_reports_show_of_thousands_of_findings_is_quickly_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "[DEFAULT]\n" + "debug = true\n" * 9_000
    monkeypatch.setattr(safety, "LINES", 0)
    report = check(Document.parse(text), release="2026.2", select=["duplicate-option"])
    start = process_time()
    digest = OutcomeDigest.of(report)
    assert process_time() - start < 8  # 30 s and more where each fix looks at every line
    assert len(digest.diffs) > 8_000
