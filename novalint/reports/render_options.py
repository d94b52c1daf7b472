"""How a report is to options."""

from __future__ import annotations

from novalint.records import dataclass


@dataclass(frozen=True)
class RenderOptions:
    """What the caller wants of a report.

    `color`: with ANSI colours. `quiet`: one line for each finding and no summary. `verbose`: the
    summary lists what each rule that was not run lacks. `version`: novalint's own. `width`: of the
    terminal in characters, None where there is none. `newest_release`: nobody named a release and
    the newest one was taken, which the summary then says. `unread`: why a file that was to be
    checked could not be read, one reason for each.
    """

    color: bool = False
    quiet: bool = False
    verbose: bool = False
    version: str = ""
    width: int | None = None
    newest_release: bool = False
    unread: tuple[str, ...] = ()
