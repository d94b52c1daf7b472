"""The examples below `--help` can be typed as they stand."""

from __future__ import annotations

import shlex

import pytest
from cli.conftest import Run

from novalint.cli.examples import EXAMPLES, FIRST
from novalint.cli.parser import build, parse

LINES = [line for found in EXAMPLES.values() for line, _ in found]


def test_every_command_has_one() -> None:
    (commands,) = (one for one in build()._actions if one.dest == "command" or one.nargs == "A...")
    assert commands.choices is not None
    assert set(EXAMPLES) == set(commands.choices)
    assert set(FIRST) <= set(EXAMPLES)


@pytest.mark.parametrize("command", EXAMPLES)
def test_help_shows_them(novalint: Run, command: str) -> None:
    shown = novalint(command, "--help").out
    for line, purpose in EXAMPLES[command]:
        assert f"\n  # {purpose}\n  novalint {line}\n" in shown
        assert line.split()[0] == command


def test_the_help_of_all_shows_the_first_ones(novalint: Run) -> None:
    shown = novalint("--help").out
    assert all(f"\n  novalint {EXAMPLES[name][0][0]}\n" in shown for name in FIRST)


@pytest.mark.parametrize("line", LINES)
def test_they_are_right(line: str) -> None:
    words = shlex.split(line)
    for sign in (">", "<"):
        words = words[: words.index(sign)] if sign in words else words
    assert parse(words).command == words[0]


def test_no_line_is_too_long_for_a_terminal() -> None:
    assert [line for line in LINES if len(f"  novalint {line}") > 100] == []
