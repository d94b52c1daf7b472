"""Options that nothing sets and that are gone, after their default had become another one."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from novalint.annotations import TYPE_CHECKING
from novalint.nova.changed_defaults import CHANGED_DEFAULTS
from novalint.nova.drivers import GROUPS, in_tree
from novalint.nova.readers import concerned
from novalint.nova.same_defaults import mean_the_same
from novalint.rules.common.unused import unused
from novalint.schema.comparison import Difference, Kind
from novalint.schema.options import load_schema
from novalint.text.document import normalize_group
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.default_words import passed_by_said
from novalint.upgrading.defaults import is_concerned
from novalint.upgrading.idle import beside_the_point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.comparison import Comparison
    from novalint.schema.history import Life
    from novalint.schema.life import ValueSince
    from novalint.schema.options import Option
    from novalint.schema.releases import Release


def gone_defaults(
    config: Config, comparison: Comparison, deployment: Deployment
) -> Iterator[Change]:
    """Yield what Nova does otherwise for good: the last default is what it does without the option.

    So it is with options that came and went in between. `config` is the configuration as the start
    release reads it.
    """
    from novalint.schema.history import life

    yield from _passed_by(config, comparison, deployment)

    for difference in comparison.of(Kind.REMOVED):
        name = (difference.group, difference.option)
        option, known = config.schema.option(*name), life(*name)
        if "*" in name[0] or option is None or known is None or config.setting(*name).places:
            continue
        if is_concerned(concerned(option), deployment):
            yield from _changed(difference, option, known, config, comparison)


def _passed_by(config: Config, comparison: Comparison, deployment: Deployment) -> Iterator[Change]:
    """Yield the same of options that neither release has: their first default is as before."""
    written_here = {
        (normalize_group(u.place.assignment.group), u.place.assignment.option)
        for u in config.usages
    }
    for known in _in_between(comparison.old, comparison.new):
        name = (known.group, known.name)
        option = load_schema(known.option.last).option(*name) if known.option else None
        if option is None or name in written_here:
            continue
        if is_concerned(concerned(option), deployment):
            gone = known.option.gone_in(comparison.new) if known.option else None
            difference = Difference(Kind.REMOVED, *name, (gone,) if gone else ())
            yield from _changed(difference, option, known, config, comparison)


@lru_cache(maxsize=32)
def _in_between(first: Release, last: Release) -> tuple[Life, ...]:
    """Return the options that came after one release and went before another without successor."""
    from novalint.schema.history import every_option, life

    lives = (known for name in every_option() if (known := life(*name)) and known.option)
    return tuple(
        known
        for known in lives
        if len(known.defaults) > 1
        and known.option
        and first < known.option.first
        and known.option.last < last
        and not known.current_names(last)
    )


def _without_driver(group: str, release: Release) -> str:
    """Say that a release lacks the hypervisor driver that alone read a group."""
    package = GROUPS.get(group, "")
    if not package or any(path.startswith(f"{package}.") for path in in_tree(release.major)):
        return ""
    return f"{release} has no driver `{package}`"


def _changed(
    gone: Difference, option: Option, known: Life, config: Config, comparison: Comparison
) -> Iterator[Change]:
    name = (gone.group, gone.option)
    before = [default for default in known.defaults if default.release <= comparison.old]
    was = (before or known.defaults)[-1 if before else 0]
    later: list[ValueSince] = [
        default for default in known.defaults if was.release < default.release <= comparison.new
    ]
    if not later:
        return
    old, new = was.value, later[-1].value
    if old == new or mean_the_same(name, old.value, new.value):
        return
    shift = replace(gone, old=old, new=new)
    phrase = passed_by_said(name, shift, None if before else was.release)
    driverless = _without_driver(gone.group, comparison.new)
    read_by_none = driverless or unused(name, config)
    why = f"nothing reads it, as {read_by_none}" if read_by_none else beside_the_point(name, config)
    effect = CHANGED_DEFAULTS.get(name)
    said = effect.of(config, came=not before).said(old.value, new.value) if effect else ""
    follows = f"; {why or said}" if why or said else ""
    yield Change(
        Effect.NOTHING if why else Effect.CHANGES,
        *name,
        f"{phrase}{follows}",
        releases=tuple(shift.release for shift in later),
        readers=option.readers,
        old=old,
        new=new,
    )
