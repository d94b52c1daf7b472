"""Takes command lines apart, by argparse where they are not plain."""

from __future__ import annotations

import sys

from novalint.cli.commands import COMMANDS
from novalint.cli.plain import read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from novalint.cli.arguments import Parser


def parse(argv: Sequence[str] | None) -> Namespace:
    """Take the command line apart; ends the program with status 2 where it is wrong.

    Without any word, that is where help is worth most: it goes to standard error.
    """
    words = sys.argv[1:] if argv is None else argv
    if words and words[0] in COMMANDS:
        module, _, fills = COMMANDS[words[0]]
        plain = read_plain(words[1:], fills, module=module, command=words[0])
        if plain:
            return plain
    parser = build(words[0] if words else None)
    if not words:
        parser.print_help(sys.stderr)
        raise SystemExit(2)
    arguments, late = parser.parse_known_args(argv)
    if late:
        _take_late(parser, arguments, late)
    return arguments


def _take_late(parser: Parser, arguments: Namespace, late: list[str]) -> None:
    """Add the operands behind an option to those before it.

    argparse gives an operand of several values no more of them once an option followed it.
    """
    name: str | None = getattr(arguments, "operands", None)
    if name is None or any(word.startswith("-") and word != "-" for word in late):
        parser.children.get(arguments.command, parser).unrecognized(late)
    getattr(arguments, name).extend(late)


def build(wanted: str | None = None) -> Parser:
    """Return the parser that help, completions and the manual page are made from.

    Where the name of a command is wanted, it has that one alone, which is quicker to build.
    """
    from novalint import __version__
    from novalint.cli.arguments import Help, Parser
    from novalint.cli.examples import epilog

    parser = Parser(
        prog="novalint",
        description="Check, explain and fix the configuration of OpenStack Nova.",
        epilog=epilog(""),
        formatter_class=Help,
    )
    parser.add_argument("--version", action="version", version=f"novalint {__version__}")
    commands = parser.add_subparsers(
        parser_class=Parser, title="commands", metavar="COMMAND", required=True
    )

    for name in [wanted] if wanted in COMMANDS else COMMANDS:
        module, text, fills = COMMANDS[name]
        subparser = commands.add_parser(
            name,
            help=text,
            description=f"{text[:1].upper()}{text[1:]}.",
            epilog=epilog(name),
            formatter_class=Help,
        )
        subparser.set_defaults(module=module, command=name)
        parser.children[name] = subparser
        for fill in fills:
            fill(subparser)
    return parser
