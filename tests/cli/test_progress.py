"""The progress bar: only for people who wait."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from cli.call import ROOT, write
from cli.conftest import Run

from novalint.cli import progress
from novalint.cli.progress import Progress, bar


class Terminal:
    """Standard error that may be a terminal."""

    def __init__(self, terminal: bool = True) -> None:
        self.terminal = terminal
        self.text = ""

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal to put in place, and a clock on which a step takes half a second."""
    made = Terminal()
    clock = iter(range(10**6))
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock) / 2)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CI", raising=False)
    return made


def test_a_bar_says_how_much_is_done() -> None:
    assert bar(0, 10_000) == "[........................]   0% 0 of 10,000 checked"
    assert bar(5_050, 10_000) == "[############............]  50% 5,050 of 10,000 checked"
    assert bar(10_000, 10_000) == "[########################] 100% 10,000 of 10,000 checked"


def test_a_long_run_shows_it_and_takes_it_away(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", terminal)
    shown = Progress(4, wanted=True)
    shown.step()
    assert terminal.text == ""
    shown.step()
    assert terminal.text == f"\r{bar(2, 4)}\x1b[K"
    shown.hide()
    shown.hide()
    assert terminal.text == f"\r{bar(2, 4)}\x1b[K\r\x1b[K"


@pytest.mark.parametrize("why", ["unwanted", "one file", "no terminal", "dumb", "CI", "closed"])
def test_nothing_is_shown(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    terminal.terminal = why != "no terminal"
    if why == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    if why == "CI":
        monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(sys, "stderr", None if why == "closed" else terminal)
    shown = Progress(1 if why == "one file" else 9, wanted=why != "unwanted")
    for _ in range(9):
        shown.step()
    shown.hide()
    assert terminal.text == ""


def test_on_a_real_terminal_it_is_gone_in_the_end(novalint: Run) -> None:
    """The summary and the errors stand on lines of their own."""
    for name in ("a.conf", "b.conf"):
        write(name, f"[DEFAULT]\nlog_dir = /{name}\n")
    code = (
        "from novalint.cli import main, progress; progress.PATIENCE = progress.PAUSE = 0\n"
        "raise SystemExit(main(['check', 'a.conf', 'missing.conf', 'b.conf', '--isolated']))"
    )
    ours, theirs = os.openpty()
    own = {name: text for name, text in os.environ.items() if name != "CI"}
    environment = {**own, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=theirs, check=False
    )
    os.close(theirs)
    said = os.read(ours, 10_000).decode()
    os.close(ours)
    assert done.returncode == 2
    assert f"\r{bar(1, 3)}\x1b[K\r\x1b[K" in said
    lines = said.rpartition("\x1b[K")[2].splitlines()
    assert lines[0].startswith("no findings in 2 files")
    assert lines[-1].startswith("novalint: cannot read `missing.conf`")
