"""Names of options as a command line has them: which option is meant, and where a file sets it."""

from __future__ import annotations

import re

from novalint.annotations import TYPE_CHECKING
from novalint.errors import OptionError
from novalint.looks import is_plain_name
from novalint.nearest import nearest
from novalint.text.document import Document, normalize_group
from novalint.text.writing import live
from novalint.wording import MASK, listed, nearest_are

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.nova.lifetimes import Story
    from novalint.schema.options import Name, Option, Schema

_OPTION = re.compile(r"[\w.\-]+")
_GROUP = re.compile(r"[\w.:/\-]+(?: [\w.:/\-]+)*")
_WORD = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
GIVE_SEVERAL = 3
"""Groups that a message names where several have the option."""
NEAREST = "the nearest "
"""How a phrase starts that names what a slip may be meant for."""
_REMOVE = "remove it"
_OR_CHECK_AS = ", or check as "
_ALSO = re.compile(r", and (?=(?:set|name|map) )")
"""Before what else is to be done where nothing is to be set."""
MOST_GROUPS = 5
"""Groups that a message names where no more have the option."""


def assignments(texts: list[str], schema: Schema) -> dict[Name, list[str]]:
    """Take GROUP.OPTION=VALUE, or GROUP OPTION VALUE, apart; raises OptionError.

    Everything behind the first `=` is the value. Blanks around that sign are no part of it, as
    oslo.config takes them off; with GROUP OPTION VALUE the value is taken as it is given.
    """
    if len(texts) == 3 and all(map(_WORD.fullmatch, texts[:2])):
        group, option, value = texts
        return {(normalize_group(group), option): [value]}
    if "=" in texts:
        raise OptionError("blanks around = make three words; write OPTION=VALUE without them")
    _refuse_apart(texts, schema)
    wanted: dict[Name, list[str]] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        name, value = name.rstrip(" \t"), value.lstrip(" \t")
        if not sign:
            ways = "GROUP.OPTION=VALUE, or GROUP OPTION VALUE"
            raise OptionError(f"`{shown(text)}` has no value; write {ways}")
        _check_written(name, schema)
        wanted.setdefault(name_of(name, schema), []).append(value)
    return wanted


def _refuse_apart(texts: list[str], schema: Schema) -> None:
    """Raise OptionError for an option and a value without a sign; the value may be a secret."""
    if len(texts) != 2 or "=" in "".join(texts):
        return
    name = texts[0]
    is_group = any(option.group == normalize_group(name) for option in schema)
    if not is_group and is_plain_name(name.replace(".", "_").replace("DEFAULT", "default")):
        raise OptionError(f"`{name}` and its value are two arguments; write {name}=VALUE")


def _check_written(name: str, schema: Schema) -> None:
    """Raise OptionError for what cannot be a name; behind a blank may stand a value."""
    if not name:
        raise OptionError("there is no name in front of `=`; write GROUP.OPTION=VALUE")
    group, option = split_name(name)
    home, slash, rest = option.partition("/")
    if slash and not group and schema.option(normalize_group(home), rest):
        raise OptionError(f"a group ends with a dot, not with `/`; write {home}.{rest}=VALUE")
    if option and not _OPTION.fullmatch(option):
        first = option.split(None, 1)[0] if option.split() else ""
        home = f"{group}." if group else ""
        quoted = f"{home}{first} {MASK}" if is_plain_name(first) else MASK
        raise OptionError(f"`{quoted}` is not the name of an option; write GROUP.OPTION=VALUE")
    if group and not _GROUP.fullmatch(group):
        said = f"the group in front of `.{option}` is not a name"
        raise OptionError(f"{said}; write GROUP.OPTION=VALUE")


def without_value(text: str, schema: Schema) -> Name:
    """Take GROUP.OPTION; a value behind it may be a secret and is not quoted."""
    name, sign, _ = text.partition("=")
    if sign:
        raise OptionError(
            f"`{name}` is followed by a value; name only the options, as GROUP.OPTION"
        )
    return name_of(text, schema, "unset")


def unset_in(text: str, document: Document, schema: Schema) -> Name:
    """Take GROUP.OPTION; a name alone is also that of the only group in which the file has it.

    So a line is found whose option the release does not have any more. Raises OptionError.
    """
    try:
        return without_value(text, schema)
    except OptionError:
        groups = {line.group for line in document.assignments if line.option == text and line.group}
        if len({normalize_group(group) for group in groups}) != 1:
            raise
        return normalize_group(groups.pop()), text


def split_name(text: str) -> tuple[str, str]:
    """Take `GROUP.OPTION` or `[GROUP] OPTION` apart; the group is empty where there is none."""
    if text.startswith("[") and "]" in text:
        group, _, option = text[1:].partition("]")
        return group, option.strip()
    group, _, option = text.rpartition(".")
    return group, option


def name_of(text: str, schema: Schema, way: str = "set") -> Name:
    """Return the group and the option of a name; without a group, those of the one that has it.

    `way` is a verb for what is to be done with it. Raises OptionError where several groups have an
    option of this name, or none has.
    """
    group, option = split_name(text)
    if "." in text or group:
        return normalize_group(group), option
    homes = _homes(schema, option)
    if len({known for home in homes for known in _keys(schema, home)}) == 1:
        return homes[0]
    raise OptionError(_several(homes) if homes else _homeless(text, schema, way))


