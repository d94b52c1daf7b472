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
