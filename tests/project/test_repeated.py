"""What several configurations share is told once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from novalint.cli import main

NODES = ("cmp1", "cmp2", "cmp3")
SHARED = "[DEFAULT]\nvif_plugging_if_fatal = true\ndebug = maybe\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three configurations that read one file, and each one of its own."""
    (tmp_path / "nova.conf").write_text(SHARED)
    lines = ['release = "2026.2"\n']
    for node in NODES:
        (tmp_path / f"{node}.conf").write_text("[libvirt]\nvirt_type = KVM\n")
        lines.append(f'[configurations.{node}]\npaths = ["nova.conf", "{node}.conf"]\n')
    (tmp_path / "novalint.toml").write_text("".join(lines))
    monkeypatch.chdir(tmp_path)
    return tmp_path


WORDS = ["--select", "unknown-option,invalid-value"]
OWN = [f"{node}.conf" for node in NODES]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_shared_file_is_told_once(
    site: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    assert main(["check", *WORDS, "--format", "json", "--jobs", jobs]) == 1
    out, err = capsys.readouterr()
    told = [(one["path"], one["rule"]) for one in json.loads(out)["diagnostics"]]
    assert sorted(told) == sorted(
        [
            ("nova.conf", "unknown-option"),
            ("nova.conf", "invalid-value"),
            *((path, "invalid-value") for path in OWN),
        ]
    )
    assert "4 errors, 1 warning in 4 files" in err
    assert "4 findings in files that configurations share, repeated in 2 more" in err


def test_the_status_is_that_of_all(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--configuration", "cmp1", *WORDS]) == 1
    assert "share" not in capsys.readouterr().err


def test_a_baseline_counts_them_once(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", *WORDS, "--output", "b.json"]) == 0
    capsys.readouterr()
    assert main(["check", *WORDS, "--baseline", "b.json"]) == 0
    err = capsys.readouterr().err
    assert "5 in the baseline" in err
    assert err.splitlines()[1] == "settings: novalint.toml for 4 files"  # which accept nothing


def test_fix_tells_them_once(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["fix", *WORDS, "--format", "json"])
    found = [one["path"] for one in json.loads(capsys.readouterr().out)["diagnostics"]]
    assert sorted(found) == sorted(["nova.conf", "nova.conf", *OWN])


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_matters_less_elsewhere_is_told_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    jobs: str,
) -> None:
    (tmp_path / "nova.conf").write_text("[DEFAULT]\nvif_pluging_timeout = 600\n")
    nodes = {"cmp": "compute", "ctl": "api"}
    told = [f'[configurations.{name}]\npaths = ["nova.conf"]\nrole = "{role}"\n'
            for name, role in nodes.items()]  # fmt: skip
    (tmp_path / "novalint.toml").write_text('release = "2026.2"\n' + "".join(told))
    monkeypatch.chdir(tmp_path)
    found = ["check", "--select", "unknown-option", "--format", "concise", "--jobs", jobs]
    assert main(found) == 1
    out, err = capsys.readouterr()
    assert out.count("warning[unknown-option]") == out.count("[unknown-option]") == 1
    assert "1 finding in files that configurations share, repeated in 1 more" in err
    assert main([*found, "--configuration", "ctl"]) == 0
    assert "although no service of this node reads that" in capsys.readouterr().out
