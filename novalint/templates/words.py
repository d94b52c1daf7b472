"""Opaque words that stand for what nobody knows yet: `{{user}}` for `{{ user | default("x") }}`."""

from __future__ import annotations

import re

_LONGEST = 40
_UNNAMED = "value"


class Words:
    """Gives each expression of a template a word of its own, and equal ones the same.

    A word names what the expression names and nothing that it quotes, which may be a secret. It
    holds no blank, sign, quote, comma or slash, so that it divides no line, list or URL.
    """

    def __init__(self) -> None:
        self._by_code: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def word(self, names: str, code: str) -> str:
        """Return the word for an expression; `names` are those in it, joined by `_`."""
        code = "".join(code.split())
        if code not in self._by_code:
            stem = re.sub(r"\W+", "_", names)[:_LONGEST].strip("_") or _UNNAMED
            count = self._counts[stem] = self._counts.get(stem, 0) + 1
            self._by_code[code] = f"{{{{{stem}}}}}" if count == 1 else f"{{{{{stem}_{count}}}}}"
        return self._by_code[code]
