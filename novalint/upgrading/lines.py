"""What the two releases make of the lines that are there: the comparison, for one configuration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Location
from novalint.nova.lifetimes import written
from novalint.schema.comparison import Comparison, Difference, Kind
from novalint.schema.releases import releases
from novalint.schema.signature import type_change
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.reasons import default_said, prospect, why
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name, Option
    from novalint.schema.releases import Release
    from novalint.upgrading.dispositions import Fate, Fates


def line_changes(fates: Fates, named: Config, comparison: Comparison) -> Iterator[Change]:
    """Give what happens to each option that is set, once for each name and file.

    `named` is the configuration under the target's names, as the target reads it.
    """
    seen: set[tuple[str, Name, str]] = set()
    by_name = _by_name(comparison, named)
    for fate in fates.all:
        for change in _of(fate, fates, by_name):
            key = (fate.place.document.path, fate.name, change.message)
            if key not in seen:
                seen.add(key)
                yield change


def _by_name(comparison: Comparison, named: Config) -> dict[Name, list[Difference]]:
    """Sort differences by option; what a value may be is left out where this one is refused."""
    found: dict[Name, list[Difference]] = {}
    for one in comparison.differences:
        name = (one.group, one.option)
        known = one.kind is Kind.TYPE and named.schema.option(*name)
        if not (known and named.setting(*name).fault):
            found.setdefault(name, []).append(one)
    return found


def _of(fate: Fate, fates: Fates, differences: dict[Name, list[Difference]]) -> Iterator[Change]:
    if not fate.options:
        yield from _unread(fate, fates)
        return
    if not fate.names:
        yield _gone(fate, fates)
        return
    if not fate.stays or fates.target.option(*fate.name) is None:
        yield _renamed(fate, fates)
    for to in fate.names:
        for one in differences.get(to, ()):
            yield from _different(fate, fates, one)
        yield from _deprecated(fate, fates, to, differences.get(to, ()))


def _gone(fate: Fate, fates: Fates) -> Change:
    """Tell of a line that has no effect in the target release."""
    option = fate.options[0]
    if fate.rival is None:
        when = _gone_in((option.group, option.name), fates.target.release)
        return _change(fate, Effect.IGNORED, why(fate, fates), when, option, mended=True)
    idle = all(fates.winners.get(fate.rival) == (one.group, one.name) for one in fate.options)
    effect = Effect.NOTHING if idle and not _was_heard(fate, fates) else Effect.IGNORED
    when = _gone_in((option.group, option.name), fates.target.release)
    return _change(fate, effect, why(fate, fates), when, option, (fate.rival,), mended=True)


def _was_heard(fate: Fate, fates: Fates) -> bool:
    """Tell whether the start release takes the option's value from this very line."""
    option = fate.options[0]
    setting = fates.config.setting(option.group, option.name)
    return fate.place in setting.places


def _renamed(fate: Fate, fates: Fates) -> Change:
    """Tell of an old name: as good as new, ignored, or on the way there."""
    name, target = fate.name, fates.target
    option = target.option(*fate.names[0]) or fate.options[0]
    names = fate.names if not fate.stays else fates.renamed(name)
    now = f"`{written((name,))}` is {' and '.join(f'`{written((one,))}`' for one in names)}"
    if names and set(names) <= set(fates.renamed(name)):
        end = _end(name, target.release) or "not for good"
        message, effect = f"{now}; the old name is still read, but {end}", Effect.SOON
        when = _on_the_way(_gone_in(name, target.release, option=True), fates)
    else:
        message, effect = f"{now}; the old name is no longer read", Effect.IGNORED
        when = _gone_in(name, target.release) or _gone_in(name, target.release, option=True)
    return _change(fate, effect, message, when, option, names, mended=not fate.stays)


