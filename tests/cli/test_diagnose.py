"""`novalint diagnose` and `novalint explain LINE`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli.call import ROOT, Ran, refused, write
from cli.conftest import Run

LOG = (
    "2026-03-02 09:12:01.402 7 ERROR oslo.messaging._drivers.impl_rabbit [-] AMQP server on"
    " ctl:5672 is unreachable: timed out. Trying again in 1 seconds.\n"
    "2026-03-02 09:16:48.220 7 WARNING nova.compute.manager [-] Received unexpected event"
    " network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11 for instance with vm_state active"
    " and task_state None.\n"
)
NOVA = "[DEFAULT]\ntransport_url = rabbit://nova:hunter2@ctl:5672/\n#vif_plugging_is_fatal = true\n"
SCHEMA = json.loads((ROOT / "schemas" / "diagnosis.json").read_text(encoding="utf-8"))


@pytest.fixture
def files(folder: Path) -> Path:
    write("nova.log", LOG)
    write("nova.conf", NOVA)
    return folder


def as_json(ran: Ran) -> Any:
    assert (ran.status, ran.stderr) == (0, b"")
    jsonschema.validate(ran.json, SCHEMA)
    assert "hunter2" not in ran.out
    return ran.json


def test_text(novalint: Run, files: Path) -> None:
    ran = novalint("diagnose", "nova.log", "--config", "nova.conf")
    assert (ran.status, ran.stderr) == (0, b"")
    lines = ran.out.splitlines()
    assert lines[0] == "The service cannot reach RabbitMQ and tries again. [amqp-unreachable]"
    assert "      +vif_plugging_is_fatal = false" in lines
    assert lines[-1] == "2 symptoms in 2 lines"
    assert "hunter2" not in ran.out
    assert "transport_url = *** (nova.conf:2)" in ran.out


def test_json(novalint: Run, files: Path) -> None:
    table = as_json(
        novalint(
            "diagnose", "nova.log", "--config", "nova.conf", "--format", "json",
            "--fact", "profile=dense-multi-tenant", "--role", "compute", "--release", "2025.1",
        )
    )  # fmt: skip
    assert table["release"] == "2025.1"
    cause = table["symptoms"][1]["causes"][0]
    assert (cause["option"], cause["verdict"]) == ("vif_plugging_is_fatal", "shown")
    assert (cause["value"], cause["rule"]) == (True, "fatal-vif-plugging")
    assert "+vif_plugging_is_fatal = false" in cause["fixes"][0]["diff"]
    assert as_json(novalint("diagnose", "nova.log", "--format", "json"))["release"] is None


def test_a_diff_that_applies(novalint: Run, files: Path) -> None:
    ran = novalint("diagnose", "nova.log", "--config", "nova.conf", "--diff")
    assert "+vif_plugging_is_fatal = false" in ran.out
    assert "hunter2" not in ran.out
    assert "-#vif" in ran.out
    assert (files / "nova.conf").read_text() == NOVA
    plain = novalint("diagnose", "nova.log", "--config", "nova.conf", "--diff", "--reveal")
    assert "hunter2" in plain.out


def test_nothing_to_change(novalint: Run, files: Path) -> None:
    write("nova.log", LOG.splitlines(keepends=True)[0])
    ran = novalint("diagnose", "nova.log", "--config", "nova.conf", "--diff")
    assert (ran.status, ran.stdout) == (0, b"")
    assert "nothing in this configuration would remedy" in ran.err
    assert "no configuration" in novalint("diagnose", "nova.log", "--diff").err


def test_standard_input_and_a_named_configuration(novalint: Run, files: Path) -> None:
    write("novalint.toml", '[configurations.compute]\npaths = ["nova.conf"]\nrelease = "2024.1"\n')
    command = ("diagnose", "-", "--configuration", "compute", "--format", "json")
    assert as_json(novalint(*command, stdin=LOG.encode()))["release"] == "2024.1"
    refused(novalint("diagnose", "-", "--configuration", "none"), "none")


def test_several_files_are_one_configuration(novalint: Run, files: Path) -> None:
    write("more.conf", "[DEFAULT]\nvif_plugging_is_fatal = false\n")
    command = ("diagnose", "nova.log", "--config", "nova.conf", "--config", "more.conf")
    table = as_json(novalint(*command, "--format", "json"))
    fatal = [one for one in table["symptoms"][1]["causes"] if one["option"].endswith("fatal")]
    assert {(one["path"], one["line"], one["value"]) for one in fatal} == {("more.conf", 2, False)}


def test_an_ordinary_log_has_no_symptom(novalint: Run, files: Path) -> None:
    write("nova.log", "2026-03-02 09:12:01.402 7 INFO nova.compute.manager [-] all is well\n")
    ran = novalint("diagnose", "nova.log")
    assert (ran.status, ran.out) == (0, "no known symptom in 1 line\n")


def test_a_report_goes_to_a_file(novalint: Run, files: Path) -> None:
    ran = novalint("diagnose", "nova.log", "--output", "report.txt")
    assert (ran.status, ran.stdout) == (0, b"")
    assert (files / "report.txt").read_text().endswith("2 symptoms in 2 lines\n")


def test_what_cannot_be_done_is_refused(novalint: Run, files: Path) -> None:
    refused(novalint("diagnose"), "no LOG is given")
    refused(novalint("diagnose", "none.log"), "none.log")
    refused(novalint("diagnose", "nova.log", "--config", "none.conf"), "none.conf")
    refused(novalint("diagnose", "nova.log", "--release", "nonsense"), "nonsense")
    refused(novalint("diagnose", "nova.conf"), "`nova.conf` is a configuration, not a log")


@pytest.mark.parametrize("text", [LOG, "127.0.0.1 localhost\n", "[main]\nx = 1\n"])
def test_a_file_that_is_no_configuration_is_refused(novalint: Run, files: Path, text: str) -> None:
    write("other.txt", text)
    command = ("diagnose", "nova.log", "--config", "other.txt")
    refused(novalint(*command), "`other.txt` holds no configuration of Nova")
    with_nova = novalint(*command, "--config", "nova.conf")
    assert with_nova.status == (0 if text.startswith("[") else 2)


def test_two_at_once_are_refused(novalint: Run, files: Path) -> None:
    both = ("--config", "nova.conf", "--configuration", "a")
    refused(novalint("diagnose", "nova.log", *both), "not both")


@pytest.mark.parametrize("module", ["", "oslo_messaging.exceptions."])
def test_an_exception_of_several_lines_is_explained(novalint: Run, module: str) -> None:
    ran = novalint("explain", f"{module}MessagingTimeout")
    assert (ran.status, ran.stderr) == (0, b"")
    names = [line.split()[0] for line in ran.out.splitlines() if line.startswith("  ")]
    assert names[0] == "rpc-reply-timeout"
    assert "message-not-handled" in names


@pytest.mark.parametrize(
    ("name", "symptom"),
    [
        ("NoValidHost", "no-valid-host"),
        ("nova.exception.NoValidHost", "no-valid-host"),
        ("VirtualInterfaceCreateException", "vif-creation-failed"),
    ],
)
def test_an_exception_of_one_line_is_explained(novalint: Run, name: str, symptom: str) -> None:
    ran = novalint("explain", name)
    assert (ran.status, ran.out) == (0, novalint("explain", symptom).out)
    refused(novalint("explain", "NoSuchExceptionAnywhere"), "NoSuchExceptionAnywhere")


def test_a_line_is_explained(novalint: Run) -> None:
    ran = novalint("explain", LOG.splitlines()[0])
    assert ran.status == 0
    assert ran.out.startswith("amqp-unreachable\n\nThe service cannot reach RabbitMQ")
    assert novalint("explain", "amqp-unreachable").out == ran.out
    assert "what `false` costs" in novalint("explain", "vif-event-unexpected").out
    refused(novalint("explain", "nothing that anybody knows"), "nothing that anybody knows")
