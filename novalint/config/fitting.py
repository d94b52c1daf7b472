"""Which releases a configuration was probably written for, by the names that it sets."""

from __future__ import annotations

from collections.abc import Sequence

from novalint.records import NamedTuple
from novalint.schema.history import life
from novalint.schema.options import Name
from novalint.schema.releases import Release, releases
from novalint.text.document import Document, normalize_group


class Fit(NamedTuple):
    """How well a release fits: of the names that any release reads, those that it does not.

    `names` counts all that any release reads; `unread` are in the order of the files.
    """

    release: Release
    names: int
    unread: tuple[Name, ...]


def release_fits(documents: Sequence[Document]) -> tuple[Fit, ...]:
    """Return how every release fits, the best first, among equals the newest first."""
    set_names = dict.fromkeys(
        (normalize_group(assignment.group), assignment.option)
        for document in documents
        for assignment in document.assignments
        if assignment.group
    )
    readers = {name: set(known.releases) for name in set_names if (known := life(*name))}
    all_fits = [
        Fit(
            release,
            len(readers),
            tuple(name for name, reading in readers.items() if release not in reading),
        )
        for release in releases()
    ]
    return tuple(sorted(all_fits, key=lambda fit: (len(fit.unread), -fit.release.major)))


def best(ranked: Sequence[Fit]) -> tuple[Fit, ...]:
    """Return those that fit as well as the best one, oldest first.

    `ranked` are as `release_fits` has them.
    """
    return tuple(reversed([fit for fit in ranked if len(fit.unread) == len(ranked[0].unread)]))


def evidence(ranked: Sequence[Fit], release: Release) -> tuple[Name, ...]:
    """Return the names that the best fitting releases read and another one does not."""
    other = next(fit for fit in ranked if fit.release == release)
    return tuple(name for name in other.unread if name not in ranked[0].unread)
