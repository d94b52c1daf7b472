"""Finds the names that a misspelt one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

CUTOFF = 0.8
"""How alike two names must be, from 0 to 1, to be worth a hint."""
SLIPS = 2
"""How many letters may be wrong, missing, extra or swapped in a slip of the keyboard."""


LONGEST = 120
"""Characters of a name that are compared: difflib takes its time over millions of them."""


def closest(name: str, names: Iterable[str], count: int = 1, cutoff: float = 0.6) -> list[str]:
    """Return at most `count` of the names that are most like one, the best first.

    `cutoff` is how alike they must be, from 0 to 1. Where two are equally alike, their order
    decides.
    """
    return list(_closest(name[:LONGEST], tuple(names), count, cutoff))


@lru_cache(maxsize=4096)
def _closest(name: str, names: tuple[str, ...], count: int, cutoff: float) -> tuple[str, ...]:
    """Compare a name once with the same others: a file may have one mistake thousands of times."""
    from difflib import get_close_matches

    return tuple(get_close_matches(name, names, count, cutoff))


def nearest(name: str, names: Iterable[str], count: int = 3) -> list[str]:
    """Return the names most like one, the best first; a difference in case counts for nothing."""
    wanted = name.lower().replace("-", "_")
    length = len(wanted)
    # Names of very different length cannot be alike enough; leaving them out here saves the time.
    by_lower = {
        name.lower(): name for name in names if 0.66 <= (len(name) or 1) / (length or 1) <= 1.5
    }
    if not by_lower:  # difflib takes its time over a name of millions of letters
        return []
    return [by_lower[name] for name in closest(wanted, by_lower, count, CUTOFF)]


def is_slip(name: str, other: str) -> bool:
    """Return whether one name is another one mistyped, and not just one with the same words in it.

    Counted are the wrong, missing, extra and swapped letters (optimal string alignment).
    """
    return slips(name, other) <= SLIPS


def slips(name: str, other: str) -> int:
    """Return how many letters of a name are wrong, missing, extra or swapped, as another has them.

    Of names that differ in length by more than a slip may have, only by how many.
    """
    one, two = name.lower().replace("-", "_"), other.lower()
    if abs(len(one) - len(two)) > SLIPS:
        return abs(len(one) - len(two))
    last: list[int] = []
    row = list(range(len(two) + 1))
    for i, char in enumerate(one, 1):
        before, last, row = last, row, [i]
        for j, wanted in enumerate(two, 1):
            row.append(min(last[j] + 1, row[-1] + 1, last[j - 1] + (char != wanted)))
            if i > 1 and j > 1 and (char, one[i - 2]) == (two[j - 2], wanted):
                row[j] = min(row[j], before[j - 2] + 1)
    return row[-1]


class SlipIndex:
    """Many names, to look up which ones another name is a slip away from."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_length: dict[int, list[tuple[int, str]]] = {}
        for name in names:
            self._by_length.setdefault(len(name.lower()), []).append((_letters(name), name))

    def near(self, name: str) -> Iterator[str]:
        """Yield the names that one is a slip away from, as `is_slip` has it.

        A slip of a letter takes one kind of letter away at most and brings one, so that most
        names are ruled out by the letters they have, before any two are aligned.
        """
        letters, length = _letters(name), len(name.lower())
        for size in range(length - SLIPS, length + SLIPS + 1):
            for others, known in self._by_length.get(size, ()):
                if bin(letters ^ others).count("1") <= 2 * SLIPS and is_slip(name, known):
                    yield known


def _letters(name: str) -> int:
    """Return which letters a name has, one bit for each; some share one."""
    letters = 0
    for sign in set(name.lower().replace("-", "_")):
        letters |= 1 << (ord(sign) & 127)
    return letters
