"""What is said to somebody who asks for a group or an option that a release does not have."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nearest import nearest
from novalint.wording import listed, nearest_are, option_name

if TYPE_CHECKING:
    from novalint.schema.options import Schema


def no_group(schema: Schema, group: str) -> str:
    """Say that there is no such group, and which ones are called alike."""
    return f"{schema.release} has no group [{group}]{_nearest(group, schema.groups)}"


def no_option(schema: Schema, group: str, option: str) -> str:
    """Say that there is no such option, under which name it is read now, or what is like it."""
    said = f"{schema.release} has no option [{group}] {option}"
    now = [option_name(one.group, one.name) for one in schema.renamed(group, option)]
    if now:
        return f"{said}; it is an old name of {' and '.join(now)}"
    options = schema.options(group)
    if options is None:
        return f"{said}{_nearest(group, schema.groups)}"
    if near := nearest(option, options):
        return f"{said}; {nearest_are(near)}"
    homes = schema.groups_with(option)[:3]
    return f"{said}; {listed([f'[{home}]' for home in homes])} has one" if homes else said


def _nearest(name: str, names: tuple[str, ...]) -> str:
    near = nearest(name, names)
    return f"; {nearest_are(near)}" if near else ""
