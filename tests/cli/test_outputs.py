"""`--output` never destroys what is read, and says what it writes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli.call import UNKNOWN, refused, write
from cli.conftest import Run

LOG = (
    "2026-03-02 09:12:01.402 7 ERROR oslo.messaging._drivers.impl_rabbit [-] AMQP server on"
    " ctl:5672 is unreachable: timed out. Trying again in 1 seconds.\n"
    "2026-03-02 09:16:48.220 7 WARNING nova.compute.manager [-] Received unexpected event"
    " network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11 for instance with vm_state active"
    " and task_state None.\n"
)
NOVA = "[DEFAULT]\ntransport_url = rabbit://nova:hunter2@ctl:5672/\n#vif_plugging_is_fatal = true\n"


@pytest.fixture
def files(folder: Path) -> Path:
    write("nova.conf", NOVA)
    write("nova.log", LOG)
    write("cloud.toml", "tenants = 3\n")
    write("novalint.toml", 'release = "2026.2"\n')
    (folder / "link.conf").symlink_to("nova.conf")
    return folder


@pytest.mark.parametrize("output", ["nova.conf", "./nova.conf", "link.conf"])
@pytest.mark.parametrize(
    "command",
    [
        "upgrade nova.conf --from zed",
        "upgrade nova.conf --from zed --write",
        "upgrade nova.conf --from zed --diff",
        "show nova.conf",
        "show nova.conf DEFAULT.transport_url --reveal",
        "diagnose nova.log --config nova.conf",
        "diagnose nova.log --config nova.conf --diff",
        "check nova.conf",
        "fix nova.conf --diff",
        "fix nova.conf --unsafe",
        "baseline nova.conf",
    ],
)
def test_an_output_is_no_file_that_is_read(
    novalint: Run, files: Path, command: str, output: str
) -> None:
    refused(novalint(*command.split(), "--output", output), f"`{output}`", "another --output")
    assert (files / "nova.conf").read_text() == NOVA


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("diagnose nova.log --config nova.conf", "nova.log"),
        ("upgrade nova.conf --from zed --deployment cloud.toml", "cloud.toml"),
        ("show nova.conf --settings novalint.toml", "novalint.toml"),
        ("show nova.conf", "novalint.toml"),
        ("upgrade nova.conf --from zed", "novalint.toml"),
        ("check nova.conf", "novalint.toml"),
        ("check nova.conf --deployment cloud.toml", "cloud.toml"),
        ("baseline nova.conf --deployment cloud.toml", "cloud.toml"),
    ],
)
def test_an_output_is_no_log_and_no_settings(
    novalint: Run, files: Path, command: str, output: str
) -> None:
    before = (files / output).read_text()
    refused(novalint(*command.split(), "--output", output), f"`{output}`", "another --output")
    assert (files / output).read_text() == before


@pytest.mark.parametrize(
    "command",
    [
        "fix nova.conf --diff --unsafe",
        "upgrade nova.conf --from zed --diff",
        "diagnose nova.log --config nova.conf --diff",
    ],
)
def test_a_diff_goes_where_output_says(novalint: Run, files: Path, command: str) -> None:
    write("nova.conf", NOVA.replace("#vif_plugging_is_fatal = true", "vif_pluging_timeout = 300"))
    if command.startswith("diagnose"):
        write("nova.conf", NOVA)
    plain = novalint(*command.split(), "--reveal")
    ran = novalint(*command.split(), "--reveal", "--output", "p.diff")
    assert plain.status == ran.status == 1
    assert ran.stdout == b""
    assert (files / "p.diff").read_bytes() == plain.stdout
    assert plain.out.startswith("--- a/nova.conf\n")
    assert novalint(*command.split(), "--reveal", "--output", "-").stdout == plain.stdout
    assert os.stat("p.diff").st_mode & 0o077 == 0  # noqa: PTH116


@pytest.mark.parametrize(
    "words",
    [
        "fix nova.conf --diff --format json",
        "fix nova.conf --diff --statistics",
        "fix nova.conf --diff --output sarif=p",
        "upgrade nova.conf --from zed --diff --format markdown",
        "diagnose nova.log --config nova.conf --diff --format json",
    ],
)
def test_a_diff_has_no_format(novalint: Run, files: Path, words: str) -> None:
    refused(novalint(*words.split()), "--diff prints no report", "leave out the format")


def test_a_diff_goes_to_one_place(novalint: Run, files: Path) -> None:
    words = ("--diff", "--output", "a", "--output", "b")
    refused(novalint("fix", "nova.conf", *words), "one --output")


@pytest.mark.parametrize(
    ("name", "formats"),
    [("n.sarif", "sarif=n.sarif"), ("n.json", "json=n.json"), ("n.xml", "junit=n.xml")],
)
def test_a_report_whose_name_promises_another_format(
    novalint: Run, folder: Path, name: str, formats: str
) -> None:
    write("nova.conf", UNKNOWN)
    ran = novalint("check", "nova.conf", "--output", name)
    assert f"`{name}` is written as text" in ran.err
    assert f"--output {formats}" in ran.err
    assert "written as" not in novalint("check", "nova.conf", "--output", formats).err
    told = ("--format", formats.partition("=")[0], "--output", name)
    assert "written as" not in novalint("check", "nova.conf", *told).err


def test_a_diagnosis_that_compares_with_nothing_has_no_diff(novalint: Run, files: Path) -> None:
    refused(novalint("diagnose", "nova.log", "--diff"), "--config")


def test_the_name_of_a_format_in_the_place_of_a_file(novalint: Run, files: Path) -> None:
    ran = novalint("check", "nova.conf", "--output", "sarif")
    assert (files / "sarif").exists()
    assert (
        "as text into a file named `sarif`; to choose that format write --format sarif" in ran.err
    )
    told = novalint("check", "nova.conf", "--output", "sarif", "--format", "sarif")
    assert "into a file named" not in told.err


def test_the_end_of_a_name_in_the_place_of_a_format(novalint: Run, files: Path) -> None:
    ran = novalint("check", "nova.conf", "--output", "xml=a.xml")
    refused(ran, "write --output junit=a.xml or --output checkstyle=a.xml")
    assert not (files / "xml=a.xml").exists()


def test_a_configuration_is_no_log(novalint: Run, files: Path) -> None:
    said = "`nova.conf` is a configuration, not a log", "novalint check"
    refused(novalint("diagnose", "nova.conf"), *said)


def test_a_log_line_in_the_place_of_a_log(novalint: Run, folder: Path) -> None:
    refused(novalint("diagnose", "AMQP server is unreachable"), "no such file", "novalint explain")
    assert "explain" not in novalint("diagnose", "nova.log").err
