"""Which symptoms have an exception in their lines."""

from __future__ import annotations

import re
from functools import cache

from novalint.annotations import TYPE_CHECKING
from novalint.logs.catalogue import signatures
from novalint.nearest import nearest

if TYPE_CHECKING:
    from novalint.logs.signature import Signature

_CLASS = re.compile(r"(?:\w{1,60}\.){0,8}([A-Z][a-z0-9]*[A-Z]\w{2,80})\s*(?::\s*)?", re.ASCII)
"""The name of a class in words that begin with capitals, its module in front or not.

A colon may follow, as in a log.
"""

RAISED = {
    "BuildAbortException": ("build-aborted",),
    "ComputeServiceUnavailable": ("compute-unavailable",),
    "GlanceConnectionFailed": ("glance-connection-failed",),
    "InvalidBDMBootSequence": ("block-devices-refused",),
    "InvalidBDMFormat": ("block-devices-refused",),
    "InvalidBDMImage": ("block-devices-refused",),
    "InvalidBDMLocalsLimit": ("block-devices-refused",),
    "InvalidBDMSnapshot": ("block-devices-refused",),
    "InvalidBDMVolume": ("block-devices-refused",),
    "InvalidToken": ("console-token-refused",),
    "MaxRetriesExceeded": ("retries-exhausted",),
    "NoValidHost": ("no-valid-host",),
    "RescheduledByPolicyException": ("build-rescheduled",),
    "RescheduledException": ("build-rescheduled",),
    "ResourceProviderAllocationRetrievalFailed": ("placement-record-not-read",),
    "TooManyInstances": ("quota-exceeded",),
    "TooOldComputeService": ("computes-too-old",),
}
"""Exceptions of nova/exception.py (15 to 34) whose text makes a line of these symptoms, though no
sample has the name."""


_NAMED = re.compile(
    r"(?:(?<![\w.])(?:[a-z_]\w{0,40}\.){1,8}(?P<full>[A-Z]\w{2,80})(?=[:)\s]|$)"
    r"|(?<=: )(?P<bare>[A-Z]\w{0,40}[A-Z]\w{1,40})(?=:|\s*$| \())",
    re.ASCII,
)
"""An exception within a message: a class with its module, or alone behind a colon."""
_RAISED = re.compile(
    r"^(?P<first>[A-Z][a-z0-9]*[A-Z]\w{2,80})(?=: )"
    r"|(?<![\w.])(?:[a-z_]\w{0,40}\.){1,8}(?P<full>[A-Z][a-z0-9]*[A-Z]\w{2,80})(?=[:)\s]|$)",
    re.ASCII,
)
"""An exception in a sample: at its beginning, or with its module."""
_OTHER = re.compile(r"Driver$|^[A-Z]+$")
"""What has such a name and is no exception: drivers, levels of a log."""
MOST_NEAR = 2
"""Exceptions that are offered for one that is not known."""
_WRAPPERS = ("RemoteError",)
"""Exceptions that say only that another one was raised elsewhere."""


def raised_in(message: str) -> str:
    """Return the class of the first exception that a message names; empty where it names none."""
    names = (match["full"] or match["bare"] for match in _NAMED.finditer(message))
    bare = (name.removesuffix("_Remote") for name in names)
    return next((name for name in bare if name not in _WRAPPERS), "")


def may_raise(signature: Signature, name: str) -> bool:
    """Whether lines of a symptom have an exception; `name` is its class, without its module."""
    if signature.name in RAISED.get(name, ()):
        return True
    word = re.compile(rf"\b{re.escape(name)}\b")
    return any(map(word.search, (*signature.samples, *signature.anchors)))


def class_in(text: str) -> str:
    """Return the class that a text is the name of, without its module; empty where it is none."""
    match = _CLASS.fullmatch(text.strip())
    return match[1] if match else ""


def symptoms_of(name: str) -> tuple[Signature, ...]:
    """Return the symptoms whose lines have an exception, those that are its own text first.

    `name` is the class, with or without its module; what is no such name gives none.
    """
    cls = class_in(name)
    if not cls:
        return ()
    own = re.compile(rf"(?:^|[\w.]\.){cls}: ")
    word = re.compile(rf"\b{cls}\b")
    raised = RAISED.get(cls, ())
    known = [
        signature
        for signature in signatures()
        if signature.name in raised or word.search(" ".join((*signature.samples, signature.says)))
    ]
    is_own = {s.name: any(map(own.search, s.samples)) or s.name in raised for s in known}
    return tuple(sorted(known, key=lambda signature: not is_own[signature.name]))


def nearest_exceptions(name: str) -> list[str]:
    """Return the exceptions that symptoms have whose names are most like one, the best first."""
    return nearest(class_in(name), known_exceptions(), MOST_NEAR)


@cache
def known_exceptions() -> tuple[str, ...]:
    """Return the exceptions that lines of symptoms begin with or name with their module."""
    samples = (sample for signature in signatures() for sample in signature.samples)
    found = (match for text in samples for match in _RAISED.finditer(text))
    named = ((match["first"] or match["full"]).removesuffix("_Remote") for match in found)
    return tuple(sorted({*RAISED, *(name for name in named if not _OTHER.search(name))}))
