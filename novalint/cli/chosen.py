"""Which settings `novalint show` shows: all that are set, or those of a name or a group."""

from __future__ import annotations

import os

from novalint.annotations import TYPE_CHECKING
from novalint.cli.names import NEAREST, instead, meant, nearest_options, split_name
from novalint.config.doubts import doubtful_settings
from novalint.errors import OptionError
from novalint.nearest import nearest
from novalint.text.document import normalize_group
from novalint.wording import nearest_are, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.schema.options import Name

FILE_ENDS = (".conf", ".ini", ".cfg", ".toml", ".yaml", ".yml", ".json")
"""How names of files end, which no option is called."""


def split_paths(arguments: list[str], no_file: bool) -> tuple[list[str], list[str]]:
    """Tell files from names: the first is a file unless none need be, and so is what exists."""
    rest = arguments if no_file else arguments[1:]
    names = [word for word in rest if word != "-" and not os.path.exists(word)]  # noqa: PTH110
    names = [word for word in names if os.sep not in word and not word.endswith(FILE_ENDS)]
    return [word for word in arguments if word not in names], names


def chosen(config: Config, names: list[str], everything: bool) -> Iterator[Setting]:
    """Yield the settings that names stand for, without names all that are set.

    `everything` adds the defaults to what is set. Raises OptionError for a name of nothing.
    """
    if not names:
        yield from config.settings
        yield from doubtful_settings(config)
        yield from _defaults(config, config.schema.groups) if everything else ()
    wanted = dict.fromkeys(pair for name in names for pair in _options(config, name, everything))
    for group, option in wanted:
        yield config.setting(group, option)


def _options(config: Config, name: str, everything: bool) -> list[Name]:
    """Return the options that a name stands for: of a group, what is set of it."""
    group, option = split_name(name)
    options = _of_group(config, name if not group else "" if option else group, everything)
    if group and option:
        known = meant(config.schema, (normalize_group(group), option))
        options += [(current.group, current.name) for current in known]
    elif not group and not _is_group(config, name):
        options += [(home, name) for home in config.schema.groups_with(name)]
        options = options or _under_old_name(config, name)
    if not options and not _is_group(config, name):
        raise OptionError(_unknown(config, name))
    return options


def _of_group(config: Config, name: str, everything: bool) -> list[Name]:
    group = normalize_group(name.strip("[]"))
    there = [(setting.group, setting.name) for setting in config.settings if setting.group == group]
    rest = [(group, option) for option in config.schema.options(group) or ()] if everything else []
    return there + [name for name in rest if name not in there]


def _under_old_name(config: Config, name: str) -> list[Name]:
    return [
        (option.group, option.name)
        for option in config.schema.with_old_names()
        if any(old == name for _, old in option.old_names)
    ]


def _is_group(config: Config, name: str) -> bool:
    return config.schema.options(normalize_group(name.strip("[]"))) is not None


def _defaults(config: Config, groups: tuple[str, ...]) -> Iterator[Setting]:
    known = {(setting.group, setting.name) for setting in config.settings}
    for group in groups:
        for option in config.schema.options(group) or ():
            if (group, option) not in known:
                yield config.setting(group, option)


def _unknown(config: Config, name: str) -> str:
    group, option = split_name(name)
    if group:
        way = instead(config.schema, (normalize_group(group), option), "show")
        hint = f"; {way}" if way else ""
        return f"{config.schema.version_or_release} has no option [{group}] {option}{hint}"
    story = instead(config.schema, ("DEFAULT", option), "show")
    near = nearest_options(config.schema, ("", option))
    if story and not story.startswith(NEAREST):
        return f"there is no such file, and {story}"
    near = near or nearest(name, config.schema.groups)
    hint = f"; {nearest_are(near)}" if near else ""
    what = "there is no such file, and no option or group"
    return f"{what} {shown(name)} in {config.release}{hint}"
