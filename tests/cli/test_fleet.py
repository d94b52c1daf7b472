"""A fleet on the command line: check, fix, baseline, settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.call import ROOT, refused, write
from cli.conftest import Run
from jsonschema import Draft202012Validator

REPORT = Draft202012Validator(json.loads((ROOT / "schemas" / "report.json").read_text()))
SETTINGS = """\
release = "2025.1"
[configurations."{node}"]
paths = ["{node}.conf"]
[[overrides]]
paths = ["ctl*"]
role = ["api", "conductor", "scheduler"]
[[overrides]]
paths = ["cmp*"]
role = "compute"
"""
QUEUE = "[oslo_messaging_rabbit]\nrabbit_quorum_queue = {}\n"


def fleet(settings: str = SETTINGS, odd: str = "false", count: int = 3) -> None:
    """Write a fleet of one controller and some compute nodes, of which the second is odd."""
    write("novalint.toml", settings)
    for name in ("ctl1", *(f"cmp{number}" for number in range(1, count + 1))):
        write(f"{name}.conf", QUEUE.format(odd if name == "cmp2" else "true"))


def test_check_without_a_path_compares_the_nodes_after_the_files(novalint: Run) -> None:
    fleet()
    write("ctl1.conf", QUEUE.format("true") + "[DEFAULT]\nmy_ipp = 10.0.0.1\n")
    ran = novalint("check", "--format", "concise")
    rules = [line.split("[")[1].split("]")[0] for line in ran.out.splitlines()]
    assert ran.status == 1
    assert "unknown-option" in rules
    assert rules[-1] == "queue-kind-differs"
    assert "novalint: compared 4 nodes; found by comparing them: queue-kind-differs\n" in ran.err


def test_nodes_that_agree_are_only_counted(novalint: Run) -> None:
    fleet(odd="true")
    assert "novalint: compared 4 nodes\n" in novalint("check", "--select", "cloud").err


def test_one_configuration_or_a_path_compares_nothing(novalint: Run) -> None:
    fleet()
    for words in (("--configuration", "cmp2"), ("cmp2.conf", "cmp1.conf")):
        ran = novalint("check", "--select", "cloud", *words)
        assert (ran.status, ran.out) == (0, "")
        assert "compared 4 nodes" not in ran.err


@pytest.mark.parametrize(
    ("words", "note"),
    [
        (("cmp1.conf", "cmp2.conf"), "2 files are not compared: run `novalint check` without a"),
        (
            ("cmp1.conf",),
            "1 file is not compared: run `novalint check` without a PATH; see",
        ),
        (("--configuration", "cmp2"), "1 file is not compared: run `novalint check` without --"),
    ],
)
def test_a_comparison_that_is_asked_for_and_not_made_is_told(
    novalint: Run, words: tuple[str, ...], note: str
) -> None:
    fleet()
    for select in ("cloud", "queue-kind-differs"):
        assert note in novalint("check", *words, "--select", select).err
    assert "not compared" not in novalint("check", *words, "--select", "syntax").err
    assert "not compared" not in novalint("check", *words).err
    assert note in novalint("check", *words, "--select", "cloud", "--quiet").err


def test_a_folder_of_nodes_is_no_fleet_that_is_compared(novalint: Run) -> None:
    for node in ("h1", "h2"):
        write(f"{node}/nova.conf", QUEUE.format("true"))
    assert "not compared" not in novalint("check", ".").err
    write("novalint.toml", '[configurations."{node}"]\npaths = ["{node}/nova.conf"]\n')
    assert "2 files are not compared: run `novalint check` without a" in novalint("check", ".").err
    assert "not compared" not in novalint("check", ".", "--quiet").err
    assert "not compared" not in novalint("check", "h1/nova.conf", "h2/nova.conf").err


def test_who_has_no_settings_is_not_sent_to_a_command_that_refuses(novalint: Run) -> None:
    for node in ("h1", "h2"):
        write(f"{node}/nova.conf", QUEUE.format("true"))
    ran = novalint("check", ".", "--select", "cloud", "--quiet")
    assert ran.err == (
        "novalint: 2 files are not compared: say in novalint.toml which files are the nodes of "
        "one cloud, then run `novalint check` without a PATH; see docs/fleet.md\n"
    )
    refused(novalint("check"), "name a file or a directory, such as `.`")
    write("novalint.toml", '[configurations."{node}"]\npaths = ["{node}/nova.conf"]\n')
    assert "compared 2 nodes" in novalint("check").err


def test_a_rule_that_is_asked_for_and_not_run_is_told(novalint: Run) -> None:
    write("nova.conf", QUEUE.format("true"))
    rule = "affinity-check-off-in-one-cell"
    ran = novalint("check", "nova.conf", "-q", "--select", rule)
    assert ran.err == f"novalint: not run: `{rule}` needs cells\n"
    for words in (("--select", "api"), ("--select", rule, "--fact", "cells=2"), ()):
        assert novalint("check", "nova.conf", "-q", *words).err == ""
    several = f"{rule},cache-not-shared,cell-threads-fewer-than-cells,lists-ask-all-cells"
    assert "not run" in novalint("check", "nova.conf", "-q", "--select", several).err


def test_a_rule_that_asks_for_roles_is_not_run_where_none_is_known(novalint: Run) -> None:
    fleet(SETTINGS.partition("[[")[0], odd="true")
    ran = novalint("check", "--verbose", "--select", "quorum-limits-differ,queue-kind-differs")
    assert "not run without role (1 rule): quorum-limits-differ\n" in ran.err
    fleet(odd="true")
    assert "not run" not in novalint("check", "--verbose", "--select", "quorum-limits-differ").err


def test_json_says_what_was_compared_and_where(novalint: Run) -> None:
    fleet()
    report = json.loads(novalint("check", "--format", "json", "--select", "cloud").out)
    REPORT.validate(report)
    (row,) = report["diagnostics"]
    assert (row["rule"], row["scope"], row["node"]) == ("queue-kind-differs", "broker", "cmp2")
    assert [one["path"] for one in row["related"]] == ["cmp1.conf"]
    assert row["fixes"][0]["edits"] == [
        {"path": "cmp2.conf", "start": 46, "end": 51, "text": "true"}
    ]
    assert report["summary"]["files"] == 4
    assert report["settings"][0]["files"] == 4


def test_where_releases_differ_a_finding_has_that_of_its_node(novalint: Run) -> None:
    fleet(SETTINGS + '[[overrides]]\npaths = ["cmp2*"]\nrelease = "2024.1"\n')
    report = json.loads(novalint("check", "--format", "json", "--select", "queue-kind-differs").out)
    assert report["release"] is None
    assert [one["release"] for one in report["diagnostics"]] == ["2024.1"]


@pytest.mark.parametrize("form", ["sarif", "github", "gitlab", "junit", "checkstyle", "text"])
def test_every_format_has_it(novalint: Run, form: str) -> None:
    fleet()
    ran = novalint("check", "--format", form, "--select", "cloud")
    assert ran.status == 1
    assert "queue-kind-differs" in ran.out
    if form == "sarif":
        (result,) = json.loads(ran.out)["runs"][0]["results"]
        assert result["properties"] == {"scope": "broker", "node": "cmp2"}


def test_fix_mends_the_fleet_on_demand(novalint: Run) -> None:
    fleet()
    assert "rabbit_quorum_queue" not in novalint("fix", "--diff", "--select", "cloud").out
    shown = novalint("fix", "--diff", "--unsafe", "--select", "cloud")
    assert (shown.status, shown.out.count("+rabbit_quorum_queue = true\n")) == (1, 1)
    ran = novalint("fix", "--unsafe", "--select", "cloud")
    assert (ran.status, ran.out) == (0, "")
    assert Path("cmp2.conf").read_text() == QUEUE.format("true")


def test_fix_mends_files_and_fleet_together(novalint: Run) -> None:
    fleet()
    write("cmp2.conf", QUEUE.format("false") + "[DEFAULT]\nlogdir = /x\n")
    novalint("fix", "--unsafe", "--select", "cloud,deprecated-name")
    assert Path("cmp2.conf").read_text() == QUEUE.format("true") + "[DEFAULT]\nlog_dir = /x\n"


def test_a_baseline_accepts_and_forgets_findings_of_the_cloud(novalint: Run) -> None:
    fleet()
    write("b.json", novalint("baseline", "--select", "cloud").out)
    ran = novalint("check", "--select", "cloud", "--baseline", "b.json")
    assert (ran.status, ran.out) == (0, "")
    assert "1 in the baseline" in ran.err
    fleet(odd="true")
    assert "accepts is gone" in novalint("check", "--select", "cloud", "--baseline", "b.json").err
    novalint("baseline", "--select", "cloud", "--prune", "b.json")
    assert json.loads(Path("b.json").read_text())["findings"] == []


def test_a_baseline_keeps_them_where_single_files_are_checked(novalint: Run) -> None:
    fleet()
    write("b.json", novalint("baseline", "--select", "cloud").out)
    before = Path("b.json").read_text()
    novalint("baseline", "--prune", "b.json", "cmp2.conf")
    assert Path("b.json").read_text() == before


def test_a_file_that_cannot_be_read_leaves_the_others_compared(novalint: Run) -> None:
    fleet(SETTINGS + "[fleet]\ncomplete = true\n")
    Path("cmp3.conf").write_bytes(b"[DEFAULT]\nx = \0\n")
    ran = novalint("check", "--select", "cloud")
    assert ran.status == 2
    assert "queue-kind-differs" in ran.out
    assert "compared 3 nodes" in ran.err
    assert "NUL byte" in ran.err


@pytest.mark.slow
def test_many_nodes_in_several_processes_are_compared_alike(novalint: Run) -> None:
    fleet(count=60)
    one = novalint("check", "--select", "cloud", "--jobs", "1")
    assert novalint("check", "--select", "cloud", "--jobs", "3").out == one.out
    assert "true on 60 nodes" in one.out


def test_settings_show_the_fleet(novalint: Run) -> None:
    fleet(SETTINGS + "[fleet]\ncomplete = true\n")
    ran = novalint("settings", "--fleet")
    assert ran.status == 0
    assert ran.out == (
        "4 nodes, 4 configurations, complete\n"
        "\n"
        "node  configuration  roles                      cell  pool  release\n"
        "cmp1  cmp1           compute                    -     -     2025.1\n"
        "cmp2  cmp2           compute                    -     -     2025.1\n"
        "cmp3  cmp3           compute                    -     -     2025.1\n"
        "ctl1  ctl1           api, conductor, scheduler  -     -     2025.1\n"
        "\n"
        "facts derived from the nodes: compute_hosts = 3, controllers = 1\n"
    )
    table = json.loads(novalint("settings", "--fleet", "--format", "json").out)
    assert table["derived"] == {"compute_hosts": 3, "controllers": 1}
    assert [row["node"] for row in table["nodes"]] == ["cmp1", "cmp2", "cmp3", "ctl1"]
    assert {row["roles_from"] for row in table["nodes"]} == {"settings"}


def test_a_node_is_a_configuration_for_every_command(novalint: Run) -> None:
    fleet()
    name = "oslo_messaging_rabbit.rabbit_quorum_queue"
    assert "= false  (cmp2.conf:2)" in novalint("show", "--configuration", "cmp2", name).out
    shown = novalint("settings", "--configuration", "cmp2").out
    assert "deployment.role = compute  (novalint.toml:9)" in shown
    assert "configurations.{node} = {node}.conf  (novalint.toml:2)" in shown


def test_settings_without_a_fleet_show_none(novalint: Run) -> None:
    write("novalint.toml", "release = '2025.1'\n")
    refused(novalint("settings", "--fleet"), "no settings describe a fleet")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("[fleet]\ninventory = 'hosts'\n", "cannot read `hosts`"),
        ("[fleet]\ncompleat = true\n", "`novalint.toml:11`: in `fleet`, there is no setting"),
        ("[fleet.groups]\nx = 'cook'\n", "`novalint.toml:11`: in `fleet.groups.x`, `role` cannot"),
    ],
)
def test_a_fleet_that_is_described_wrongly_is_refused(novalint: Run, more: str, why: str) -> None:
    fleet(SETTINGS + more)
    refused(novalint("check"), why)
    refused(novalint("settings", "--fleet"), why)


def test_a_placeholder_that_stands_for_nothing_is_refused(novalint: Run) -> None:
    write("novalint.toml", SETTINGS)
    refused(novalint("check"), "matches no file: `{node}.conf` does not exist")


def test_a_node_that_is_not_there_is_refused(novalint: Run) -> None:
    fleet()
    refused(novalint("check", "--configuration", "cmp9"), "there is no configuration `cmp9`")


def test_fix_mends_files_of_other_programs(novalint: Run) -> None:
    write("neutron.conf", "[DEFAULT]\nnotify_nova_on_port_status_changes = false\nx = hunter2\n")
    fleet(SETTINGS + "[companions]\nneutron = 'neutron.conf'\n", odd="true")
    shown = novalint("fix", "--unsafe", "--diff", "--select", "cloud")
    assert shown.status == 1
    assert "+notify_nova_on_port_status_changes = true\n" in shown.out
    assert "hunter2" not in shown.out
    assert novalint("fix", "--unsafe", "--select", "cloud").status == 0
    assert "status_changes = true\nx = hunter2\n" in Path("neutron.conf").read_text()


def test_a_file_that_is_none_of_nova_takes_no_part(novalint: Run) -> None:
    fleet(SETTINGS + "[fleet]\ncomplete = true\n", odd="true")
    write("cmp3.conf", "just a note\nand another\n")
    ran = novalint("check", "--select", "cloud")
    assert ran.out == ""
    assert "compared 3 nodes" in ran.err
    assert "3 nodes, 3 configurations, not declared complete" in novalint("settings", "--fleet").out
