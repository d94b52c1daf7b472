"""Why a line does not stay as it is, in one phrase: for the comment above it and for the report."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.lifetimes import Fate, bracketed, option_story
from novalint.patterns import lazy_pattern
from novalint.schema.releases import releases
from novalint.upgrading.idle import read_by_none
from novalint.upgrading.same_without import says_the_default
from novalint.upgrading.ways import WAS_DEFAULT, way_if_wanted, way_without
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.schema.options import Name, Schema
    from novalint.schema.releases import Release
    from novalint.upgrading.dispositions import Disposition, Dispositions

_ALL = lazy_pattern(r"(?:remove it|do without)(?!.*, and (?:map|name|set) )")
"""A way out that goes no further than to take out the line."""

_WITHOUT = "do without"
"""How a way out begins that offers nothing in the place of an option."""


def reason(disposition: Disposition, dispositions: Dispositions) -> str:
    """Return why a line goes, fit to stand in a comment."""
    return visible(why(disposition, dispositions)).replace("`", "")


def why(disposition: Disposition, dispositions: Dispositions) -> str:
    """Return why a line goes: what took its place, or that nothing reads it."""
    name = bracketed((disposition.name,))
    old, new = dispositions.config.release, dispositions.target.release
    if disposition.rival and disposition.options:
        return (
            f"`{name}` is {_standing(disposition.rival, dispositions)}, which is set too and wins"
        )
    if disposition.rival:
        rival = _named(disposition.rival)
        return f"`{name}` is read by nothing in {old}; {new} would take it for {rival}"
    if not disposition.options:
        way = way_if_wanted(dispositions.way(disposition), disposition, dispositions)
        return _never_read(disposition.name, dispositions) + _if_wanted(way)
    return gone(*ended(disposition, dispositions.target.release), dispositions, disposition)


def is_all(phrase: str) -> bool:
    """Whether nothing else is to be done once a line has gone, by why it goes.

    >>> is_all("`enabled_apis` was removed in 2025.2; remove it, since a WSGI server loads each")
    True
    >>> is_all("`[libvirt] use_usb_tablet` was removed in wallaby; choose the tablet")
    False
    """
    _, _, way = phrase.partition("; ")
    return not way or way.endswith(" takes its place") or _ALL.match(way) is not None


def left(disposition: Disposition, dispositions: Dispositions) -> str:
    """Say of a line that nothing reads why it stays: it could only be taken out for good."""
    here = "it is left as it is, since nothing can be commented out there"
    way = way_if_wanted(dispositions.way(disposition), disposition, dispositions)
    return f"{_never_read(disposition.name, dispositions)}; {here}{_if_wanted(way)}"


def _if_wanted(way: str) -> str:
    """Return what to do about a line that does nothing today: no more than to take it out."""
    way = way.partition(", or check as ")[0]  # an upgrade is from one release to another as it is
    if way.startswith(f"{_WITHOUT} it"):  # nobody has it now, so that nothing is to be missed
        way = way.replace(f"{_WITHOUT} it", "remove it", 1)
    if not way or way.startswith(("remove it", _WITHOUT)):
        return f"; {way}" if way else ""
    return f"; if it is still wanted, {way}"


def ended(disposition: Disposition, release: Release) -> Name:
    """Return the name whose end is that of a line: its own where its option outlives that."""
    from novalint.schema.history import life

    option = disposition.options[0]
    of_option = (option.group, option.name)
    first, last = (
        known.gone_in(release) if (known := life(*name)) else None
        for name in (disposition.name, of_option)
    )
    return disposition.name if first and last and first < last else of_option


def gone(group: str, name: str, dispositions: Dispositions, line: Disposition) -> str:
    """Say when an option went that has no successor, and what to do without its line."""
    target = dispositions.target
    story = option_story(group, name, target.release, target.version)
    broker = dispositions.broker
    if story and broker and broker.url and (group, name) in broker.names:
        return f"{story.fact}; `transport_url` takes its place"
    login = dispositions.login
    if story and login and (group, name) in login.replaced:
        return f"{story.fact}; `auth_url` takes its place"
    if story is None:
        return f"nothing in {target.version_or_release} reads `[{group}] {name}`"
    if says_the_default(line, dispositions):
        return f"{story.fact}; {WAS_DEFAULT}"
    if idle := did_nothing(line, dispositions):
        return f"{story.fact}, and nothing read it, as {idle}; remove it"
    return f"{story.fact}; {way_without(story.way, line, dispositions)}"


def did_nothing(disposition: Disposition, dispositions: Dispositions) -> str:
    """Return what shows that the start release does not read a line that goes."""
    option = disposition.options[0]
    setting = dispositions.config.setting(option.group, option.name)
    if len(disposition.options) == 1 and disposition.place in setting.shadowed:
        return "another line of the option wins"
    return read_by_none((option.group, option.name), dispositions.config)


def prospect(name: Name, target: Schema) -> str:
    """Return what is to become of an option that the target still has, and what to do about it."""
    from novalint.nova.successors import advice, moved_to
    from novalint.schema.history import life

    option_life = life(*name)
    known = option_life.option.releases if option_life and option_life.option else ()
    gone = next(
        (release for release in releases() if release > target.release and release not in known),
        None,
    )
    names = option_life.current_names(gone) if option_life and gone else ()
    still = option_life is not None and gone in option_life.releases  # as an old name of these
    if names and (still or any(target.option(*name) is None for name in names)):
        return f"is {_named(*names)} from {gone} on"
    moved = moved_to(*name, target)
    names = names or ((moved,) if moved else ())
    way = f"use {_named(*names)}" if names else advice(*name, target) or "do without it"
    return f"is removed in {gone}; {way}" if gone else f"will be removed; {way}"


SOON = 3
"""How many releases ahead the end of an option is near enough to tell, though nothing announces it.
"""


def goes_soon(name: Name, release: Release) -> bool:
    """Whether one of the next releases lacks an option, and no other option takes its value."""
    from novalint.nova.successors import MOVED
    from novalint.schema.history import life

    option_life = life(*name)
    if option_life is None or option_life.option is None or name in MOVED:
        return False
    known = option_life.option.releases
    following = (later for later in releases() if 0 < later.major - release.major <= SOON)
    gone = next((later for later in following if later not in known), None)
    return gone is not None and not option_life.current_names(gone)


def _standing(to: Name, dispositions: Dispositions) -> str:
    return f"{_named(to)} in {dispositions.target.release}"


def _named(*names: Name) -> str:
    return f"`{bracketed(names)}`"


def _never_read(name: Name, dispositions: Dispositions) -> str:
    """Say of a line that neither release reads what other releases do with it."""
    from novalint.schema.history import life

    old, new = dispositions.config.release, dispositions.target.release
    start, end = (
        dispositions.config.schema.version_or_release,
        dispositions.target.version_or_release,
    )
    phrase = f"{_named(name)} is read by neither {start} nor {end}"
    option_life = life(*name)
    story = option_story(*name, dispositions.target.release, dispositions.target.version)
    if option_life is None:
        never = f"{phrase}, nor by any other since {releases()[0]}"
        return f"{phrase}: it {story.end}" if story else never
    own = option_life.own
    between = [release for release in own.releases if old < release < new] if own else []
    if between:
        return f"{phrase}: only releases between read it, {between[0]} first and {between[-1]} last"
    went = option_life.gone_in(old) or (option_life.option or option_life).gone_in(old)
    arrives = option_life.arrives_in(new)
    if went:
        return f"{phrase}: it was removed in {went}"
    if story and story.fate is Fate.OTHERS:
        return f"{phrase}: it {story.end}"
    return f"{phrase}: it was added in {arrives}" if arrives else phrase
