"""Which symptoms have an exception in their lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from novalint.logs.catalogue import signatures

if TYPE_CHECKING:
    from novalint.logs.signature import Signature

_CLASS = re.compile(r"(?:\w{1,60}\.){0,8}([A-Z][a-z0-9]*[A-Z]\w{2,80})", re.ASCII)
"""The name of a class in words that begin with capitals, its module in front or not."""

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


def symptoms_of(name: str) -> tuple[Signature, ...]:
    """Return the symptoms whose lines have an exception, those that are its own text first.

    `name` is the class, with or without its module; what is no such name gives none.
    """
    match = _CLASS.fullmatch(name)
    if match is None:
        return ()
    own = re.compile(rf"(?:^|[\w.]\.){match[1]}: ")
    word = re.compile(rf"\b{match[1]}\b")
    raised = RAISED.get(match[1], ())
    known = [
        signature
        for signature in signatures()
        if signature.name in raised or word.search(" ".join((*signature.samples, signature.says)))
    ]
    is_own = {s.name: any(map(own.search, s.samples)) or s.name in raised for s in known}
    return tuple(sorted(known, key=lambda signature: not is_own[signature.name]))
