"""Lines that a release no longer reads and that said what holds without them."""

from __future__ import annotations

from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.schema.options import load_schema
from novalint.upgrading.defaults import same_value

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name, Option, Schema
    from novalint.upgrading.dispositions import Disposition, Dispositions


def says_the_default(disposition: Disposition, dispositions: Dispositions) -> bool:
    """Return whether a line has the value that holds where it is not read.

    That is the default of the option that took its place in the target, else the last one that the
    option had: a release that drops an option goes on with that (see `gone_defaults`).
    """
    from novalint.schema.history import life

    if len(disposition.options) != 1 or len(disposition.names) > 1:
        return False
    option = disposition.options[0]
    known = life(option.group, option.name)
    if disposition.names:
        schema, name = dispositions.target, disposition.names[0]
    elif known and known.option and not _is_last_word(option, dispositions):
        schema, name = load_schema(known.option.last), (option.group, option.name)
    else:
        return False
    return _counts(disposition, option, dispositions.config) and _is_default(
        dispositions.config.value(option.group, option.name), schema, name, dispositions.config
    )


def _is_last_word(option: Option, dispositions: Dispositions) -> bool:
    """Whether what goes says together with others where something is: the broker, a log-in."""
    name = (option.group, option.name)
    broker, login = dispositions.broker, dispositions.login
    return bool((broker and name in broker.names) or (login and name in login.replaced))


def _counts(disposition: Disposition, option: Option, config: Config) -> bool:
    """Whether the start release takes the option's value from this line alone."""
    setting = config.setting(option.group, option.name)
    known = not (setting.fault or setting.unknown or setting.machine or setting.secret)
    return known and setting.places == (disposition.place,)


def _is_default(value: object, schema: Schema, name: Name, config: Config) -> bool:
    if schema.option(*name) is None:
        return False
    without = replace(config, schema=schema, documents=()).setting(*name)
    if without.fault or without.unknown or without.machine or without.value is None:
        return False
    return same_value(value, without.value)
