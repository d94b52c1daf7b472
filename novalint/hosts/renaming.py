"""Renames among changes of options: what keeps its values under another name keeps its place."""

from __future__ import annotations

from collections.abc import Sequence

from novalint.text.option_changes import OptionChange

Unit = tuple[OptionChange, ...]
"""Changes that are made together: a rename is two, the old name and the new one."""


def units(changes: Sequence[OptionChange]) -> list[Unit]:
    """Return changes in their order; those that a rename consists of are one, at the first's place.

    An option of the same group takes the place of another one where it is the only one that comes
    with these values, and the other the only one that goes with them. What is to be commented out
    stays for people to read, and is not renamed.
    """
    successor = {}
    for old in changes:
        going = [other for other in changes if _goes(other) and _alike(other, old.before, old)]
        coming = [other for other in changes if _comes(other) and _alike(other, old.before, old)]
        if _goes(old) and not old.commented and (len(going), len(coming)) == (1, 1):
            successor[old] = coming[0]
    taken = set(successor.values())
    return [
        (change, successor[change]) if change in successor else (change,)
        for change in changes
        if change not in taken
    ]


def _goes(change: OptionChange) -> bool:
    return bool(change.before) and not change.after


def _comes(change: OptionChange) -> bool:
    return bool(change.after) and not change.before


def _alike(change: OptionChange, values: tuple[str, ...], other: OptionChange) -> bool:
    return change.group == other.group and (change.before or change.after) == values
