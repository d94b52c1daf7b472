"""What to say of a name that nothing reads in this release, but in an older or a newer one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from novalint.schema.history import Life
    from novalint.schema.life import Presence
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
    names = found.current_names(release) or _heir(found, release)
    subject = f"`[{group}] {name}`{'' if names else _old_name(found, release)}"
    if found.gone_in(release):
        many = "successor is" if len(names) == 1 else "successors are"
        way = f"its {many} {written(names)}" if names else _advice(found, release)
    elif names:
        way = f"until then it is {written(names)}"
    else:
        way = f"remove it, or check as {found.arrives_in(release)}"
    return Story(f"{subject} {_when(found, release)}; {way}", names)


def _of_another_plugin(found: Life, release: Release) -> Story:
    """Tell of an old name that only keystoneauth plugins read which `auth_type` does not choose."""
    subject = f"`[{found.group}] {found.name}`"
    if found.option and found.option.gone_in(release):
        names = _heir(found, release)
        way = f"its successor is {written(names)}" if names else "remove it"
        return Story(f"{subject} {_when(found.option, release)}; {way}", names)
    of = written(tuple((one.group, one.name) for one in found.aliases if one.covers(release)))
    return Story(f"{subject} is an old name of {of}, which other values of auth_type read", ())


def group_story(group: str, release: Release) -> str:
    """Tell what became of a whole group; empty where no release ever knew it."""
    from novalint.schema.history import group_presence

    found = group_presence(group)
    if found is None:
        return ""
    if found.gone_in(release):
        from novalint.nova.successors import advice
        from novalint.schema.options import load_schema

        way = advice(group, "*", load_schema(release)) or "remove it"
    else:
        way = f"remove it, or check as {found.arrives_in(release)}"
    return f"the group `[{group}]` {_when(found, release)}; {way}"


def written(names: tuple[Name, ...]) -> str:
    """Write options one after the other."""
    return " and ".join(f"[{group}] {name}" for group, name in names)


def _when(found: Presence, release: Release) -> str:
    gone, arrives = found.gone_in(release), found.arrives_in(release)
    if gone:
        return f"was removed in {gone}" + (f" and is back in {arrives}" if arrives else "")
    return f"arrives in {arrives}, and this is checked as {release}"


def _heir(found: Life, release: Release) -> tuple[Name, ...]:
    """Return the option that takes the value of one that is gone, where no schema says so."""
    from novalint.nova.successors import moved_to
    from novalint.schema.options import load_schema

    gone = (found.option or found).gone_in(release)
    to = moved_to(found.group, found.name, load_schema(release)) if gone else None
    return (to,) if to else ()


def _advice(found: Life, release: Release) -> str:
    """Say what to do without a name, or without the option that it was an old name of."""
    from novalint.nova.successors import advice
    from novalint.schema.options import load_schema

    schema = load_schema(release)
    names = ((found.group, found.name), *_options_at_end(found, release))
    return next((phrase for one in names if (phrase := advice(*one, schema))), "remove it")


def _old_name(found: Life, release: Release) -> str:
    """Say of which option a name that has no successor was an old name at its end."""
    names = _options_at_end(found, release)
    return f", an old name of {written(names)}," if names else ""


def _options_at_end(found: Life, release: Release) -> tuple[Name, ...]:
    """Return the options that a name stood for at its end, where it was only an old name then."""
    before = [one for one in found.releases if one < release]
    if not before or (found.option and before[-1] in found.option.releases):
        return ()
    return tuple((one.group, one.name) for one in found.aliases if one.covers(before[-1]))
