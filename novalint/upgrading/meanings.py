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
    for one in MEANINGS:
        if dispositions.config.release.major >= one.major or not one.holds(valued):
            continue
        behind = [found for found in dispositions.all if one.name in found.names]
        if not behind:
            continue
        document, assignment = behind[-1].place
        yield Change(
            Effect.CHANGES,
            *behind[-1].name,
            f"`{written((one.name,))}` {one.message}",
            Location.of(document, assignment.span),
            tuple(release for release in releases() if release.major == one.major),
            valued.setting(*one.name).option.readers,
        )
