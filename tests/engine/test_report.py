"""What a report tells of files and fixes, with nothing of a secret."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.findings import Fix, Safety
from novalint.rules import plugins
from novalint.rules.catalogue import Plugins, find_rule
from novalint.settings import Override, Settings
from novalint.text.document import Document
from novalint.text.edits import Patch, merge

FIRST = "# see mysql://nova:hunter2@db\n[DEFAULT]\nmy-ip = x\n[database]\n"
SECOND = "[DEFAULT]\nhost = a\n[database]\nconnection = mysql://nova:hunter2@db/nova"
MASKED = "connection = ***"


@pytest.fixture
def report() -> Report:
    documents = Document.parse(FIRST, "1.conf"), Document.parse(SECOND, "2.conf")
    return check(load(*documents, release="2026.2"))


def longer(report: Report) -> Patch:
    """Give the patch that sets another database in both files."""
    value = "mysql://nova:hunter3@db"
    return merge(one.set("database", "connection", value) for one in report.config.documents)


def test_lines_are_shown_without_their_secrets(report: Report) -> None:
    assert report.source_line("1.conf", 1) == "# see mysql://***@db"
    assert report.source_line("1.conf", 3) == "my-ip = x"
    assert report.source_line("2.conf", 4) == MASKED
    assert report.source_line("2.conf", 5) == report.source_line("2.conf", 0) == ""


def test_lines_that_hold_a_secret_are_known(report: Report) -> None:
    assert [report.is_masked("1.conf", line) for line in (1, 2, 3, 4)] == [True, *[False] * 3]
    assert [report.is_masked("2.conf", line) for line in (1, 2, 3, 4)] == [*[False] * 3, True]
    assert not any(report.is_masked("2.conf", line) for line in (-1, 0, 5, 99))


def test_what_an_edit_writes_is_shown_without_its_secrets(report: Report) -> None:
    first, second = longer(report).files
    assert report.edit_text("1.conf", first.edits[0]) == f"{MASKED}\n"
    assert report.edit_text("2.conf", second.edits[0]) == "***"


def test_diffs_are_shown_without_their_secrets(report: Report) -> None:
    patch = longer(report)
    diff = report.masked_diff(patch)
    assert "hunter" not in diff
    assert diff == report.diff(Fix("t", patch, Safety.UNSAFE))
    assert diff.splitlines()[-4:-2] == [f"-{MASKED}", "\\ No newline at end of file"]
    assert [line for line in diff.splitlines() if line.startswith("--- ")] == [
        "--- a/1.conf",
        "--- a/2.conf",
    ]


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_is_checked_with_the_settings_for_it(tmp_path: Path, kind: type) -> None:
    path = tmp_path / "nova.conf"
    path.write_text(FIRST)
    without = Override(paths=(str(path),), ignore=("dashed-option",))
    rules = {one.rule for one in check(kind(path), release="2026.2").findings}
    fewer = check(kind(path), release="2026.2", settings=Settings(overrides=(without,)))
    assert rules - {one.rule for one in fewer.findings} == {"dashed-option"}
    assert fewer.files == (str(path),)


def test_findings_name_the_page_where_settings_say() -> None:
    settings = Settings(rule_pages="https://example.org/{rule}")
    chosen = ["dashed-option"]
    (found,) = check(Document.parse(FIRST), select=chosen, settings=settings).findings
    assert found.url == "https://example.org/dashed-option"
    (found,) = check(Document.parse(FIRST), select=chosen).findings
    assert found.url == "docs/rules/dashed-option.md"


def test_rules_of_plugins_are_chosen_graded_and_given_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = find_rule("fatal-vif-plugging")
    assert known is not None
    own = Plugins((replace(known, name="acme-plugging", theme="acme"),))
    monkeypatch.setattr(plugins, "load", lambda _: own)

    def found(select: str, tenants: int = 1, **more: object) -> list[tuple[str, str]]:
        report = check(
            Document.parse("[DEFAULT]\n"),
            release="2026.2",
            deployment=Deployment(role="compute", tenants=300, instances_per_host=80),
            select=[select],
            thresholds={"acme-plugging": {"tenants": tenants}},
            plugins=["acme"],
            settings=Settings(severity={"acme-plugging": "info"}),
            **more,
        )
        return [(one.rule, str(one.severity)) for one in report.findings]

    assert found("acme-plugging") == found("acme") == [("acme-plugging", "info")]
    assert found("acme", tenants=10_000) == []
    assert found("unused-suppression", ignore=["acme-plugging"]) == []


def test_a_plugin_without_rules_is_told_of_where_there_is_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = Plugins(faults=("the plugin `acme` is not there",))
    monkeypatch.setattr(plugins, "load", lambda _: wrong)
    (found,) = check(Document.parse("[DEFAULT]\n"), select=["pci"], plugins=["acme"]).findings
    assert (found.rule, found.message) == ("rule-failure", "the plugin `acme` is not there")
    assert check(load(), select=["pci"], plugins=["acme"]).findings == ()


def test_rules_are_summed_up_in_a_sentence(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    known = find_rule("dashed-option")
    assert known is not None
    assert report.summary_of("dashed-option") == known.summary != ""
    assert report.summary_of("acme-builds") == ""
    asked: list[tuple[str, ...]] = []

    def load(names: tuple[str, ...]) -> Plugins:
        asked.append(names)
        return Plugins((replace(known, name="acme-builds"),))

    monkeypatch.setattr(plugins, "load", load)
    chosen = replace(report, settings=replace(report.settings, plugins=("acme",)))
    assert chosen.summary_of("dashed-option") == known.summary
    assert asked == []
    assert chosen.summary_of("acme-builds") == known.summary
    assert chosen.summary_of("acme-bulids") == ""
    assert set(asked) == {("acme",)}
