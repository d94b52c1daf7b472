"""The command line: one module a command, imported when it is used."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import spec_from_file_location

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from sys import UnraisableHookArgs
    from types import ModuleType

GARBAGE = 50_000
"""New objects after which garbage is searched for in a process of its own; Python takes 700."""
_WAITING = ("atexit", "threading")
"""The modules by which something is done at the end of a process."""


def command() -> int:
    """Run the command of a process that is there for nothing else, and end it with its status."""
    status = main()
    _leave(status)
    return status


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status that the contract promises.

    0: nothing to complain about, 1: there are findings or differences, 2: the command could not be
    carried out as given. Without arguments those of the process are taken, and it is set up for it.
    """
    if argv is not None:
        return _status(argv)
    # what is loaded is no garbage, and searching for some takes a tenth of a check
    gc.set_threshold(GARBAGE)
    sys.unraisablehook = _end_on_interrupt
    sys.meta_path.insert(0, _OwnModules)
    try:
        return _status(argv)
    finally:  # nor need what is loaded be searched for garbage in the end
        with suppress(KeyboardInterrupt):
            gc.freeze()


def _status(argv: Sequence[str] | None) -> int:
    try:
        return _run(argv)
    except KeyboardInterrupt:
        return 130
    except RuntimeError as error:  # as Python 3.11 names one that came while a class was made
        if isinstance(error.__cause__, KeyboardInterrupt):
            return 130
        raise


class _OwnModules:
    """Finds a module of novalint where it is: a file or a folder within that of its package.

    Python asks all finders that there are, and the one that finds it makes up to eleven paths: that
    takes a third of the import of a small module. What is not found here is left to them.
    """

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module is, as Python's own finder does; None where it is not here."""
        if not path or not name.startswith("novalint."):
            return None
        place = f"{path[0]}/{name.rpartition('.')[2]}"
        for file, folders in ((f"{place}.py", None), (f"{place}/__init__.py", [place])):
            if os.path.isfile(file):  # noqa: PTH113 (pathlib is slow to import)
                return spec_from_file_location(name, file, submodule_search_locations=folders)
        return None


def _leave(status: int) -> None:
    """End the process as it is, unless something waits for its end.

    Python would take apart all that is loaded first, for a thirtieth of a check; mypy ends like
    this too. What is not flushed, or cannot be, is left to Python, and so is whatever threads,
    callbacks, debuggers and profilers still have to do.
    """
    waits = sys.gettrace() or sys.getprofile() or sys.flags.inspect
    if waits or not sys.modules.keys().isdisjoint(_WAITING):
        return
    with suppress(OSError, ValueError, KeyboardInterrupt):
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(status)


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
    from novalint.errors import NovalintError

    try:
        arguments = parse(argv)
        from importlib import import_module

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
