"""Running the rules that compare nodes, and what becomes of what they say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import novalint
from novalint.engine.cloud import examine_fleet
from novalint.engine.cloud_report import CloudReport
from novalint.findings import Severity
from novalint.project.fleet import FleetComparison
from novalint.rules.declaration import FactNeeded, Rule, rule
from novalint.rules.fleet.comparing import mismatch
from novalint.rules.fleet.model import Fleet, NodeFinding
from novalint.settings import Override, Settings

DEBUG = "DEFAULT.debug"
SETTINGS = """
release = "2025.1"
[configurations."{node}"]
paths = ["{node}.conf"]
[[overrides]]
paths = ["cmp*"]
role = "compute"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def declared(**more: object) -> Rule:
    """Give a rule that finds nodes whose debug differs."""

    def check(fleet: Fleet, **limits: float) -> Iterator[NodeFinding]:
        yield from mismatch(fleet.nodes, DEBUG, f"it breaks{limits or ''}")

    options = {"theme": "cloud", "severity": Severity.ERROR, "options": (DEBUG,), "scope": "cloud"}
    return rule("a-rule", **{**options, **more})(check)  # type: ignore[arg-type]


def examined(*rules: Rule, settings: str = SETTINGS, **values: str) -> CloudReport:
    """Compare nodes by rules of the test."""
    for name, value in values.items():
        Path(f"{name}.conf").write_text(f"[DEFAULT]\ndebug = {value}\n")
    Path("novalint.toml").write_text(settings)
    project = novalint.Project.find(".").over(Override(select=("cloud",)))
    taking = project.comparison()
    chosen = FleetComparison(taking.settings, taking.inventory, taking.opener)
    chosen.__dict__["rules"] = rules
    sources = zip(project.configurations, project.inputs(), strict=True)
    nodes = [chosen.take(name, project.report(spec.read())) for name, spec in sources]
    return chosen.report(nodes)


FOUR = {"cmp1": "true", "cmp2": "true", "cmp3": "false", "cmp4": "true"}


def test_a_finding_stands_in_the_file_of_the_odd_node() -> None:
    (finding,) = examined(declared(), **FOUR).findings
    assert str(finding.location) == "cmp3.conf:2:1"
    assert (finding.rule, finding.theme, finding.severity) == ("a-rule", "cloud", Severity.ERROR)
    assert (finding.scope, finding.node, finding.content) == ("cloud", "cmp3", "debug = false")
    assert (finding.group, finding.option) == ("DEFAULT", "debug")
    assert [str(note.location) for note in finding.related] == ["cmp1.conf:2:1"]
    assert finding.readers


def test_a_comment_accepts_it() -> None:
    Path("cmp3.conf").write_text(
        "[DEFAULT]\n# novalint: ignore[a-rule] for a week\ndebug = false\n"
    )
    values = {name: value for name, value in FOUR.items() if name != "cmp3"}
    report = examined(declared(), **values)
    assert report.findings == ()
    (finding,) = report.suppressed
    assert finding.suppression is not None
    assert finding.suppression.reason == "for a week"


def test_a_node_whose_settings_ignore_the_theme_is_left_out() -> None:
    more = '[[overrides]]\npaths = ["cmp3*"]\nignore = ["{}"]\n'
    assert examined(declared(), settings=SETTINGS + more.format("pci"), **FOUR).findings
    assert examined(declared(), settings=SETTINGS + more.format("cloud"), **FOUR).findings == ()


def test_a_rule_is_asked_about_nodes_of_its_releases_and_drivers_alone() -> None:
    assert examined(declared(releases=(30, None)), **FOUR).findings
    assert examined(declared(releases=(33, None)), **FOUR).findings == ()
    assert examined(declared(drivers=("libvirt",)), **FOUR).findings
    assert examined(declared(drivers=("ironic",)), **FOUR).findings == ()
    assert examined(declared(virt_types=("lxc",)), **FOUR).findings == ()


def test_a_group_of_one_node_is_not_compared() -> None:
    assert examined(declared(), cmp1="true").findings == ()


def test_a_rule_is_given_its_thresholds() -> None:
    report = examined(declared(thresholds={"x": 2}), **FOUR)
    assert "{'x': 2}" in report.findings[0].message


def test_facts_that_nobody_told_keep_a_rule_from_running() -> None:
    report = examined(declared(needs=("compute_hosts",)), **FOUR)
    assert [(one.rule, one.needs) for one in report.not_run] == [("a-rule", ("compute_hosts",))]
    assert report.ran == frozenset()
    whole = SETTINGS + "[fleet]\ncomplete = true\n"
    assert examined(declared(needs=("compute_hosts",)), settings=whole, **FOUR).findings


