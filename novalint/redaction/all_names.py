"""What all releases together know of names: groups, options, their words, items of their lists."""

from __future__ import annotations

from functools import cache

from novalint.annotations import TYPE_CHECKING
from novalint.looks import LOG_LEVELS
from novalint.patterns import lazy_pattern

if TYPE_CHECKING:
    import re

_PIECE_END = lazy_pattern(r"[_-]")


def underscored(name: str) -> str:
    """Return a name as all names of options are written."""
    return name.lower().replace("-", "_")


@cache
def everywhere() -> tuple[frozenset[str], frozenset[str]]:
    """Return the groups and the option names of all releases, old and earlier names included."""
    from novalint.schema.earlier import earlier_names
    from novalint.schema.index import lines, old_names

    groups = {group for group in lines() if group[:1] != "^"}
    old = [*old_names(), *earlier_names()]
    groups.update(group for group, _ in old)
    options = set().union(*lines().values(), (name for _, name in old))
    return frozenset(groups), frozenset(map(underscored, options))


@cache
def run_together() -> frozenset[str]:
    """Return the groups of all releases without the signs in them: `[serialconsole]` is a slip."""
    return frozenset(group.replace("_", "") for group in everywhere()[0])


@cache
def dynamic_groups() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of groups that options name, of all releases: `^mdev_.+$`."""
    from novalint.schema.index import lines

    return tuple(lazy_pattern(key) for key in lines() if key[:1] == "^")


@cache
def past_items() -> frozenset[str]:
    """Return the items of lists that were a default of some release: filters that went, say."""
    from novalint.schema.index import lines

    options = (option for group in lines().values() for option in group.values())
    defaults = (past[1] for option in options for past in option.get("defaults", ()) if past[1:])
    lists = (default for default in defaults if isinstance(default, list))
    return frozenset(item for items in lists for item in items if isinstance(item, str))


@cache
def loggers() -> frozenset[str]:
    """Return the loggers that defaults set to a level, what these are below, and Nova's."""
    named = {
        item.partition("=")[0] for item in past_items() if item.partition("=")[2] in LOG_LEVELS
    }
    return frozenset({"nova", *named, *(name.partition(".")[0] for name in named)})


@cache
def pieces() -> frozenset[str]:
    """Return the words that the names of all releases are made of."""
    groups, options = everywhere()
    return frozenset({"nova"}.union(*(_PIECE_END.split(name) for name in (*groups, *options))))
