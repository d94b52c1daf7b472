"""The manual page: all that the parser knows, in roff that its readers take."""

from __future__ import annotations

import re
import runpy
import subprocess
from pathlib import Path
from typing import Any

import command
import pytest

from novalint.cli.parser import build

TOOL = runpy.run_path(str(command.ROOT / "tools" / "man_page.py"))
PAGE: str = TOOL["page"](build(), "1.2.3")


def commands() -> dict[str, Any]:
    (found,) = (one.choices for one in build()._actions if one.nargs == "A...")
    assert isinstance(found, dict)
    return found


def plain(text: str) -> str:
    """Take the escapes of roff out."""
    text = re.sub(r"\\f[BIR]", "", text).replace(r"\-", "-").replace(r"\(aq", "'")
    return text.replace(r"\(ga", "`").replace(r"\(ti", "~").replace(r"\e", "\\")


def section(name: str) -> str:
    """Give what the page says of a command."""
    found = re.search(rf"^\.SS novalint {name}\n(.*?)(?=^\.S[SH] |\Z)", PAGE, re.M | re.S)
    assert found
    return plain(found[1])


def test_the_sections_are_those_of_any_manual_page() -> None:
    assert PAGE.startswith('.TH NOVALINT 1 "" "novalint 1.2.3" "User Commands"\n')
    assert re.findall(r"^\.SH (.*)$", PAGE, re.MULTILINE) == [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "OPTIONS",
        "COMMANDS",
        "EXIT STATUS",
        "ENVIRONMENT",
        "FILES",
    ]


def test_every_command_is_there() -> None:
    assert re.findall(r"^\.SS novalint (.*)$", PAGE, re.MULTILINE) == list(commands())


@pytest.mark.parametrize("name", commands())
def test_every_option_and_example_is_there(name: str) -> None:
    parser, said = commands()[name], section(name)
    actions = [one for one in parser._actions if one.dest != "help"]
    assert said.count("\n.TP\n") == len(actions)
    for action in actions:
        assert (action.help or "") in said
        assert all(f"{option}" in said for option in action.option_strings)
    examples = [line.strip() for line in (parser.epilog or "").splitlines()[1:] if line.strip()]
    assert [line for line in examples if line.removeprefix("# ") not in said] == []


def test_no_line_is_taken_for_a_macro_or_an_escape() -> None:
    write = TOOL["_text"]
    assert write(".TH 'a' \\n -x `b` ~ ^") == (r"\&.TH \(aqa\(aq \en \-x \(gab\(ga \(ti \(ha")
    macros = {line.split()[0] for line in PAGE.splitlines() if line.startswith((".", "'"))}
    known = {".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".RS", ".RE", ".EX", ".EE", ".nh", ".ad"}
    assert macros <= known


@command.needs("mandoc")
def test_mandoc_finds_nothing_wrong(tmp_path: Path) -> None:
    (tmp_path / "novalint.1").write_text(PAGE)
    done = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning", "novalint.1"],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    left = [line for line in done.stdout.splitlines() if "missing date" not in line]
    assert left == []


@command.needs("man")
def test_man_shows_it(tmp_path: Path) -> None:
    (tmp_path / "novalint.1").write_text(PAGE)
    done = subprocess.run(
        ["man", "--warnings", "-P", "cat", "-l", "novalint.1"],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if "warning" not in done.stderr and done.returncode:
        pytest.skip("this man cannot show a file")
    assert done.stderr == ""
    assert re.search(r"novalint check hosts/\*\.conf", done.stdout)
