"""The program as a process: what only shows with real streams and a real exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.call import GOOD, ROOT, UNKNOWN, shell, write

from novalint import __version__

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("$novalint --version", 0),
        ("$novalint check good.conf", 0),
        ("$novalint check bad.conf", 1),
        ("$novalint check - < bad.conf", 1),
        ("cat bad.conf | $novalint check - --stdin-filename x", 1),
        ("$novalint check <(cat bad.conf)", 1),
        ("$novalint check bad.conf --fail-on never", 0),
        ("$novalint check missing.conf", 2),
        ("$novalint nonsense", 2),
        ("$novalint fix bad.conf --diff --unsafe", 1),
        ("$novalint set good.conf DEFAULT.debug=true", 0),
    ],
)
def test_the_exit_status(tmp_path: Path, command: str, status: int) -> None:
    write(tmp_path / "good.conf", GOOD)
    write(tmp_path / "bad.conf", UNKNOWN)
    ran = shell(command, tmp_path)
    assert ran.status == status, ran
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "command",
    [
        "$novalint schema | head -c 10",
        "$novalint show bad.conf --all | head -1",
        "$novalint check bad.conf 2>&1 | true",
        "$novalint check bad.conf >&-",
        "$novalint check bad.conf 2>&-",
        "$novalint check bad.conf >&- 2>&-",
        "$novalint check missing.conf 2>&-",
        "$novalint check - <&-",
        "$novalint nonsense 2>&-",
    ],
)
def test_closed_streams_give_no_traceback(tmp_path: Path, command: str) -> None:
    write(tmp_path / "bad.conf", UNKNOWN)
    ran = shell(f"{command}; exit ${{PIPESTATUS[0]}}", tmp_path)
    assert ran.status in (0, 1, 2)
    assert b"Traceback" not in ran.stderr
    assert b"Exception" not in ran.stderr


def test_a_baseline_is_accepted_only_where_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "bad.conf").write_text("[DEFAULT]\nmy_ip = x\n")
    ran = shell("$novalint baseline bad.conf >&-", tmp_path)
    assert (ran.status, "accepted" in ran.err) == (2, False)
    assert shell("$novalint baseline bad.conf > kept.json", tmp_path).status == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_below_standard_output_is_said(tmp_path: Path) -> None:
    write(tmp_path / "bad.conf", UNKNOWN)
    ran = shell("$novalint check bad.conf --quiet > /dev/full", tmp_path)
    assert ran.status == 2
    assert ran.err == "novalint: cannot write the output: no space left on device\n"
    assert shell("$novalint check bad.conf 2> /dev/full", tmp_path).status == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", ["--help", "--version", "init --help", "check --help"])
def test_help_that_cannot_be_written_is_no_success(words: str, tmp_path: Path) -> None:
    ran = shell(f"$novalint {words} > /dev/full", tmp_path)
    assert ran.status == 2
    assert ran.err == "novalint: cannot write the output: no space left on device\n"


def test_bytes_go_through_whatever_the_locale(tmp_path: Path) -> None:
    write(tmp_path / "nova.conf", b"[DEFAULT]\n# \xc3\xbc \xe9\n#log_dir = x\n")
    told = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    words = "DEFAULT.log_dir=/\xfc --diff --reveal --force"
    ran = shell(f"$novalint set nova.conf {words}", tmp_path, **told)
    assert ran.status == 1
    assert b" # \xc3\xbc \xe9\n" in ran.stdout
    assert "+log_dir = /\xfc\n".encode() in ran.stdout


def test_the_version_comes_without_what_it_does_not_need(tmp_path: Path) -> None:
    code = (
        "import sys; from novalint.cli import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "heavy = {'jsonschema', 'iniparse', 'packaging', 'json', 'dataclasses', 'difflib'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = shell(f'${{novalint% -m novalint}} -c "{code}"', tmp_path)
    assert ran.out == f"novalint {__version__}\n[]\n", ran


def test_a_check_without_facts_needs_no_jsonschema(tmp_path: Path) -> None:
    write(tmp_path / "nova.conf", GOOD)
    code = (
        "import sys, novalint; from novalint.cli import main; main(['check', 'nova.conf', '-q'])\n"
        "heavy = {'jsonschema', 'difflib', 'tomllib', 'ipaddress', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = shell(f'${{novalint% -m novalint}} -c "{code}"', tmp_path)
    assert ran.out == "[]\n", ran


def test_the_project_keeps_its_example_readable() -> None:
    ran = shell(
        "$novalint check nova.conf --deployment deployment.toml --format json",
        ROOT / "examples" / "dense-compute",
    )
    assert ran.status == 1
    text = (ROOT / "examples" / "dense-compute" / "nova.conf").read_text()
    (found,) = [one for one in ran.json["diagnostics"] if one["rule"] == "fatal-vif-plugging"]
    line = found["range"]["start"]["line"]
    assert text.splitlines()[line - 1] == "#vif_plugging_is_fatal = true"


def test_a_file_that_becomes_too_large_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    text = "[DEFAULT]\n" + "# a note\n" * 2000
    file = write(tmp_path / "nova.conf", text)
    ran = shell("ulimit -f 8; $novalint set nova.conf DEFAULT.debug=true", tmp_path)
    assert ran.status == 2
    assert ran.err == "novalint: cannot write `nova.conf`: file too large\n"
    assert file.read_text() == text
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_report_onto_a_full_device_is_said(tmp_path: Path) -> None:
    write(tmp_path / "bad.conf", UNKNOWN)
    ran = shell("$novalint check bad.conf --output /dev/full", tmp_path)
    assert ran.status == 2
    assert "cannot write `/dev/full`: no space left on device\n" in ran.err


def test_runs_at_once_on_one_file_lose_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "nova.conf", "[DEFAULT]\n")
    one = "(until $novalint set nova.conf -q --force DEFAULT.x{0}=1 2>> said; do :; done) & "
    ran = shell("".join(one.format(number) for number in range(5)) + "wait", tmp_path)
    assert ran.status == 0
    assert sorted(file.read_text().split("\n")[1:-1]) == [f"x{number} = 1" for number in range(5)]
    said = (tmp_path / "said").read_text().splitlines()
    assert all(line.endswith("; try again") for line in said)
    assert len(list(tmp_path.iterdir())) == 2
