"""The symptoms whose lines have most words in common with a text that is none of them."""

from __future__ import annotations

import re
from collections import Counter
from math import log
from typing import TYPE_CHECKING

from novalint.logs.catalogue import find
from novalint.logs.index import modules

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"[a-z][a-z_]{2,}", re.IGNORECASE)
_COMMON = frozenset(("and", "error", "for", "from", "nova", "the", "was", "with"))
LEAST = 0.5
"""The part of a text, by the weight of its words, that a symptom's lines must have."""
MOST = 3
"""Symptoms that are offered."""
FEWEST = 2
"""Words that a text and a symptom must share."""


def resembling(text: str) -> list[str]:
    """Return the names of the symptoms that a text resembles, the nearest first."""
    wanted = _words(text)
    known = {name: _words(_lines(name, module)) for name, module in modules().items()}
    spread = Counter(word for words in known.values() for word in words)
    weight = {word: log(1 + len(known) / (1 + spread[word])) for word in wanted}
    scores = {name: _score(wanted & words, weight) for name, words in known.items()}
    near = sorted((-score, name) for name, score in scores.items() if score >= LEAST)
    return [name for _, name in near[:MOST]]


def _lines(name: str, module: str) -> str:
    signature = find(name, module)
    return "\n".join((*signature.anchors, *signature.samples, name.replace("-", " ")))


def _words(text: str) -> frozenset[str]:
    return frozenset(map(str.lower, _WORD.findall(text))) - _COMMON


def _score(shared: frozenset[str], weight: Mapping[str, float]) -> float:
    total = sum(weight.values())
    if len(shared) < FEWEST or not total:
        return 0.0
    return sum(weight[word] for word in shared) / total
