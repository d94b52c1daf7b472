"""Defaults that change under options that no file sets: the file stays, Nova does otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from novalint.schema.comparison import Comparison, Difference, Kind

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.resolution import Setting
    from novalint.deployment import Deployment
    from novalint.schema.life import Default


@dataclass(frozen=True)
class Shift:
    """An option that nothing sets and whose default is another one in the target release.

    `before` and `after` are the option as either release reads it, `difference` is what the
    comparison of the two says: the declared defaults, and the releases in which they changed.
    """

    before: Setting
    after: Setting
    difference: Difference

    @property
    def old(self) -> Default:
        """The default that the start release declares."""
        default: Default = self.difference.old
        return default


def shifts(
    before: Config, after: Config, comparison: Comparison, deployment: Deployment
) -> Iterator[Shift]:
    """Give the options whose default changes unnoticed, for the services of the told roles.

    `after` is the migrated configuration as the target reads it.
    """
    for one in comparison.of(Kind.DEFAULT):
        old = before.schema.option(*(one.before or (one.group, one.option)))
        new = after.schema.option(one.group, one.option)
        if old is None or new is None or not is_concerned(new.facts.get("read_by"), deployment):
            continue
        was, now = before.setting(old.group, old.name), after.setting(new.group, new.name)
        if was.is_default and now.is_default and not _same(was, now):
            yield Shift(was, now, one)


def is_concerned(readers: list[str] | None, deployment: Deployment) -> bool:
    """Tell whether a service of the told roles may read an option; whatever nobody knows counts."""
    return not readers or any(deployment.plays(one) is not False for one in readers)


def _same(was: Setting, now: Setting) -> bool:
    """Tell whether a default that is declared otherwise is the same value after all."""
    if was.machine or now.machine:
        return was.machine == now.machine and was.value == now.value
    return same_value(was.value, now.value)


def same_value(one: object, other: object) -> bool:
    """Tell whether two typed values are the same to Nova: 60 is 60.0, but 1 is not true."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_value, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)
