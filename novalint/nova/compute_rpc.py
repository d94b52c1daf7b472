"""Which version of nova-compute's calls each release speaks, and how old its computes may be."""

from __future__ import annotations

RPC = {
    15: (4, 13),
    16: (4, 17),
    17: (5, 0),
    18: (5, 0),
    19: (5, 1),
    20: (5, 3),
    21: (5, 11),
    22: (5, 12),
    23: (6, 0),
    24: (6, 0),
    25: (6, 0),
    26: (6, 1),
    27: (6, 2),
    28: (6, 2),
    29: (6, 3),
    30: (6, 3),
    31: (6, 4),
    32: (6, 4),
    33: (6, 5),
    34: (6, 5),
}
"""Major version of Nova -> what a pin of that name means: `VERSION_ALIASES` in
nova/compute/rpcapi.py, 34.0.0."""

CHANGED = {
    (4, 14): ("diagnostics",),
    (4, 15): ("attaching volumes",),
    (4, 16): ("attaching interfaces",),
    (4, 17): ("swapping volumes",),
    (4, 18): ("resize",),
    (4, 19): ("builds",),
    (4, 20): ("attaching volumes",),
    (4, 21): ("resize",),
    (4, 22): ("rebuilds",),
    (5, 1): ("resize",),
    (5, 2): ("resize", "unshelving"),
    (5, 3): ("live migration",),
    (5, 4): ("caching images",),
    **{(5, minor): ("resize between cells",) for minor in range(5, 11)},
    (5, 11): ("builds",),
    (5, 12): ("rebuilds",),
    (5, 13): ("shelving", "unshelving"),
    (6, 1): ("rebuilds",),
    (6, 2): ("rebuilds",),
    (6, 3): ("the rollback of live migrations",),
    (6, 4): ("attaching shares",),
    (6, 5): ("network events", "live migration", "resize", "consoles"),
}
"""Version of the calls -> what is called in it unless a pin forbids that; from one major version to
the next that is everything (nova/compute/rpcapi.py, 15.1.5 to 34.0.0). 6.5 sends to another topic,
`compute-alt`, which nobody hears on an older nova-compute."""

RARE = CHANGED[6, 3] + CHANGED[6, 4]
"""Those of them that are rare, or that nothing else in an older nova-compute is for."""

CONSOLES = (6, 5)
"""The version that changed how console proxies call, within its major version."""

NAMES_BEFORE_OCATA = {
    "grizzly": 7,
    "havana": 8,
    "icehouse": 9,
    "juno": 10,
    "kilo": 11,
    "liberty": 12,
    "mitaka": 13,
    "newton": 14,
}
"""The code names before ocata (15) that pins of some service name, with their majors counted
back."""

BEFORE_OCATA = {9: (3, 23), 10: (3, 35), 11: (4, 0), 12: (4, 5), 13: (4, 11), 14: (4, 13)}
"""What a pin of nova-compute of these names means."""

LAST_SENT = {version: major for major, version in (BEFORE_OCATA | RPC).items()}
"""Each version -> the last release whose newest it is."""

LEVELS = {
    15: 16, 16: 22, 17: 30, 18: 35, 19: 37, 20: 40, 21: 51, 22: 53, 23: 56, 24: 60,
    25: 61, 26: 64, 27: 66, 28: 66, 29: 67, 30: 67, 31: 68, 32: 70, 33: 72, 34: 74,
}  # fmt: skip
"""Major version of Nova -> the level by which its services are told from others: `SERVICE_VERSION`
in nova/objects/service.py of 15 to 34."""

LEAST_LEVELS = {23: 52, 24: 54, 25: 57, 26: 61, 27: 61, 28: 66, 29: 66, 30: 66, 31: 66, 32: 68,
                33: 68, 34: 72}  # fmt: skip
"""Major version of Nova -> the least level of nova-compute that its services start beside: what
`SERVICE_VERSION_ALIASES` has for `OLDEST_SUPPORTED_SERVICE_VERSION` in nova/objects/service.py of
23 to 34. 21 and 22 look too, and warn only."""

OLDEST = {
    major: min(older for older, level in LEVELS.items() if level >= least)
    for major, least in LEAST_LEVELS.items()
}
"""Major version of Nova -> the oldest one whose computes it starts beside. It may be older than the
release that Nova names: antelope, bobcat and caracal have one level there."""


def last_that_sends(version: tuple[int, int]) -> int:
    """Return the last major version of Nova whose calls are of a version at most; 8 before it."""
    known = sorted(LAST_SENT, reverse=True)
    return next((LAST_SENT[sent] for sent in known if version >= sent), min(LAST_SENT.values()) - 1)


def refused(sent: tuple[int, int], understood: tuple[int, int]) -> tuple[str, ...]:
    """Return what fails of calls in one version where a nova-compute takes those of an older one.

    Empty where all of them do.
    """
    if sent[0] > understood[0]:
        return ()
    later = (what for version, what in CHANGED.items() if understood < version <= sent)
    return tuple(dict.fromkeys(word for words in later for word in words))


def spoken(major: int) -> tuple[int, int]:
    """Return the version that a release of a major version speaks.

    Of one newer than those read here it is the newest of these; of one before icehouse, (0, 0).
    """
    return (BEFORE_OCATA | RPC).get(min(major, max(RPC)), (0, 0))
