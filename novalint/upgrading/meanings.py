"""Lines whose value both releases take, each for something else."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Location
from novalint.nova.lifetimes import bracketed
from novalint.nova.meanings import MEANINGS
from novalint.schema.releases import releases
from novalint.upgrading.changes import Change, Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.upgrading.dispositions import Dispositions


def changed_meanings(dispositions: Dispositions, named: Config, valued: Config) -> Iterator[Change]:
    """Yield values that mean something else by now, those that the patch writes among them.

    `named` is the configuration under the target's names, `valued` has the target's values too:
    what they mend, the patch sees to.
    """
    for meaning in MEANINGS:
        remains = meaning.is_in(valued)
        if dispositions.config.release.major >= meaning.major or not (
            remains or meaning.is_in(named)
        ):
            continue
        behind = [
            disposition for disposition in dispositions.all if meaning.name in disposition.names
        ]
        if not behind or not meaning.before(dispositions.config):
            continue
        own = (earlier for earlier in reversed(behind) if earlier.name == meaning.name)
        counting = next(own, behind[-1])  # a line under the present name stands over older ones
        document, assignment = counting.place
        group, name = counting.name
        yield Change(
            Effect(meaning.worst),
            group,
            name,
            f"`{bracketed((meaning.name,))}` {meaning.message}",
            Location.of(document, assignment.span),
            tuple(release for release in releases() if release.major == meaning.major),
            valued.setting(*meaning.name).option.readers,
            mended=not remains,
        )
