"""Writes the manual page, novalint(1), from the parser of the command line.

`make man` writes it to build/novalint.1; a wheel has it as share/man/man1/novalint.1.
"""

from __future__ import annotations

import re
import sys
from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "build" / "novalint.1"

_ENVIRONMENT = (
    ("NO_COLOR", "if set and not empty, nothing is coloured unless --color always asks for it"),
    ("FORCE_COLOR", "if set and not empty, colours are used where there is no terminal as well"),
    ("CI", "if set and not empty, no progress bar is shown"),
    ("TERM", "dumb stands for a terminal without colours and without a progress bar"),
)
_STATUS = (
    ("0", "there is nothing to complain about; --fail-on says what is"),
    ("1", "there are findings, or with --diff a diff"),
    ("2", "the command could not be carried out as given, or a file could not be read"),
    ("130", "it was interrupted"),
)
_FILES = (
    ("novalint.toml, pyproject.toml", "settings, in the directory of the first PATH or above it"),
)


def page(parser: ArgumentParser, version: str) -> str:
    """Write the page with the macros of man(7); without a date, so that builds can be repeated."""
    (commands,) = (one for one in parser._actions if isinstance(one, _SubParsersAction))
    lines = [
        f'.TH NOVALINT 1 "" "novalint {_text(version)}" "User Commands"',
        ".nh",
        ".ad l",
        ".SH NAME",
        f"novalint \\- {_text(_small(parser.description or ''))}",
        ".SH SYNOPSIS",
        ".B novalint",
        r"\fICOMMAND\fR [\fIARGUMENT\fR ...]",
        ".SH DESCRIPTION",
        "novalint reads nova.conf as Nova itself does, says what is wrong with it and why, and",
        "mends it line by line. Findings go to standard output, all else to standard error.",
        ".SH OPTIONS",
        *_options(parser),
        ".SH COMMANDS",
        *(line for name, command in commands.choices.items() for line in _command(name, command)),
    ]
    tables = {"EXIT STATUS": _STATUS, "ENVIRONMENT": _ENVIRONMENT, "FILES": _FILES}
    for title, rows in tables.items():
        lines += [f".SH {title}", *(line for row in rows for line in _entry(_bold(row[0]), row[1]))]
    return "\n".join(lines) + "\n"


def _command(name: str, parser: ArgumentParser) -> Iterator[str]:
    yield f".SS novalint {_text(name)}"
    yield _text(parser.description or "")
    yield ".PP"
    usage = _text(" ".join(parser.format_usage().split()[1:]))
    yield f"Usage: {usage}".replace(",", r",\:")  # a list of choices may be longer than a line
    yield from _options(parser, but="help")
    if parser.epilog:
        yield from _examples(parser.epilog)


def _options(parser: ArgumentParser, but: str = "") -> Iterator[str]:
    """Write the operands and the options of a parser, all but one."""
    for action in parser._actions:
        if action.dest != but and not isinstance(action, _SubParsersAction):
            yield from _entry(_invocation(action), action.help or "")


def _invocation(action: Action) -> str:
    value = _value(action)
    names = ", ".join(_bold(name) for name in action.option_strings)
    return " ".join(part for part in (names, value) if part)


def _value(action: Action) -> str:
    if action.nargs == 0:
        return ""
    if action.choices is not None and action.metavar is None:
        return r"|\:".join(_bold(str(choice)) for choice in action.choices)
    named = action.metavar if action.metavar is not None else action.dest.upper()
    words = [named] if isinstance(named, str) else named
    return " ".join(rf"\fI{_text(word)}\fR" for word in words)


def _entry(term: str, text: str) -> Iterator[str]:
    yield ".TP"
    yield term
    yield _text(text)


def _examples(epilog: str) -> Iterator[str]:
    """Write what `--help` shows below the options, a comment and a command line in turns."""
    yield ".PP"
    yield "Examples:"
    for line in epilog.splitlines()[1:]:
        if line.startswith("  # "):
            yield from (".PP", _text(line.removeprefix("  # ")))
        elif line:
            yield from (".PP", ".RS 4", ".EX", _text(line.strip()), ".EE", ".RE")


def _bold(text: str) -> str:
    return rf"\fB{_text(text)}\fR"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:].removesuffix(".")


def _text(text: str) -> str:
    """Write a text so that roff shows just that: no escapes, no macros, real hyphens and quotes."""
    plain = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    plain = plain.replace("`", r"\(ga").replace("^", r"\(ha").replace("~", r"\(ti")
    return re.sub(r"^(?=[.])", r"\&", plain)


def main() -> None:
    """Write the page."""
    sys.path.insert(0, str(ROOT))
    from novalint import __version__
    from novalint.cli.parser import build

    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(page(build(), __version__), encoding="utf-8")


if __name__ == "__main__":
    main()
