"""The command line itself: wrong ones, and where operands and options may stand."""

from __future__ import annotations

from argparse import ArgumentParser, _SubParsersAction

import pytest
from cli.call import GOOD, UNKNOWN, refused, write
from cli.conftest import Run

from novalint import __version__
from novalint.cli.parser import build

COMMANDS = (
    *("check", "fix", "set", "unset", "show", "explain", "rules", "releases", "schema"),
    *("settings", "init"),
)

WRONG = [
    ("chekc good.conf", "there is no command `chekc`; the nearest is `check`"),
    ("cook good.conf", "choose from check, fix"),
    ("check good.conf --relase 2025.1", "the nearest is `--release`"),
    ("check good.conf --relase=2025.1", "the nearest is `--release`"),
    ("check good.conf --format sarf", "the nearest is `sarif`"),
    ("--nonsense", "COMMAND"),
    ("check", "PATH"),
    ("check good.conf --nonsense", "--nonsense"),
    ("check --nonsense good.conf -x more", "--nonsense"),
    ("check good.conf --release", "--release"),
    ("check good.conf --release 1999.9", "1999.9"),
    ("check good.conf --release 2026.3", "2026.2"),
    ("check good.conf --release hibiscuss", "2026.2"),
    ("check good.conf --release 99.0.0", "99.0.0"),
    ("check good.conf --release=", "release"),
    ("check good.conf --role cook", "cook"),
    ("check good.conf --role compute --role cook", "cook"),
    ("check good.conf --role=", "role"),
    ("check good.conf --fact tenants", "write tenants=VALUE"),
    ("check good.conf --fact tenant=3", "`tenants`"),
    ("check good.conf --fact tenants=many", "many"),
    ("check good.conf --fact tenants=-1", "-1"),
    ("check good.conf --fact =3", "fact"),
    ("check good.conf --fact release=1999.9", "1999.9"),
    ("check good.conf --fact profile=huge", "huge"),
    ("check good.conf --deployment missing.toml", "missing.toml"),
    ("check good.conf --deployment wrong.toml", "wrong.toml"),
    ("check good.conf --deployment wrong.json", "wrong.json"),
    ("check good.conf --deployment .", "directory"),
    ("check good.conf --deployment=", "the name of a file is empty"),
    ("check good.conf --settings missing.toml", "missing.toml"),
    ("check good.conf --settings wrong.toml", "wrong.toml"),
    ("check good.conf --settings=", "the name of a file is empty"),
    ("check good.conf --select no-such-rule", "no-such-rule"),
    ("check good.conf --ignore no-such-rule", "no-such-rule"),
    ("check good.conf --select unknown-optoin", "`unknown-option`"),
    ("check good.conf --select syntax,no-such-rule", "no-such-rule"),
    ("check good.conf --fail-on fatal", "fatal"),
    ("check good.conf --format yaml", "yaml"),
    ("check good.conf --color perhaps", "perhaps"),
    ("check good.conf --output", "--output"),
    ("check good.conf --output none/report", "none/report"),
    ("check good.conf --output .", "cannot write"),
    ("check good.conf --output good.conf", "good.conf"),
    ("check missing.conf", "missing.conf"),
    ("check good.conf missing.conf --together", "missing.conf"),
    ("check -", "empty"),
    ("fix", "PATH"),
    ("fix -", "empty"),
    ("fix good.conf -", "standard input"),
    ("fix missing.conf", "missing.conf"),
    ("fix good.conf --release 1999.9", "1999.9"),
    ("set", "PATH"),
    ("set good.conf", "GROUP.OPTION=VALUE"),
    ("set good.conf DEFAULT.debug", "VALUE"),
    ("set good.conf debug=true", "DEFAULT.debug"),
    ("set good.conf .debug=true", "group"),
    ("set good.conf DEFAULT.=true", "option"),
    ("set good.conf DEFAULT.#debug=true", "not the name of an option"),
    ("set good.conf DEFAULT.debug=1 DEFAULT.debug=2", "one value"),
    ("set good.conf DEFAULT.debug=1 --add", "--add"),
    ("set missing.conf DEFAULT.debug=true", "missing.conf"),
    ("set good.conf DEFAULT.debug=true --release 1999.9", "1999.9"),
    ("unset good.conf", "GROUP.OPTION"),
    ("unset good.conf debug", "DEFAULT.debug or"),
    ("unset missing.conf DEFAULT.debug", "missing.conf"),
    ("show", "PATH"),
    ("show missing.conf", "missing.conf"),
    ("show good.conf DEFAULT.no_such_option", "no_such_option"),
    ("show good.conf nogroup.debug", "nogroup"),
    ("show good.conf --release 1999.9", "1999.9"),
    ("show good.conf --format xml", "xml"),
    ("explain", "SUBJECT"),
    ("explain one two", "two"),
    ("explain no_such_thing_at_all", "no_such_thing_at_all"),
    ("explain vif_plugging_is_fatl", "`vif_plugging_is_fatal`"),
    ("explain debug --release 1999.9", "1999.9"),
    ("rules more", "more"),
    ("releases --format xml", "xml"),
    ("schema --release 1999.9", "1999.9"),
    ("schema --release 2024.7", "2024.1"),
]


