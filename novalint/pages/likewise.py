"""Changes of which the same is to be said, told as one: what is said, and then for whom else."""

from __future__ import annotations

from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.patterns import lazy_pattern
from novalint.wording import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from novalint.upgrading.changes import Change

_SUBJECT = lazy_pattern(r"(the APIs|`[^`]+`(?:, `[^`]+`)*(?: and `[^`]+`)?) (?=[a-z])")
"""What a message is about: an option, programs."""
_SINGULAR = {"are": "is", "were": "was", "run": "runs"}


def folded(changes: Iterable[Change]) -> list[Change]:
    """Return changes with those alike told by the first of them, which names the others.

    Alike are those with the same words about another option of the same services, or about other
    programs, be it in another release.
    """
    alike: dict[object, list[Change]] = {}
    for change in changes:
        alike.setdefault(_key(change), []).append(change)
    return [_told(*same) for same in alike.values()]


def _key(change: Change) -> object:
    said = _SUBJECT.match(change.message)
    if said is None:
        return id(change)
    verb, _, rest = change.message[said.end() :].partition(" ")
    about = (change.releases, change.readers) if change.option else ()
    words = f"{_SINGULAR.get(verb, verb)} {rest}"
    return change.effect, change.rule, change.mended, about, words


def _told(first: Change, *others: Change) -> Change:
    if not others:
        return first
    readers = dict.fromkeys(reader for one in (first, *others) for reader in one.readers)
    more = _in_words([_named(one, first) for one in others])
    return replace(first, message=f"{first.message}; likewise {more}", readers=tuple(readers))


def _named(change: Change, first: Change) -> str:
    """Return what a change is about, and where and when that is, if not as for the first."""
    said = _SUBJECT.match(change.message)
    assert said
    subject = said[1]
    if change.group == first.group:
        subject = subject.replace(f"`[{change.group}] ", "`")
    if change.releases != first.releases:
        subject += f" in {_in_words(list(map(str, change.releases)))}"
    if change.location is None:
        return subject
    path, line = change.location.path, change.location.start.line
    same = first.location is not None and first.location.path == path
    return f"{subject} ({f'line {line}' if same else visible(f'{path}:{line}')})"


def _in_words(items: Sequence[str]) -> str:
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last
