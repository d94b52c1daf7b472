"""A project answers Python callers as it does the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import novalint
from novalint.errors import SettingsError
from novalint.settings import Override

SETTINGS = """
release = "2025.1"
role = "compute"
ignore = ["pci"]

[configurations.site]
paths = ["a.conf", "b.conf"]
release = "2024.1"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "novalint.toml").write_text(SETTINGS)
    (tmp_path / "a.conf").write_text("[DEFAULT]\nvif_plugging_if_fatal = true\n")
    (tmp_path / "b.conf").write_text("[DEFAULT]\nlog_dir = /var/log/nova\n")
    return tmp_path


def test_a_project_is_found_from_any_path_in_it(folder: Path) -> None:
    project = novalint.Project.find(folder / "a.conf")
    assert project.settings.release == "2025.1"
    assert project.configurations == ("site",)
    assert novalint.Project.find("/").settings == novalint.Settings()


def test_without_paths_the_configurations_are_checked(folder: Path) -> None:
    report = novalint.Project.find().check()
    (only,) = report.reports
    assert only.files == ("a.conf", "b.conf")
    assert only.release == "2024.1"
    assert [one.rule for one in report.findings] == [one.rule for one in only.findings]
    assert "unknown-option" in {one.rule for one in report.findings}


def test_paths_are_configurations_of_their_own(folder: Path) -> None:
    first, second = novalint.Project.find().check("a.conf", Path("b.conf")).reports
    assert (first.files, second.files) == (("a.conf",), ("b.conf",))
    assert first.release == "2025.1"


def test_what_the_caller_says_stands_over_the_settings(folder: Path) -> None:
    project = novalint.Project.find().over(Override(release="2026.1", select=("unknown-option",)))
    (report,) = project.check("a.conf").reports
    assert report.release == "2026.1"
    assert {one.rule for one in report.findings} == {"unknown-option"}


def test_the_command_line_says_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from novalint.cli import main

    main(["check", "--format", "json"])
    printed = json.loads(capsys.readouterr().out)["diagnostics"]
    findings = novalint.Project.find().check().findings
    assert [one["message"] for one in printed] == [one.message for one in findings]


def test_a_configuration_that_does_not_exist_is_refused(folder: Path) -> None:
    with pytest.raises(SettingsError, match="there is no configuration `sit`"):
        novalint.Project.find().inputs("sit")
