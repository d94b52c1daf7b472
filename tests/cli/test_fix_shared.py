"""What configurations would change otherwise in a file that they share is fixed for one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from novalint.cli import main

SETTINGS = """\
release = "2025.1"
[configurations.c1]
paths = ["base.conf", "c1.conf"]
role = "conductor"
[configurations.s1]
paths = ["base.conf", "s1.conf"]
role = "scheduler"
"""


def test_the_option_the_file_and_the_configurations_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "novalint.toml": SETTINGS,
        "base.conf": "[DEFAULT]\nservice_down_time = 60\n",
        "c1.conf": "[DEFAULT]\nreport_interval = 90\n",
        "s1.conf": "[DEFAULT]\nreport_interval = 200\n",
    }.items():
        Path(name).write_text(text)
    main(["fix", "--unsafe", "--select", "service-down-time-below-report-interval"])
    assert Path("base.conf").read_text() == "[DEFAULT]\nservice_down_time = 540\n"
    assert capsys.readouterr().err.splitlines()[0] == (
        "novalint: `service_down_time` in `base.conf` would be changed differently for `s1` than "
        "for `c1`, so nothing is fixed for `s1`; set that in a file of its own"
    )


def test_the_diff_has_a_shared_file_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "novalint.toml": SETTINGS.replace('["base.conf", "s1', '["link.conf", "s1'),
        "base.conf": "[DEFAULT]\nlog-dir = /x\n",
        "c1.conf": "[DEFAULT]\nmy_ip = 10.0.0.1\n",
        "s1.conf": "[DEFAULT]\nlog-file = /y\n",
    }.items():
        Path(name).write_text(text)
    Path("link.conf").symlink_to("base.conf")
    assert main(["fix", "--unsafe", "--diff"]) == 1
    diff = capsys.readouterr().out
    assert [line for line in diff.splitlines() if line.startswith("+++")] == [
        "+++ b/base.conf",
        "+++ b/s1.conf",
    ]


def test_what_remains_is_told_with_its_fix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "novalint.toml": SETTINGS,
        "base.conf": "[DEFAULT]\ntransport_url = rabbit://u:p@h/\n",
        "c1.conf": "[DEFAULT]\nmy_ip = 10.0.0.1\n",
        "s1.conf": "[vnc]\nnovncproxy_base_url = https://x/vnc.html\n",
    }.items():
        Path(name).write_text(text)
    main(["fix"])
    told = capsys.readouterr()
    assert "not shown again" in told.err
    assert "+#novncproxy_base_url" in told.out
