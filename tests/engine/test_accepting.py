"""What is put aside, by comments and by baselines, and rules that close a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from novalint.config.model import Config, load
from novalint.deployment import Deployment
from novalint.engine import report as engine
from novalint.engine.accepting import still_met
from novalint.engine.report import Report, check
from novalint.findings import Finding, Severity, Suppression
from novalint.findings.baseline import Baseline
from novalint.rules.declaration import RunResults, rule
from novalint.text.document import Document

CHOSEN = ["dashed-option", "duplicate-option", "unknown-option", "syntax"]
DASHED = "[DEFAULT]\nmy-ip = x\n"


def checked(text: str, path: str = "nova.conf", **more: object) -> Report:
    return check(Document.parse(text, path), **{"select": CHOSEN, "release": "2026.2", **more})


def places(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(one.rule, str(one.location)) for one in found]


# Comments


def test_a_comment_puts_aside_what_it_names_and_says_why() -> None:
    report = checked("[DEFAULT]\n# novalint: ignore[dashed-option] agreed\nmy-ip = x\nmy-ip = x\n")
    assert ("dashed-option", "nova.conf:4:1") in places(report.findings)
    (aside,) = report.suppressed
    assert places(report.suppressed) == [("dashed-option", "nova.conf:3:1")]
    assert aside.suppression == Suppression("inSource", "agreed")
    assert all(one.suppression is None for one in report.findings)


def test_it_is_about_its_own_file() -> None:
    first = Document.parse("# novalint: ignore-file[dashed-option] x\n" + DASHED, "a.conf")
    second = Document.parse(DASHED, "b.conf")
    report = check(load(first, second), select=["dashed-option"])
    assert places(report.findings) == [("dashed-option", "b.conf:2:1")]
    assert places(report.suppressed) == [("dashed-option", "a.conf:3:1")]


def test_it_covers_a_template_and_a_header_that_findings_point_at() -> None:
    facts = Deployment(role="compute", tenants=300, instances_per_host=80)
    chosen = {"deployment": facts, "select": ["fatal-vif-plugging"]}
    comment = "# novalint: ignore[fatal-vif-plugging] x\n"
    template = f"[DEFAULT]\n{comment}# help\n#vif_plugging_is_fatal = true\n"
    header = f"{comment}[DEFAULT]\nmy_ip = 192.0.2.1\n"
    for text in (template, header):
        assert checked(text, **chosen).findings == ()
        assert len(checked(text, **chosen).suppressed) == 1
        assert len(checked(text.replace(comment, ""), **chosen).findings) == 1


def test_nothing_is_fixed_that_is_accepted() -> None:
    text = "[DEFAULT]\n# novalint: ignore[dashed-option] x\nmy-ip = x\n"
    assert not checked(text).fix(unsafe=True)
    baseline = Baseline.of([checked(DASHED).findings])
    assert checked(DASHED).fix(unsafe=True)
    assert not checked(DASHED, baseline=baseline).fix(unsafe=True)


def test_a_secret_in_a_reason_is_masked() -> None:
    text = "[DEFAULT]\n# novalint: ignore[dashed-option] see http://u:hunter2@h/\nmy-ip = x\n"
    assert "hunter2" not in repr(checked(text).suppressed)


@pytest.mark.rule_failure
def test_a_failure_is_never_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    @rule("aa-raises", theme="test", severity=Severity.ERROR)
    def raises(config: Config, deployment: Deployment) -> Iterator[Finding]:
        """Fails."""
        raise ValueError
        yield

    monkeypatch.setattr(engine, "choose", lambda *_: (raises,))
    text = "# novalint: ignore-file[rule-failure, aa-raises] x\n"
    report = checked(text)
    assert [one.rule for one in report.findings] == ["rule-failure"]
    again = checked(text, baseline=Baseline.of([report.findings]))
    assert again.findings == report.findings


# Rules that close a run


def test_a_name_is_unused_only_where_its_rule_ran() -> None:
    text = "# novalint: ignore-file[fatal-vif-plugging, unknown-group] x\n[DEFAULT]\n"
    chosen = ["fatal-vif-plugging", "unused-suppression"]
    assert checked(text, select=chosen).findings == ()  # it lacks facts
    facts = Deployment(role="api", tenants=300, instances_per_host=80)
    assert checked(text, select=chosen, deployment=facts).findings == ()  # it is about others
    facts = Deployment(role="compute", tenants=1, instances_per_host=1)
    (found,) = checked(text, select=chosen, deployment=facts).findings
    assert "`fatal-vif-plugging`" in found.message


def test_alone_it_looks_at_what_all_others_find() -> None:
    text = "[DEFAULT]\n# novalint: ignore[dashed-option, unknown-option] x\nmy-ip = x\n"
    report = checked(text, select=["unused-suppression"])
    assert places(report.findings) == [("unused-suppression", "nova.conf:2:35")]
    assert (report.suppressed, report.not_run) == ((), ())
    assert report.ran == {"unused-suppression"}
    ignoring = checked(text, select=["unused-suppression"], ignore=["unknown-option"])
    assert ignoring.findings == ()
    fixed = report.fix(unsafe=True).apply(text)
    assert fixed == text.replace(", unknown-option", "")


def test_its_own_findings_can_be_accepted_too() -> None:
    comment = "# novalint: ignore[dashed-option] x\n"
    text = f"[DEFAULT]\n# novalint: ignore[unused-suppression] y\n{comment}host = a\n"
    assert checked(text).findings == ()
    assert places(checked(text).suppressed) == [("unused-suppression", "nova.conf:3:20")]


def test_it_is_told_what_ran_and_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[RunResults] = []

    @rule("aa-closes", theme="test", severity=Severity.INFO, closing=True)
    def closes(config: Config, deployment: Deployment, so_far: RunResults) -> Iterator[Finding]:
        """Listens."""
        told.append(so_far)
        return iter(())

    real = engine.choose
    chosen = lambda *one: (closes, *real(*one))  # noqa: E731
    monkeypatch.setattr(engine, "choose", chosen)
    checked(DASHED, select=["dashed-option", "fatal-vif-plugging"])
    assert [one.rule for one in told[0].findings] == ["dashed-option"]
    assert told[0].ran == {"dashed-option"}
    assert told[0].known["fatal-vif-plugging"] == "networking"


def test_where_a_plugin_is_missing_any_name_may_be_its_own() -> None:
    text = "# novalint: ignore-file[acme-builds] x\n[DEFAULT]\n"
    assert "unknown-suppression" in {one.rule for one in checked(text).findings}
    rules = {one.rule for one in checked(text, plugins=["no-such-plugin"]).findings}
    assert rules == {"rule-failure"}


@pytest.mark.parametrize("name", ["rule-failure", "x\u202e\x1b[2J", "y" * 300])
def test_odd_names_are_told(name: str) -> None:
    (found,) = checked(f"[DEFAULT]\n# novalint: ignore[{name}]\nhost = a\n").findings
    assert found.rule == "unknown-suppression"
    assert len(found.message) < 200


def test_no_comment_goes_where_the_line_below_would_go_on_with_a_value() -> None:
    text = "[DEFAULT]\nhost = a\n# novalint: ignore[dashed-option] x\n  b\n"
    found = {one.rule: one for one in checked(text).findings}
    assert found["unused-suppression"].fixes == ()


# Baselines


def test_one_more_of_the_same_is_new() -> None:
    twice = DASHED + "my-ip = x\n"
    baseline = Baseline.of([checked(twice, select=["dashed-option"]).findings])
    thrice = checked("# new\n" + twice + "my-ip = x\n", select=["dashed-option"], baseline=baseline)
    assert places(thrice.suppressed) == [
        ("dashed-option", "nova.conf:3:1"),
        ("dashed-option", "nova.conf:4:1"),
    ]
    assert places(thrice.findings) == [("dashed-option", "nova.conf:5:1")]
    assert {one.suppression for one in thrice.suppressed} == {Suppression("baseline", "")}


def test_another_line_path_or_rule_is_new() -> None:
    baseline = Baseline.of([checked(DASHED).findings])
    assert checked(DASHED, "./nova.conf", baseline=baseline).findings == ()
    for text, path in ((DASHED, "other.conf"), (DASHED.replace("x", "y"), "nova.conf")):
        assert checked(text, path, baseline=baseline).findings != ()


def test_a_comment_stands_over_a_baseline() -> None:
    text = "# novalint: ignore-file[dashed-option] x\n" + DASHED
    baseline = Baseline.of([checked(DASHED).findings])
    report = checked(text, baseline=baseline)
    assert [one.suppression for one in report.suppressed] == [Suppression("inSource", "x")]
    assert still_met(baseline, [report]) == Baseline()


def test_a_report_after_a_patch_knows_the_baseline() -> None:
    text = DASHED + "host = a\nhost = a\n"
    baseline = Baseline.of([checked(DASHED).findings])
    report = checked(text, baseline=baseline)
    after = report.after(report.fix())
    assert places(after.suppressed) == [("dashed-option", "nova.conf:2:1")]
    assert after.findings == ()


def met(baseline: Baseline, *reports: Report) -> list[tuple[str, str, int]]:
    return [(one.path, one.rule, one.count) for one in still_met(baseline, reports).entries]


def test_what_is_no_longer_found_goes() -> None:
    twice = checked(DASHED + "my-ip = x\n", select=["dashed-option"])
    baseline = Baseline.of([twice.findings])
    for text, left in ((DASHED, [("nova.conf", "dashed-option", 1)]), ("[DEFAULT]\n", [])):
        assert met(baseline, checked(text, baseline=baseline)) == left
    thrice = checked(DASHED + "my-ip = x\nmy-ip = x\n", baseline=baseline)
    assert met(baseline, thrice) == [("nova.conf", "dashed-option", 2)]


def test_what_is_not_known_stays() -> None:
    baseline = Baseline.of([checked(DASHED, select=["dashed-option"]).findings])
    kept = [("nova.conf", "dashed-option", 1)]
    other = checked("[DEFAULT]\n", "other.conf", baseline=baseline)
    unasked = checked("[DEFAULT]\n", select=["invalid-value"], baseline=baseline)
    assert met(baseline, other) == met(baseline, unasked) == met(baseline, other, unasked) == kept
    gone = checked("[DEFAULT]\n", baseline=baseline)
    assert met(baseline, gone) == []
    assert met(baseline, gone, unasked) == kept


def test_what_an_unreadable_value_hides_stays() -> None:
    chosen = ["concurrency-limit-zero", "invalid-value"]
    line = "[DEFAULT]\nmax_concurrent_builds = "
    baseline = Baseline.of([checked(f"{line}0\n", select=chosen).findings])
    kept = [("nova.conf", "concurrency-limit-zero", 1)]
    assert met(baseline, checked(f"{line}0x\n", select=chosen, baseline=baseline)) == kept
    assert met(baseline, checked(f"{line}9\nmy_ip = x\n", select=chosen, baseline=baseline)) == []
    refused = Baseline.of([checked(f"{line}0x\n", select=chosen).findings])
    assert met(refused, checked(f"{line}0y\n", select=chosen, baseline=refused)) == []


def test_a_file_in_two_configurations_is_met_where_one_finds_it() -> None:
    baseline = Baseline.of([checked(DASHED, select=["dashed-option"]).findings])
    twice = checked(DASHED + "my-ip = x\n", select=["dashed-option"])
    more = Baseline.of([twice.findings])
    both = [checked(text, baseline=more) for text in (DASHED + "my-ip = x\n", DASHED)]
    assert still_met(more, both) == still_met(more, both[::-1]) == more
    there, gone = checked(DASHED, baseline=baseline), checked("[DEFAULT]\n", baseline=baseline)
    assert met(baseline, gone, there) == met(baseline, there, there) == met(baseline, there)


def test_what_a_rule_found_that_is_gone_goes() -> None:
    (finding,) = checked(DASHED, select=["dashed-option"]).findings
    baseline = Baseline.of([[replace(finding, rule="no-such-rule")]])
    assert met(baseline, checked(DASHED, baseline=baseline)) == []
    kept = checked(DASHED, baseline=baseline, plugins=["no-such-plugin"])
    assert met(baseline, kept) == [("nova.conf", "no-such-rule", 1)]
