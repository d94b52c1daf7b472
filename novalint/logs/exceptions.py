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
