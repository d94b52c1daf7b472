"""What a value as one line has it would mean to another option."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import placeholder
from novalint.nova.filters import ENABLED, GROUP, available, gone
from novalint.rules.common.secrets import is_guides
from novalint.schema.types import ValueFault, decode

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.schema.options import Option
    from novalint.schema.types import Value

_EXPRESSIONS = ("{{", "{%", "<%")


def can_take(option: Option, place: Place, config: Config) -> bool:
    """Return whether an option can take the value of an assignment, as far as the text tells.

    References and expressions of templates are taken as they stand. What a renderer left, or a
    guide to be replaced, is better not read at all; and a list of filters must name none that Nova
    no longer has: once it is read, the scheduler would not start. Other names are let pass where
    it is not known which filters there are.
    """
    text = place.assignment.value
    left = placeholder(text)
    if "$" in text or left:
        return left in (None, *_EXPRESSIONS)
    if option.secret and is_guides(text):
        return False
    try:
        value = _decoded(option, text)
    except ValueFault:
        return False
    if (option.group, option.name) != (GROUP, ENABLED) or not isinstance(value, list):
        return True
    offered, names = available(config), {str(name) for name in value}
    if offered is None or offered.others:
        return True
    return not names & gone(config, offered) if offered.unsure else names <= offered.names


def is_default(option: Option, place: Place) -> bool:
    """Return whether the value of an assignment is what holds where the option is not set."""
    if "default" not in option.entry:
        return False
    try:
        value = _decoded(option, place.assignment.value)
    except ValueFault:
        return False
    return bool(value == option.entry["default"])


def _decoded(option: Option, text: str) -> Value:
    """Return one value of an option, be it repeatable or not."""
    return decode(option.entry["items"] if option.multi else option.entry, text)
