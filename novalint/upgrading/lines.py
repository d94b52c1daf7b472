"""What the two releases make of the lines that are there: the comparison, for one configuration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Location
from novalint.hosts.bases import merged_by_name
from novalint.nova.lifetimes import bracketed
from novalint.nova.new_defaults import NEW_DEFAULTS, as_before
from novalint.nova.same_defaults import mean_the_same
from novalint.schema.comparison import Comparison, Difference, Kind
from novalint.schema.signature import type_change
from novalint.text.hosting import takes_comments
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.default_words import default_said
from novalint.upgrading.defaults import dated_by_meaning, same_value
from novalint.upgrading.name_dates import arrives_in, end_of, gone_in, untied_in
from novalint.upgrading.reasons import did_nothing, ended, goes_soon, is_all, left, prospect, why
from novalint.upgrading.same_without import says_the_default
from novalint.upgrading.ways import WAS_DEFAULT
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name, Option
    from novalint.schema.releases import Release
    from novalint.upgrading.dispositions import Disposition, Dispositions

OWN_NAME = "see which name the tool's own nova.conf has, as an override replaces that one alone"
"""What is left to do after an override has got the new name."""


def line_changes(
    dispositions: Dispositions, named: Config, comparison: Comparison
) -> Iterator[Change]:
    """Yield what happens to each option that is set, once for each name and file.

    `named` is the configuration under the target's names, as the target reads it.
    """
    seen: set[tuple[str, Name, str]] = set()
    by_name = _by_name(comparison, dispositions.config, named)
    for disposition in dispositions.all:
        for change in _of(disposition, dispositions, by_name, named):
            key = (disposition.place.document.path, disposition.name, change.message)
            if key not in seen:
                seen.add(key)
                yield change


def _by_name(comparison: Comparison, before: Config, named: Config) -> dict[Name, list[Difference]]:
    """Sort differences by option; what a value may be is left out where this one is as it was.

    Where it is refused, `check` says so.
    """
    by_name: dict[Name, list[Difference]] = {}
    for difference in comparison.differences:
        name = (difference.group, difference.option)
        if difference.kind is not Kind.TYPE or _is_read_otherwise(difference, before, named):
            by_name.setdefault(name, []).append(difference)
    return by_name


def _is_read_otherwise(difference: Difference, before: Config, named: Config) -> bool:
    """Whether the value of an option whose type changes is taken for another by the target."""
    name = (difference.group, difference.option)
    old = difference.before or name
    if not named.schema.option(*name) or not before.schema.option(*old):
        return True
    was, now = before.setting(*old), named.setting(*name)
    before_in_list = [was.value] if isinstance(now.value, list) else was.value
    same = same_value(was.value, now.value) or same_value(before_in_list, now.value)
    return not (now.fault or was.fault or same)


def _of(
    disposition: Disposition,
    dispositions: Dispositions,
    differences: dict[Name, list[Difference]],
    named: Config,
) -> Iterator[Change]:
    if not disposition.options:
        yield from _unread(disposition, dispositions, named)
        return
    if not disposition.names:
        yield _gone(disposition, dispositions)
        return
    renamed = not disposition.stays or dispositions.target.option(*disposition.name) is None
    old = _renamed(disposition, dispositions) if renamed else None
    for to in disposition.names:
        for difference in differences.get(to, ()):
            yield from _different(disposition, dispositions, difference)
        for end in _deprecated(disposition, dispositions, to, differences.get(to, ())):
            if old and old.is_harmless and old.names == (to,):
                end, old = _at_once(disposition, end), None
            yield end
    if old:
        yield old


def _at_once(disposition: Disposition, end: Change) -> Change:
    """Tell together of an old name that did no harm and of its option, which is to go."""
    old, new = (bracketed((name,)) for name in (disposition.name, end.names[0]))
    fate = end.message.removeprefix(f"`{new}` ")
    said = f"`{old}` is `{new}`, which {fate}{_beside_base(disposition, end.names)}"
    return replace(end, message=visible(said))


def _gone(disposition: Disposition, dispositions: Dispositions) -> Change:
    """Tell of a line that has no effect in the target release."""
    option = disposition.options[0]
    if disposition.rival is None:
        target = dispositions.target.release
        when = gone_in(ended(disposition, target), target)
        phrase = why(disposition, dispositions)
        idle = not phrase.endswith(WAS_DEFAULT) and bool(did_nothing(disposition, dispositions))
        effect = Effect.NOTHING if idle else Effect.IGNORED
        change = _change(disposition, effect, phrase, when, option, mended=is_all(phrase))
        return replace(change, said_default=phrase.endswith(WAS_DEFAULT))
    idle = any(
        dispositions.winners.get(disposition.rival) == (option.group, option.name)
        for option in disposition.options
    )
    effect = (
        Effect.NOTHING if idle and not _was_heard(disposition, dispositions) else Effect.IGNORED
    )
    when = gone_in((option.group, option.name), dispositions.target.release)
    return _change(
        disposition,
        effect,
        why(disposition, dispositions),
        when,
        option,
        (disposition.rival,),
        mended=True,
    )


def _was_heard(disposition: Disposition, dispositions: Dispositions) -> bool:
    """Return whether the start release takes the value of an option from this very line."""
    settings = (dispositions.config.setting(one.group, one.name) for one in disposition.options)
    return any(disposition.place in setting.places for setting in settings)


def _renamed(disposition: Disposition, dispositions: Dispositions) -> Change:
    """Tell of an old name: as good as new, ignored, or on the way there."""
    name, target = disposition.name, dispositions.target
    option = target.option(*disposition.names[0]) or disposition.options[0]
    names = disposition.names if not disposition.stays else dispositions.renamed(name)
    idle = False
    now = f"`{bracketed((name,))}` is {' and '.join(f'`{bracketed((name,))}`' for name in names)}"
    if target.option(*name):  # of a group that was renamed, both of which the target reads
        message, effect = f"{now}; the old name is still read for now", Effect.SOON
        when = arrives_in(names[0], dispositions.config.release)
    elif names and set(names) <= set(dispositions.renamed(name)):
        end = end_of(name, target.release)
        fate = f"still read, but {end}" if end else "still read for now"
        message, effect = f"{now}; the old name is {fate}", Effect.SOON
        when = _on_the_way(gone_in(name, target.release, option=True), dispositions)
    else:
        idle = says_the_default(disposition, dispositions)
        still = dispositions.renamed(name)
        lost = tuple(old for old in names if old not in still) if still else ()
        of_lost = f" for {' and '.join(f'`{bracketed((old,))}`' for old in lost)}" if lost else ""
        message, effect = f"{now}; the old name is no longer read{of_lost}", Effect.IGNORED
        message += ", but its value was the default" * idle
        when = untied_in(name, lost, target.release) or gone_in(name, target.release)
        when = when or gone_in(name, target.release, option=True)
    message += _beside_base(disposition, names)
    mended = not disposition.stays
    change = _change(disposition, effect, message, when, option, names, mended=mended)
    return replace(change, said_default=idle)


def _beside_base(disposition: Disposition, names: Iterable[Name]) -> str:
    """Return a word on a tool that merges overrides by name and may set one of the names itself."""
    host = disposition.place.document.host
    by_tool = merged_by_name(host.embedded) if host else frozenset()
    if by_tool.isdisjoint((disposition.name, *names)):
        return ""
    return f"; {OWN_NAME}"


def _different(
    disposition: Disposition, dispositions: Dispositions, difference: Difference
) -> Iterator[Change]:
    """Yield what else changed about an option whose value the target still takes."""
    name = (difference.group, difference.option)
    option = dispositions.target.option(*name)
    if option is None:
        return
    if difference.kind is Kind.TYPE:
        what = type_change(difference.new, difference.old).removeprefix("type: ")
        message = f"`{bracketed((name,))}` accepts other values: {what}"
    elif difference.kind is Kind.DEFAULT and not _is_the_same_default(difference):
        difference = dated_by_meaning(difference)
        what = default_said(difference)
        message = f"`{bracketed((name,))}` is set, so its new default does not apply{what}"
    else:
        return
    when = difference.releases or renamed_in(difference, dispositions.target.release)
    yield _change(disposition, Effect.NOTHING, message, when, option, (name,))


def _is_the_same_default(difference: Difference) -> bool:
    """Whether a default is only written otherwise; nobody misses the old one then."""
    name, old, new = (difference.group, difference.option), difference.old, difference.new
    return not (old.machine or new.machine) and mean_the_same(name, old.value, new.value)


def renamed_in(difference: Difference, release: Release) -> tuple[Release, ...]:
    """Return the release in which an option that changed with its name got the new one."""
    return gone_in(difference.before, release, option=True) if difference.before else ()


def _deprecated(
    disposition: Disposition,
    dispositions: Dispositions,
    to: Name,
    differences: list[Difference] | tuple[()],
) -> Iterator[Change]:
    """Tell of an option that is to go, announced or not, and what to do without it."""
    option = dispositions.target.option(*to)
    if option is None or _is_taken_back(to, dispositions.target.release):
        return
    if not option.deprecated:
        if goes_soon(to, dispositions.target.release):
            message = f"`{bracketed((to,))}` {prospect(to, dispositions.target)}"
            yield _change(disposition, Effect.SOON, message, (), option, (to,))
        return
    when = next(
        (difference.releases for difference in differences if difference.kind is Kind.DEPRECATED),
        (),
    )
    message = f"`{bracketed((to,))}` is deprecated and {prospect(to, dispositions.target)}"
    yield _change(disposition, Effect.SOON, message, when, option, (to,))


def _is_taken_back(name: Name, release: Release) -> bool:
    """Return whether a later release has the option and does not call it deprecated any more."""
    from novalint.schema.history import life

    option_life = life(*name)
    if option_life is None or option_life.option is None:
        return False
    ends = [span.last for span in option_life.deprecated if span.first <= release <= span.last]
    return bool(ends) and any(later > ends[0] for later in option_life.option.releases)


def _unread(
    disposition: Disposition, dispositions: Dispositions, named: Config
) -> Iterator[Change]:
    """Tell of a line that the start release does not read."""
    name, target = disposition.name, dispositions.target
    if disposition.names and disposition.names[0][0] in dispositions.config.named_groups:
        return
    if not disposition.names:
        yield _change(
            disposition, Effect.NOTHING, why(disposition, dispositions), (), None, mended=True
        )
        return
    if dispositions.is_of_driver(disposition.names[0]):
        return
    option = target.option(*disposition.names[0])
    if option is None and not takes_comments(disposition.place.document):
        phrase = left(disposition, dispositions)
        yield _change(disposition, Effect.NOTHING, phrase, (), None)
        return
    start = dispositions.config.schema.version_or_release
    at_start = _at_start(disposition.names[0], dispositions)
    phrase = f"`{bracketed((name,))}` comes into effect, as {start} {at_start}"
    effect = Effect.CHANGES
    if _is_as_before(disposition.names[0], named, dispositions.config.release):
        phrase, effect = f"{phrase}; it keeps what {start} does", Effect.NOTHING
    arrived = name if target.option(*name) else disposition.names[0]
    when = arrives_in(arrived, dispositions.config.release)
    yield _change(disposition, effect, phrase, when, option, disposition.names)


def _at_start(name: Name, dispositions: Dispositions) -> str:
    """Say what the start release reads instead of a name, as in a file written for the target."""
    from novalint.schema.history import life

    known = life(*name)
    schema = dispositions.config.schema
    names = known.current_names(schema.release) if known else ()
    earlier = tuple(one for one in names if schema.option(*one))
    return f"reads `{bracketed(earlier)}` in its place" if earlier else "does not read it"


def _is_as_before(name: Name, named: Config, start: Release) -> bool:
    """Whether a new option is set to what Nova did without it, as `keep_behaviour` writes it.

    Most came with just that for their default; see `new_defaults` for those that did not.
    """
    from novalint.schema.history import life

    setting, known = named.setting(*name), life(*name)
    if setting.fault or setting.unknown or not known or known.current_names(start):
        return False
    if name in NEW_DEFAULTS:
        old = as_before(name, named)
    else:
        old = known.defaults[0].value.value if known.defaults else None
    return old is not None and same_value(old, setting.value)


def _change(
    disposition: Disposition,
    effect: Effect,
    message: str,
    when: tuple[Release, ...],
    option: Option | None,
    names: tuple[Name, ...] = (),
    mended: bool = False,
) -> Change:
    where = Location.of(disposition.place.document, disposition.place.assignment.span)
    readers = option.readers if option else ()
    names = tuple(name for name in names if name != disposition.name)
    phrase = visible(message)
    return Change(effect, *disposition.name, phrase, where, when, readers, names, mended=mended)


def _on_the_way(passed: tuple[Release, ...], dispositions: Dispositions) -> tuple[Release, ...]:
    """Leave out what happened before the start release."""
    return tuple(release for release in passed if release > dispositions.config.release)
