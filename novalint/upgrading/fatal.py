"""Deprecations that keep services from starting, where a file asks for that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.upgrading.changes import Change, Effect

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Schema

FATAL = ("DEFAULT", "fatal_deprecations")
SINCE = 18
"""The major version since which options count, too, not only what code is deprecated: oslo.config
calls `report_deprecated_feature` of oslo.log for them from 6.4 on, which raises DeprecatedConfig.
"""


def fatal(changes: Iterable[Change], before: Config, after: Config) -> Iterator[Change]:
    """Yield changes; the lines that are only deprecated break where that is fatal.

    What the start release would not have started with is no news.
    """
    is_fatal = after.release.major >= SINCE and after.boolean(*FATAL)
    was_fatal = before.release.major >= SINCE and before.boolean(*FATAL)
    for change in changes:
        news = bool(change.releases) or not was_fatal
        if is_fatal and news and _is_deprecated(change, after.schema):
            why = "`fatal_deprecations` is true, with which a service fails that reads it"
            yield replace(change, effect=Effect.BREAKS, message=f"{change.message}; {why}")
        else:
            yield change


def _is_deprecated(change: Change, target: Schema) -> bool:
    """Whether a line has an option that the target calls deprecated, or an old name of one."""
    if change.effect is not Effect.SOON or change.location is None or change.rule:
        return False
    option = target.option(change.group, change.option)
    return bool(option.deprecated if option else change.names)
