"""Files that want to do harm: to the terminal, to other files, by what they cost."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cli.call import ROOT, write
from cli.conftest import Run

pytestmark = pytest.mark.slow

EVIL = b"\x1b]0;x\x07\x1b[31m\x9b\xc2\x9b\x08\x0b\x0c\x7f\xe2\x80\xae\xe2\x80\xa8"
"""What rules a terminal, moves its cursor, turns the direction of writing, breaks lines."""
CONF = b"""\
[DEFAULT]
debug = E
E = 1
log_dir = E
log_dir = /x
debugE = 2
#vif_plugging_is_fatal = E
my_ip = $E
scheduler_driver = E
rpc_backend = rabbitE
firewall_driver = E
# novalint: ignore[E]
# novalint: ignore[duplicate-option] E
log_dir = z
[E]
x = 1
[libvirt]
virt_type = E
rbd_user = E
  andE
[pci]
alias = {E
passthrough_whitelist = E
[scheduler]
workers = E
[filter_scheduler]
enabled_filters = RamFilter,E
[vnc]
novncproxy_base_url = E
[database]
connection = mysql://u:p@E
E
 [xE
""".replace(b"E", EVIL)
NAME = os.fsdecode(b"a\x1b[31m\x9bb\nc.conf")
RAW = {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160), 0x2028, 0x202E)}

COMMANDS = [
    *(
        ["check", "{}", "--fact", "profile=dense-multi-tenant", "--format", form]
        for form in ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle")
    ),
    ["check", "{}", "-v", "--release", "train"],
    *(
        ["upgrade", "{}", "--from", old, "--keep-behaviour", "--format", form]
        for form in ("text", "json", "markdown")
        for old in ("2024.1", "ocata")
    ),
    ["show", "{}"],
    ["show", "{}", "--format", "json"],
    ["show", "{}", "DEFAULT.\x1b[31m"],
    ["baseline", "{}"],
    ["settings", "{}"],
    ["releases", "--fits", "{}"],
    ["check", "{}", "--output", "{}/x"],
    ["check", "{}.gone"],
    ["set", "{}", "DEFAULT.\x1b[31m=1"],
    ["set", "{}", "\x1b[31m.x=\x1b"],
    ["set", "{}", "\x1b[31m"],
    ["fix", "{}"],
    ["upgrade", "{}", "--from", "train", "--write"],
    ["explain", "DEFAULT.\x1b[31m"],
    ["\x1b[31m"],
    ["check", "{}", "--\x1b[31m"],
    *(
        ["check", "{}", option, "\x1b[31m\x9b"]
        for option in (
            "--format", "--release", "--select", "--fact", "--role", "--configuration",
            "--settings", "--deployment", "--baseline",
        )
    ),
    ["check", "-", "--stdin-filename", "{}"],
]  # fmt: skip


@pytest.mark.parametrize("name", ["nova.conf", NAME], ids=["usual name", "odd name"])
@pytest.mark.parametrize(
    "words", COMMANDS, ids=lambda words: " ".join(words).encode("unicode_escape")
)
def test_no_escape_reaches_the_terminal(novalint: Run, words: list[str], name: str) -> None:
    write(name, CONF)
    ran = novalint(*(word.replace("{}", name) for word in words), stdin=CONF)
    assert ran.status in (0, 1, 2)
    assert ran.stdout or ran.stderr
    assert not set(ran.out + ran.err) & RAW
    assert not any("\udc80" <= char <= "\udcff" for char in ran.out + ran.err)
    if ran.out.startswith("<?xml"):
        ElementTree.fromstring(ran.out)


TABLES = [
    ("--settings", "x\x1b[31m = 1\n"),
    ("--settings", '"x\\u001b[31m\\n" = "\\u001b[31m"\n'),
    ("--settings", 'release = "\\u001b[31m\\n"\n'),
    ("--settings", 'plugins = ["\\u001b[31m\\n"]\n'),
    ("--settings", '[severity]\n"a\\u001b[31m" = "error"\n'),
    ("--settings", '[configurations."a\\u001b[31m"]\nfiles = ["x\\u001b[31m.conf"]\n'),
    ("--deployment", 'role = "\\u001b[31m\\n"\n'),
    ("--deployment", '"\\u001b[31m" = 1\n'),
    ("--baseline", '{"ro\\u001b[31m": 1, "ro\\u001b[31m": 1}'),
    ("--baseline", '{"version": 1, "findings": [{"path": "\\u001b", "rule": "\\u001b"}]}'),
]


@pytest.mark.parametrize(("option", "content"), TABLES)
def test_no_escape_of_a_table_reaches_the_terminal(
    novalint: Run, option: str, content: str
) -> None:
    write("nova.conf", CONF)
    write("table", content)
    ran = novalint("check", "nova.conf", option, "table")
    assert ran.status in (1, 2)
    assert not set(ran.out + ran.err) & RAW


def on_terminal(folder: Path, *words: str) -> bytes:
    """Run the program with a terminal as standard output, and give what the terminal is sent."""
    ours, theirs = pty.openpty()
    given = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "novalint", *words], cwd=folder, env=given, stdout=theirs
    )
    os.close(theirs)
    sent = b""
    try:
        while piece := os.read(ours, 65536):
            sent += piece
    except OSError:  # how Linux says that nobody has the terminal open any more
        pass
    os.close(ours)
    assert process.wait(30) == 1
    return sent


@pytest.mark.parametrize("words", [["fix"], ["upgrade", "--from", "train"]], ids=lambda one: one[0])
def test_a_diff_is_made_safe_for_a_terminal_alone(
    novalint: Run, folder: Path, words: list[str]
) -> None:
    text = b"[DEFAULT]\r\n# \x1b[31m\r\nrpc_backend = x\r\ndebug = true\r\ndebug = true\r\n"
    write("nova.conf", text)
    shown = on_terminal(folder, *words, "nova.conf", "--diff").replace(b"\r\n", b"\n")
    assert b" # \\x1b[31m\n" in shown
    assert not set(shown.decode()) & RAW
    assert b" # \x1b[31m\r\n" in novalint(*words, "nova.conf", "--diff").stdout
