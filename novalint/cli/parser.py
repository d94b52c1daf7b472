"""The commands and their options."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence

from novalint import __version__
from novalint.cli import options
from novalint.cli.examples import epilog


def parse(argv: Sequence[str] | None) -> Namespace:
    """Take the command line apart; ends the program with status 2 where it is wrong."""
    words = sys.argv[1:] if argv is None else argv
    parser = build(words[0] if words else None)
    arguments, late = parser.parse_known_args(argv)
    if late:
        _take_late(parser, arguments, late)
    return arguments


def _take_late(parser: ArgumentParser, arguments: Namespace, late: list[str]) -> None:
    """Add the operands behind an option to those before it.

    argparse gives an operand of several values no more of them once an option followed it.
    """
    name = getattr(arguments, "operands", None)
    if name is None or any(one.startswith("-") and one != "-" for one in late):
        parser.error(f"unrecognized arguments: {' '.join(late)}")
    getattr(arguments, name).extend(late)


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, control characters as escapes; ends with status 2."""
        from novalint.cli.output import say

        say(f"{message}; see `{self.prog} --help`")
        raise SystemExit(2)


class _Help(RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    """Return the width that argparse has for help, without shutil, which is slow to import."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    stream = sys.__stdout__
    try:
        return (os.get_terminal_size(stream.fileno()).columns if stream else 0) or 80
    except (AttributeError, ValueError, OSError):  # closed, replaced, or no terminal
        return 80


def build(wanted: str | None = None) -> ArgumentParser:
    """Return the parser that help, completions and the manual page are made from.

    Where the name of a command is wanted, it has that one alone, which is quicker to build.
    """
    parser = _Parser(
        prog="novalint",
        description="Lint, explain and repair OpenStack Nova's configuration.",
        epilog=epilog(""),
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="version", version=f"novalint {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    for name in [wanted] if wanted in COMMANDS else COMMANDS:
        module, text, fills = COMMANDS[name]
        made = commands.add_parser(
            name,
            help=text,
            description=f"{text[:1].upper()}{text[1:]}.",
            epilog=epilog(name),
            formatter_class=_Help,
        )
        made.set_defaults(module=module, command=name)
        for fill in fills:
            fill(made)
    return parser


def _check(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file; - is standard input; each PATH is a configuration of its own; without any, "
        "the configurations that the settings name",
    )
    parser.set_defaults(operands="paths")
    options.configuration(parser)
    options.together(parser)
    options.facts(parser)
    options.selection(parser)
    options.failing(parser)
    options.report(parser)
    options.jobs(parser)
    options.look(parser)


def _fix(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file to mend")
    parser.set_defaults(operands="paths")
    options.configuration(parser)
    parser.add_argument(
        "--together", action="store_true", help="read the PATHs as one configuration"
    )
    parser.add_argument(
        "--unsafe", action="store_true", help="also make the fixes that change what Nova does"
    )
    options.diff(parser)
    options.facts(parser)
    options.selection(parser)
    options.failing(parser)
    options.report(parser)
    options.look(parser)


def _baseline(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, as for check")
    parser.set_defaults(operands="paths", fail_on=None)
    options.configuration(parser)
    parser.add_argument(
        "--prune", metavar="FILE", help="drop from this baseline what is no longer found"
    )
    options.together(parser)
    options.facts(parser)
    options.selection(parser)


def _set(parser: ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="the file to change")
    parser.add_argument(
        "assignments",
        nargs="+",
        metavar="GROUP.OPTION=VALUE",
        help="everything behind the first = is the value; an option that may be repeated takes "
        "one for each of its lines",
    )
    parser.add_argument(
        "--add", action="store_true", help="append one more value of an option that may be repeated"
    )
    parser.set_defaults(operands="assignments")
    options.diff(parser)
    options.told_release(parser)
    options.no_warnings(parser)


def _unset(parser: ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="the file to change")
    parser.add_argument("options", nargs="+", metavar="GROUP.OPTION")
    parser.set_defaults(operands="options")
    options.diff(parser)
    options.told_release(parser)


def _show(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file, or - for standard input; then GROUP.OPTION for what to show of it",
    )
    parser.set_defaults(operands="paths")
    options.configuration(parser)
    options.together(parser)
    options.told_release(parser)
    parser.add_argument("--all", action="store_true", help="show the defaults as well")
    parser.add_argument("--reveal", action="store_true", help="show secrets")
    options.form(parser)
    parser.add_argument("--output", metavar="FILE", help="write it there")


def _upgrade(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file; - is standard input; each PATH is a configuration of its own; without any, "
        "the configurations that the settings name",
    )
    parser.set_defaults(operands="paths", release=None, select=None, ignore=None)
    parser.add_argument(
        "--from", dest="old", metavar="R", required=True, help="the release that the files are for"
    )
    parser.add_argument("--to", dest="new", metavar="R", help="the later release (the newest)")
    parser.add_argument(
        "--keep-behaviour", action="store_true", help="also write the old defaults that change"
    )
    parser.add_argument("--write", action="store_true", help="write the patch, report the rest")
    options.configuration(parser)
    options.together(parser)
    options.diff(parser)
    options.role_and_facts(parser)
    options.settings(parser, "settings of novalint: TOML")
    options.form(parser, "markdown", "checklist")
    parser.add_argument(
        "--only",
        action="append",
        choices=("breaks", "ignored", "changes", "soon", "nothing"),
        help="report this effect alone; may be repeated",
    )
    parser.add_argument("--output", metavar="FILE", help="write the report there")


def _diagnose(parser: ArgumentParser) -> None:
    parser.add_argument(
        "logs", nargs="*", metavar="LOG", help="a log, be it compressed; - is standard input"
    )
    parser.set_defaults(operands="logs")
    parser.add_argument(
        "--configuration", metavar="NAME", help="the configuration of the settings to look at"
    )
    parser.add_argument(
        "--config", action="append", metavar="PATH", help="a file of it; may be repeated, in order"
    )
    options.diff(parser)
    options.facts(parser)
    options.settings(parser, "settings of novalint: TOML")
    options.form(parser)
    parser.add_argument("--output", metavar="FILE", help="write the report there")


def _explain(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="RULE|GROUP.OPTION|OPTION|GROUP|SYMPTOM|LINE")
    options.release(parser)
    options.plugins(parser)


def _releases(parser: ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--fits", metavar="FILE", help="order them by how well they fit a file")
    which.add_argument(
        "--diff", nargs=2, metavar=("OLD", "NEW"), help="say what is different between two"
    )
    options.form(parser, "markdown")


def _settings(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", metavar="PATH", help="the file for which they hold")
    parser.add_argument("--configuration", metavar="NAME", help="a configuration of the settings")
    options.settings(parser, "settings to show")
    options.form(parser)


def _completion(parser: ArgumentParser) -> None:
    shells = ("bash", "zsh", "fish")
    parser.add_argument("shell", choices=shells, help="the shell that reads it")


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    _Fills = tuple[Callable[[ArgumentParser], None], ...]

COMMANDS: dict[str, tuple[str, str, _Fills]] = {
    "check": ("check", "say what is wrong with configurations", (_check,)),
    "fix": ("fix", "write the safe fixes", (_fix,)),
    "baseline": ("baseline", "accept what is found today", (_baseline,)),
    "set": ("write", "set options with the smallest edit", (_set,)),
    "unset": ("write", "comment out the live assignments of options", (_unset,)),
    "show": ("show", "show what Nova would read", (_show,)),
    "upgrade": ("upgrade", "say what a later release makes of configurations", (_upgrade,)),
    "diagnose": ("diagnose", "lead from log lines to the options behind them", (_diagnose,)),
    "explain": ("explain", "explain a rule, an option, a group or a log line", (_explain,)),
    "rules": ("listing", "list the rules", (options.form, options.plugins)),
    "releases": (
        "listing",
        "list the releases, compare two, or find which fit",
        (_releases,),
    ),
    "schema": ("listing", "print a release's JSON Schema", (options.release,)),
    "settings": (
        "settings",
        "show which settings hold, and where they were set",
        (_settings,),
    ),
    "init": ("init", "write a settings file to start from, novalint.toml", ()),
    "completion": ("completion", "print a script that completes for a shell", (_completion,)),
}
"""The commands: the module of each, what it does, and what gives it its options."""
