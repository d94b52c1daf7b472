"""Rules that other packages bring: found when settings name them, and never a reason to crash."""

from __future__ import annotations

import pickle
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import command
import pytest

from novalint.cli import main
from novalint.engine.report import Report, check
from novalint.errors import SettingsError
from novalint.findings import Severity
from novalint.rules import plugins
from novalint.text.document import Document

TEXT = "[DEFAULT]\nmax_concurrent_builds = 20\nmy-ip = 192.0.2.1\n"
PAGE = (
    (command.ROOT / "docs" / "writing-a-rule.md").read_text("utf-8").partition("## Rules in a")[2]
)
EXAMPLE, PROJECT, SETTINGS = re.findall(r"^```(?:python|toml)\n(.*?)^```", PAGE, re.M | re.S)
RAISES = EXAMPLE.replace("yield finding", "raise ValueError")
ODD = EXAMPLE.replace("yield finding", 'yield "finding"; finding')


def changed(field: str) -> str:
    """The example with one field of its finding replaced."""
    made = 'finding(config, "DEFAULT", name, message)'
    return (
        EXAMPLE.replace(made, f"replace({made}, {field})") + "\nfrom dataclasses import replace\n"
    )


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which packages can be installed, for the time of a test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in [one for one in sys.modules if one.endswith("_rules")]:
        del sys.modules[name]


def install(site: Path, name: str, code: str, points: str | None = None) -> None:
    """Install a package of one module as pip would leave it behind."""
    (site / f"{name}_rules.py").write_text(code, "utf-8")
    info = site / f"{name}_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        f"[novalint.rules]\n{points or f'{name}={name}_rules'}\n"
    )


def checked(*names: str, **more: object) -> Report:
    return check(Document.parse(TEXT), release="2026.2", plugins=names, **more)


def rules_of(report: Report) -> list[str]:
    return sorted(one.rule for one in report.findings)


def failure(report: Report) -> str:
    """Give the message of the one failure, beside which everything else ran."""
    (found,) = (one for one in report.findings if one.rule == "rule-failure")
    assert (found.theme, found.severity) == ("engine", Severity.ERROR)
    assert str(found.location) == "nova.conf:1:1"
    assert "dashed-option" in rules_of(report)
    return found.message


@pytest.mark.slow
def test_the_documented_example_works_as_an_installed_package(tmp_path: Path) -> None:
    build = pytest.importorskip("hatchling.builders.wheel").WheelBuilder
    project, place, site = tmp_path / "project", tmp_path / "place", tmp_path / "site"
    project.mkdir()
    place.mkdir()
    (project / "acme_rules.py").write_text(EXAMPLE, "utf-8")
    (project / "pyproject.toml").write_text(PROJECT, "utf-8")
    (wheel,) = build(str(project)).build(directory=str(tmp_path), versions=["standard"])
    zipfile.ZipFile(wheel).extractall(site)
    (place / "nova.conf").write_text(TEXT, "utf-8")
    (place / "novalint.toml").write_text(SETTINGS, "utf-8")

    def run(*words: str) -> str:
        line = [
            "env",
            f"PYTHONPATH={site}:{command.ROOT}",
            sys.executable,
            "-m",
            "novalint",
            *words,
        ]
        return command.run(line, place, tmp_path / "bin").stdout

    said = "`max_concurrent_builds` is more than our disks can handle; set it to 4"
    own = f"nova.conf:2:1: warning[acme-builds] {said}"
    assert own in run("check", "-q", "nova.conf")
    assert own not in run("check", "-q", "nova.conf", "--isolated")
    chosen = run("check", "-q", "nova.conf", "--select", "acme")
    assert chosen.splitlines() == [own]
    assert "acme-builds" in run("rules")
    assert "acme-builds" not in run("rules", "--isolated")
    page = run("explain", "acme-builds")
    assert "plugin:     acme\n" in page
    assert "A host builds more servers at once than its disks can handle." in page


def test_the_example_stays_short() -> None:
    assert len([line for line in EXAMPLE.splitlines() if line]) <= 10


