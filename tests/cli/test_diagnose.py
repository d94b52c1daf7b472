"""`novalint diagnose` and `novalint explain LINE`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli.call import ROOT, Ran, refused, write
from cli.conftest import Run
from newest import NEWEST

LOG = (
    "2026-03-02 09:12:01.402 7 ERROR oslo.messaging._drivers.impl_rabbit [-] AMQP server on"
    " ctl:5672 is unreachable: timed out. Trying again in 1 seconds.\n"
    "2026-03-02 09:16:48.220 7 WARNING nova.compute.manager [-] Received unexpected event"
    " network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11 for instance with vm_state active"
    " and task_state None.\n"
)
NOVA = "[DEFAULT]\ntransport_url = rabbit://nova:hunter2@ctl:5672/\n#vif_plugging_is_fatal = true\n"
SCHEMA = json.loads((ROOT / "schemas" / "diagnosis.json").read_text(encoding="utf-8"))
PRICE = (
    "novalint: the trade-off of the patch for `vif_plugging_is_fatal`: servers that run well can "
    "lose their network; see the report without --diff for the rest\n"
)
"""What stands on standard error beside the patch."""

AS_NEWEST = f" ({NEWEST}, the newest; set another with --release)"


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
    assert lines[-1] == f"2 symptoms in 2 lines{AS_NEWEST}"
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
    assert "there is no patch for the symptoms in this log" in ran.err
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
    refused(novalint(*command), "`other.txt` contains no configuration of Nova")
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
        ("VirtualInterfaceCreateException: ", "vif-creation-failed"),
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


def hosts(folder: str, name: str) -> None:
    """Write four hosts, of which the third differs."""
    for number in range(1, 5):
        fatal = "false" if number == 3 else "true"
        write(f"{folder}/{name.format(number)}", f"{NOVA}vif_plugging_is_fatal = {fatal}\n")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("h{}/nova.conf", ["--config", "hosts"]),
        ("h{}.conf", ["--config", "hosts"]),
        ("h{}/nova.conf", ["--config", "hosts/*/nova.conf"]),
        ("h{}/nova.conf", ["--config", *(f"hosts/h{n}/nova.conf" for n in range(1, 5))]),
        ("h{}/nova.conf", [part for n in range(1, 5) for part in ("--configuration", f"h{n}")]),
    ],
)
def test_several_hosts(novalint: Run, files: Path, name: str, options: list[str]) -> None:
    """Each is compared by itself; those that are alike are told together."""
    hosts("hosts", name)
    paths = [f"hosts/{name.format(number)}" for number in range(1, 5)]
    for number, path in enumerate(paths, 1):
        with (files / "novalint.toml").open("a") as toml:
            toml.write(f'[configurations.h{number}]\npaths = ["{path}"]\n')
    table = as_json(novalint("diagnose", "nova.log", *options, "--format", "json"))
    assert [each["files"] for each in table["configurations"]] == [[path] for path in paths]
    text = novalint("diagnose", "nova.log", *options).out
    assert text.endswith(f"2 symptoms in 2 lines; 4 configurations compared{AS_NEWEST}\n")
    assert text.count("trade-off: ") == 1
    assert "vif_plugging_timeout = 300 (in all 4)" in text
    assert "hunter2" not in text
    diff = novalint("diagnose", "nova.log", *options, "--diff", "--reveal")
    (files / "x.diff").write_bytes(diff.stdout)
    assert applied(files) == [*paths[:2], paths[3]]


def applied(files: Path) -> list[str]:
    """Apply x.diff as git does, and return the paths that it changed."""
    numbers = subprocess.run(
        ["git", "apply", "--numstat", "--apply", "x.diff"],
        cwd=files,
        check=True,
        capture_output=True,
        text=True,
    )
    return [line.split("\t")[2] for line in numbers.stdout.splitlines()]


@pytest.mark.parametrize("way", ["folder", "pattern", "shell"])
def test_a_folder_of_files_is_what_a_pattern_of_them_is(
    novalint: Run, files: Path, way: str
) -> None:
    """Also where no file says what only a main file does; what is none of Nova's is named."""
    for number in range(1, 4):
        write(f"flat/h{number}.conf", "[libvirt]\nvirt_type = kvm\n")
    write("flat/notes.conf", "# nothing\n")
    paths = [f"flat/h{number}.conf" for number in range(1, 4)]
    named = {
        "folder": ["--config", "flat"],
        "pattern": ["--config", "flat/*.conf"],
        "shell": ["--config", *paths, "flat/notes.conf"],
    }
    ran = novalint("diagnose", "nova.log", *named[way], "--diff")
    assert "`flat/notes.conf` is left out: it has nothing that only Nova reads" in ran.err
    (files / "x.diff").write_bytes(ran.stdout)
    assert applied(files) == paths


