"""Settings belong to the files near them: they say nothing of others, and are counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.call import UNKNOWN, refused, write
from cli.conftest import Run

LAX = 'ignore = ["options"]\nfail-on = "never"\n'


@pytest.fixture(autouse=True)
def repository(folder: Path) -> Path:
    """A repository of two folders, each with a finding."""
    write(".git/HEAD", "")
    write("a/nova.conf", UNKNOWN)
    write("b/nova.conf", UNKNOWN)
    return folder


def test_a_folder_silences_no_other(novalint: Run) -> None:
    write("a/novalint.toml", LAX)
    ran = novalint("check", "a/nova.conf", "b/nova.conf", "--format", "json")
    assert ran.status == 1
    assert [one["path"] for one in ran.json["diagnostics"]] == ["b/nova.conf"]


def test_what_it_silences_in_its_own_is_counted(novalint: Run) -> None:
    write("a/novalint.toml", LAX)
    ran = novalint("check", "a/nova.conf", "b/nova.conf")
    assert "settings: a/novalint.toml for 1 file: 1 finding ignored\n" in ran.err
    rows = novalint("check", "a/nova.conf", "b/nova.conf", "--format", "json").json["settings"]
    by_path = {one["path"]: one for one in rows}
    own = {"files": 1, "ignored": 1, "lowered": 0, "accepted": 0}
    assert by_path["a/novalint.toml"] == {"path": "a/novalint.toml", **own}
    assert by_path[None] == {"path": None, **own, "ignored": 0}


def test_the_mildest_severity_that_fails_is_judged_by_file(novalint: Run) -> None:
    write("a/novalint.toml", 'fail-on = "never"\n')
    assert novalint("check", "a/nova.conf").status == 0
    assert novalint("check", "b/nova.conf").status == 1
    assert novalint("check", "a/nova.conf", "b/nova.conf").status == 1
    assert novalint("check", "a/nova.conf", "--fail-on", "warning").status == 1


def test_the_order_of_paths_changes_nothing(novalint: Run) -> None:
    write("a/novalint.toml", LAX)
    one, other = (
        novalint("check", *paths, "--format", "json").json
        for paths in (("a/nova.conf", "b/nova.conf"), ("b/nova.conf", "a/nova.conf"))
    )
    assert one["diagnostics"] == other["diagnostics"]
    assert one["summary"] == other["summary"]


def test_a_lowered_severity_is_counted(novalint: Run) -> None:
    write("a/novalint.toml", '[severity]\nunknown-option = "info"\n')
    ran = novalint("check", "a/nova.conf")
    assert ran.status == 0
    assert "settings: a/novalint.toml for 1 file: 1 finding lowered\n" in ran.err


def test_broken_settings_stop_their_own_files_alone(novalint: Run) -> None:
    write("a/novalint.toml", "ignore = 3\n")
    ran = novalint("check", "a/nova.conf", "b/nova.conf", "--format", "json")
    assert ran.status == 2
    assert [one["path"] for one in ran.json["diagnostics"]] == ["b/nova.conf"]
    assert "a/novalint.toml:1" in ran.err
    refused(novalint("check", "a/nova.conf"), "a/novalint.toml:1")


def test_files_read_together_obey_what_they_have_in_common(novalint: Run) -> None:
    write("a/novalint.toml", LAX)
    ran = novalint("check", "--together", "a/nova.conf", "b/nova.conf", "--format", "json")
    assert ran.status == 1
    assert len(ran.json["diagnostics"]) == 2


def test_none_and_named_ones_hold_for_all(novalint: Run) -> None:
    write("a/novalint.toml", LAX)
    assert novalint("check", "a/nova.conf", "--isolated").status == 1
    both = ("check", "a/nova.conf", "b/nova.conf")
    assert novalint(*both, "--settings", "a/novalint.toml").status == 0


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
def test_a_threshold_is_a_number_that_can_be_reached(novalint: Run, number: str) -> None:
    rule = "vif-timeout-for-many-hosts"
    write("a/novalint.toml", f"[thresholds.{rule}]\nhosts = {number}\n")
    refused(novalint("check", "a/nova.conf"), "a/novalint.toml:2", number)
