"""A bar on standard error that says how far a long run has come."""

from __future__ import annotations

import os
import sys
from time import monotonic

PATIENCE = 1.0
"""Seconds after which a run is long."""
PAUSE = 0.1
"""Seconds between two bars."""
WIDTH = 24
"""Characters of the bar."""


class Progress:
    """Counts what is done of a number of files, and shows it where somebody may be watching."""

    def __init__(self, total: int, wanted: bool) -> None:
        """Take how many there are, and whether to show anything at all."""
        self._total = total
        self._done = 0
        self._due = monotonic() + PATIENCE if wanted and total > 1 and _watched() else float("inf")
        self._shown = False

    def step(self) -> None:
        """Count one more."""
        self._done += 1
        now = monotonic()
        if now >= self._due:
            self._due = now + PAUSE
            self._shown = True
            _write(f"\r{bar(self._done, self._total)}\x1b[K")

    def hide(self) -> None:
        """Make room for something else on the terminal."""
        if self._shown:
            self._shown = False
            _write("\r\x1b[K")


def bar(done: int, total: int) -> str:
    """Write the bar.

    >>> bar(3, 4)
    '[##################......]  75% 3 of 4 checked'
    """
    full = WIDTH * done // total
    return f"[{'#' * full:.<{WIDTH}}] {100 * done // total:3}% {done:,} of {total:,} checked"


def _watched() -> bool:
    """Return whether standard error is a terminal that can rewrite a line, and not a CI's log."""
    try:
        terminal = sys.stderr is not None and sys.stderr.isatty()
    except ValueError:  # it is closed
        return False
    return terminal and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


def _write(text: str) -> None:
    from novalint.cli.output import say_plain

    say_plain(text)
