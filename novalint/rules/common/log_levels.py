"""The levels that loggers of libraries are set to."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import EXPRESSION, Reason, placeholder

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting

LEVELS = "default_log_levels"
APPEND = "log_config_append"
LOGGING = (f"DEFAULT.{LEVELS}", f"DEFAULT.{APPEND}")
ROOT = "root"
"""What Python 3.9 and later take for the root logger, and earlier ones for a logger like others."""
_BEFORE, _SINCE = 20, 31
"""The last major version that no Python 3.9 runs, and the first that nothing older does: what Nova
names as Requires-Python and in its classifiers."""
INFO = 20
"""The number of that level."""

_NUMBERS = {
    "NOTSET": 0,
    "TRACE": 5,
    "DEBUG": 10,
    "INFO": INFO,
    "WARN": 30,
    "WARNING": 30,
    "ERROR": 40,
    "CRITICAL": 50,
    "FATAL": 50,
}
"""The levels of Python's logging by name, and TRACE, which oslo.log adds; no other is known."""


def set_elsewhere(config: Config) -> bool:
    """Return whether a file of its own configures logging: `debug` and the levels then count for
    nothing (oslo_log/log.py, `setup`).
    """
    return bool(config.text("DEFAULT", APPEND))


def _items(setting: Setting) -> list[str]:
    """Return the items, also where an expression is all that stands for the level of one.

    Raises UnknownValue where more is not known, such as a logger.
    """
    unknown, items = setting.unknown, setting.partial
    partly = unknown is not None and unknown.reason is not Reason.BRANCH
    if not (partly and isinstance(items, list) and all(_is_told(str(one)) for one in items)):
        items = setting.value
    return list(map(str, items)) if isinstance(items, list) else []


def _is_told(item: str) -> bool:
    name, _, level = item.partition("=")
    told = named_level(level) is not None or EXPRESSION.fullmatch(level) is not None
    return told and placeholder(name) is None


def levels(setting: Setting) -> dict[str, int]:
    """Return the level of each logger that the list sets to one that logging knows, as a number."""
    pairs = (item.partition("=") for item in _items(setting))
    numbers = {name: named_level(level) for name, _, level in pairs}
    return {name: number for name, number in numbers.items() if number is not None}


def refused(setting: Setting) -> frozenset[str]:
    """Return the loggers that the list sets to what logging does not know: no service starts.

    Those too whose level a tool has yet to fill in.
    """
    pairs = (item.partition("=") for item in _items(setting))
    return frozenset(name.strip() for name, _, level in pairs if named_level(level) is None)


def root_is_debug(config: Config) -> bool | None:
    """Return whether messages of DEBUG pass the root logger; None where the Python decides that.

    oslo.log sets it by `debug`, and then what the list says of each logger (`setup`). None too
    where that is no level.
    """
    setting = config.setting("DEFAULT", LEVELS)
    debug = bool(config.boolean("DEFAULT", "debug"))
    if config.release.major <= _BEFORE:
        return debug
    level = levels(setting).get(ROOT)
    if ROOT in refused(setting):
        config.value("DEFAULT", LEVELS)  # raises where a tool has yet to fill it in
        return None
    if level is None or (level <= _NUMBERS["DEBUG"]) is debug:
        return debug
    return not debug if config.release.major >= _SINCE else None


def named_level(word: str) -> int | None:
    """Return the number of a level, which may be written as one; None where logging refuses it."""
    try:
        return int(word)
    except ValueError:
        return _NUMBERS.get(word)


def is_debug(level: int) -> bool:
    """Return whether messages of DEBUG pass a level; 0 leaves the choice to the logger above."""
    return 0 < level <= _NUMBERS["DEBUG"]
