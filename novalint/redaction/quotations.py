"""What a message quotes, held against what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from novalint.looks import Masked, Stretches
from novalint.patterns import lazy_pattern
from novalint.records import dataclass

SHORTEST = 3
"""Characters from which on a quotation can give a part of a secret away."""
SHORTEST_ELSEWHERE = 6
"""The same for a secret of another line, which the quotation is unlikely to come from."""

_BETWEEN = lazy_pattern(r"[\s,;'\"=\[\]{}()]+|\\\\[nrt]")


@dataclass(frozen=True)
class Hidden:
    """What is hidden of some lines, and what is shown."""

    secret: tuple[str, ...]
    shown: tuple[str, ...]

    @classmethod
    def of(cls, lines: Iterable[str], secrets: Callable[[str], Stretches]) -> Hidden:
        """Take lines apart; `secrets` gives the stretches that are hidden of one."""
        secret, shown = [], []
        for line in lines:
            hidden = secrets(line)
            secret += [line[start:end].casefold() for start, end in hidden]
            shown.append((str(Masked(line, hidden)) if hidden else line).casefold())
        return cls(tuple(secret), tuple(shown))

    def is_all(self, quoted: str) -> bool:
        """Return whether a quotation is all of something hidden."""
        return quoted.casefold() in (secret.strip("\"'") for secret in self.secret)

    def touches(self, quoted: str) -> bool:
        """Return whether a quotation has a word of what is hidden, or the other way round."""
        if not self.secret:
            return False
        whole = quoted.casefold()
        within = len(whole) >= SHORTEST and whole in self._all
        around = any(len(secret) >= SHORTEST and secret in whole for secret in self.secret)
        return within or around or any(word in self._all for word in _words(whole, SHORTEST))

    def holds(self, quoted: str) -> bool:
        """Return whether a quotation has a word that is hidden in these lines and never shown."""
        if not self.secret:
            return False
        words = (quoted.casefold(), *_words(quoted.casefold(), SHORTEST_ELSEWHERE))
        long = (word for word in words if len(word) >= SHORTEST_ELSEWHERE)
        return any(word in self._all and word not in self._visible for word in long)

    @cached_property
    def _all(self) -> str:
        return "\n".join(self.secret)

    @cached_property
    def _visible(self) -> str:
        return "\n".join(self.shown)


def _words(text: str, shortest: int) -> list[str]:
    return [word for word in _BETWEEN.split(text) if len(word) >= shortest]
