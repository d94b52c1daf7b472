"""Enumerations whose members are texts, and are compared by weight and not by letter."""

from __future__ import annotations

from enum import Enum
from functools import cached_property


class Weighed(str, Enum):
    """Members that stand in order, the heaviest first: `Severity.ERROR > Severity.WARNING`.

    A text that is one of them is compared alike; any other one raises TypeError, since what
    Python would do instead, to compare letters, answers wrongly without a word.
    """

    @cached_property
    def rank(self) -> int:
        """0 for the first one."""
        return list(type(self)).index(self)

    def __lt__(self, other: str) -> bool:
        return self.rank > self._rank_of(other)

    def __le__(self, other: str) -> bool:
        return self.rank >= self._rank_of(other)

    def __gt__(self, other: str) -> bool:
        return self.rank < self._rank_of(other)

    def __ge__(self, other: str) -> bool:
        return self.rank <= self._rank_of(other)

    def _rank_of(self, other: object) -> int:
        cls = type(self)
        try:
            return cls(other).rank
        except ValueError:
            name = cls.__name__
            raise TypeError(f"{name} is compared with {name}, not with {other!r}") from None
