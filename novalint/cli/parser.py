"""The commands and their options."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence

from novalint import __version__

_EXAMPLES = """examples:
  novalint check nova.conf --release 2025.1 --role compute
  novalint check nova.conf --fact tenants=300 --fact peak_concurrent_builds=200
  novalint check /etc/nova/nova.conf /etc/nova/nova.conf.d --together
  novalint fix nova.conf --diff --unsafe
  novalint set nova.conf DEFAULT.vif_plugging_is_fatal=false
  novalint explain vif_plugging_timeout
"""


def parse(argv: Sequence[str] | None) -> Namespace:
    """Take the command line apart; ends the program with status 2 where it is wrong."""
    parser = _parser()
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


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog="novalint",
        description="Lint, explain and repair OpenStack Nova's configuration.",
        epilog=_EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"novalint {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, module: str, text: str) -> ArgumentParser:
        made = commands.add_parser(name, help=text, description=f"{text[:1].upper()}{text[1:]}.")
        made.set_defaults(module=module, command=name)
        return made

    _check(command("check", "check", "say what is wrong with configurations"))
    _fix(command("fix", "fix", "write the safe fixes"))
    _set(command("set", "write", "set options with the smallest edit"))
    _unset(command("unset", "write", "comment out the live assignments of options"))
    _show(command("show", "show", "show what Nova would read"))
    _explain(command("explain", "explain", "explain a rule, an option or a group"))
    _lists(command)
    return parser


def _check(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file; - is standard input; each PATH is a configuration of its own",
    )
    parser.set_defaults(operands="paths")
    _together(parser)
    _facts(parser)
    _selection(parser)
    _report(parser)
    _look(parser)


def _fix(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file to mend")
    parser.set_defaults(operands="paths")
    parser.add_argument(
        "--together", action="store_true", help="read the PATHs as one configuration"
    )
    parser.add_argument(
        "--unsafe", action="store_true", help="also make the fixes that change what Nova does"
    )
    _diff(parser)
    _facts(parser)
    _selection(parser)
    _report(parser)
    _look(parser)


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
    _diff(parser)
    _told_release(parser)
    _no_warnings(parser)


def _unset(parser: ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="the file to change")
    parser.add_argument("options", nargs="+", metavar="GROUP.OPTION")
    parser.set_defaults(operands="options")
    _diff(parser)
    _told_release(parser)


def _show(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file, or - for standard input; then GROUP.OPTION for what to show of it",
    )
    parser.set_defaults(operands="paths")
    _together(parser)
    _told_release(parser)
    parser.add_argument("--all", action="store_true", help="show the defaults as well")
    parser.add_argument("--reveal", action="store_true", help="show secrets")
    _form(parser)
    parser.add_argument("--output", metavar="FILE", help="write it there")


def _explain(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="RULE|GROUP.OPTION|OPTION|GROUP")
    _release(parser)


def _lists(command: _Command) -> None:
    rules = command("rules", "listing", "list the rules")
    _form(rules)
    releases = command("releases", "listing", "list the releases, or which fit a file best")
    releases.add_argument("--fits", metavar="FILE", help="order them by how well they fit a file")
    _form(releases)
    schema = command("schema", "listing", "print a release's JSON Schema")
    _release(schema)


def _form(parser: ArgumentParser) -> None:
    parser.add_argument("--format", default="text", choices=("text", "json"), help="(text)")


def _together(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--together",
        action="store_true",
        help="read the PATHs as one configuration, in this order; a folder as --config-dir does",
    )
    parser.add_argument(
        "--stdin-filename", metavar="NAME", default="-", help="what to call standard input"
    )


def _release(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--release", metavar="R", help="series (2025.1), codename (epoxy) or Nova version (31.2.0)"
    )


def _told_release(parser: ArgumentParser) -> None:
    """Take a release, and the files that may name one."""
    _release(parser)
    parser.add_argument("--deployment", metavar="FILE", help="facts that may name the release")
    parser.add_argument("--settings", metavar="FILE", help="settings that may name the release")


def _no_warnings(parser: ArgumentParser) -> None:
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="do not warn of what Nova would not read"
    )


def _facts(parser: ArgumentParser) -> None:
    _release(parser)
    parser.add_argument(
        "--role",
        action="append",
        metavar="ROLE",
        help="a service that reads the file: compute, "
        "api, conductor, scheduler, metadata, novncproxy, all; may be repeated",
    )
    parser.add_argument("--deployment", metavar="FILE", help="facts about the cloud: TOML or JSON")
    parser.add_argument(
        "--fact", action="append", metavar="NAME=VALUE", help="one such fact; may be repeated"
    )


def _selection(parser: ArgumentParser) -> None:
    parser.add_argument("--settings", metavar="FILE", help="settings of novalint: TOML")
    for name, what in (("select", "only these"), ("ignore", "none of these")):
        parser.add_argument(
            f"--{name}",
            action="append",
            metavar="RULE-OR-THEME",
            help=f"{what}; may be repeated or separated by commas",
        )
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        help="the mildest severity that makes the exit status 1 (warning)",
    )


def _diff(parser: ArgumentParser) -> None:
    parser.add_argument("--diff", action="store_true", help="print a unified diff, write nothing")
    parser.add_argument(
        "--reveal", action="store_true", help="do not hide secrets in the diff, so that it applies"
    )


def _report(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--format", default="text", choices=("text", "json"), help="form of the report (text)"
    )
    parser.add_argument("--output", metavar="FILE", help="write the report there")


def _look(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--color", default="auto", choices=("auto", "always", "never"), help="(auto)"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="only the findings, a line each")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="also list the rules that lack facts"
    )


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    _Command = Callable[[str, str, str], ArgumentParser]
