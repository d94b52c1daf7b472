"""What to say of a name that nothing reads in this release, but in an older or a newer one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from novalint.schema.life import Life, Presence
    from novalint.schema.options import Name
    from novalint.schema.releases import Release


class Story(NamedTuple):
    """What became of a name, as a phrase, and the options that stand in its place."""

    message: str
    names: tuple[Name, ...]


@lru_cache(maxsize=1024)
def option_story(group: str, name: str, release: Release) -> Story | None:
    """Tell what became of a name in a group; None where no release ever read it.

    The name is one that nothing reads in this release.
    """
    from novalint.schema.history import life

    found = life(group, name)
    if found is None:
        return None
    if release in found.releases:
        return _of_another_plugin(found, release)
    names = found.current_names(release)
    subject = f"`[{group}] {name}`{'' if names else _old_name(found, release)}"
    if found.gone_in(release):
        many = "successor is" if len(names) == 1 else "successors are"
        way = f"its {many} {written(names)}" if names else "remove it"
    elif names:
        way = f"until then it is {written(names)}"
    else:
        way = f"remove it, or check as {found.arrives_in(release)}"
    return Story(f"{subject} {_when(found, release)}; {way}", names)


def _of_another_plugin(found: Life, release: Release) -> Story:
    """Tell of an old name that only keystoneauth plugins read which `auth_type` does not choose."""
    subject = f"`[{found.group}] {found.name}`"
    if found.option and found.option.gone_in(release):
        return Story(f"{subject} {_when(found.option, release)}; remove it", ())
    of = written(tuple((one.group, one.name) for one in found.aliases if one.covers(release)))
    return Story(f"{subject} is an old name of {of}, which other values of auth_type read", ())


def group_story(group: str, release: Release) -> str:
    """Tell what became of a whole group; empty where no release ever knew it."""
    from novalint.schema.history import group_presence

    found = group_presence(group)
    if found is None:
        return ""
    way = "remove it"
    if not found.gone_in(release):
        way += f", or check as {found.arrives_in(release)}"
    return f"the group `[{group}]` {_when(found, release)}; {way}"


def written(names: tuple[Name, ...]) -> str:
    """Write options one after the other."""
    return " and ".join(f"[{group}] {name}" for group, name in names)


def _when(found: Presence, release: Release) -> str:
    gone, arrives = found.gone_in(release), found.arrives_in(release)
    if gone:
        return f"was removed in {gone}" + (f" and is back in {arrives}" if arrives else "")
    return f"arrives in {arrives}, and this is checked as {release}"


def _old_name(found: Life, release: Release) -> str:
    """Say of which option a name that has no successor was an old name at its end."""
    before = [one for one in found.releases if one < release]
    if not before or (found.option and before[-1] in found.option.releases):
        return ""
    names = tuple((one.group, one.name) for one in found.aliases if one.covers(before[-1]))
    return f", an old name of {written(names)},"