def test_a_shell_may_name_the_folders_of_hosts(novalint: Run, files: Path) -> None:
    hosts("hosts", "h{}/nova.conf")
    folders = [f"hosts/h{number}" for number in range(1, 5)]
    text = novalint("diagnose", "nova.log", "--config", *folders).out
    assert text.endswith(f"2 symptoms in 2 lines; 4 configurations compared{AS_NEWEST}\n")
    (files / "logs").mkdir()
    refused(
        novalint("diagnose", "logs", "--config", "hosts"), "name the logs in it, such as `logs/*"
    )


def test_a_full_path_is_applied_from_the_root(novalint: Run, files: Path) -> None:
    path = str(files / "nova.conf")
    ran = novalint("diagnose", "nova.log", "--config", path, "--diff", "--reveal")
    assert "names its files from /; apply it there: `patch -p1 -d / < FILE`, or `git" in ran.err
    assert ran.out.startswith(f"--- a{path}\n+++ b{path}\n")
    subprocess.run(["git", "-C", "/", "apply"], input=ran.stdout, check=True)
    assert "vif_plugging_is_fatal = false" in (files / "nova.conf").read_text()
    assert novalint("diagnose", "nova.log", "--config", "nova.conf", "--diff").err.count("/;") == 0
    write("other.conf", NOVA)
    write("nova.conf", NOVA)
    mixed = ("--config", path, "other.conf")
    assert "from / and some from here" in novalint(
        "diagnose", "nova.log", *mixed, "--diff", "--reveal"
    ).err  # fmt: skip


def test_the_files_of_one_host_are_named_one_by_one(novalint: Run, files: Path) -> None:
    hosts("hosts", "h{}/nova.conf")
    both = ("--config", "hosts/h1/nova.conf", "--config", "hosts/h2/nova.conf")
    ran = novalint("diagnose", "nova.log", *both)
    assert "are read as one configuration, in this order; to diagnose each, name the" in ran.err
    refused(novalint("diagnose", "nova.log", *both, "nova.conf"), "`nova.conf` is a configuration")
    nothing = ("--config", "hosts", "--config", "nova.conf")
    refused(novalint("diagnose", "nova.log", *nothing), "no `*.conf` in the directory `hosts`")
    refused(novalint("diagnose", "nova.log", "hosts/h1/nova.conf"), "name it with --config")
    refused(novalint("diagnose", "nova.log", "--config", "no/*.conf"), "matches `no/*.conf`")
    write("nova.conf.d/1.conf", NOVA)
    write("nova.conf.d/2.conf", "[DEFAULT]\nvif_plugging_is_fatal = false\n")
    folder = novalint("diagnose", "nova.log", "--config", "nova.conf.d", "--format", "json")
    assert "configurations" not in as_json(folder)


EMBEDDED = {
    "osa.yml": "nova_nova_conf_overrides:\n  DEFAULT:\n    vif_plugging_timeout: 300\n",
    "values.yaml": "conf:\n  nova:\n    DEFAULT:\n      vif_plugging_timeout: 300\n",
    "rhoso.yaml": (
        "data:\n  nova:\n    apiServiceTemplate:\n      customServiceConfig: |\n"
        "        [api]\n        max_limit = 1000\n"
        "    novaComputeTemplates:\n      c1:\n        customServiceConfig: |\n"
        "          [DEFAULT]\n          vif_plugging_is_fatal = true\n"
    ),
    "nova.conf.j2": (
        "[DEFAULT]\n{% if x %}\ncompute_driver = libvirt.LibvirtDriver\n{% endif %}\n"
        "my_ip = {{ address }}\n[vnc]\nserver_listen = {{   name }}\n"
    ),
    "bundle.yaml": (
        "applications:\n  nova-compute:\n    charm: nova-compute\n    options:\n"
        '      config-flags: "vif_plugging_is_fatal=true"\n'
    ),
}


