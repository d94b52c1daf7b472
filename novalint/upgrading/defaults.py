"""Defaults that change under options that no file sets: the file stays, Nova does otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from novalint.annotations import TYPE_CHECKING
from novalint.nova.new_defaults import NEW_DEFAULTS, as_before, new_defaults
from novalint.nova.readers import concerned
from novalint.nova.same_defaults import IMPLIED, is_of_the_code, mean_the_same
from novalint.schema.comparison import Comparison, Difference, Kind
from novalint.schema.life import Default

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.schema.options import Name
    from novalint.schema.releases import Release


@dataclass(frozen=True)
class Shift:
    """An option that nothing sets and whose default is another one in the target release.

    `before` and `after` are the option as either release reads it; `before` is None where the
    start release has no such option. `difference` is what the comparison of the two says: the
    declared defaults, and the releases in which they changed.
    """

    before: Setting | None
    after: Setting
    difference: Difference

    @property
    def old(self) -> Default:
        """The default that the start release declares, or what stands for it."""
        default: Default = self.difference.old
        return default

    @property
    def value(self) -> object:
        """What the start release goes by, typed."""
        before = None if self.before is None else self.before.value
        return self.old.value if before is None else before

    @property
    def secret(self) -> bool:
        """Whether either release keeps the value secret."""
        return self.after.secret or (self.before is not None and self.before.secret)


def shifts(
    before: Config, after: Config, comparison: Comparison, deployment: Deployment
) -> Iterator[Shift]:
    """Yield the options whose default changes unnoticed, for the services of the told roles.

    `after` is the migrated configuration as the target reads it.
    """
    for difference in comparison.of(Kind.DEFAULT):
        name = difference.before or (difference.group, difference.option)
        now = _unset(difference, after, deployment)
        if now and before.schema.option(*name):
            was = before.setting(*name)
            if was.is_default and not _same(was, now) and not _is_empty_talk(difference):
                yield Shift(was, now, _with_implied(dated_by_meaning(difference)))
    for difference in new_defaults(comparison):
        now = _unset(difference, after, deployment)
        if now and not _is_empty_talk(difference):
            yield Shift(None, now, _with_value_before(difference, after))


def _with_implied(difference: Difference) -> Difference:
    """Put what held without a default in the place of none, where that is known."""
    name = (difference.group, difference.option)
    if name not in IMPLIED or difference.old.value is not None:
        return difference
    return replace(difference, old=Default(True, IMPLIED[name]))


def dated_by_meaning(difference: Difference) -> Difference:
    """Leave out releases in which the default was only written otherwise."""
    from novalint.schema.history import life

    name = (difference.group, difference.option)
    lives = [life(*known) for known in (difference.before, name) if known]
    steps = sorted(
        ((step.release, step.value.value) for known in lives if known for step in known.defaults),
        key=lambda step: step[0],
    )

    def is_real(release: Release) -> bool:
        before = [value for when, value in steps if when < release]
        there = [value for when, value in steps if when <= release]
        return not before or not _said_alike(name, before[-1], there[-1])

    if difference.old.machine or difference.new.machine:
        return difference
    return replace(difference, releases=tuple(filter(is_real, difference.releases)))


def _said_alike(name: Name, one: object, other: object) -> bool:
    return same_value(one, other) or mean_the_same(name, one, other)


def _with_value_before(difference: Difference, after: Config) -> Difference:
    """Put in the value under which a new option does as before, where another option has it."""
    name = (difference.group, difference.option)
    if name not in NEW_DEFAULTS or NEW_DEFAULTS[name].before_is is None:
        return difference
    return replace(difference, old=Default(True, as_before(name, after)))


def _unset(difference: Difference, after: Config, deployment: Deployment) -> Setting | None:
    """Return an option as the target reads it, where nothing sets it and a told role reads it."""
    option = after.schema.option(difference.group, difference.option)
    if "*" in difference.group or option is None or not is_concerned(concerned(option), deployment):
        return None
    setting = after.setting(option.group, option.name)
    return setting if setting.is_default else None


def _is_empty_talk(difference: Difference) -> bool:
    """Whether a default changes in word only, or goes with the code that needs it."""
    name = (difference.group, difference.option)
    old, new = difference.old, difference.new
    fixed = not (old.machine or new.machine)
    return is_of_the_code(name) or (fixed and mean_the_same(name, old.value, new.value))


def is_concerned(readers: Sequence[str] | None, deployment: Deployment) -> bool:
    """Whether a service of the told roles may read an option; whatever nobody knows counts."""
    return not readers or any(deployment.plays(reader) is not False for reader in readers)


def _same(was: Setting, now: Setting) -> bool:
    """Return whether a default that is declared otherwise is the same value after all."""
    if was.machine or now.machine:
        return was.machine == now.machine and was.value == now.value
    return same_value(was.value, now.value)


def same_value(one: object, other: object) -> bool:
    """Return whether two typed values are the same to Nova: 60 is 60.0, but 1 is not true."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_value, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)
