"""The commands: the module of each, and what gives it its operands and options."""

from __future__ import annotations

from novalint.cli import options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

    Fills = tuple[Callable[[ArgumentParser], None], ...]


def _check(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files or directories; each file is a configuration of its own; - is standard input; "
        "without a PATH, the configurations in the settings",
    )
    parser.set_defaults(operands="paths")
    options.skip_foreign(parser)
    options.configuration(parser)
    options.together(parser)
    options.facts(parser)
    options.selection(parser)
    options.failing(parser)
    options.report(parser)
    options.reported(parser)
    options.jobs(parser)
    options.look(parser)


def _fix(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files or directories to fix; - is standard input, written to standard output; "
        "without a PATH, the configurations in the settings",
    )
    parser.set_defaults(operands="paths")
    options.skip_foreign(parser)
    options.configuration(parser)
    options.together(parser)
    options.embedded(parser)
    parser.add_argument(
        "--unsafe", action="store_true", help="also write the fixes that change what Nova does"
    )
    options.diff(parser, overrides=True)
    options.facts(parser)
    options.selection(parser)
    options.failing(parser)
    options.report(parser)
    options.reported(parser)
    options.look(parser)


def _baseline(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files or directories; - is standard input"
    )
    parser.set_defaults(operands="paths", fail_on=None)
    options.skip_foreign(parser)
    options.configuration(parser)
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--output", metavar="FILE", help="write the baseline to FILE, as a whole or not at all"
    )
    where.add_argument(
        "--prune", metavar="FILE", help="remove from the baseline FILE what is no longer found"
    )
    options.together(parser)
    options.facts(parser)
    options.selection(parser)


def _set(parser: ArgumentParser) -> None:
    options.changed(parser)
    parser.add_argument(
        "assignments",
        nargs="+",
        metavar="GROUP.OPTION=VALUE",
        help="the value is everything after the first =, without leading blanks; OPTION=VALUE is "
        "enough if only one group has the option; GROUP OPTION VALUE is the same; an option that "
        "may be repeated takes one value for each of its lines",
    )
    parser.add_argument(
        "--add",
        action="store_true",
        help="append to what is there: a line of an option that may be repeated, an item of a list",
    )
    parser.set_defaults(operands="assignments")
    options.diff(parser, overrides=True)
    options.role(parser)
    options.told_release(parser)
    options.no_warnings(parser)


def _unset(parser: ArgumentParser) -> None:
    options.changed(parser)
    parser.add_argument(
        "options",
        nargs="+",
        metavar="GROUP.OPTION",
        help="the option to comment out; OPTION is enough if only one group has it",
    )
    parser.set_defaults(operands="options")
    options.diff(parser, overrides=True)
    options.role(parser)
    options.told_release(parser)
    options.no_warnings(parser)


def _show(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH|NAME",
        help="a file, or - for standard input; then GROUP.OPTION, OPTION or GROUP for what to "
        "show of it",
    )
    parser.set_defaults(operands="paths")
    options.configuration(parser)
    options.together(parser)
    options.embedded(parser)
    options.told_release(parser)
    parser.add_argument("--all", action="store_true", help="show defaults as well")
    parser.add_argument("--reveal", action="store_true", help="show secrets")
    options.form(parser)
    parser.add_argument("--output", metavar="FILE", help="write the output to FILE")


def _upgrade(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files or directories; each file is a configuration of its own; - is standard input; "
        "without a PATH, the configurations in the settings",
    )
    parser.set_defaults(operands="paths", release=None, select=None, ignore=None)
    parser.add_argument(
        "--from", dest="old", metavar="R", required=True, help="release that the files are for"
    )
    parser.add_argument(
        "--to", dest="new", metavar="R", help="release to upgrade to (default: newest)"
    )
    parser.add_argument(
        "--keep-behaviour",
        action="store_true",
        help="also write the old values of defaults that change",
    )
    parser.add_argument("--write", action="store_true", help="write the patch and report the rest")
    options.configuration(parser)
    options.together(parser)
    options.embedded(parser)
    options.diff(parser)
    options.role_and_facts(parser)
    options.settings(parser, "use this settings file")
    options.form(parser, "markdown", "checklist")
    parser.add_argument(
        "--only",
        action="append",
        choices=("breaks", "ignored", "changes", "soon", "nothing"),
        help="report only this effect (the patch stays complete); may be repeated",
    )
    parser.add_argument("--output", metavar="FILE", help="write the report to FILE")
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="print the report or the diff, and no summary"
    )


