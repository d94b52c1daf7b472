"""`novalint completion`: a script with which a shell completes commands, options and names."""

from __future__ import annotations

from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from novalint.cli.output import put
from novalint.cli.parser import build

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
        names = _CHOICES.get(_metavar(action))
        if names and action.nargs != 2:  # the words of a pair would all be offered as one
            action.choices = names()
        elif _metavar(action) in _FILES:
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


def _rules_and_symptoms() -> list[str]:
    from novalint.logs.index import modules

    return [*_rules(), *modules()]


_FILES = ("PATH", "FILE", "LOG", "[FORMAT=]FILE")
"""What help calls an argument that is a file."""

_CHOICES: dict[str, Callable[[], Sequence[str]]] = {
    "R": _releases,
    "ROLE": _roles,
    "RULE-OR-THEME": _rules_and_themes,
    "RULE|GROUP.OPTION|OPTION|GROUP|SYMPTOM|LINE": _rules_and_symptoms,
}
"""What help calls an argument whose values are known, and these; only completion checks them."""