def test_nothing_is_looked_for_where_no_plugin_is_named(tmp_path: Path) -> None:
    code = (
        "import sys, novalint; novalint.check(novalint.Document.parse('[DEFAULT]\\n')); "
        "print([one for one in ('importlib.metadata', 'novalint.rules.plugins') "
        "if one in sys.modules])"
    )
    line = ["env", f"PYTHONPATH={command.ROOT}", sys.executable, "-c", code]
    assert command.run(line, tmp_path, tmp_path / "bin").stdout == "[]\n"


@pytest.mark.parametrize(
    "point",
    ["acme_rules", "acme_rules:builds", "acme_rules:A_LIST", "acme_rules:A_TUPLE"],
)
def test_an_entry_point_names_rules_in_one_of_four_ways(site: Path, point: str) -> None:
    install(site, "acme", f"{EXAMPLE}\nA_LIST = [builds]\nA_TUPLE = (builds,)", f"acme={point}")
    report = checked("acme")
    (found,) = (one for one in report.findings if one.rule == "acme-builds")
    assert (found.theme, found.severity, found.url) == ("acme", Severity.WARNING, "")
    assert "dashed-option" in rules_of(report)
    assert (
        report.summary_of("acme-builds")
        == "A host builds more servers at once than its disks can handle."
    )


def test_rules_of_a_package_are_those_that_it_gathers_but_not_ours(site: Path) -> None:
    install(site, "acme", EXAMPLE)
    code = "from acme_rules import builds\nfrom novalint.rules.options.names import dashed_option"
    install(site, "more", code)
    assert "acme-builds" in rules_of(checked("more"))


def test_selecting_and_ignoring(site: Path) -> None:
    install(site, "acme", EXAMPLE)
    for name in ("acme", "acme-builds"):
        assert rules_of(checked("acme", select=[name])) == ["acme-builds"]
        assert "acme-builds" not in rules_of(checked("acme", ignore=[name]))
    with pytest.raises(SettingsError, match="the nearest is `acme-builds`"):
        checked("acme", select=["acme-build"])
    with pytest.raises(SettingsError, match="no rule or theme `acme-builds`"):
        checked(select=["acme-builds"])


def test_thresholds(site: Path) -> None:
    install(site, "acme", EXAMPLE)
    assert "acme-builds" in rules_of(checked("acme", thresholds={"acme-builds": {"most": 19}}))
    assert "acme-builds" not in rules_of(checked("acme", thresholds={"acme-builds": {"most": 20}}))
    with pytest.raises(SettingsError, match="there is no threshold `least`"):
        checked("acme", thresholds={"acme-builds": {"least": 1}})


def test_the_order_is_that_of_the_file_whatever_the_order_of_the_settings(site: Path) -> None:
    install(site, "acme", EXAMPLE)
    install(site, "bolt", EXAMPLE.replace("acme", "bolt"))
    one, other = checked("acme", "bolt", "acme"), checked("bolt", "acme")
    assert [f.rule for f in one.findings] == [f.rule for f in other.findings]
    assert {"acme-builds", "bolt-builds"} <= set(rules_of(one))


def test_reports_can_be_pickled_and_checked_again(site: Path) -> None:
    install(site, "acme", EXAMPLE)
    report = pickle.loads(pickle.dumps(checked("acme")))
    assert "acme-builds" in rules_of(report.after(report.fix(unsafe=True)))


BROKEN = {
    "does not parse": ("def", None, "cannot be imported (SyntaxError); fix or remove it"),
    "raises": ("1 / 0", None, "cannot be imported (ZeroDivisionError); fix or remove it"),
    "exits": ("raise SystemExit(3)", None, "cannot be imported (SystemExit); fix or remove it"),
    "no such module": ("", "acme=acme_ruls", "cannot be imported (ModuleNotFoundError); fix or"),
    "no such name": ("", "acme=acme_rules:nil", "cannot be imported (AttributeError); fix or"),
    "empty": ("", None, "has no rule; declare one with `@rule`, or do not name it"),
    "empty list": ("RULES = []", "acme=acme_rules:RULES", "has no rule; declare one with"),
    "function": ("def f(): ...", "acme=acme_rules:f", "gives something of type `function`, not a"),
    "list": ("F = [1]", "acme=acme_rules:F", "gives something of type `int`, not a rule; declare"),
    "name": (EXAMPLE.replace("acme-builds", "Acme!"), None, "calls a rule or theme `Acme!`; wri"),
    "severity": (EXAMPLE.replace("Severity.WARNING", "3"), None, "has a rule `acme-builds` with"),
    "taken": (
        EXAMPLE.replace("acme-builds", "unknown-option"),
        None,
        "has a rule `unknown-option`, and there is one already; rename it",
    ),
    "twice": (
        EXAMPLE + EXAMPLE.replace("def builds", "def again"),
        None,
        "has a rule `acme-builds`, and there is one already; rename it",
    ),
}


