"""The command line: one module a command, imported when it is used."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

GARBAGE = 50_000
"""New objects after which garbage is searched for in a process of its own; Python takes 700."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status that the contract promises.

    0: nothing to complain about, 1: there are findings or differences, 2: the command could not be
    carried out as given.
    """
    if (
        argv is None
    ):  # what is loaded is no garbage, and searching for some takes a tenth of a check
        gc.set_threshold(GARBAGE)
        sys.unraisablehook = _end_on_interrupt
    try:
        return _run(argv)
    except KeyboardInterrupt:
        return 130
    except RuntimeError as error:  # as Python 3.11 names one that came while a class was made
        if isinstance(error.__cause__, KeyboardInterrupt):
            return 130
        raise
    finally:
        if argv is None:  # the process ends: what is loaded need not be searched for garbage first
            with suppress(KeyboardInterrupt):
                gc.freeze()


def _end_on_interrupt(lost: UnraisableHookArgs) -> None:
    """End the process by an interrupt that came where Python would print it and go on.

    That is in a destructor or a callback of a weak reference, as imports have them:
    https://docs.python.org/3/library/sys.html#sys.unraisablehook
    """
    if issubclass(lost.exc_type, KeyboardInterrupt):
        os._exit(130)
    sys.__unraisablehook__(lost)


def _run(argv: Sequence[str] | None) -> int:
    from novalint.cli.parser import parse

    arguments = parse(argv)
    from importlib import import_module

    from novalint.errors import NovalintError

    try:
        status: int = import_module(f"novalint.cli.{arguments.module}").run(arguments)
        return status
    except NovalintError as error:
        from novalint.cli.output import say

        say(str(error))
    except OSError as error:  # files have errors of their own, so it is standard output that fails
        from novalint.cli.output import forget, say

        if not isinstance(error, BrokenPipeError):
            say(f"cannot write the output: {(error.strerror or str(error)).lower()}")
        forget(sys.stdout)
    return 2