@pytest.mark.parametrize("name", EMBEDDED)
def test_a_patch_is_that_of_the_file_itself(novalint: Run, files: Path, name: str) -> None:
    write(name, EMBEDDED[name])
    ran = novalint("diagnose", "nova.log", "--config", name, "--diff", "--reveal")
    assert (ran.status, ran.err) == (1, PRICE)
    (files / "x.diff").write_bytes(ran.stdout)
    assert applied(files) == [name]
    after = as_json(novalint("diagnose", "nova.log", "--config", name, "--format", "json"))
    causes = [
        cause
        for each in after.get("configurations", [after])
        for symptom in each["symptoms"]
        for cause in symptom["causes"]
        if cause["option"] == "vif_plugging_is_fatal"
    ]
    assert False in {cause["value"] for cause in causes}


def test_one_text_of_several_is_named(novalint: Run, files: Path) -> None:
    write("rhoso.yaml", EMBEDDED["rhoso.yaml"])
    name = "nova.novaComputeTemplates.c1.customServiceConfig"
    command = ("diagnose", "nova.log", "--config", "rhoso.yaml", "--format", "json")
    assert "configurations" not in as_json(novalint(*command, "--embedded", name))
    assert len(as_json(novalint(*command))["configurations"]) == 2
    refused(novalint(*command, "--embedded", "x"), "contains no `x`")


def test_what_is_set_elsewhere_has_no_patch(novalint: Run, files: Path) -> None:
    write(
        "tripleo.yaml",
        "parameter_defaults:\n  ComputeExtraConfig:\n    nova::config::nova_config:\n"
        "      DEFAULT/max_concurrent_builds:\n        value: 8\n",
    )
    ran = novalint("diagnose", "nova.log", "--config", "tripleo.yaml", "--diff")
    assert (ran.status, ran.stdout) == (0, b"")
    assert "what sets vif_plugging_is_fatal is not known from this file" in ran.err


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        (
            "nova.conf.j2",
            "[DEFAULT]\nmy_ip = {{ a }}\nvif_plugging_is_fatal = {{ x }}\n",
            "what vif_plugging_is_fatal is cannot be told from nova.conf.j2:3; edit it by hand",
        ),
        (
            "osa.yml",
            "x: &a\n  vif_plugging_is_fatal: true\n"
            "nova_nova_conf_overrides:\n  DEFAULT: *a\nother: *a\n",
            "the form of the file decides what stands there; set vif_plugging_is_fatal to false by",
        ),
    ],
)
def test_what_the_file_does_not_take_is_refused_in_a_phrase(
    novalint: Run, files: Path, name: str, text: str, why: str
) -> None:
    write(name, text)
    ran = novalint("diagnose", "nova.log", "--config", name, "--diff")
    assert (ran.status, ran.stdout) == (0, b"")
    assert ran.err.startswith(f"novalint: no patch for `{name}")
    assert why in ran.err


def test_the_report_says_why_a_log_of_another_configuration_has_no_patch(
    novalint: Run, files: Path
) -> None:
    write("nova.conf", f"{NOVA}vif_plugging_timeout = 600\n")
    line = "Timeout waiting for ['network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11'] for"
    write(
        "nova.log",
        f"{LOG}{line} instance with vm_state building and task_state spawning. Event states "
        "are: network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11: timed out after 300.00 "
        "seconds: eventlet.timeout.Timeout: 300 seconds\n",
    )
    ran = novalint("diagnose", "nova.log", "--config", "nova.conf")
    said = " ".join(ran.out.split())
    assert "no patch: the log contradicts `[DEFAULT] vif_plugging_timeout`, so it is of" in said