@pytest.mark.parametrize(("code", "points", "message"), BROKEN.values(), ids=BROKEN)
def test_a_plugin_that_cannot_serve_is_one_finding(
    site: Path, code: str, points: str | None, message: str
) -> None:
    install(site, "acme", code, points)
    told = failure(checked("acme"))
    assert told.startswith(f"the plugin `acme` {message}")
    assert not told.endswith(".")


def test_a_plugin_that_is_not_installed_is_one_finding(site: Path) -> None:
    install(site, "acme", EXAMPLE)
    report = checked("akme", "acme")
    assert failure(report) == (
        "the plugin `akme` is not installed: no package has it in `novalint.rules`; install it"
    )
    assert "acme-builds" in rules_of(report)


def test_two_packages_with_one_plugin_are_one_finding(site: Path) -> None:
    install(site, "acme", EXAMPLE)
    install(site, "bolt", EXAMPLE, "acme=bolt_rules")
    told = failure(checked("acme"))
    assert told == "the plugin `acme` is in several packages; uninstall all but one"


def test_two_plugins_with_one_rule_are_one_finding(site: Path) -> None:
    install(site, "acme", EXAMPLE)
    install(site, "bolt", EXAMPLE)
    report = checked("acme", "bolt")
    assert failure(report).startswith("the plugin `bolt` has a rule `acme-builds`, and there")
    assert "acme-builds" in rules_of(report)


@pytest.mark.rule_failure
@pytest.mark.parametrize(
    ("code", "error"),
    [
        (RAISES, "ValueError"),
        (ODD, "AttributeError"),
        (EXAMPLE.replace("yield finding", "raise SystemExit"), "SystemExit"),
        (EXAMPLE.replace("theme=", "releases=7, theme="), "TypeError"),
        (changed("message=5"), "TypeError"),
        (changed("group=5"), "TypeError"),
        (EXAMPLE.replace("theme=", "needs=5, theme="), "TypeError"),
        (changed('override="bad"'), "ValueError"),
        (changed("location=None"), "AttributeError"),
    ],
)
def test_a_rule_of_a_plugin_that_fails_is_one_finding(site: Path, code: str, error: str) -> None:
    install(site, "acme", code)
    assert failure(checked("acme")) == (
        f"the rule `acme-builds` of the plugin `acme` failed ({error}), so its findings are "
        "missing here; please report it"
    )


def test_names_of_a_plugin_that_cannot_serve_are_let_pass(site: Path) -> None:
    install(site, "acme", "1 / 0")
    more = {"ignore": ["acme-builds"], "thresholds": {"acme-builds": {"most": 1}}}
    failure(checked("acme", **more))
    assert rules_of(checked("acme", select=["acme"])) == ["rule-failure"]


def test_what_is_installed_later_is_found_later(site: Path) -> None:
    assert plugins.load(["acme"]).rules == ()
    install(site, "acme", EXAMPLE)
    assert [one.name for one in plugins.load(["acme"]).rules] == ["acme-builds"]
    assert plugins.load([]) == ((), ())


def test_lists_and_pages_tell_of_a_plugin_that_cannot_serve(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "novalint.toml"
    settings.write_text('plugins = ["akme"]\n', "utf-8")
    for words in (["rules"], ["explain", "unknown-option"]):
        assert main([*words, "--settings", str(settings)]) == 0
        shown = capsys.readouterr()
        assert "unknown-option" in shown.out
        assert shown.err.startswith("novalint: the plugin `akme` is not installed")
        assert shown.err.count("\n") == 1
