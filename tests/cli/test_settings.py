"""Settings that are found, what they change for which file, and what `novalint settings` says."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.call import Ran, refused, write
from cli.conftest import Run
from newest import NEWEST

OLD = "[DEFAULT]\nrpc_thread_pool_size = 64\n"
"""A warning of the rule deprecated-name, with a safe fix."""
NEW = "[DEFAULT]\nexecutor_thread_pool_size = 64\n"
ONLY = 'select = ["deprecated-name"]\nrelease = "2026.2"\n'


def levels(ran: Ran) -> dict[str, str]:
    """Give the severity of the finding in each file."""
    assert ran.status in (0, 1), ran.err
    return {one["path"]: one["severity"] for one in ran.json["diagnostics"]}


@pytest.fixture
def check(novalint: Run) -> Run:
    """Check, and give the report as JSON."""
    return lambda *argv, stdin=b"": novalint("check", "--format=json", *argv, stdin=stdin)


# Which file


def test_they_are_found_upwards_from_each_path(check: Run) -> None:
    write(".git/HEAD", "")
    write("site/novalint.toml", f'{ONLY}severity.deprecated-name = "info"\n')
    write("site/a/b/nova.conf", OLD)
    write("nova.conf", OLD)
    write("pyproject.toml", f"[tool.novalint]\n{ONLY}")
    assert levels(check("site/a/b/nova.conf")) == {"site/a/b/nova.conf": "info"}
    assert levels(check("nova.conf")) == {"nova.conf": "warning"}
    both = levels(check("site/a/b/nova.conf", "nova.conf"))
    assert both == {"site/a/b/nova.conf": "info", "nova.conf": "warning"}
    assert set(levels(check("site/a/b", "--together")).values()) == {"info"}


def test_they_are_found_from_where_one_stands(
    check: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("novalint.toml", f'{ONLY}severity.deprecated-name = "info"\n')
    write("a/nova.conf", OLD)
    monkeypatch.chdir(folder / "a")
    assert levels(check("nova.conf")) == {"nova.conf": "info"}
    assert levels(check("-", stdin=OLD.encode())) == {"-": "info"}


def test_standard_input_counts_as_the_file_that_it_is_called(check: Run) -> None:
    write("a/novalint.toml", f'{ONLY}severity.deprecated-name = "info"\n')
    named = ("-", "--stdin-filename", "a/nova.conf")
    assert levels(check(*named, stdin=OLD.encode())) == {"a/nova.conf": "info"}
    assert levels(check(*named, "--isolated", stdin=OLD.encode())) == {"a/nova.conf": "warning"}


def test_one_may_be_named_or_none_be_used(check: Run, novalint: Run) -> None:
    write("novalint.toml", f'{ONLY}severity.deprecated-name = "info"\n')
    write("other.toml", f'{ONLY}severity.deprecated-name = "error"\n')
    write("nova.conf", OLD)
    assert levels(check("nova.conf", "--settings", "other.toml")) == {"nova.conf": "error"}
    assert levels(check("nova.conf", "--isolated")) == {"nova.conf": "warning"}
    refused(novalint("check", "nova.conf", "--isolated", "--settings=other.toml"), "--settings")


def test_wrong_ones_are_told_with_their_line_and_none_are_used(novalint: Run) -> None:
    write("nova.conf", OLD)
    write("novalint.toml", "\nselct = []\n")
    refused(novalint("check", "nova.conf"), "`novalint.toml:2`", "`selct`", "`select`")
    assert novalint("check", "nova.conf", "--isolated", "--fail-on=never").status == 0


WRONG_NAMES = [
    ('ignore = [\n "deprecated-name",\n "deprecated-nam",\n]', ":3`", "`deprecated-name`"),
    ('select = ["netwroking"]', ":1`", "`networking`"),
    ('[severity]\ndeprecated-nam = "info"', ":2`", "`deprecated-name`"),
    ("[thresholds.fatal-vif-pluging]\ntenants = 1", ":1`", "`fatal-vif-plugging`"),
    ("[thresholds.fatal-vif-plugging]\ntennants = 1", ":2`", "`tenants`"),
    ('[[overrides]]\npaths = ["x"]\nignore = ["deprecated-nam"]', ":3`", "`deprecated-name`"),
    ('[configurations.x]\npaths = ["x"]\nselect = ["deprecated-nam"]', ":3`", "`deprecated-name`"),
]


@pytest.mark.parametrize(("text", "line", "near"), WRONG_NAMES)
def test_names_that_no_rule_has_are_told_with_their_line(
    novalint: Run, text: str, line: str, near: str
) -> None:
    write("nova.conf", OLD)
    write("novalint.toml", text)
    refused(novalint("check", "nova.conf"), f"`novalint.toml{line}: ", near)


# What they change


def test_overrides_count_for_the_files_they_are_for(check: Run) -> None:
    write(
        "novalint.toml",
        f'{ONLY}[[overrides]]\npaths = ["compute/*.conf", "api"]\n'
        'severity.deprecated-name = "info"\n'
        '[[overrides]]\npaths = ["api/quiet.conf"]\nignore = ["deprecated-name"]\n'
        '[[overrides]]\npaths = ["compute/b.conf"]\nseverity.deprecated-name = "error"\n',
    )
    files = ["nova.conf", "compute/a.conf", "compute/b.conf", "api/quiet.conf", "api/loud.conf"]
    for file in files:
        write(file, OLD)
    assert levels(check(*files)) == {
        "nova.conf": "warning",
        "compute/a.conf": "info",
        "compute/b.conf": "error",
        "api/loud.conf": "info",
    }


def test_a_release_by_path(check: Run, novalint: Run) -> None:
    write(
        "novalint.toml", 'release = "2026.2"\n[[overrides]]\npaths = ["old"]\nrelease = "queens"\n'
    )
    write("old/nova.conf", "[DEFAULT]\nuse_neutron = true\n")
    write("nova.conf", "[DEFAULT]\nuse_neutron = true\n")
    ran = check("old/nova.conf", "nova.conf", "--select", "unknown-option")
    assert {one["path"]: one["release"] for one in ran.json["diagnostics"]} == {
        "nova.conf": "2026.2"
    }
    assert "the newest" not in ran.err
    assert novalint("show", "old/nova.conf", "--format=json").json["release"] == "queens"
    assert "2026.2" not in novalint("set", "old/nova.conf", "DEFAULT.use_neutron=false").err
    assert "2026.2" in novalint("set", "nova.conf", "DEFAULT.use_neutron=false").err


def test_a_role_by_path(check: Run) -> None:
    write(
        "novalint.toml",
        'select = ["vif-option-off-compute"]\n[[overrides]]\npaths = ["api"]\nrole = "api"\n'
        '[[overrides]]\npaths = ["compute"]\ndeployment = {role = "compute"}\n',
    )
    for folder in ("api", "compute"):
        write(f"{folder}/nova.conf", "[DEFAULT]\nvif_plugging_timeout = 300\n")
    assert levels(check("api/nova.conf", "compute/nova.conf")) == {"api/nova.conf": "info"}
    assert levels(check("api/nova.conf", "--role", "compute")) == {}


def test_the_command_line_stands_over_overrides_and_these_over_the_file(check: Run) -> None:
    write(
        "novalint.toml",
        'select = ["syntax"]\nrelease = "zed"\n[[overrides]]\npaths = ["nova.conf"]\n'
        'select = ["deprecated-name"]\nrelease = "yoga"\n',
    )
    write("nova.conf", OLD)
    ran = check("nova.conf")
    assert (ran.rules, ran.json["release"]) == (["deprecated-name"], "yoga")
    ran = check("nova.conf", "--select", "options", "--release", "2026.2")
    assert (ran.rules, ran.json["release"]) == ([], "2026.2")


def test_a_severity_fails_or_not(novalint: Run) -> None:
    write("nova.conf", OLD)
    write("novalint.toml", f'{ONLY}severity.deprecated-name = "info"\n')
    assert novalint("check", "nova.conf").status == 0
    assert novalint("check", "nova.conf", "--fail-on", "info").status == 1
    write("novalint.toml", f'{ONLY}fail-on = "error"\nseverity.deprecated-name = "error"\n')
    assert novalint("check", "nova.conf").status == 1


def test_reports_link_to_where_the_pages_are(novalint: Run) -> None:
    write("nova.conf", OLD)
    write("novalint.toml", f'{ONLY}rule-pages = "https://docs.example.org/{{rule}}.html"\n')
    page = "https://docs.example.org/deprecated-name.html"
    for form in ("text", "concise", "json", "github", "gitlab", "junit", "checkstyle", "sarif"):
        assert page in novalint("check", "nova.conf", "--format", form).out, form
    (run,) = novalint("check", "nova.conf", "--format", "sarif").json["runs"]
    assert run["tool"]["driver"]["rules"][0]["helpUri"] == page


def test_a_severity_stands_over_what_the_facts_make_of_a_rule(check: Run) -> None:
    write("nova.conf", "[DEFAULT]\nvif_plugging_is_fatal = false\n")
    told = (
        "nova.conf",
        "--select=vif-not-fatal-while-waiting",
        "--fact=tenants=300",
    )
    assert levels(check(*told)) == {"nova.conf": "info"}
    write("novalint.toml", 'severity.vif-not-fatal-while-waiting = "error"\n')
    assert levels(check(*told)) == {"nova.conf": "error"}


# Configurations


@pytest.fixture
def named(folder: Path) -> Path:
    """Two configurations: `one` of two files, `two` of one, with a severity of its own."""
    write(
        "novalint.toml",
        f'{ONLY}[configurations.one]\npaths = ["nova.conf", "nova.conf.d"]\n'
        '[configurations.two]\npaths = ["two.conf"]\nseverity.deprecated-name = "error"\n',
    )
    write("nova.conf", OLD)
    write("nova.conf.d/a.conf", OLD)
    write("two.conf", OLD)
    write("more.conf", OLD)
    return folder


ONE = {"nova.conf": "warning", str(Path("nova.conf.d") / "a.conf"): "warning"}
TWO = {"two.conf": "error"}


def test_configurations_are_checked_by_name_or_all(named: Path, check: Run) -> None:
    assert levels(check()) == ONE | TWO
    assert levels(check("--configuration", "one")) == ONE
    assert levels(check("--configuration=two", "--configuration=one", "--configuration=two")) == (
        TWO | ONE
    )
    assert levels(check("more.conf")) == {"more.conf": "warning"}
    assert levels(check("more.conf", "--configuration=two")) == TWO | {"more.conf": "warning"}


def test_a_configuration_is_one(named: Path, novalint: Run) -> None:
    ran = novalint("show", "--configuration=one", "--format=json")
    (setting,) = ran.json["settings"]
    assert setting["path"] == str(Path("nova.conf.d") / "a.conf")
    assert setting["shadowed"] == [{"path": "nova.conf", "line": 2}]
    asked = novalint("show", "--configuration=one", "DEFAULT.executor_thread_pool_size")
    assert asked.out == novalint("show", "--configuration=one").out != ""


def test_they_count_from_the_settings_file(
    named: Path, check: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (named / "sub").mkdir()
    monkeypatch.chdir(named / "sub")
    assert levels(check()) == {str(named / path): level for path, level in (ONE | TWO).items()}
    told = ("--settings", "../novalint.toml", "--configuration", "two")
    assert levels(check(*told)) == {str(named / "two.conf"): "error"}


def test_they_are_mended(named: Path, novalint: Run) -> None:
    assert novalint("fix", "--configuration", "one").status == 0
    assert Path("nova.conf").read_text() == Path("nova.conf.d/a.conf").read_text() == NEW
    assert Path("two.conf").read_text() == OLD
    assert novalint("fix").status == 0
    assert Path("two.conf").read_text() == NEW


def test_two_that_share_a_file_mend_it_once(named: Path, novalint: Run) -> None:
    write(
        "novalint.toml",
        f'{ONLY}[configurations.one]\npaths = ["nova.conf", "two.conf"]\n'
        '[configurations.two]\npaths = ["nova.conf", "more.conf"]\n',
    )
    ran = novalint("fix")
    assert (ran.status, ran.err.count("`nova.conf`")) == (0, 1)
    assert {Path(f"{name}.conf").read_text() for name in ("nova", "two", "more")} == {NEW}


def test_of_two_that_mend_a_file_differently_the_first_one_does(named: Path, novalint: Run) -> None:
    write(
        "novalint.toml",
        f'{ONLY}[configurations.one]\npaths = ["nova.conf"]\n'
        '[configurations.two]\npaths = ["nova.conf"]\nselect = ["duplicate-option"]\n',
    )
    both = "[DEFAULT]\nrpc_thread_pool_size = 64\nmy_ip = 10.0.0.1\nmy_ip = 10.0.0.2\n"
    write("nova.conf", both)
    ran = novalint("fix", "--unsafe")
    assert "`my_ip` in `nova.conf` would be changed differently for `two` than for `one`" in ran.err
    assert "executor_thread_pool_size = 64\n" in Path("nova.conf").read_text()
    novalint("fix", "--unsafe")
    assert novalint("check").status == 0


def test_wrong_configurations(named: Path, novalint: Run) -> None:
    refused(novalint("check", "--configuration", "tow"), "`tow`", "`two`")
    refused(novalint("check", "--isolated"), "no PATH")
    refused(novalint("check", "--isolated", "--configuration=one"), "[configurations.NAME]")
    write("novalint.toml", '[configurations.x]\npaths = ["none.conf"]')
    refused(novalint("check"), "`none.conf`")
    (named / "empty").mkdir()
    write("novalint.toml", '[configurations.x]\npaths = ["empty"]')
    refused(novalint("check"), "*.conf", "`x`")


# What is said of them


SHOWN = """\
release = "yoga"
ignore = ["syntax"]