@pytest.mark.parametrize(("line", "word"), WRONG, ids=[line or "nothing" for line, _ in WRONG])
def test_a_wrong_command_line_ends_with_one_line_and_status_2(
    novalint: Run, line: str, word: str
) -> None:
    good = write("good.conf", GOOD)
    write("wrong.toml", "= nothing\n")
    write("wrong.json", "[1]")
    refused(novalint(*line.split()), word)
    assert good.read_text() == GOOD
    assert not list(good.parent.glob(".novalint-*"))


@pytest.mark.parametrize("value", ["9" * 4000, "1e999", "nan", "\x1b[31m", "a\nb", "", "\udcff"])
@pytest.mark.parametrize(
    "option", ["--fact=tenants={}", "--role={}", "--release={}", "--select=a{}"]
)
def test_odd_values_of_options_never_reach_the_terminal_raw(
    novalint: Run, option: str, value: str
) -> None:
    write("good.conf", GOOD)
    refused(novalint("check", "good.conf", option.format(value)))


def test_a_release_of_too_many_digits_is_refused(novalint: Run) -> None:
    write("good.conf", GOOD)
    refused(novalint("check", "good.conf", "--release", "9" * 5000), "no release")


def test_control_characters_in_wrong_words_are_escaped(novalint: Run) -> None:
    refused(novalint("check", "a", "--x\x1b[31m\n"), r"--x\x1b[31m\n")
    refused(novalint("\x1b]0;title\x07"), r"\x1b")


def test_without_a_word_there_is_help(novalint: Run) -> None:
    ran = novalint()
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == novalint("--help").out


def test_the_version_and_the_help_go_to_standard_output(novalint: Run) -> None:
    assert novalint("--version") == (0, f"novalint {__version__}\n".encode(), b"")
    shown = novalint("--help")
    assert shown.status == 0
    assert shown.stderr == b""
    assert all(f"    {command} " in shown.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_its_own_help(novalint: Run, command: str) -> None:
    shown = novalint(command, "--help")
    assert shown.status == 0
    assert f"usage: novalint {command}" in shown.out


PROMISED = {
    "check": "--release --role --deployment --fact --settings --select --ignore --format --output "
    "--fail-on --color --quiet --together --stdin-filename",
    "fix": "--release --role --deployment --fact --settings --select --ignore --format --output "
    "--fail-on --color --quiet --diff --unsafe --reveal",
    "set": "--release --diff --reveal --add",
    "unset": "--release --diff --reveal",
    "show": "--release --together --stdin-filename --all --reveal --format",
    "explain": "--release",
    "schema": "--release",
    "settings": "--settings --isolated --configuration --format",
}


@pytest.mark.parametrize("command", PROMISED)
def test_each_command_has_the_options_that_are_promised(novalint: Run, command: str) -> None:
    shown = novalint(command, "--help").out
    assert [option for option in PROMISED[command].split() if option not in shown] == []


def test_operands_may_stand_behind_options(novalint: Run) -> None:
    write("a.conf", GOOD)
    write("b.conf", UNKNOWN)
    assert novalint("check", "a.conf", "--quiet", "b.conf").status == 1
    assert novalint("fix", "a.conf", "--diff", "b.conf", "--unsafe").out.startswith(
        "--- a/b.conf\n"
    )
    (shown,) = novalint("show", "a.conf", "--format", "json", "DEFAULT.debug").json["settings"]
    assert shown["option"] == "debug"
    ran = novalint("set", "a.conf", "DEFAULT.debug=1", "--force", "api.use_forwarded_for=x")
    assert b"use_forwarded_for" in ran.stderr
    assert (
        novalint("unset", "a.conf", "DEFAULT.debug", "--diff", "api.use_forwarded_for").status == 1
    )
    assert novalint("check", "a.conf", "--quiet", "-", stdin=UNKNOWN.encode()).status == 1


def test_options_may_stand_before_operands(novalint: Run) -> None:
    write("a.conf", GOOD)
    assert novalint("check", "--quiet", "--", "a.conf") == (0, b"", b"")
    assert novalint("set", "--diff", "a.conf", "DEFAULT.debug=false").status == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_built_alone_is_the_same(command: str) -> None:
    alone, among_all = build(command), build()
    (one,), others = _commands(alone).values(), _commands(among_all)
    assert one.format_help() == others[command].format_help()
    assert one._defaults == others[command]._defaults


def test_help_is_as_wide_as_the_columns_that_are_told(
    novalint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    narrow = novalint("check", "--help").out.splitlines()
    monkeypatch.setenv("COLUMNS", "80")
    plain = novalint("check", "--help").out.splitlines()
    monkeypatch.setenv("COLUMNS", "wide")
    assert len(narrow) > len(plain)
    assert novalint("check", "--help").out.splitlines() == plain


def _commands(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    (found,) = (one for one in parser._actions if isinstance(one, _SubParsersAction))
    return dict(found.choices)
