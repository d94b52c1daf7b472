"""What to say of a name that nothing reads in this release, but in an older or a newer one."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple
from novalint.wording import option_name, visible

if TYPE_CHECKING:
    from novalint.schema.history import Life
    from novalint.schema.life import Presence
    from novalint.schema.options import Name
    from novalint.schema.releases import Release, Version


class Fate(Enum):
    """What became of a name: it is gone, comes in a later release, or is read for others alone."""

    GONE = "gone"
    COMES = "comes"
    OTHERS = "others"


class Story(NamedTuple):
    """What became of a name that a release does not read; an empty name stands for a whole group.

    `when` names the release since which it is gone, after which it is gone, or in which it comes;
    `names` are the options that stand in its place, `way` is what to do, an imperative. `harmless`
    says that nothing is lost without it.
    """

    group: str
    name: str
    fate: Fate
    when: str
    way: str
    names: tuple[Name, ...] = ()
    harmless: bool = False

    @property
    def message(self) -> str:
        """The whole as one phrase."""
        return f"{self.fact}; {self.way}"

    @property
    def fact(self) -> str:
        """What became of it, without what to do."""
        option = option_name(self.group, self.name)
        subject = option if self.name else f"the group `[{visible(self.group)}]`"
        return f"{subject} {self.end}"

    @property
    def end(self) -> str:
        """What became of it, without its name."""
        return f"{'was removed ' if self.fate is Fate.GONE else ''}{self.when}"


@lru_cache(maxsize=1024)
def option_story(
    group: str, name: str, release: Release, version: Version | None = None
) -> Story | None:
    """Return what became of a name in a group; None where no release or series ever read it.

    The name is one that nothing reads in this release, or in this version of it.
    """
    from novalint.schema.history import life

    option_life = life(group, name)
    if option_life is None:
        return _before_ocata(group, name, release)
    if release in option_life.releases:
        late = _of_update(option_life, release, version) if version else None
        return late or _of_another_plugin(option_life, release)
    names = option_life.current_names(release) or _heir(group, name, release)
    if option_life.gone_in(release):
        way = _to(group, names) or _advice(option_life, release) or "remove it"
        when = _gone(option_life, release) + ("" if names else _old_name(option_life, release))
        return Story(group, name, Fate.GONE, when, way, names, _is_harmless(way))
    if names:
        way = f"use {_quoted(names)} until then"
    else:
        way = f"remove it, or check as {option_life.arrives_in(release)}"
    return Story(group, name, Fate.COMES, _comes(option_life, release), way, names)


def _before_ocata(group: str, name: str, release: Release) -> Story | None:
    """Return what became of a name that was gone before the first release with a schema."""
    from novalint.nova.successors import advice
    from novalint.schema.earlier import chain, earlier, present_name
    from novalint.schema.history import life
    from novalint.schema.options import load_schema

    earlier_option = earlier(group, name)
    if earlier_option is None:
        return None
    present = present_name(group, name)
    later = life(*present) if present else None
    names = later.current_names(release) if later else ()
    names = names or _heir(*(present or (group, name)), release)
    schema = load_schema(release)
    ways = (_to(group, names), *(advice(*successor, schema) for successor in chain(group, name)))
    way = next(filter(None, ways), "") or (_advice(later, release) if later else "") or "remove it"
    when = f"after {earlier_option.series}"
    return Story(group, name, Fate.GONE, when, way, names, _is_harmless(way))


def _of_update(option_life: Life, release: Release, version: Version) -> Story | None:
    """Tell of an option that came to the release after a version that is told in full."""
    from novalint.schema.releases import dotted

    arrived = option_life.update(release)
    if arrived is None or version >= arrived:
        return None
    when = f"was added in {dotted(arrived)}, but this is checked as {dotted(version)}"
    way = "update Nova, or remove it"
    return Story(option_life.group, option_life.name, Fate.COMES, when, way)


def _of_another_plugin(option_life: Life, release: Release) -> Story:
    """Tell of an old name that only keystoneauth plugins read which `auth_type` does not choose."""
    if option_life.option and option_life.option.gone_in(release):
        names = _heir(option_life.group, option_life.name, release)
        way = _to(option_life.group, names) or "remove it"
        return Story(
            option_life.group,
            option_life.name,
            Fate.GONE,
            _gone(option_life.option, release),
            way,
            names,
        )
    names = tuple(
        (alias.group, alias.name) for alias in option_life.aliases if alias.covers(release)
    )
    when = f"is an old name of {_quoted(names)}, which other values of `auth_type` read"
    return Story(
        option_life.group, option_life.name, Fate.OTHERS, when, "remove it", (), harmless=True
    )


def group_story(group: str, release: Release) -> Story | None:
    """Return what became of a whole group; None where no release ever knew it, or this one does."""
    from novalint.nova.successors import advice
    from novalint.schema.earlier import last_series
    from novalint.schema.history import group_presence
    from novalint.schema.options import load_schema

    presence = group_presence(group)
    way = advice(group, "*", load_schema(release)) or "remove it"
    if presence is None:
        series = last_series(group)
        when = f"after {series}"
        harmless = _is_harmless(way)
        return Story(group, "", Fate.GONE, when, way, (), harmless) if series else None
    if presence.gone_in(release):
        return Story(group, "", Fate.GONE, _gone(presence, release), way, (), _is_harmless(way))
    if release in presence.releases:
        return None
    way = f"remove it, or check as {presence.arrives_in(release)}"
    return Story(group, "", Fate.COMES, _comes(presence, release), way)


def bracketed(names: tuple[Name, ...]) -> str:
    """Return options as `[group] name`, one after the other."""
    return " and ".join(f"[{group}] {name}" for group, name in names)


def _quoted(names: tuple[Name, ...]) -> str:
    """Return options as messages name them, one after the other."""
    return " and ".join(option_name(*name) for name in names)


def _to(group: str, names: tuple[Name, ...]) -> str:
    """Return where a value goes: into one option, or into which several may take it."""
    if len(names) != 1:
        return f"use {_quoted(names)}" if names else ""
    ((home, name),) = names
    return f"rename it to `{name}`" if home == group else f"move it to `[{home}] {name}`"


def _is_harmless(way: str) -> bool:
    from novalint.nova.successors import is_harmless

    return is_harmless(way)


def _gone(presence: Presence, release: Release) -> str:
    arrives = presence.arrives_in(release)
    back = f" and is back in {arrives}" if arrives else ""
    return f"in {presence.gone_in(release)}{back}"


def _comes(presence: Presence, release: Release) -> str:
    return f"was added in {presence.arrives_in(release)}, but this is checked as {release}"


def _heir(group: str, name: str, release: Release) -> tuple[Name, ...]:
    """Return the option that takes the value of one that is gone, where no schema says so."""
    from novalint.nova.successors import moved_to
    from novalint.schema.history import life
    from novalint.schema.options import load_schema

    option_life = life(group, name)
    gone = option_life is None or (option_life.option or option_life).gone_in(release)
    to = moved_to(group, name, load_schema(release)) if gone else None
    return (to,) if to else ()


def _advice(option_life: Life, release: Release) -> str:
    """Return what to do without a name: without the option that it was an old name of at its end.

    The option that had the name itself may have gone long before, and for another reason.
    """
    from novalint.nova.successors import advice
    from novalint.schema.options import load_schema

    schema = load_schema(release)
    names = (*_options_at_end(option_life, release), (option_life.group, option_life.name))
    return next((phrase for name in names if (phrase := advice(*name, schema))), "")


def _old_name(option_life: Life, release: Release) -> str:
    """Say of which option a name that has no successor was an old name at its end."""
    from novalint.schema.history import life

    names = _options_at_end(option_life, release)
    if not names:
        return ""
    lives = [known for name in names if (known := life(*name))]
    ends = [end for known in lives if (end := known.gone_in(release))]
    if all(end == option_life.gone_in(release) for end in ends):
        return f" with {_quoted(names)}, of which it is an old name"
    when = " and ".join(dict.fromkeys(str(end) for end in ends))
    return f" as an old name of {_quoted(names)}, which was removed in {when}"


def _options_at_end(option_life: Life, release: Release) -> tuple[Name, ...]:
    """Return the options that a name stood for at its end, where it was only an old name then."""
    before = [earlier for earlier in option_life.releases if earlier < release]
    if not before or (option_life.option and before[-1] in option_life.option.releases):
        return ()
    return tuple(
        (alias.group, alias.name) for alias in option_life.aliases if alias.covers(before[-1])
    )
