"""Lines that are added to a template, kept apart from the text that they might come out behind."""

from __future__ import annotations

from collections.abc import Iterable

from novalint.annotations import TYPE_CHECKING
from novalint.text.edits import Edit, apply_edits
from novalint.text.style import line_end

if TYPE_CHECKING:
    from novalint.text.source_map import JoinedLines

_ENDS = ("\r", "\n")


def on_own_lines(
    edits: tuple[Edit, ...], host: str, joined: JoinedLines
) -> tuple[Edit, ...] | None:
    """Return edits of a host with a blank line wherever a line would join the one above it.

    A line that takes the place of another one stays: it is no worse off than that. None where a
    blank line does not help.
    """
    for _ in range(2):
        wanting = _wanting(edits, host, joined)
        if not wanting:
            return edits
        end = line_end(host)
        edits = tuple(
            edit._replace(text=end + edit.text) if number in wanting else edit
            for number, edit in enumerate(edits)
        )
    return None if _wanting(edits, host, joined) else edits


def _wanting(edits: tuple[Edit, ...], host: str, joined: JoinedLines) -> set[int]:
    """Return the numbers of the edits whose first line joins the one above it."""
    places = {number: at for number, at in _places(edits, host) if at is not None}
    if not places:
        return set()
    now = joined(apply_edits(host, edits), places.values())
    goes = {number: edits[number].end for number in places if not edits[number].text}
    before = joined(host, goes.values()) if now and goes else frozenset[int]()
    return {number for number, at in places.items() if at in now and goes.get(number) not in before}


def _places(edits: Iterable[Edit], host: str) -> Iterable[tuple[int, int | None]]:
    """Yield for each edit where the line starts in the result that it adds, or lets move up."""
    shift = 0
    for number, edit in enumerate(edits):
        blank = len(edit.text) - len(edit.text.lstrip("\r\n"))
        starts = edit.start == 0 or host[edit.start - 1] in _ENDS or blank > 0
        adds = starts and (_adds(edit, host) or _moves_up(edit, host))
        yield number, edit.start + shift + blank if adds else None
        shift += len(edit.text) - (edit.end - edit.start)


def _adds(edit: Edit, host: str) -> bool:
    """Whether an edit writes lines, or brings one to life that was a comment."""
    lively = host[edit.start : edit.end].lstrip()[:1] in ("#", ";")
    first = edit.text.lstrip()[:1]
    return first != "" and (any(sign in edit.text for sign in _ENDS) or (lively and first != "#"))


def _moves_up(edit: Edit, host: str) -> bool:
    """Whether a line that says something moves to the place of lines that go."""
    gone = not edit.text and edit.end > edit.start and host[edit.end - 1] in _ENDS
    return gone and host[edit.end : edit.end + 1] not in ("", *_ENDS)
