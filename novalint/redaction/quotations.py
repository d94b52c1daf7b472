"""What a message quotes, held against what is hidden."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from novalint.looks import Masked, Stretches
from novalint.patterns import lazy_pattern
from novalint.records import dataclass
from novalint.wording import MASK

SHORTEST = 3
"""Characters from which on a quotation can give a part of a secret away."""
SHORTEST_ELSEWHERE = 6
"""The same for a secret of another line, which the quotation is unlikely to come from."""

_BETWEEN = lazy_pattern(
    r"[\s,;'\"=\[\]{}()]+|\\\\[nrt]|\\[nrt]|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}"
)
"""Where a quotation is taken apart: at blanks and signs, and at what `visible` writes for a sign
that does not print."""
_VARIABLE = lazy_pattern(r"\{\{\w+\}\}")
"""What stands for a value that is not known here; its name is no secret."""


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
            parts = (line[start:end].casefold() for start, end in hidden)
            secret += [part for part in parts if not _VARIABLE.fullmatch(part)]
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

    def hides(self, word: str) -> bool:
        """Return whether a word, its case folded, is hidden in these lines and never shown."""
        return word in self._all and word not in self._visible

    @cached_property
    def _all(self) -> str:
        return "\n".join(self.secret)

    @cached_property
    def _visible(self) -> str:
        return "\n".join(self.shown)


@dataclass(frozen=True, eq=False)
class SearchableText:
    """A text to look for words in: its case folded, where its lines start there, and each line."""

    folded: str
    starts: Sequence[int]
    line: Callable[[int], str]

    @classmethod
    def of(cls, lines: Sequence[str]) -> SearchableText:
        """Take lines, of whatever signs: folding the case of some makes two of one."""
        folded = [line.casefold() for line in lines]
        lengths = (len(line) + 1 for line in folded[:-1])
        starts = accumulate(lengths, initial=0) if folded else ()
        return cls("\n".join(folded), list(starts), lines.__getitem__)

    def having(self, word: str) -> Iterator[str]:
        """Yield the lines, as they are written, that have a word."""
        at = self.folded.find(word)
        while at >= 0:
            number = bisect_right(self.starts, at)
            yield self.line(number - 1)
            if number == len(self.starts):
                return
            at = self.folded.find(word, self.starts[number])


class Elsewhere:
    """All lines of some files, of which those are judged that have what a message quotes."""

    def __init__(
        self, texts: Iterable[SearchableText], secrets: Callable[[str], Stretches]
    ) -> None:
        self._texts = tuple(texts)
        self._secrets = secrets
        self._hides: dict[str, bool] = {}

    def holds(self, quoted: str) -> bool:
        """Return whether a quotation has a word that is hidden in these lines and never shown."""
        return any(map(self._is_hidden, _long(quoted)))

    def _is_hidden(self, word: str) -> bool:
        if word not in self._hides:
            self._hides[word] = self._judged(word)
        return self._hides[word]

    def _judged(self, word: str) -> bool:
        if any(sign in word for sign in ("\n", "\r", MASK[:1])):  # may be more than part of a line
            lines = (text.line(at) for text in self._texts for at in range(len(text.starts)))
            return Hidden.of(lines, self._secrets).hides(word)
        is_hidden = False
        for line in (line for text in self._texts for line in text.having(word)):
            judged = Hidden.of((line,), self._secrets)
            if word in judged.shown[0]:
                return False
            is_hidden = is_hidden or any(word in secret for secret in judged.secret)
        return is_hidden


def _long(quoted: str) -> list[str]:
    whole = quoted.casefold()
    words = (whole, *_words(whole, SHORTEST_ELSEWHERE))
    return [word for word in words if len(word) >= SHORTEST_ELSEWHERE]


def _words(text: str, shortest: int) -> list[str]:
    return [word for word in _BETWEEN.split(text) if len(word) >= shortest]
