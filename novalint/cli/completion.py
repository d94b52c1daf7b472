"""`novalint completion`: a script with which a shell completes commands, options and names."""

from __future__ import annotations

from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Callable, Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.cli.completers import Completer, beside_files, comma_list
from novalint.cli.output import put
from novalint.cli.parser import build
from novalint.deployment import fact_names
from novalint.reports import FORMATS

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace) -> int:
    """Print the script; the shells read it from the places that `--help` shows."""
    put(script(arguments.shell))
    return 0


def script(shell: str) -> str:
    """Return the script for bash, zsh or fish."""
    from shtab import FILE, complete

    parser = build()
    for action in _actions(parser):
        metavar = _metavar(action)
        if metavar in _CHOICES and action.nargs != 2:  # the words of a pair would be one choice
            action.choices = _CHOICES[metavar]()
        elif metavar in _COMPLETERS:
            action.complete = _COMPLETERS[metavar]()  # type: ignore[attr-defined]
        elif metavar in _FILES:
            action.complete = FILE  # type: ignore[attr-defined]
    text: str = complete(parser, shell)
    return text if text.endswith("\n") else f"{text}\n"


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, _SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)


def _metavar(action: Action) -> str:
    return action.metavar if isinstance(action.metavar, str) else ""


def _releases() -> list[str]:
    from novalint.schema.releases import releases

    return [release.series for release in releases()]


def _roles() -> Sequence[str]:
    from novalint.schema.store import read_json

    roles: list[str] = read_json("deployment.json")["$defs"]["role"]["enum"]
    return roles


def _rules() -> list[str]:
    from novalint.rules.catalogue import rules

    return [rule.name for rule in rules()]


def _rules_and_themes() -> list[str]:
    from novalint.rules.catalogue import THEMES

    return [*THEMES, *_rules()]


def _options() -> list[str]:
    """Return the options of the newest release, as GROUP.OPTION."""
    from novalint.schema.options import load_schema
    from novalint.schema.releases import newest

    return [f"{option.group}.{option.name}" for option in load_schema(newest())]


def _groups() -> Sequence[str]:
    from novalint.schema.options import load_schema
    from novalint.schema.releases import newest

    return load_schema(newest()).groups


def _subjects() -> list[str]:
    """Return what `explain` has a page about; options stand without their group."""
    from novalint.logs.index import modules_by_signature

    options = {option.rpartition(".")[2]: None for option in _options()}
    names = [*_rules_and_themes(), *modules_by_signature(), *_groups(), *fact_names(), *options]
    return list(dict.fromkeys(names))


def _to_assign(names: Sequence[str]) -> list[str]:
    return [f"{name}=" for name in names]


_FILES = ("PATH", "FILE", "LOG")
"""What help calls an argument that is a file."""

_CHOICES: dict[str, Callable[[], Sequence[str]]] = {
    "R": _releases,
    "SUBJECT": _subjects,
    "FACT": fact_names,
    "GROUP.OPTION": _options,
    "GROUP.OPTION=VALUE": lambda: _to_assign(_options()),
    "NAME=VALUE": lambda: _to_assign(fact_names()),
}
"""What help calls an argument whose values are known, and these; only completion checks them."""

_COMPLETERS: dict[str, Callable[[], Completer]] = {
    "ROLE": lambda: comma_list("roles", _roles()),
    "RULE-OR-THEME": lambda: comma_list("rules", _rules_and_themes()),
    "[FORMAT=]FILE": lambda: beside_files("formats", _to_assign(tuple(FORMATS))),
    "PATH|NAME": lambda: beside_files("options", (*_groups(), *_options())),
}
"""What help calls an argument that no plain list of words completes."""
