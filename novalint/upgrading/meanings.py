"""Lines whose value both releases take, each for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.findings import Location
from novalint.nova.lifetimes import written
from novalint.nova.meanings import MEANINGS
from novalint.schema.releases import releases
from novalint.upgrading.changes import Change, Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.upgrading.dispositions import Dispositions


def changed_meanings(dispositions: Dispositions, valued: Config) -> Iterator[Change]:
    """Yield values that mean something else by now, those that the patch writes among them.

    `valued` is the configuration under the target's names and with its values.
    """
    for meaning in MEANINGS:
        if dispositions.config.release.major >= meaning.major or not meaning.holds(valued):
            continue
        behind = [
            disposition for disposition in dispositions.all if meaning.name in disposition.names
        ]
        if not behind:
            continue
        document, assignment = behind[-1].place
        yield Change(
            Effect.CHANGES,
            *behind[-1].name,
            f"`{written((meaning.name,))}` {meaning.message}",
            Location.of(document, assignment.span),
            tuple(release for release in releases() if release.major == meaning.major),
            valued.setting(*meaning.name).option.readers,
        )