def _diagnose(parser: ArgumentParser) -> None:
    parser.add_argument(
        "logs", nargs="*", metavar="LOG", help="a log, plain or compressed; - is standard input"
    )
    parser.set_defaults(operands="logs")
    options.configuration(parser)
    parser.add_argument(
        "--config",
        action="append",
        metavar="PATH",
        help="compare with this file, or with each file in this directory; repeat it for the files "
        "of one configuration, in order",
    )
    options.embedded(parser)
    options.diff(parser, overrides=True)
    options.facts(parser)
    options.settings(parser, "use this settings file")
    options.form(parser)
    parser.add_argument("--output", metavar="FILE", help="write the report to FILE")


def _explain(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="SUBJECT", help=options.EXPLAINED)
    parser.set_defaults(operands="words")
    options.release(parser)
    options.plugins(parser)


def _facts(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="FACT", help="the fact to explain")
    options.form(parser)
    options.plugins(parser)


def _releases(parser: ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--fits", metavar="FILE", help="sort them by how many of the option names in FILE they have"
    )
    which.add_argument(
        "--diff",
        nargs=2,
        metavar=("OLD", "NEW"),
        help="show what differs between two releases",
    )
    options.form(parser, "markdown")


def _schema(parser: ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    options.release(which)
    which.add_argument(
        "--settings",
        action="store_true",
        help="print the schema of novalint.toml instead, for editors",
    )


def _settings(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", metavar="PATH", help="the file whose settings to show")
    parser.add_argument(
        "--configuration", metavar="NAME", help="the configuration whose settings to show"
    )
    parser.add_argument(
        "--files", action="store_true", help="show how each file of a directory is read"
    )
    parser.add_argument(
        "--fleet",
        action="store_true",
        help="show the nodes of the fleet, and the facts derived from them",
    )
    options.settings(parser, "show this settings file")
    options.form(parser)


def _lsp(parser: ArgumentParser) -> None:
    options.facts(parser)
    options.selection(parser)
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        help="leave out the findings that this file of `novalint baseline` accepts",
    )
    parser.add_argument(
        "--delay",
        type=options.milliseconds,
        default=200,
        metavar="MS",
        help="check a file this many milliseconds after the last keystroke (default: 200)",
    )
    parser.add_argument(
        "--stdio", action="store_true", help="passed by some editors; has no effect"
    )


def _completion(parser: ArgumentParser) -> None:
    shells = ("bash", "zsh", "fish")
    said = f"one of {', '.join(shells)}"
    parser.add_argument("shell", metavar="SHELL", choices=shells, help=said)


COMMANDS: dict[str, tuple[str, str, Fills]] = {
    "check": ("check", "report what is wrong with configurations", (_check,)),
    "fix": ("fix", "write the safe fixes", (_fix,)),
    "baseline": ("baseline", "accept today's findings, so that only new ones fail", (_baseline,)),
    "set": ("write", "set options with the smallest edit", (_set,)),
    "unset": ("write", "comment out the lines that set options", (_unset,)),
    "show": ("show", "show what Nova would read, and from where", (_show,)),
    "upgrade": ("upgrade", "report what a later release changes for configurations", (_upgrade,)),
    "diagnose": ("diagnose", "find the options behind log lines", (_diagnose,)),
    "explain": ("explain", "explain a rule, an option, a value, a fact or a log line", (_explain,)),
    "rules": ("listing", "list the rules", (options.form, options.chosen, options.plugins)),
    "facts": ("facts", "list the deployment facts that rules may need", (_facts,)),
    "releases": (
        "listing",
        "list releases, compare two, or find those that fit a file",
        (_releases,),
    ),
    "schema": ("listing", "print a release's JSON Schema, or that of settings", (_schema,)),
    "settings": ("settings", "show which settings apply, and where they are set", (_settings,)),
    "init": ("init", "write a novalint.toml with commented examples", ()),
    "lsp": ("lsp", "serve an editor as a language server", (_lsp,)),
    "completion": ("completion", "print a completion script for a shell", (_completion,)),
}
"""The commands: the module of each, what it does, and what gives it its options."""