def test_a_rule_may_ask_for_a_fact_later() -> None:
    def check(fleet: Fleet) -> Iterator[NodeFinding]:
        raise FactNeeded("tenants")
        yield

    asks = rule("asks", theme="cloud", severity=Severity.INFO, scope="cloud")(check)
    assert [one.needs for one in examined(asks, **FOUR).not_run] == [("tenants",)]


@pytest.mark.parametrize("wrong", ["raises", "gives"])
def test_a_rule_that_fails_is_a_finding(wrong: str) -> None:
    def check(fleet: Fleet) -> Iterator[object]:
        if wrong == "raises":
            raise KeyError("hunter2")
        yield "something"

    fails = rule("fails", theme="cloud", severity=Severity.INFO, scope="cloud")(check)
    first, second = examined(fails, declared(), **FOUR).findings
    assert (first.rule, first.severity) == ("rule-failure", Severity.ERROR)
    assert "`fails` failed" in first.message
    assert "hunter2" not in first.message
    assert second.rule == "a-rule"


def test_the_fix_is_made_on_all_odd_nodes_and_only_on_demand() -> None:
    values = {f"cmp{number}": "true" for number in range(1, 8)} | {"cmp2": "no", "cmp7": "off"}
    report = examined(declared(), **values)
    (finding,) = report.findings
    assert finding.fixes[0].title == "Set debug to true on 2 nodes"
    assert report.fix().paths == ()
    assert set(report.fix(unsafe=True).paths) == {"cmp2.conf", "cmp7.conf"}
    assert "-debug = off\n+debug = true\n" in report.diff(finding.fixes[0])


def test_a_file_that_nodes_share_is_mended_once() -> None:
    Path("even.d").mkdir()
    Path("even.d/1.conf").write_text("[DEFAULT]\ndebug = false\n")
    settings = SETTINGS + "".join(
        f'[configurations.odd{number}]\npaths = ["even.d"]\n' for number in (1, 2)
    )
    values = {f"cmp{number}": "true" for number in range(1, 6)}
    report = examined(declared(), settings=settings, **values)
    (finding,) = report.findings
    assert finding.node == "odd1"
    assert report.fix(unsafe=True).unified_diff().count("+debug = true") == 1


def test_many_odd_nodes_are_named_up_to_a_limit() -> None:
    values = {f"cmp{number:03}": "true" if number > 30 else "false" for number in range(1, 101)}
    (finding,) = examined(declared(), **values).findings
    assert len(finding.related) == 20
    assert finding.related[0].message == "cmp002: affected too, and on 10 more"
    assert str(finding.related[-1].location) == "cmp031.conf:2:1"


def test_nodes_of_several_releases_are_reported_apart() -> None:
    settings = SETTINGS + '[[overrides]]\npaths = ["cmp3*"]\nrelease = "2024.1"\n'
    report = examined(declared(), settings=settings, **FOUR)
    assert [(part.release, len(part.findings)) for part in report.by_release()] == [("2024.1", 1)]


def test_a_secret_reaches_no_report() -> None:
    option = "neutron.metadata_proxy_shared_secret"

    def check(fleet: Fleet) -> Iterator[NodeFinding]:
        yield from mismatch(fleet.nodes, option, "guests get no metadata")

    for number, word in enumerate(("hunter2", "hunter2", "hunter3"), 1):
        Path(f"cmp{number}.conf").write_text(f"[neutron]\nmetadata_proxy_shared_secret = {word}\n")
    secret = rule("s", theme="cloud", severity=Severity.INFO, scope="cloud", options=(option,))(
        check
    )
    report = examined(secret)
    (finding,) = report.findings
    assert "hunter" not in repr(report.findings)
    assert finding.fixes == ()
    assert report.is_masked("cmp3.conf", 2)
    assert report.source_line("cmp3.conf", 2).endswith("***")


def test_nothing_to_compare() -> None:
    report = examine_fleet(Fleet(()), [declared()], Settings(), lambda node: pytest.fail())
    assert (report.findings, report.release, report.files) == ((), "", ())
    assert [part.findings for part in report.by_release()] == [()]


def test_what_another_node_keeps_secret_is_not_quoted() -> None:
    option = "libvirt.live_migration_uri"

    def check(fleet: Fleet) -> Iterator[NodeFinding]:
        yield from mismatch(fleet.nodes, option, "x")

    for number in (1, 2, 3):
        uri = "" if number == 3 else "live_migration_uri = qemu+tcp://me:hunter2@%s/system\n"
        Path(f"cmp{number}.conf").write_text(f"[libvirt]\nvirt_type = kvm\n{uri}")
    declares = rule("u", theme="cloud", severity=Severity.INFO, scope="cloud", options=(option,))
    report = examined(declares(check))
    (finding,) = report.findings
    assert finding.node == "cmp3"
    assert "hunter2" not in finding.message
    assert finding.fixes == ()
    assert "hunter2" not in repr(finding.related)