def test_the_log_of_another_configuration(novalint: Run, files: Path) -> None:
    write("nova.conf", f"{NOVA}vif_plugging_timeout = 0\n")
    line = "Timeout waiting for ['network-vif-plugged-0b6f9f9a-53a1-4e0e-8a57-2f6c1c0a9d11'] for"
    write("nova.log", f"{LOG}{line} instance with vm_state building and task_state spawning.\n")
    ran = novalint("diagnose", "nova.log", "--config", "nova.conf", "--diff")
    assert (ran.status, ran.stdout) == (0, b"")
    assert "the log contradicts `[DEFAULT] vif_plugging_timeout`" in ran.err


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("server on rabbit unreachable", "the nearest symptoms are `amqp-unreachable`, "),
        ("vif plugging timeout", "the nearest symptoms are `vif-plug-timeout`, "),
        ("VirtualInterfaceCreateException", "the nearest symptom is `vif-creation-failed`: "),
        ("nova.exception.NoValidHost:", "the nearest symptom is `no-valid-host`: novalint"),
        ("VirtualInterfaceCreationException", "the nearest symptom is `vif-creation-failed`: "),
        (
            "boot fails, VirtualInterfaceCreationException",
            "nearest symptom is `vif-creation-failed`",
        ),
        ("servers fail with nova.exception.NoValidHost", "nearest symptom is `no-valid-host`"),
        ("we get NoValidHost for all servers", "nearest symptom is `no-valid-host`"),
        ("NovaCompute has NoSuchThing for LibvirtDriver", "no known symptom in 1 line\n"),
        ("OpenStack servers fail with FooBarException", "no known symptom in 1 line\n"),
        ("MessagingTimout", "the nearest symptoms are `rpc-reply-timeout`, "),
        ("FooBarException", "no known symptom in 1 line\n"),
        (
            "instances fail to boot",
            "the nearest symptoms are `no-valid-host`, `spawn-failed`, `vif-",
        ),
        ("the cat sat on the mat", "no known symptom in 1 line\n"),
        ("2026-03-02 09:12:01.402 7 INFO nova.x [-] AMQP server unreachable", "in 1 line\n"),
    ],
)
def test_words_about_a_log_lead_to_the_nearest_lines(
    novalint: Run, folder: Path, words: str, near: str
) -> None:
    ran = novalint("diagnose", "-", stdin=f"{words}\n".encode())
    assert (ran.status, ran.stderr) == (0, b"")
    assert near in ran.out


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (
            "2026-03-02 09:12:01.402 7 ERROR neutron.notifiers.nova [-] Failed to notify nova\n",
            "1 line, which other programs wrote; only Nova's are read\n",
        ),
        (
            "2026-03-02 09:12:01.402 7 ERROR neutron.agent [-] Stopped\n  File x\n"
            "2026-03-02 09:12:01.402 7 INFO neutron.wsgi [-] GET /\n" * 1000,
            "3000 lines, which other programs wrote; only Nova's are read\n",
        ),
        (
            "2026-03-02 09:12:01.402 7 INFO neutron.wsgi [-] GET /\n"
            "2026-03-02 09:12:01.402 7 INFO nova.compute.manager [-] Terminating instance\n",
            "no known symptom in 2 lines\n",
        ),
        ("\n", "no known symptom in 1 line\n"),
    ],
)
def test_lines_of_other_programs_are_said_not_to_be_read(
    novalint: Run, folder: Path, lines: str, says: str
) -> None:
    assert novalint("diagnose", "-", stdin=lines.encode()).out.endswith(says)


def test_events_are_told_without_their_ports(novalint: Run, folder: Path) -> None:
    lines = "".join(
        "2026-03-02 09:12:01.402 7 WARNING nova.virt.libvirt.driver [-] Timeout waiting for "
        f"[('network-vif-plugged', 'd579ff82-0000-4000-8000-00000000000{number}')] for instance "
        "with vm_state building and task_state spawning\n"
        for number in range(9)
    )
    ran = novalint("diagnose", "-", stdin=lines.encode())
    assert "; event network-vif-plugged; state building" in ran.out
    older = "Timeout waiting for ['network-vif-plugged-d579ff82-0000-4000-8000-000000000001']"
    ran = novalint("diagnose", "-", stdin=f"{older} for instance with vm_state active\n".encode())
    assert "; event network-vif-plugged" in ran.out and "event ['" not in ran.out


def test_a_log_alone_needs_no_rules(files: Path) -> None:
    code = (
        "import sys; from novalint.cli import main; main(['diagnose', 'nova.log'])\n"
        "floors = ('novalint.rules', 'novalint.engine', 'novalint.redaction', 'dataclasses')\n"
        "print(sorted(name for name in sys.modules if name.startswith(floors)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stderr == b"[]\n"


def test_the_release_that_is_told_is_shown_and_whether_services_start(
    novalint: Run, files: Path
) -> None:
    write("broken.conf", "[DEFAULT]\nvif_plugging_timeout = long\nram_allocation_ratio = 1,5\n")
    ran = novalint("diagnose", "nova.log", "--config", "broken.conf", "--release", "2025.1")
    assert ran.out.endswith("2 symptoms in 2 lines (2025.1)\n")
    said = "`broken.conf` has 2 errors, with which a service may not start; see novalint check"
    assert ran.err == f"novalint: {said}\n"
