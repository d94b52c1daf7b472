"""Writes a report to one place, piece by piece where its format allows."""

from __future__ import annotations

import os

from novalint.annotations import TYPE_CHECKING
from novalint.cli.output import Destination, put, put_report
from novalint.errors import FileError
from novalint.records import replace
from novalint.reports import FORMATS

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions


class ReportWriter:
    """Takes outcomes as they come; what goes to a file is written at the end, all or nothing."""

    def __init__(self, place: Destination, look: RenderOptions, at_once: bool) -> None:
        """Take a place, how the report is to look there, and whether to write as outcomes come."""
        self._path = place.path
        self._at_once = at_once and place.path is None
        self._look = look if place.path is None else replace(look, color=False)
        format_ = FORMATS[place.format]
        self._render = format_.render
        self._form = format_.form
        self._in_pieces = format_.in_pieces
        self._gathered = format_.gathering(self._look)
        self._held: list[Outcome] = []
        self._pieces: list[str] = []

    def take(self, outcome: Outcome) -> None:
        """Write an outcome, or hold it, or what the report has of it, until all are there."""
        if self._gathered is not None:
            self._gathered.take(outcome)
        elif not self._in_pieces:
            self._held.append(outcome)
        elif text := self._render([outcome], self._look):
            self._add(text)

    def _add(self, piece: str) -> None:
        if self._at_once:
            put(piece, self._form)
        else:
            self._pieces.append(piece)

    def close(self, unread: tuple[str, ...] = ()) -> None:
        """Write what is left to be written; `unread` says why some files were not read."""
        self._look = replace(self._look, unread=unread)
        if self._gathered is not None:
            put_report(self._gathered.text(), self._path, form=self._form)
        elif not self._in_pieces:
            put_report(self._render(self._held, self._look), self._path, form=self._form)
        elif not self._at_once:
            put_report("".join(self._pieces), self._path, form=self._form)


SETTINGS_NAMES = ("novalint.toml", "pyproject.toml")
"""Names of files that settings are found in, be they asked for or not."""
READ_TOO = ("deployment", "settings", "baseline", "prune")
"""Arguments that name a file which is read beside the PATHs."""


def keep_read(arguments: Namespace, files: Sequence[str], outputs: Sequence[str | None]) -> None:
    """Raise FileError where an output is a file that the command reads.

    These are `files`, and those that READ_TOO names. None and `-` are standard output.
    """
    beside = [path for name in READ_TOO if (path := getattr(arguments, name, None))]
    places = [output for output in outputs if output not in (None, "-", "/dev/stdout")]
    keep_inputs([*files, *beside], [output for output in places if output is not None])


def keep_inputs(inputs: Sequence[str], outputs: Sequence[str]) -> None:
    """Raise FileError where a report would be written over another, or over what was read."""
    for output in outputs:
        _keep_input(inputs, output)
        if outputs.count(output) > 1:
            raise FileError(f"`{output}` is named for two reports; name another --output")


def _keep_input(inputs: Sequence[str], output: str) -> None:
    if not os.path.exists(output):  # noqa: PTH110
        return
    is_settings = os.path.basename(output) in SETTINGS_NAMES  # noqa: PTH119
    there = (path for path in inputs if os.path.exists(path))  # noqa: PTH110
    if is_settings or any(os.path.samefile(path, output) for path in there):  # noqa: PTH121
        raise FileError(f"`{output}` is one of the files that are read; name another --output")