[deployment]
profile = "dense-multi-tenant"
tenants = 300

[[overrides]]
paths = ["api"]
role = "api"
ignore = [
    "options",
]
thresholds.fatal-vif-plugging.tenants = 9

[configurations.x]
paths = ["nova.conf"]
release = "zed"
"""


def test_where_each_was_set(novalint: Run) -> None:
    write("novalint.toml", SHOWN)
    lines = novalint("settings", "api/nova.conf").out.splitlines()
    assert lines == [
        "settings of novalint.toml for api/nova.conf",
        "release = yoga  (novalint.toml:1)",
        "select = every rule  (default)",
        "ignore = syntax, options  (novalint.toml:2, novalint.toml:11)",
        "plugins = none  (default)",
        "fail-on = warning  (default)",
        "rule-pages = none  (default)",
        "exclude = none  (default)",
        "deployment.profile = dense-multi-tenant  (novalint.toml:5)",
        "deployment.role = api  (novalint.toml:10)",
        "deployment.instances_per_host = 50  (profile dense-multi-tenant, novalint.toml:5)",
        "deployment.tenants = 300  (novalint.toml:6)",
        "thresholds.fatal-vif-plugging.tenants = 9  (novalint.toml:14)",
        "overrides = api  (novalint.toml:8)",
        "configurations.x = nova.conf  (novalint.toml:16)",
    ]
    assert "release = zed  (novalint.toml:18)" in novalint("settings", "--configuration=x").out
    assert "role" not in novalint("settings", "nova.conf").out
    assert "overrides" not in novalint("settings", "nova.conf").out
    assert "overrides = api" in novalint("settings").out


def test_they_are_shown_as_json(novalint: Run) -> None:
    write("pyproject.toml", "[tool.novalint]\nselect = ['syntax']\n")
    shown = novalint("settings", "nova.conf", "--format", "json").json
    assert (shown["file"], shown["paths"]) == ("pyproject.toml", ["nova.conf"])
    rows = {row.pop("name"): row for row in shown["settings"]}
    assert rows["select"] == {"value": ["syntax"], "source": "file", "lines": [2]}
    assert rows["fail-on"] == {"value": "warning", "source": "default", "lines": []}
    bare = novalint("settings", "--isolated", "--format", "json").json
    assert bare["file"] is None
    assert {row["source"] for row in bare["settings"]} == {"default"}


def test_without_a_file_everything_is_a_default(novalint: Run) -> None:
    head = f"no settings file\nrelease = {NEWEST}  (default)\n"
    assert novalint("settings").out.startswith(head)
    refused(novalint("settings", "--settings", "none.toml"), "none.toml")


def test_explain_and_rules_use_them_too(novalint: Run) -> None:
    write("novalint.toml", "selct = 1")
    refused(novalint("rules"), "`novalint.toml:1`")
    refused(novalint("explain", "deprecated-name"), "`novalint.toml:1`")
    assert novalint("rules", "--isolated").status == 0


def test_a_folder_that_is_gone_has_none(
    novalint: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    refused(novalint("check", "nova.conf"), "cannot read `nova.conf`")
    assert novalint("check", "-", "--fail-on=never", stdin=b"[DEFAULT]\n").status == 0
