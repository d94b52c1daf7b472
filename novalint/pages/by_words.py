"""What has the words that somebody asks about in its name: options, rules and log lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from novalint.logs.index import modules_by_signature
from novalint.rules.catalogue import rules
from novalint.schema.options import load_schema
from novalint.schema.releases import newest
from novalint.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_OPTIONS, MOST_OTHERS = 3, 2
"""How many of each kind are offered."""
LEAST = 3
"""Letters with which a word may begin another one: `plug` and `plugging`."""
_WORD = re.compile(r"[a-z0-9]+")

_OVERCOMMIT = re.compile(r"\b(?:over-?commit|over-?subscri|over-?provision)\w*", re.IGNORECASE)
_MEMORY = re.compile(r"\bmemory(?= allocation ratio)", re.IGNORECASE)
"""What operators say of sharing a host's resources out more than once; Nova has ratios for it."""


class Named(NamedTuple):
    """Names that have all the words, by what they name, the shortest first."""

    options: Sequence[str]
    lines: Sequence[str]
    rules: Sequence[str]


def named_by(words: str) -> Named:
    """Return what has each of some words, or one that begins with it, in its name.

    Options are those of the newest release.
    """
    words = _MEMORY.sub("ram", _OVERCOMMIT.sub("allocation ratio", words))
    schema = load_schema(newest())
    options = ((group, name) for group in schema.groups for name in schema.options(group) or ())
    written = [name if group == "DEFAULT" else f"{group}.{name}" for group, name in options]
    return Named(
        [name for name in _having(words, written) if _is_meant(words, name)][:MOST_OPTIONS],
        _having(words, modules_by_signature())[:MOST_OTHERS],
        _having(words, [rule.name for rule in rules()])[:MOST_OTHERS],
    )


def hint(words: str, lines: Sequence[str] = ()) -> str:
    """Say what has the words, and how to see the first of it; empty where nothing has them.

    `lines` are log lines that are known to be near, where no name of one has the words.
    """
    named = named_by(words)
    kinds = {
        "option": named.options,
        "symptom": named.lines or (lines[:MOST_OTHERS] if named.options or named.rules else lines),
        "rule": named.rules,
    }
    known = {kind: names for kind, names in kinds.items() if names}
    names = [name for group in known.values() for name in group]
    if not names:
        return ""
    said = [f"{kind}{'s' * (len(group) > 1)}" for kind, group in known.items()]
    listing = [listed(group) for group in known.values()]
    verb, them = ("are", "the first") if len(names) > 1 else ("is", "it")
    if len(known) == 1:
        nearest = f"{said[0]} {verb} {listing[0]}"
    else:
        nearest = f"are {_together([f'the {a} {b}' for a, b in zip(said, listing, strict=True)])}"
    return f"the nearest {nearest}; see {them} with `novalint explain {names[0]}`"


def _together(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _having(words: str, names: Iterable[str]) -> list[str]:
    wanted = _WORD.findall(words.lower())
    parts = {name: _WORD.findall(name.lower()) for name in names}
    fitting = [
        name for name in parts if wanted and all(_is_in(word, parts[name]) for word in wanted)
    ]
    return sorted(fitting, key=lambda name: (len(parts[name]), name))


def _is_meant(words: str, option: str) -> bool:
    """Whether one of the words is in the name of an option itself: its group alone says little."""
    parts = _WORD.findall(option.rpartition(".")[2])
    return any(_is_in(word, parts) for word in _WORD.findall(words.lower()))


def _is_in(word: str, parts: Iterable[str]) -> bool:
    return any(
        part == word
        or (len(word) >= LEAST and part.startswith(word))
        or (len(part) >= LEAST and word.startswith(part))
        for part in parts
    )
