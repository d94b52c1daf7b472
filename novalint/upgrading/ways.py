"""What to do without a line that goes, as far as the value and the other lines make a difference.

The advice itself is that of `check`, which looks at one release and the names that it has.
"""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.lifetimes import option_story
from novalint.nova.successors import advice, essential, named
from novalint.upgrading.defaults import same_value
from novalint.wording import option_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.schema.options import Name
    from novalint.upgrading.dispositions import Disposition, Dispositions

DEFAULT = "DEFAULT"
MOVE = "move it to"
WAS_DEFAULT = "remove it, since its value was the default"


def way_without(way: str, disposition: Disposition, dispositions: Dispositions) -> str:
    """Return what to do without an option that goes, which the start release reads from a line.

    Where the line says what holds without it, or where what the advice names is set already,
    nothing is to be done.
    """
    option = disposition.options[0]
    names = named(way)
    if not names or essential(option.group, option.name):
        return way
    if _is_last_default(option.group, option.name, dispositions):
        return WAS_DEFAULT
    return _if_unset(way, names, dispositions)


def way_if_wanted(way: str, disposition: Disposition, dispositions: Dispositions) -> str:
    """Return what to do about a line that neither release reads, if it is still wanted.

    What is to go from the target as well is no place to move it to.
    """
    group, name = disposition.name
    if group != DEFAULT and group.upper() == DEFAULT:
        return _in_right_group(way, name, dispositions)
    names = named(way)
    if way.startswith(MOVE) and len(names) == 1:
        option = dispositions.target.option(*names[0])
        if option and option.deprecated:
            way = advice(*names[0], dispositions.target) or way
    return _if_unset(way, named(way), dispositions)


def _in_right_group(way: str, name: str, dispositions: Dispositions) -> str:
    """Return what to do about a line of `[default]`: nothing reads some names in either group."""
    target = dispositions.target
    if target.option(DEFAULT, name) or target.renamed(DEFAULT, name):
        return way
    story = option_story(DEFAULT, name, target.release, target.version)
    return story.way if story else ""


def _if_unset(way: str, names: Sequence[Name], dispositions: Dispositions) -> str:
    """Return advice, or what else to do where all that it asks to set is set, and not off."""
    if way.startswith("remove it") or not names:
        return way
    if not all(_is_set(name, dispositions) for name in names):
        return way
    said = " and ".join(option_name(*name) for name in names)
    return f"remove it, since {said} {'is' if len(names) == 1 else 'are'} set"


def _is_set(name: Name, dispositions: Dispositions) -> bool:
    """Whether some line sets an option of the target, under whatever name, and not to false."""
    winner = dispositions.winners.get(name)
    if winner is None:
        return False
    setting = dispositions.config.setting(*winner)
    return bool(setting.places) and not setting.unknown and setting.value not in (False, None, "")


def _is_last_default(group: str, name: str, dispositions: Dispositions) -> bool:
    """Whether an option is set to its last default, which is what Nova does without it."""
    from novalint.schema.history import life

    known, setting = life(group, name), dispositions.config.setting(group, name)
    if known is None or not known.defaults or setting.unknown or setting.fault:
        return False
    last = known.defaults[-1].value
    return last.exists and not last.machine and same_value(last.value, setting.value)
