"""The command line: one module a command, imported when it is used."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status that the contract promises.

    0: nothing to complain about, 1: there are findings or differences, 2: the command could not be
    carried out as given.
    """
    from novalint.cli.parser import parse

    arguments = parse(argv)
    from importlib import import_module

    from novalint.errors import NovalintError

    try:
        status: int = import_module(f"novalint.cli.{arguments.module}").run(arguments)
        sys.stdout.flush()
        return status
    except NovalintError as error:
        from novalint.cli.output import say

        say(str(error))
        return 2
    except BrokenPipeError:
        _forget_output()
        return 2
    except KeyboardInterrupt:
        return 130


def _forget_output() -> None:
    """Keep Python from complaining at exit that nobody reads its output any more."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
