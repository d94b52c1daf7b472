"""Keeps what files say from giving orders to the runner that reads the log of a job.

GitHub, Azure, GitLab and TeamCity take lines of a log as commands: to set variables, to hide or
show values, to stop looking for commands. Files and their names come from anybody who may open a
pull request.
"""

from __future__ import annotations

import os
import re
from stat import S_ISREG

from novalint.annotations import TYPE_CHECKING
from novalint.patterns import lazy_pattern

if TYPE_CHECKING:
    from typing import TextIO

RUNNERS = ("GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "TEAMCITY_VERSION")
"""Variables of which a runner sets one: GitHub's (and Gitea's), Azure's, GitLab's, TeamCity's."""

_COMMAND = lazy_pattern(
    r"(?P<start>(?:^|(?<=[\r\n]))[^\S\r\n]*):(?=:)"  # ::set-output, behind blanks too
    r"|(?P<sharp>##[A-Za-z]*)\["  # ##[group] and ##vso[task.setvariable], anywhere
    r"|(?P<section>section_(?:start|end)):"  # of GitLab, behind an escape sequence
)
_ESCAPES = {"json": r"\u%04x", "xml": "&#%d;"}
"""How a format writes a character of a text by its number; all others do it as messages do."""


def harmless(text: str, stream: TextIO, form: str = "text") -> str:
    """Return a text that no runner takes an order from, if one may read the stream.

    `form` is the format of the text: json, xml, text, or commands where it is meant for a runner.
    What goes to a file stays as it is.
    """
    if form == "commands" or not any(map(os.environ.get, RUNNERS)) or _is_file(stream):
        return text
    return _COMMAND.sub(lambda hit: _broken(hit, _ESCAPES.get(form, r"\x%02x")), text)


def _broken(hit: re.Match[str], escape: str) -> str:
    """Write the sign that makes a command, which is the last one of the match, as an escape."""
    return hit[0][:-1] + (escape % ord(hit[0][-1]))


def _is_file(stream: TextIO) -> bool:
    try:
        return S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # closed, or no stream of the system at all
        return False