def _different(fate: Fate, fates: Fates, difference: Difference) -> Iterator[Change]:
    """Tell what else changed about an option whose value the target still takes."""
    name = (difference.group, difference.option)
    option = fates.target.option(*name)
    if option is None:
        return
    if difference.kind is Kind.TYPE:
        what = type_change(difference.new, difference.old).removeprefix("type: ")
        message = f"`{written((name,))}` accepts other values: {what}"
    elif difference.kind is Kind.DEFAULT:
        what = default_said(difference)
        message = f"`{written((name,))}` is set, so its new default does not count{what}"
    else:
        return
    when = difference.releases or renamed_in(difference, fates.target.release)
    yield _change(fate, Effect.NOTHING, message, when, option, (name,))


def renamed_in(difference: Difference, release: Release) -> tuple[Release, ...]:
    """Give the release in which an option that changed with its name got the new one."""
    return _gone_in(difference.before, release, option=True) if difference.before else ()


def _deprecated(
    fate: Fate, fates: Fates, to: Name, differences: list[Difference] | tuple[()]
) -> Iterator[Change]:
    """Tell of an option that is to go, and what to do without it."""
    option = fates.target.option(*to)
    if option is None or not option.deprecated or _is_taken_back(to, fates.target.release):
        return
    when = next((one.releases for one in differences if one.kind is Kind.DEPRECATED), ())
    message = f"`{written((to,))}` is deprecated and {prospect(to, fates.target)}"
    yield _change(fate, Effect.SOON, message, when, option, (to,))


def _is_taken_back(name: Name, release: Release) -> bool:
    """Tell whether a later release has the option and does not call it deprecated any more."""
    from novalint.schema.history import life

    found = life(*name)
    if found is None or found.option is None:
        return False
    ends = [one.last for one in found.deprecated if one.first <= release <= one.last]
    return bool(ends) and any(one > ends[0] for one in found.option.releases)


def _unread(fate: Fate, fates: Fates) -> Iterator[Change]:
    """Tell of a line that the start release does not read."""
    name, target = fate.name, fates.target
    if fate.names and fate.names[0][0] in fates.config.named_groups:
        return
    if not fate.names:
        yield _change(fate, Effect.NOTHING, why(fate, fates), (), None, mended=True)
        return
    option = target.option(*fate.names[0])
    told = f"`{written((name,))}` comes into effect, {fates.config.release} does not read it"
    when = _arrives_in(fate.names[0], fates)
    yield _change(fate, Effect.CHANGES, told, when, option, fate.names)


def _change(
    fate: Fate,
    effect: Effect,
    message: str,
    when: tuple[Release, ...],
    option: Option | None,
    names: tuple[Name, ...] = (),
    mended: bool = False,
) -> Change:
    where = Location.of(fate.place.document, fate.place.assignment.span)
    readers = option.readers if option else ()
    names = tuple(one for one in names if one != fate.name)
    told = visible(message)
    return Change(effect, *fate.name, told, where, when, readers, names, mended=mended)


def _on_the_way(found: tuple[Release, ...], fates: Fates) -> tuple[Release, ...]:
    """Leave out what happened before the start release."""
    return tuple(one for one in found if one > fates.config.release)


def _gone_in(name: Name, release: Release, option: bool = False) -> tuple[Release, ...]:
    """Give the release since which nothing reads a name, or since which no option is called so."""
    from novalint.schema.history import life

    found = life(*name)
    presence = found.option if option and found else found
    when = presence.gone_in(release) if presence else None
    return (when,) if when else ()


def _end(name: Name, release: Release) -> str:
    """Say in which release after this one a name goes, where that is known already."""
    from novalint.schema.history import life

    found = life(*name)
    gone = (one for one in releases() if one > release and found and one not in found.releases)
    first = next(gone, None)
    return f"is gone in {first}" if first else ""


def _arrives_in(name: Name, fates: Fates) -> tuple[Release, ...]:
    from novalint.schema.history import life

    found = life(*name)
    when = found.arrives_in(fates.config.release) if found else None
    return (when,) if when else ()
