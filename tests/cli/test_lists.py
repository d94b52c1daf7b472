"""`novalint explain`, `rules`, `releases` and `schema`."""

from __future__ import annotations

import json

import pytest
from cli.call import refused
from cli.conftest import Run
from jsonschema import Draft202012Validator
from newest import NEWEST

from novalint.deployment import fact_names
from novalint.rules.catalogue import rules
from novalint.schema.releases import releases


def test_a_rule_is_explained_with_its_sections(novalint: Run) -> None:
    page = novalint("explain", "fatal-vif-plugging")
    assert (page.status, page.stderr) == (0, b"")
    assert page.out.startswith("fatal-vif-plugging\n")
    for part in (
        "## What it checks",
        "## Why it matters",
        "## Example",
        "## Fix safety",
        "## Sources",
    ):
        assert part in page.out
    assert "tenants = 10" in page.out


@pytest.mark.parametrize("name", [rule.name for rule in rules()])
def test_every_rule_is_explained(novalint: Run, name: str) -> None:
    page = novalint("explain", name)
    assert page.status == 0
    assert "## Why it matters" in page.out


@pytest.mark.parametrize("name", ["vif_plugging_is_fatal", "DEFAULT.vif_plugging_is_fatal"])
def test_an_option_is_explained(novalint: Run, name: str) -> None:
    page = novalint("explain", name)
    assert (page.status, page.stderr) == (0, b"")
    assert "[DEFAULT] vif_plugging_is_fatal" in page.out
    assert novalint("explain", name, "--release", "caracal").status == 0


def test_an_option_of_several_groups_is_explained_in_each(novalint: Run) -> None:
    page = novalint("explain", "connection", "--release", "2026.2").out
    assert "[database] connection" in page
    assert "[api_database] connection" in page
    only = novalint("explain", "API_database.connection", "--release", "2026.2").out
    assert "[database]" not in only


@pytest.mark.parametrize("name", ["libvirt", "LibVirt"])
def test_a_group_is_explained_by_its_options(novalint: Run, name: str) -> None:
    page = novalint("explain", name, "--release", "2026.2")
    assert page.status == 0
    assert page.out.startswith("[libvirt]")
    assert "virt_type\n" in page.out


@pytest.mark.parametrize("name", [".", "..", "DEFAULT.", "x" * 500, "a\x1b\nb", "\udcff"])
def test_what_nothing_is_called_is_refused(novalint: Run, name: str) -> None:
    refused(novalint("explain", name), "not a rule, an option or a group")


def test_an_empty_name_is_told_as_none(novalint: Run) -> None:
    refused(novalint("explain", ""), "nothing is named; name a rule, an option, a group")


def test_rules(novalint: Run) -> None:
    listed = novalint("rules", "--format", "json")
    assert (listed.status, listed.stderr) == (0, b"")
    assert [row["rule"] for row in listed.json] == [rule.name for rule in rules()]
    for row in listed.json:
        assert row.keys() >= {"rule", "theme", "severity", "summary"}
        assert row["severity"] in ("error", "warning", "info")
    lines = novalint("rules").out.splitlines()
    assert len(lines) == len(listed.json)
    for line, row in zip(lines, listed.json, strict=True):
        assert line.split()[:3] == [row["theme"], row["rule"], row["severity"]]


def test_releases(novalint: Run) -> None:
    listed = novalint("releases", "--format", "json")
    assert (listed.status, listed.stderr) == (0, b"")
    assert {"2024.1", "2026.2"} <= {row["release"] for row in listed.json}
    row = next(row for row in listed.json if row["release"] == "2024.1")
    assert row["codename"] == "caracal"
    assert row["nova"].startswith("29.")
    assert [line.split()[0] for line in novalint("releases").out.splitlines()] == [
        row["release"] for row in listed.json
    ]


@pytest.mark.parametrize("release", ["2026.2", pytest.param("2024.1", marks=pytest.mark.slow)])
def test_the_schema_of_a_release_is_a_json_schema(novalint: Run, release: str) -> None:
    ran = novalint("schema", "--release", release)
    assert (ran.status, ran.stderr) == (0, b"")
    Draft202012Validator.check_schema(ran.json)


def test_without_a_release_the_newest_schema_is_printed(novalint: Run) -> None:
    newest = novalint("schema", "--release", releases()[-1].series)
    assert novalint("schema") == newest


