"""The summary of a run."""

from __future__ import annotations

from reports.sample import CONF, CheckResult, accepted, finding, replacing, vif_plugging

from novalint.findings import NotRun, Safety, Severity
from novalint.reports.render_options import RenderOptions
from novalint.reports.summary import summary
from novalint.text.document import Document

DOCUMENT = Document.parse(CONF)
SAFE = replacing(DOCUMENT, "true", "false", Safety.SAFE)
UNSAFE = replacing(DOCUMENT, "300", "600", Safety.UNSAFE)


def test_a_version_in_full_is_named() -> None:
    result = CheckResult((DOCUMENT,), release="yoga", version="25.0.1")
    assert summary([result], RenderOptions()) == "no findings in 1 file (yoga 25.0.1)\n"
    both = summary([result, CheckResult((DOCUMENT,), release="yoga")], RenderOptions())
    assert "(1 as yoga 25.0.1, 1 as yoga)" in both


def test_nothing_found() -> None:
    assert (
        summary([CheckResult((DOCUMENT,))], RenderOptions()) == "no findings in 1 file (2026.2)\n"
    )
    assert summary([], RenderOptions()) == "no findings in 0 files\n"


def test_one_finding() -> None:
    assert summary([vif_plugging()], RenderOptions()) == (
        "1 warning in 1 file (2026.2); 1 fix available with novalint fix --unsafe\n"
        "1 rule was not run; --verbose lists the facts it needs\n"
    )


def test_verbose_says_what_is_lacking() -> None:
    assert summary([vif_plugging(), vif_plugging()], RenderOptions(verbose=True)) == (
        "2 warnings in 1 file (2026.2); 2 fixes available with novalint fix --unsafe\n"
        "not run without tenants, cpu_threads (1 rule): few-workers\n"
    )


def test_verbose_groups_rules_by_what_they_lack() -> None:
    skipped = (NotRun("a", ("cells",)), NotRun("b", ("role",)), NotRun("c", ("role",)))
    outcome = CheckResult((DOCUMENT,), (), skipped)
    assert summary([outcome], RenderOptions(verbose=True)).splitlines()[1:] == [
        "not run without role (2 rules): b, c",
        "not run without cells (1 rule): a",
    ]


def test_several_configurations() -> None:
    other = Document.parse(CONF, "other.conf")
    one = CheckResult(
        (DOCUMENT, other),
        (
            finding(DOCUMENT, "true", severity=Severity.INFO, fixes=[UNSAFE]),
            finding(DOCUMENT, "true", severity=Severity.INFO),
            finding(other, "true", severity=Severity.ERROR, fixes=[UNSAFE, SAFE]),
        ),
        (NotRun("b", ("tenants",)), NotRun("a", ("role",))),
    )
    two = CheckResult(
        (DOCUMENT,), (finding(DOCUMENT, "300", fixes=[SAFE]),), one.not_run[:1], "2024.1"
    )
    assert summary([one, two], RenderOptions()) == (
        "1 error, 1 warning, 2 info in 2 files (2 as 2026.2, 1 as 2024.1); "
        "2 fixes available with novalint fix\n"
        "2 rules were not run; --verbose lists the facts they need\n"
    )


def test_only_safe_fixes() -> None:
    outcome = CheckResult((DOCUMENT,), (finding(DOCUMENT, "true", fixes=[SAFE]),))
    assert summary([outcome], RenderOptions()) == (
        "1 warning in 1 file (2026.2); 1 fix available with novalint fix\n"
    )


def test_a_release_that_nobody_named() -> None:
    assert summary([CheckResult((DOCUMENT,))], RenderOptions(newest_release=True)) == (
        "no findings in 1 file (2026.2, the newest; set another with --release)\n"
    )


def test_what_is_accepted_is_counted_apart() -> None:
    found = finding(DOCUMENT, "true", fixes=[SAFE])
    comment, old = accepted(found), accepted(found, "baseline")
    assert summary([CheckResult((DOCUMENT,), suppressed=(comment, old, old))], RenderOptions()) == (
        "no findings in 1 file (2026.2); 1 suppressed, 2 in the baseline\n"
    )
    assert summary([CheckResult((DOCUMENT,), (found,), suppressed=(old,))], RenderOptions()) == (
        "1 warning in 1 file (2026.2); 1 in the baseline; 1 fix available with novalint fix\n"
    )


def test_quiet_is_silent() -> None:
    assert summary([vif_plugging()], RenderOptions(quiet=True, verbose=True)) == ""
