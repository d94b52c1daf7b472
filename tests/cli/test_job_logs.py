"""Files that want to give orders to the runner that reads the log of a job."""

from __future__ import annotations

import re
from itertools import cycle
from pathlib import Path

import pytest
from cli.call import shell, write

from novalint.cli.logs import RUNNERS, harmless

pytestmark = pytest.mark.slow

ORDER = re.compile(rb"(?:^|[\r\n])\s*::|##[A-Za-z]*\[|section_(?:start|end):")
"""What GitHub, Azure and GitLab obey."""
CONF = """\
[DEFAULT]
::stop-commands::x
##vso[task.setvariable variable=x]y
##[add-mask]z
vif_plugging_if_fatal = true
 ::set-output name=a::b
debug = true
debug = true
\x1b[0Ksection_start:1:x\r\x1b[0K
log_dir = ##[group]x
"""
COMMANDS = (
    "check {} --format text",
    "check {} --format concise",
    "check {} --quiet",
    "check {} --format json",
    "check {} --format sarif",
    "check {} --format gitlab",
    "check {} --format junit",
    "check {} --format checkstyle",
    "fix {} --unsafe --diff",
    "fix {} --diff --reveal",
    "show {}",
    "show {} --format json",
    "upgrade {} --from ocata",
    "upgrade {} --from ocata --format markdown",
    "upgrade {} --from ocata --format json",
    "upgrade {} --from ocata --diff",
    "baseline {}",
    "check {} missing-##[group]",
    "set {} 'DEFAULT.##[x]=1'",
    "explain '::x'",
)


@pytest.mark.parametrize(("command", "runner"), zip(COMMANDS, cycle(RUNNERS), strict=False))
def test_no_order_reaches_a_runner(tmp_path: Path, command: str, runner: str) -> None:
    name = "::set-output name=a::##[x].conf"
    write(tmp_path / name, CONF)
    ran = shell(f"$novalint {command.format(repr(name))}", tmp_path, **{runner: "true"})
    assert b"Traceback" not in ran.stderr
    assert not ORDER.search(ran.stdout), ran.out
    assert not ORDER.search(ran.stderr), ran.err


def test_the_format_for_github_is_made_of_orders(tmp_path: Path) -> None:
    write(tmp_path / "nova.conf", CONF)
    command = "$novalint check nova.conf --format github"
    ran = shell(command, tmp_path, GITHUB_ACTIONS="true")
    assert all(line.startswith(b"::") for line in ran.stdout.splitlines())
    assert b"\n::stop-commands" not in ran.stdout
    assert ran.stdout == shell(command, tmp_path).stdout


def test_json_says_the_same_as_elsewhere(tmp_path: Path) -> None:
    write(tmp_path / "nova.conf", CONF)
    command = "$novalint check nova.conf --format json"
    there, here = shell(command, tmp_path, GITHUB_ACTIONS="true"), shell(command, tmp_path)
    assert there.json == here.json


def test_a_file_holds_what_it_would_hold_elsewhere(tmp_path: Path) -> None:
    write(tmp_path / "nova.conf", CONF)
    for variable in ({}, {"GITHUB_ACTIONS": "true"}):
        name = f"{len(variable)}.diff"
        shell(f"$novalint fix nova.conf --unsafe --diff --reveal > {name}", tmp_path, **variable)
    assert (tmp_path / "0.diff").read_bytes() == (tmp_path / "1.diff").read_bytes()
    assert b" ::" in (tmp_path / "1.diff").read_bytes()


def test_many_blank_lines_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setenv("TF_BUILD", "True")
    monkeypatch.setattr("novalint.cli.logs._is_file", lambda stream: False)
    text = "\n" * 100_000 + " " * 100_000
    assert harmless(text, sys.stdout) == text


@pytest.mark.slow
def test_a_file_that_is_none_of_novas_is_not_quoted(tmp_path: Path) -> None:
    write(tmp_path / "shadow", "root:$6$canary:19000:0:::\nnova canary words\n-----BEGIN canary\n")
    (tmp_path / "nova.conf").symlink_to("shadow")
    for command in (*COMMANDS[:17], "check {} --format github"):
        ran = shell(f"$novalint {command.format('nova.conf')}", tmp_path)
        assert b"canary" not in ran.stdout + ran.stderr, command
        assert b"root" not in ran.stdout + ran.stderr, command
    ran = shell("$novalint check nova.conf", tmp_path)
    assert (ran.status, b"contains no configuration of Nova" in ran.stderr) == (2, True)
