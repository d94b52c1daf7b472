"""Checks of many files: the same as of each alone, whatever the number of jobs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.call import ROOT, UNKNOWN, refused, write
from cli.conftest import Run

from novalint.project import batch as many
from novalint.project.jobs import ALONE, BATCH
from novalint.reports import FORMATS

pytestmark = pytest.mark.slow

HOSTS = ALONE + 3 * BATCH + 2
QUIET = "[DEFAULT]\nlog_dir = /var/log/nova\n"


@pytest.fixture
def hosts(folder: Path) -> list[str]:
    """Files of which every third is wrong and every fourth is as the first."""
    for number in range(HOSTS):
        own = f"my_ip = 10.0.0.{number if number % 4 else 0}\n"
        write(f"host{number:03}.conf", (QUIET if number % 3 else UNKNOWN) + own)
    return sorted(path.name for path in folder.glob("*.conf"))


def test_sarif_tells_of_a_file_that_is_not_read(novalint: Run) -> None:
    write("a.conf", UNKNOWN)
    ran = novalint("check", "a.conf", "missing.conf", "--format", "sarif")
    assert ran.status == 2
    (invocation,) = ran.json["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"]
    (said,) = invocation["toolExecutionNotifications"]
    assert said["message"]["text"].startswith("cannot read `missing.conf`")
    (invocation,) = novalint("check", "a.conf", "--format", "sarif").json["runs"][0]["invocations"]
    assert invocation["executionSuccessful"]
    assert "toolExecutionNotifications" not in invocation


@pytest.mark.parametrize("format_", sorted({*FORMATS} - {"statistics"}))
def test_the_number_of_jobs_changes_nothing(novalint: Run, hosts: list[str], format_: str) -> None:
    runs = [novalint("check", *hosts, "--format", format_, "--jobs", n) for n in ("1", "2")]
    assert runs[0] == runs[1]
    assert runs[0].status == 1
    assert "host003.conf" in runs[0].out


def test_they_are_told_as_each_would_be_alone(novalint: Run, hosts: list[str]) -> None:
    alone = [novalint("check", host, "--format", "concise").out for host in hosts]
    assert novalint("check", *hosts, "--format", "concise").out == "".join(alone)
    alone = [novalint("check", host, "--quiet").out for host in hosts]
    assert novalint("check", *hosts, "--quiet").out == "".join(alone)


def test_fingerprints_and_paths_are_each_file_s_own(novalint: Run, folder: Path) -> None:
    for name in ("a.conf", "b/a.conf", "c.conf"):
        write(name, UNKNOWN)
    found = novalint("check", "a.conf", "b/a.conf", "c.conf", "--format", "json").json
    paths = [one["path"] for one in found["diagnostics"]]
    assert sorted(set(paths)) == ["a.conf", "b/a.conf", "c.conf"]
    assert len({one["fingerprint"] for one in found["diagnostics"]}) == len(paths)
    edited = [fix["edits"][0]["path"] for one in found["diagnostics"] for fix in one["fixes"]]
    assert edited == [one["path"] for one in found["diagnostics"] for _ in one["fixes"]]


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that were really checked, by one job."""
    seen: list[str] = []
    real = many.Checker.__call__

    def counted(self: many.Checker, given: many.ConfigurationInput) -> many.CheckResult:
        seen.extend(given.paths)
        return real(self, given)

    monkeypatch.setattr(many.Checker, "__call__", counted)
    return seen


def test_equal_files_are_checked_once(novalint: Run, checks: list[str]) -> None:
    for name in ("a.conf", "b.conf", "d.conf"):
        write(name, UNKNOWN)
    write("c.conf", QUIET)
    ran = novalint("check", "a.conf", "b.conf", "c.conf", "d.conf", "--format", "json")
    assert checks == ["a.conf", "c.conf"]
    assert ran.json["summary"]["files"] == 4
    paths = [one["path"] for one in ran.json["diagnostics"] if one["rule"] == "unknown-option"]
    assert paths == ["a.conf", "b.conf", "d.conf"]


def test_equal_files_of_different_roles_are_not_equal(novalint: Run, checks: list[str]) -> None:
    write("novalint.toml", '[[overrides]]\npaths = ["api/*"]\nrole = "api"\n')
    text = "[DEFAULT]\nvif_plugging_timeout = 300\n"
    for name in ("api/nova.conf", "compute/nova.conf", "more/nova.conf"):
        write(name, text)
    ran = novalint("check", "api/nova.conf", "compute/nova.conf", "more/nova.conf", "--quiet")
    assert checks == ["api/nova.conf", "compute/nova.conf"]
    assert "api/nova.conf:2:1: info[vif-option-off-compute]" in ran.out
    assert "compute/nova.conf:2:1: info[vif-option-off-compute]" not in ran.out


def test_what_a_baseline_accepts_in_one_file_is_new_in_its_copy(novalint: Run) -> None:
    write("a.conf", UNKNOWN)
    write("b.conf", UNKNOWN)
    write("baseline.json", novalint("baseline", "a.conf").stdout)
    for order in (("a.conf", "b.conf"), ("b.conf", "a.conf")):
        ran = novalint("check", *order, "--baseline", "baseline.json", "--format", "json")
        assert {one["path"] for one in ran.json["diagnostics"]} == {"b.conf"}
        assert {one["path"] for one in ran.json["suppressed"]} == {"a.conf"}
        assert "no longer" not in ran.err