def test_two_releases_are_compared(novalint: Run) -> None:
    ran = novalint("releases", "--diff", "2024.1", "2025.1")
    assert ran.status == 0
    assert "[DEFAULT] heal_instance_info_cache_interval: -1 (was 60) (2025.1)" in ran.out
    told = json.loads(novalint("releases", "--diff", "caracal", "31", "--format", "json").out)
    assert (told["old"], told["new"]) == ("2024.1", "2025.1")
    row = next(one for one in told["differences"] if one["kind"] == "default")
    assert {"group", "option", "releases", "old", "new"} <= set(row)
    ran = novalint("releases", "--diff", "2024.1", "2025.1", "--format", "markdown")
    assert "| `[DEFAULT] heal_instance_info_cache_interval` | 2025.1 | -1 (was 60) |" in ran.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--diff yoga xena", "yoga is newer than xena; name the older release first"),
        ("--diff yoga yoga", "both releases are yoga"),
        ("--diff yoga yogi", "there is no release `yogi`"),
        ("--format markdown", "only --diff can be written as markdown"),
    ],
)
def test_what_cannot_be_compared_is_said(novalint: Run, words: str, told: str) -> None:
    ran = novalint("releases", *words.split())
    assert ran.status == 2
    assert told in ran.err


def test_rules_of_a_theme(novalint: Run) -> None:
    some = novalint("rules", "--select", "networking", "--ignore", "fatal-vif-plugging")
    assert "vif-timeout-lowered" in some.out
    assert "fatal-vif-plugging" not in some.out
    assert all(line.startswith("networking ") for line in some.out.splitlines())
    refused(novalint("rules", "--select", "networkin"), "`networking`")
    assert novalint("rules", "--select", "pci", "--ignore", "pci") == (0, b"", b"")


def test_facts(novalint: Run) -> None:
    lines = novalint("facts").out.splitlines()
    assert lines[0].split() == ["fact", "value", "needed", "by", "meaning"]
    assert lines.index("") == len(fact_names()) + 1
    rows = {row["fact"]: row for row in novalint("facts", "--format", "json").json}
    assert tuple(rows) == fact_names()
    assert rows["db_wait_timeout"]["unit"] == "seconds"
    assert "Unit" not in rows["db_wait_timeout"]["meaning"]
    assert "fatal-vif-plugging" in rows["tenants"]["rules"]
    assert rows["tenants"]["presets"] == {"dense-multi-tenant": 50}
    assert "conductor" in rows["role"]["values"]


def test_one_fact(novalint: Run) -> None:
    page = novalint("facts", "network_backend").out
    assert "ovs, ovn, sriov" in page
    assert "--fact network_backend=ovs" in page
    assert novalint("explain", "network_backend").out == page
    assert len(novalint("facts", "tenants", "--format", "json").json) == 1
    refused(novalint("facts", "tenats"), "`tenants`")
    refused(novalint("facts", "tenats", "--format", "json"), "`tenants`")


def test_a_profile_is_explained(novalint: Run) -> None:
    page = novalint("explain", "dense-multi-tenant").out
    assert "  tenants = 50\n" in page
    assert "`large`" in page


def test_a_theme_is_explained(novalint: Run) -> None:
    page = novalint("explain", "networking").out
    assert page.startswith("networking: a theme of rules\n\nRules about neutron")
    assert "  fatal-vif-plugging " in page
    both = novalint("explain", "libvirt").out
    assert both.startswith("[libvirt]")
    assert both.endswith("also a theme of rules: novalint rules --select libvirt\n")


def test_a_value_names_filters_that_a_release_lacks(novalint: Run) -> None:
    value = "filter_scheduler.enabled_filters=ComputeFilter,RetryFilter,OwnFilter"
    older, newer = novalint("explain", value).out.splitlines()[2:]
    assert older == '  ocata to ussuri: read as ["ComputeFilter", "RetryFilter", "OwnFilter"]'
    assert newer.startswith("  victoria to ")
    assert newer.endswith('"OwnFilter"]; Nova no longer has `RetryFilter`')


def test_a_value_is_explained_release_by_release(novalint: Run) -> None:
    page = novalint("explain", "libvirt.virt_type=uml").out
    old, new = page.splitlines()[2:]
    assert old == '  ocata to victoria: read as "uml"'
    assert new.startswith(f"  wallaby to {NEWEST}: cannot be read: `uml` is not one of `kvm`")
    assert novalint("explain", "virt_type=uml").out == page
    one = novalint("explain", "vif_plugging_timeout=5m", "--release", "2025.1").out
    assert one.splitlines()[2:] == [
        "  2025.1: cannot be read: `5m` is not a whole number; write only digits"
    ]
    assert '"***"' in novalint("explain", "neutron.password=x").out
    refused(novalint("explain", "no.such=1"), "not a rule, an option or a group")
