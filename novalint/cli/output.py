"""Writes to standard output, to a file, and to standard error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from novalint.text.source import encode

if TYPE_CHECKING:
    from argparse import Namespace

    from novalint.reports.look import Look
    from novalint.text.edits import Patch


def say(text: str) -> None:
    """Say something about the run itself on standard error; nothing where there is no text."""
    if text:
        from novalint.reports.terminal import visible

        lines = [visible(line) for line in text.split("\n")]
        _write(sys.stderr, "novalint: " + "\n".join(lines) + "\n")


def say_plain(text: str) -> None:
    """Write a summary, which is safe to print, to standard error."""
    _write(sys.stderr, text)


def put(text: str) -> None:
    """Write a result to standard output, byte for byte."""
    _write(sys.stdout, text)


def _write(stream: TextIO, text: str) -> None:
    stream.flush()
    binary = getattr(stream, "buffer", None)
    if binary is None:
        stream.write(text)
    else:
        binary.write(encode(text))
        binary.flush()


def put_report(text: str, output: str | None) -> None:
    """Write a report to a file, or to standard output where none is named."""
    if output is None:
        put(text)
        return
    from novalint.text.saving import write_new

    write_new(output, encode(text))


def put_diff(patch: Patch, masked: str, reveal: bool) -> None:
    """Print a diff; one that would show a secret is masked, and that is said."""
    plain = patch.unified_diff()
    put(plain if reveal else masked)
    if masked != plain and not reveal:
        say("this diff hides secrets and is for reading; --reveal prints the one to apply")


def look(arguments: Namespace, newest_release: bool = False) -> Look:
    """Say how the report is to look."""
    from novalint import __version__
    from novalint.reports.look import Look

    return Look(
        color=_color(arguments.color) and not getattr(arguments, "output", None),
        quiet=arguments.quiet,
        verbose=arguments.verbose,
        version=__version__,
        width=_width(),
        newest_release=newest_release,
    )


def _color(wish: str) -> bool:
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _width() -> int | None:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None
    except (OSError, ValueError):
        return None
