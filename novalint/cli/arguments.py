"""argparse with an ear for slips: what it refuses, it answers with the nearest that there is."""

from __future__ import annotations

import os
import sys
from argparse import Action, ArgumentError, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

_OF_FIX = ("--fix", "--unsafe", "--diff", "--write")
"""What other linters, or `novalint fix`, have where `check` does not."""
_DRY = ("--dry-run", "--dryrun", "--check", "--noop")
"""What other programs have where ours have --diff."""
_WANTED = {
    "expected one": "needs a value",
    "expected 2": "needs two values",
    "ignored explicit": "takes no value",
}
"""What an option needs, by the words of argparse."""
WIDTH = 80
"""Columns of help where nothing says how many there are."""


class Parser(ArgumentParser):
    """A parser whose refusals are one line, with status 2; `children` are those of its commands."""

    def __init__(self, **keywords: Any) -> None:
        """Take what argparse takes."""
        super().__init__(**keywords)
        self.children: dict[str, Parser] = {}

    def error(self, message: str) -> NoReturn:
        """Return what is wrong in one line, control characters as escapes; ends with status 2."""
        from novalint.cli.output import say

        say(f"{_in_words(message)}; see `{self.prog} --help`")
        raise SystemExit(2)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Write help, or the version; raises OSError where that fails, as argparse does not."""
        stream = file or sys.stderr
        if message and stream is not None:
            stream.write(message)
            stream.flush()

    def _check_value(self, action: Action, value: Any) -> None:
        """Raise ArgumentError for a value that is none of the choices, naming the nearest."""
        choices = action.choices
        if choices is None or value in choices:
            return
        if action.dest == "==SUPPRESS==" and _is_file(str(value)):
            word = f"`novalint check {value}`"
            raise ArgumentError(None, f"`{value}` is a file, not a command; check it with {word}")
        what = "command" if action.dest == "==SUPPRESS==" else None
        named = f"there is no {what} `{value}`" if what else f"there is no `{value}`"
        raise ArgumentError(None if what else action, f"{named}; {_instead(str(value), choices)}")

    def unrecognized(self, words: list[str]) -> NoReturn:
        """Refuse words that nothing takes; of an option the nearest one is named."""
        slips = [word.partition("=")[0] for word in words if word.startswith("--")]
        if self.prog.endswith(" check") and words[0] in _OF_FIX:
            self.error(f"`check` writes nothing; use `novalint fix` in place of {words[0]}")
        if words[0] in _DRY and "--diff" in self._option_string_actions:
            self.error(
                f"there is no {words[0]}; --diff shows what would be written, and writes nothing"
            )
        if self.prog.endswith(" upgrade") and slips == ["--release"]:
            self.error("`upgrade` goes from one release to another; use --from and --to")
        near = [
            option for slip in slips[:1] for option in _nearest(slip, self._option_string_actions)
        ]
        if words[0].startswith("-"):
            hint = f"; the nearest is `{near[0]}`" if near else ""
            self.error(f"there is no option `{words[0].partition('=')[0]}`{hint}")
        self.error(f"`{words[0]}` is an argument too many")


class Help(RawDescriptionHelpFormatter):
    """Help as wide as the terminal, its examples as they are written."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _in_words(message: str) -> str:
    """Return what argparse says about a command line as the other errors say such things."""
    lacking = message.partition("the following arguments are required: ")[2]
    if lacking:
        return f"{lacking} {'are' if ', ' in lacking else 'is'} missing"
    if not message.startswith("argument "):
        return message
    name, _, what = message.removeprefix("argument ").partition(": ")
    other = what.partition("not allowed with argument ")[2]
    if other:
        return f"{name} and {other} exclude each other; choose one of them"
    wanted = _WANTED.get(what.partition(" argument")[0])
    if wanted:
        return f"{name} {wanted}"
    return f"{name}: {what}"


def _is_file(word: str) -> bool:
    return os.path.exists(word) or word.endswith(".conf")  # noqa: PTH110


def _columns() -> int:
    """Return the width that argparse has for help, without shutil, which is slow to import."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    stream = sys.__stdout__
    try:
        return (os.get_terminal_size(stream.fileno()).columns if stream else 0) or WIDTH
    except (AttributeError, ValueError, OSError):  # closed, replaced, or no terminal
        return WIDTH


def _instead(word: str, choices: Iterable[str]) -> str:
    near = _nearest(word, choices)
    if near:
        return f"the nearest is `{near[0]}`"
    return f"choose from {', '.join(map(str, choices))}"


def _nearest(word: str, names: Iterable[str]) -> list[str]:
    from novalint.nearest import closest

    return closest(word.lower(), names)
