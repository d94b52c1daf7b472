"""Python, the hook and the command line give the same findings for the same file."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import command
import pytest
import yaml
from newest import NEWEST

import novalint

SETTINGS = """\
release = "2025.1"
ignore = ["security"]
severity = {deprecated-name = "info"}

[deployment]
profile = "dense-multi-tenant"

[thresholds.fatal-vif-plugging]
tenants = 1000

[[overrides]]
paths = ["compute/nova*.conf"]
role = "compute"
severity = {unknown-option = "error"}

[[overrides]]
paths = ["compute/nova-dense.conf"]
thresholds = {fatal-vif-plugging = {tenants = 20}}
"""
CONF = """\
[DEFAULT]
rpc_thread_pool_size = 64
vif_plugging_if_fatal = true
my_ip = 10.0.0.1
my_ip = 10.0.0.2
"""
PATHS = ["nova.conf", "compute/nova.conf", "compute/nova-dense.conf"]

Found = list[tuple[str, str, str, int, str]]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings and a file for each of the paths."""
    (tmp_path / "compute").mkdir()
    (tmp_path / "novalint.toml").write_text(SETTINGS)
    for path in PATHS:
        (tmp_path / path).write_text(CONF)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def by_python(path: str) -> Found:
    report = novalint.check(path, settings=novalint.Settings.find(path))
    return [
        (one.rule, one.severity.value, one.message, one.location.start.line, one.fingerprint)
        for one in report.findings
    ]


def by_command(place: Path, *line: str) -> Found:
    done = command.run([*line, "--format", "json"], place, place.parent / "bin")
    assert done.returncode in (0, 1), done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["diagnostics"]
    return [
        (
            one["rule"],
            one["severity"],
            one["message"],
            one["range"]["start"]["line"],
            one["fingerprint"],
        )
        for one in found
    ]


def hook() -> list[str]:
    hooks = yaml.safe_load((command.ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (entry,) = (one["entry"] for one in hooks if one["id"] == "novalint")
    return shlex.split(entry)


@pytest.mark.parametrize("path", PATHS)
def test_they_agree(place: Path, path: str) -> None:
    found = by_python(path)
    assert {"deprecated-name", "unknown-option"} <= {one[0] for one in found}
    assert by_command(place, "novalint", "check", path) == found
    assert by_command(place, *hook(), path) == found


def test_settings_made_a_difference(place: Path) -> None:
    root, compute, dense = (
        {rule: severity for rule, severity, *_ in by_python(path)} for path in PATHS
    )
    assert root["deprecated-name"] == compute["deprecated-name"] == "info"
    assert (root["unknown-option"], compute["unknown-option"]) == ("warning", "error")
    assert "fatal-vif-plugging" in dense
    assert "fatal-vif-plugging" not in compute
    plain = novalint.check(PATHS[0])
    assert plain.release == NEWEST
    assert "warning" in {one.severity for one in plain.findings if one.rule == "deprecated-name"}


def test_a_configuration_by_name(place: Path) -> None:
    text = '[configurations.dense]\npaths = ["nova.conf", "compute"]\nrole = "api"\n'
    (place / "novalint.toml").write_text(SETTINGS + text)
    settings = novalint.Settings.find()
    documents = novalint.load(*settings.files("dense")).documents
    paths = [document.path for document in documents]
    chosen = settings.effective(*paths, configuration="dense")
    config = novalint.load(*settings.files("dense"), release=chosen.release)
    report = novalint.check(config, settings=chosen)
    assert report.deployment.role == "api"
    rows = [(one.rule, one.severity.value, one.fingerprint) for one in report.findings]
    by_name = by_command(place, "novalint", "check", "--configuration", "dense")
    assert rows == [(one[0], one[1], one[4]) for one in by_name] != []