def _homes(schema: Schema, option: str) -> list[Name]:
    """Return the names of this option in all groups: the current ones, else the old ones."""
    current = [(group, option) for group in schema.groups_with(option)]
    old = (name for known in schema.with_old_names() for name in known.old_names)
    return current or [
        (group, name) for group, name in dict.fromkeys(map(_normal, old)) if name == option
    ]


def _normal(name: Name) -> Name:
    return normalize_group(name[0]), name[1]


def _keys(schema: Schema, name: Name) -> list[Name]:
    return [(option.group, option.name) for option in meant(schema, name)]


def _several(homes: list[Name]) -> str:
    option = homes[0][1]
    ways = [f"{group}.{option}" for group, _ in homes]
    if len(homes) <= MOST_GROUPS:
        return f"`{option}` is an option of {len(homes)} groups; write {' or '.join(ways)}"
    groups = listed(group for group, _ in homes[:GIVE_SEVERAL])
    more = len(homes) - GIVE_SEVERAL
    return (
        f"`{option}` is an option of {groups} and {more} more groups; write GROUP.OPTION, "
        f"for example {ways[0]}"
    )


def _homeless(text: str, schema: Schema, verb: str) -> str:
    """Say what to do in place of a name that no group has: it may be a group, or old, or a slip."""
    if schema.options(normalize_group(text)) is not None:
        return f"`{text}` is a group; name its option too, as in {text}.OPTION"
    way = instead(schema, ("DEFAULT", text), verb) if is_plain_name(text) else ""
    if way and not way.startswith(NEAREST):
        return way
    hint = way or f"write GROUP.OPTION, for example DEFAULT.{shown(text)}"
    return f"Nova {schema.release} has no option `{shown(text)}`; {hint}"


def shown(text: str) -> str:
    """Return an argument as messages show it: what is no name may be a value."""
    name, sign, value = text.partition(":")
    words = name.replace(".", "_").replace("DEFAULT", "default")
    return f"{name if is_plain_name(words) else MASK}{sign}{MASK if value else ''}"


def meant(schema: Schema, name: Name) -> tuple[Option, ...]:
    """Return the options that a current or an old name stands for; none where nothing reads it."""
    option = schema.option(*name)
    return (option,) if option else schema.renamed(*name)


def read_as(config: Config, name: Name) -> tuple[Option, ...]:
    """Return the options that a name sets in a configuration; none where nothing reads it there.

    Of a plugin of keystoneauth only what the chosen `auth_type` reads, as `check` sees it.
    """
    option, renamed = config.readers(name)
    return (option,) if option else renamed


def names_of(option: Option) -> list[Name]:
    """Return the names under which an option is read, in the order in which Nova looks for them."""
    old = ((normalize_group(group), name) for group, name in option.old_names)
    return list(dict.fromkeys([(option.group, option.name), *old]))


def place_of(document: Document, config: Config, name: Name) -> Name:
    """Return the name under which a file sets, or is to set, the option that a name stands for.

    Of several lines that set it the current name counts, then the old ones in their order. A name
    that stands for several options, or for none, stays.
    """
    options = read_as(config, name)
    if len(options) != 1:
        return name
    known = names_of(options[0])
    return next((spelling for spelling in known if live(document, *spelling)), known[0])


def instead(schema: Schema, name: Name, way: str) -> str:
    """Return what to do in place of a name that nothing in a release reads; empty if unknown.

    It is what became of the name, else which names are near. `way` is a verb, such as "set".
    """
    from novalint.nova.lifetimes import option_story

    story = option_story(*name, schema.release, schema.version)
    if story is not None and story.names:
        return f"{story.fact}; {way} {listed(_written(*new) for new in story.names)}"
    if story is not None:
        return _of_nothing(story, way)
    near = nearest_options(schema, name)
    return nearest_are(near) if near else ""


def _of_nothing(story: Story, way: str) -> str:
    """Return what became of a name in whose place nothing stands: there is no line to remove."""
    from novalint.nova.lifetimes import Fate

    if way == "unset":
        return f"{story.fact}; nothing sets it here"
    advice, _, release = story.way.partition(_OR_CHECK_AS)
    if advice == _REMOVE and release:
        return f"{story.fact}; use --release {release} if that is what the cloud runs"
    if way != "set" or not advice.startswith(_REMOVE):
        return story.message
    if story.fate is not Fate.GONE or advice[len(_REMOVE) :][:1] not in ("", ","):
        return story.fact
    reason, *other = _ALSO.split(advice.removeprefix(_REMOVE), maxsplit=1)
    return f"{story.fact}{reason}; {other[0] if other else 'there is nothing to set'}"


def _written(group: str, option: str) -> str:
    return f"[{group}] {option}"


def nearest_options(schema: Schema, name: Name) -> list[str]:
    """Return the options that a name which nothing reads may be meant for, as GROUP.OPTION."""
    group, option = name
    near = nearest(option, schema.options(group) or ())
    if near:
        return [f"{group}.{near_name}" for near_name in near]
    groups = schema.groups_with(option)
    if groups:
        return [f"{home}.{option}" for home in groups[:GIVE_SEVERAL]]
    near = nearest(option, {known.name for known in schema})
    return [f"{schema.groups_with(near_name)[0]}.{near_name}" for near_name in near]