def test_one_file_that_cannot_be_read_keeps_no_other_from_being_checked(novalint: Run) -> None:
    write("a.conf", UNKNOWN)
    write("b.conf", b"\0")
    write("c.conf", "")
    write("e.conf", UNKNOWN)
    ran = novalint("check", "a.conf", "b.conf", "c.conf", "missing.conf", "e.conf", "--quiet")
    assert ran.status == 2
    assert [line.split(":")[0] for line in ran.out.splitlines()] == ["a.conf", "e.conf"]
    b, c, missing = ran.err.splitlines()
    assert b.startswith("novalint: `b.conf` is not a text file")
    assert c.startswith("novalint: `c.conf` is empty")
    assert missing.startswith("novalint: cannot read `missing.conf`")


def test_the_error_comes_last_where_all_others_are_well(novalint: Run) -> None:
    write("a.conf", QUIET)
    ran = novalint("check", "missing.conf", "a.conf")
    assert ran.status == 2
    assert ran.err.splitlines()[-1].startswith("novalint: cannot read `missing.conf`")


def test_nothing_is_reported_where_nothing_can_be_read(novalint: Run) -> None:
    refused(novalint("check", "missing.conf", "--format", "json"), "missing.conf")


def test_fix_writes_nothing_where_one_file_cannot_be_read(novalint: Run) -> None:
    write("a.conf", UNKNOWN)
    refused(novalint("fix", "a.conf", "missing.conf", "--unsafe"), "missing.conf")
    assert Path("a.conf").read_text() == UNKNOWN


@pytest.mark.slow
def test_several_reports_at_once_are_those_of_single_runs(novalint: Run, hosts: list[str]) -> None:
    ran = novalint(
        "check", *hosts, "--output", "text=-", "--output", "json=a", "--output", "text=b"
    )
    assert ran.out == novalint("check", *hosts).out == Path("b").read_text()
    assert json.loads(Path("a").read_text()) == novalint("check", *hosts, "--format", "json").json
    ran = novalint("check", *hosts, "--output", "concise=-", "--output", "text=-")
    assert ran.out == novalint("check", *hosts, "--format", "concise").out + Path("b").read_text()


def test_a_hint_about_many_files_is_given_once(novalint: Run, folder: Path) -> None:
    names = [f"{letter}.conf" for letter in "abcde"]
    for name in names:
        write(name, "[DEFAULT]\nuse_neutron = true\nfirewall_driver = nova\n[api]\nx = 1\n")
    hints = [line for line in novalint("check", *names).err.splitlines() if "better" in line]
    assert len(hints) <= 1
    assert all("`a.conf`, `b.conf`, `c.conf` and 2 more files fit " in line for line in hints)


@pytest.mark.parametrize("number", ["0", "-1", "many", "1.5", "", "٣", "513", "9" * 5000])
def test_a_wrong_number_of_jobs(novalint: Run, number: str) -> None:
    write("a.conf", QUIET)
    refused(novalint("check", "a.conf", f"--jobs={number}"), "from 1 to 512")


def test_a_wrong_rule_is_one_line_with_many_files(novalint: Run, hosts: list[str]) -> None:
    refused(novalint("check", *hosts, "--jobs", "2", "--select", "no-such-rule"), "no-such-rule")


def interrupted(hosts: list[str], number: signal.Signals) -> tuple[subprocess.Popen[bytes], float]:
    """Start a long check as the shell does, in a process group of its own, and interrupt it."""
    command = [sys.executable, "-m", "novalint", "check", *hosts * 40, "--jobs", "2", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    assert child.stdout
    os.read(child.stdout.fileno(), 1)
    start = time.monotonic()
    if number is signal.SIGINT:
        os.killpg(child.pid, number)
    else:
        child.send_signal(number)
    return child, start


def test_ctrl_c_ends_all_processes_in_silence(hosts: list[str]) -> None:
    child, start = interrupted(hosts, signal.SIGINT)
    _, said = child.communicate(timeout=30)
    # 1: all was done before the signal came; -2: Python, ending, had given the signal back.
    assert child.returncode in (130, 1, -signal.SIGINT)
    assert said == b""
    assert time.monotonic() - start < 20
    assert not alive(child.pid)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc here")
def test_no_process_outlives_the_one_that_started_it(hosts: list[str]) -> None:
    child, start = interrupted(hosts, signal.SIGKILL)
    assert child.wait(30) == -signal.SIGKILL
    while alive(child.pid) and time.monotonic() - start < 20:
        time.sleep(0.05)
    assert not alive(child.pid)
    for stream in (child.stdout, child.stderr):
        assert stream
        stream.close()


def alive(session: int) -> list[str]:
    """Give the processes of a session that have not ended."""
    found = []
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, owner = one.read_text().rpartition(")")[2].split()[:4]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(owner) == session and state != "Z":
            found.append(one.parent.name)
    return found
