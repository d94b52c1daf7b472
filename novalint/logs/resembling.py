"""The symptoms whose lines have most words in common with a text that is none of them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from math import log

from novalint.annotations import TYPE_CHECKING
from novalint.logs.catalogue import find
from novalint.logs.complaints import complained_of
from novalint.logs.exceptions import known_exceptions, nearest_exceptions, symptoms_of
from novalint.logs.index import modules_by_signature

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_COLOUR = re.compile(r"(?:\x1b|#033)\[[0-9;]{1,8}m")
_HEAD = re.compile(
    r"^.{0,200}?\b(?:TRACE|WARNING|ERROR|CRITICAL) (?:[\w.]{1,120} )?"
    r"(?:\[(?:-|(?:None )?req-[^\]]{0,300}|instance: [^\]]{0,60}|[0-9a-f-]{36})\] ?){0,4}"
)
"""Time, process, level, logger, request and instance."""
_WORD = re.compile(r"[a-z][a-z_]{2,}", re.IGNORECASE)
_EXCEPTION = re.compile(
    r"(?<![\w.])(?:[a-z_]\w{0,40}\.){1,8}[A-Z]\w{2,80}\b|\b[A-Z]\w{1,80}(?:Exception|Error|Timeout)\b"
)
"""What can be nothing but an exception: a class with its module, or with such an end."""
_CLASS = re.compile(r"(?<![\w.])[A-Z][a-z0-9]*[A-Z]\w{2,80}(?![\w.])")
"""What may be one, such as NoValidHost."""
_COMMON = frozenset(("and", "error", "for", "from", "nova", "the", "was", "with"))
_VAGUE = frozenset(
    re.findall(
        r"\w+",
        "boot boots can cannot does fail failed fails instance instances not server servers start"
        " starts vms will won work works",
    )
)
"""Words that say no more than that servers do not work, which most symptoms come to."""
_PROGRAMS = frozenset(
    [
        "amqp",
        "cinder",
        "database",
        "glance",
        "keystone",
        "libvirt",
        "memcached",
        "neutron",
        "placement",
        "qemu",
        "vnc",
    ]
)
"""What a text may be about: a symptom that has no such word is about something else."""
LEAST = 0.5
"""The part of a text, by the weight of its words, that a symptom's lines must have."""
MOST = 3
"""Symptoms that are offered."""
FEWEST = 2
"""Words that a text and a symptom must share."""


def nearest_of(text: str, perhaps: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the symptoms that a text is nearest to, those among them that `perhaps` names too.

    Few of them; the words count, not how a line of a log begins. An exception, or one that is
    spelt nearly so, leads to those whose lines may have it.
    """
    words = message_of(text)
    raised = _raising(words)
    if raised:
        return raised[:MOST]
    told = () if _EXCEPTION.search(words) else complained_of(words)
    every = [*_saying(words), *told, *resembling(words)] if words else []
    return tuple(dict.fromkeys([*every, *perhaps] or _among(words)))[:MOST]


def _among(text: str) -> list[str]:
    """Return the symptoms of the exceptions that stand among the words of a text."""
    known = known_exceptions()
    words = [*_EXCEPTION.findall(text), *(word for word in _CLASS.findall(text) if word in known)]
    return [name for word in dict.fromkeys(words) for name in _raising(word)]


def _raising(text: str) -> tuple[str, ...]:
    """Return the symptoms whose lines may have the exception that a text is the name of."""
    known = symptoms_of(text) or [
        signature for name in nearest_exceptions(text) for signature in symptoms_of(name)
    ]
    return tuple(dict.fromkeys(signature.name for signature in known))


def _saying(text: str) -> list[str]:
    """Return the names of the symptoms whose lines have a text in them, as it stands.

    First those that are known by it.
    """
    text = text.strip().rstrip(".").lower()
    if len(_WORD.findall(text)) <= FEWEST:
        return []
    ranks = {name: _rank(text, name, module) for name, module in modules_by_signature().items()}
    return sorted(
        (name for name, rank in ranks.items() if rank), key=lambda name: (ranks[name], name)
    )


def _rank(text: str, name: str, module: str) -> int:
    """Return 1 where an anchor has a text, 2 where a sample begins so, 3 where one has it, or 0."""
    signature = find(name, module)
    samples = [sample.lower() for sample in signature.samples]
    if any(text in anchor.lower() for anchor in signature.anchors):
        return 1
    if any(sample.startswith(text) for sample in samples):
        return 2
    return 3 * any(text in sample for sample in samples)


def message_of(text: str) -> str:
    """Return a text without what stands before the message in a line of a log."""
    return _HEAD.sub("", _COLOUR.sub("", text), count=1)


def resembling(text: str) -> list[str]:
    """Return the names of the symptoms that a text resembles, the nearest first."""
    wanted = _words(text)
    if wanted <= _VAGUE:
        return []
    known = _known()
    spread = Counter(word for words in known.values() for word in words)
    weight = {word: log(1 + len(known) / (1 + spread[word])) for word in wanted}
    scores = {name: _score(wanted & words, weight) for name, words in known.items()}
    about = wanted & _PROGRAMS
    alike = {name: score for name, score in scores.items() if score and about <= known[name]}
    if about and alike:
        scores = {name: score + LEAST for name, score in alike.items()}
    near = sorted((-score, name) for name, score in scores.items() if score >= LEAST)
    return [name for _, name in near[:MOST]]


@cache
def _known() -> dict[str, frozenset[str]]:
    return {name: _words(_lines(name, module)) for name, module in modules_by_signature().items()}


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
