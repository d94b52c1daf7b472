"""Releases, roles, facts, deployment files and settings: which one counts."""

from __future__ import annotations

import pytest
from cli.call import GOOD, UNKNOWN, Ran, write
from cli.conftest import Run

DENSE = "tenants = 300\npeak_concurrent_builds = 200\n"


def _release(ran: Ran) -> str:
    assert ran.status in (0, 1), ran.err
    release: str = ran.json["release"]
    return release


def _check(novalint: Run, *options: str) -> Ran:
    write("nova.conf", GOOD)
    return novalint("check", "nova.conf", "--format", "json", *options)


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("2026.2", "2026.2"),
        ("hibiscus", "2026.2"),
        ("34.0.0", "2026.2"),
        ("34", "2026.2"),
        ("2024.1", "2024.1"),
        ("Caracal", "2024.1"),
        ("29.2.1", "2024.1"),
        (" 29.0.0 ", "2024.1"),
    ],
)
def test_a_release_has_several_names(novalint: Run, name: str, series: str) -> None:
    assert _release(_check(novalint, "--release", name)) == series


def test_without_a_release_the_newest_one_counts_and_that_is_said(novalint: Run) -> None:
    ran = _check(novalint)
    assert _release(ran) == novalint("releases", "--format", "json").json[-1]["release"]
    assert "the newest" in ran.err
    assert "the newest" not in _check(novalint, "--release", "2026.2").err


def test_where_the_release_comes_from(novalint: Run) -> None:
    write("own.toml", 'release = "2024.1"\n')
    write("inner.toml", '[deployment]\nrelease = "2024.1"\n')
    write("both.toml", 'release = "2024.1"\n[deployment]\nrelease = "2026.2"\n')
    write("cloud.toml", 'release = "2024.1"\n')
    write("cloud.json", '{"release": "2024.1"}')
    for options in (
        ["--settings", "own.toml"],
        ["--settings", "inner.toml"],
        ["--settings", "both.toml"],
        ["--deployment", "cloud.toml"],
        ["--deployment", "cloud.json"],
        ["--fact", "release=2024.1"],
    ):
        ran = _check(novalint, *options)
        assert _release(ran) == "2024.1", options
        assert "the newest" not in ran.err
        assert _release(_check(novalint, *options, "--release", "2026.2")) == "2026.2"
        assert _release(_check(novalint, *options, "--fact", "release=2026.2")) == "2026.2"


def test_a_deployment_file_stands_over_settings(novalint: Run) -> None:
    write("own.toml", 'release = "2024.1"\n')
    write("cloud.toml", 'release = "2026.2"\n')
    assert _release(_check(novalint, "--settings=own.toml", "--deployment=cloud.toml")) == "2026.2"


def _fatal(novalint: Run, *options: str) -> bool | None:
    """Tell whether fatal-vif-plugging was found; None where it was not run."""
    ran = _check(novalint, "--select", "fatal-vif-plugging", "--release", "2026.2", *options)
    assert ran.status in (0, 1), ran.err
    return None if ran.json["not_run"] else bool(ran.rules)


def test_facts_come_from_each_place(novalint: Run) -> None:
    write("cloud.toml", DENSE)
    write("cloud.json", '{"tenants": 300, "peak_concurrent_builds": 200}')
    write("settings.toml", f"[deployment]\n{DENSE}")
    write("site/pyproject.toml", f"[tool.novalint.deployment]\n{DENSE}")
    assert _fatal(novalint) is None
    assert _fatal(novalint, "--fact", "tenants=300") is None
    assert _fatal(novalint, "--fact", "tenants=300", "--fact", "instances_per_host=40") is True
    assert _fatal(novalint, "--fact", "tenants=9", "--fact", "instances_per_host=40") is False
    assert _fatal(novalint, "--fact", "profile=dense-multi-tenant") is True
    assert _fatal(novalint, "--deployment", "cloud.toml") is True
    assert _fatal(novalint, "--deployment", "cloud.json") is True
    assert _fatal(novalint, "--settings", "settings.toml") is True
    assert _fatal(novalint, "--settings", "site/pyproject.toml") is True


def test_the_command_line_stands_over_files_fact_by_fact(novalint: Run) -> None:
    write("dense.toml", DENSE)
    write("small.toml", "tenants = 1\npeak_concurrent_builds = 200\n")
    write("settings.toml", f"[deployment]\n{DENSE}")
    assert _fatal(novalint, "--deployment", "dense.toml", "--fact", "tenants=1") is False
    assert _fatal(novalint, "--deployment", "small.toml", "--fact", "tenants=300") is True
    assert _fatal(novalint, "--settings", "settings.toml", "--fact", "tenants=1") is False
    assert _fatal(novalint, "--settings", "settings.toml", "--deployment", "small.toml") is False
    assert _fatal(novalint, "--fact=profile=dense-multi-tenant", "--fact=tenants=1") is False
    assert _fatal(novalint, "--fact=tenants=1", "--fact=profile=dense-multi-tenant") is False
    assert _fatal(novalint, "--deployment=dense.toml", "--fact=tenants=1", "--fact=tenants=300")


def test_roles(novalint: Run) -> None:
    write("dense.toml", DENSE)
    write("api.toml", f'role = "api"\n{DENSE}')
    told = ("--deployment", "dense.toml")
    assert _fatal(novalint, *told) is True  # no role told
    for roles in (["compute"], ["all"], ["api", "compute"], ["api,compute"], ["api, compute"]):
        assert _fatal(novalint, *told, *(f"--role={role}" for role in roles)) is True, roles
    for roles in (["api"], ["conductor", "scheduler"], ["metadata,novncproxy"]):
        assert _fatal(novalint, *told, *(f"--role={role}" for role in roles)) is False, roles
    assert _fatal(novalint, "--deployment", "api.toml") is False
    assert _fatal(novalint, "--deployment", "api.toml", "--role", "compute") is True
    assert _fatal(novalint, *told, "--fact", "role=api") is False
    assert _fatal(novalint, *told, "--fact", "role=api", "--role", "compute") is True


def test_settings_choose_rules_and_the_command_line_stands_over_them(novalint: Run) -> None:
    write("settings.toml", 'select = ["options"]\nignore = ["invalid-value"]\n')
    write("nova.conf", "[DEFAULT]\nno_such_option = 1\ndebug = maybe\ndebug = maybe\n")
    told = ("check", "nova.conf", "--format", "json", "--settings", "settings.toml")
    assert novalint(*told).rules == ["unknown-option"]
    assert novalint(*told, "--select", "syntax").rules == ["duplicate-option"]
    assert novalint(*told, "--select", "options").rules == ["unknown-option"]
    assert novalint(*told, "--ignore", "unknown-option").rules == []


def test_settings_say_what_fails(novalint: Run) -> None:
    write("settings.toml", 'fail-on = "never"\n')
    write("nova.conf", UNKNOWN)
    told = ("check", "nova.conf", "--settings", "settings.toml")
    assert novalint(*told).status == 0
    assert novalint(*told, "--fail-on", "warning").status == 1


def test_settings_change_thresholds(novalint: Run) -> None:
    write("settings.toml", "[thresholds.fatal-vif-plugging]\ntenants = 500\n")
    dense = ("--fact", "profile=dense-multi-tenant")
    assert _fatal(novalint, *dense) is True
    assert _fatal(novalint, *dense, "--settings", "settings.toml") is False
