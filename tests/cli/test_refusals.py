"""What would wait for ever, or say nothing, is refused at once, with what is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.call import ROOT, UNKNOWN, refused, write
from cli.conftest import Run

import novalint as package
from novalint.pages.markdown import cell, name_shown
from novalint.text import source
from novalint.wording import listed, option_name, shown


def test_a_pipe_that_nobody_writes_into(
    novalint: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "PATIENCE", 50)
    os.mkfifo(folder / "pipe")
    start = time.monotonic()
    refused(novalint("check", "pipe"), "no program writes to the pipe `pipe`")
    refused(novalint("show", "pipe"), "no program writes to the pipe `pipe`")
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full", "/dev/tty"])
def test_a_device(novalint: Run, device: str) -> None:
    if not Path(device).exists():
        pytest.skip("there is no such device here")
    refused(novalint("check", device), device)


def test_unset_with_a_value_does_not_quote_it(novalint: Run) -> None:
    write("nova.conf", "[neutron]\npassword = x\n")
    ran = novalint("unset", "nova.conf", "neutron.password=hunter2")
    refused(ran, "`neutron.password` is followed by a value")
    assert b"hunter2" not in ran.stderr


@pytest.mark.parametrize("number", [0, 1, 2, 99])
def test_the_number_of_an_open_file_is_no_path(number: int) -> None:
    for read in (package.Document.read, package.load, package.check):
        with pytest.raises(package.NovalintError, match="must be a path"):
            read(number)  # type: ignore[operator]
    os.fstat(1)  # still open


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_threshold_from_python(number: float) -> None:
    with pytest.raises(package.NovalintError, match="give a number"):
        package.check(
            package.Document.parse(UNKNOWN),
            thresholds={"vif-timeout-for-many-hosts": {"hosts": number}},
        )


def test_a_back_tick_does_not_end_the_code_that_it_is_in() -> None:
    evil = "a`[x](https://example.org)"
    for said in (shown(evil), option_name("DEFAULT", evil), option_name(evil, "a"), listed([evil])):
        assert said.count("`") == 2
    assert name_shown("a`[b]<i>|c") == r"a\`\[b\]\<i\>\|c"
    assert cell("a|b") == r"a\|b"


@pytest.mark.parametrize("moment", [0.02, 0.05, 0.1, 0.2])
def test_an_interrupt_gives_no_traceback(tmp_path: Path, moment: float) -> None:
    write(tmp_path / "nova.conf", UNKNOWN * 200)
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); from novalint.cli import main; "
        "sys.stdout.write('.'); sys.stdout.flush(); raise SystemExit(main())"
    )
    words = (sys.executable, "-c", code, str(ROOT), "check", "nova.conf")
    process = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    process.stdout.read(1)
    time.sleep(moment)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err


def test_an_interrupt_where_python_would_go_on_ends_the_command(tmp_path: Path) -> None:
    code = (
        "import sys, weakref; sys.path.insert(0, sys.argv.pop(1)); import novalint.cli as cli\n"
        "def interrupted(gone): raise KeyboardInterrupt\n"
        "def run(argv):\n"
        "    kept = type('Kept', (), {})(); lost = weakref.ref(kept, interrupted); del kept\n"
        "    return 0\n"
        "cli._run = run; raise SystemExit(cli.main())"
    )
    done = subprocess.run((sys.executable, "-c", code, str(ROOT)), capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
