"""When names come and go, as far as the upgrade of a line is about it."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.schema.life import Presence
from novalint.schema.releases import releases

if TYPE_CHECKING:
    from novalint.schema.options import Name
    from novalint.schema.releases import Release


def gone_in(name: Name, release: Release, option: bool = False) -> tuple[Release, ...]:
    """Return release since which nothing reads a name, or since which no option is called so."""
    from novalint.schema.history import life

    option_life = life(*name)
    presence = option_life.option if option and option_life else option_life
    when = presence.gone_in(release) if presence else None
    return (when,) if when else ()


def untied_in(name: Name, lost: tuple[Name, ...], release: Release) -> tuple[Release, ...]:
    """Return the release since which options are no longer read from an old name, the first."""
    from novalint.schema.history import life

    option_life = life(*name)
    ties = [
        Presence(tuple(each for each in releases() if tie.covers(each)))
        for tie in (option_life.aliases if option_life else ())
        if (known := life(tie.group, tie.name)) and set(lost) & {*known.current_names(release)}
    ]
    ends = [end for tie in ties if (end := tie.gone_in(release))]
    return (min(ends),) if ends else ()


def end_of(name: Name, release: Release) -> str:
    """Return in which release after this one a name goes, where that is known already."""
    from novalint.schema.history import life

    option_life = life(*name)
    gone = (
        between
        for between in releases()
        if between > release and option_life and between not in option_life.releases
    )
    first = next(gone, None)
    return f"is removed in {first}" if first else ""


def arrives_in(name: Name, start: Release) -> tuple[Release, ...]:
    """Return the release that is the first to read a name which the start release does not."""
    from novalint.schema.history import life

    option_life = life(*name)
    when = option_life.arrives_in(start) if option_life else None
    return (when,) if when else ()
