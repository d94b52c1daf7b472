"""A finding about an option, where it points, and the fixes that set or move one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import UnknownValue
from novalint.findings import Finding, Fix, Location, Safety
from novalint.hosts.signs import real
from novalint.text.document import same_group
from novalint.text.edits import Patch, merge
from novalint.text.source import Span
from novalint.text.writing import (
    add_behind,
    comment_out,
    live,
    new_line,
    set_assignment,
    set_option,
    template,
)

if TYPE_CHECKING:
    from typing import TypeVar

    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.findings import Note, Severity
    from novalint.text.document import Document

    T = TypeVar("T")


def finding(
    config: Config,
    group: str,
    option: str,
    message: str,
    *fixes: Fix,
    related: tuple[Note, ...] = (),
    override: Severity | None = None,
) -> Finding:
    """Return a finding about an option, at what gives the option its value (see `at_option`)."""
    location = at_option(config, group, option)
    return Finding(message, location, group, option, fixes, related, override)


def each(items: Iterable[T], find: Callable[[T], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what is found about each item, also behind one whose value a line leaves open.

    Raises the first UnknownValue at the end, for the engine to tell what was not looked at; at once
    where no line sets an option, as the engine tries then what it may say (engine/supposing.py).
    """
    first = None
    for item in items:
        try:
            yield from find(item)
        except UnknownValue as unknown:
            first = first or unknown
            if not unknown.places:
                break
    if first:
        raise first


def surely(items: Iterable[T], holds: Callable[[T], bool]) -> list[T]:
    """Return the items of which something holds, without those where an open line decides it.

    Raises UnknownValue where no line sets an option, as `each` does.
    """
    sure = []
    for item in items:
        try:
            if holds(item):
                sure.append(item)
        except UnknownValue as unknown:
            if not unknown.places:
                raise
    return sure


def named(group: str, option: str) -> str:
    """Return an option as messages name it: with its group, unless that is DEFAULT."""
    return f"`{option}`" if group == "DEFAULT" else f"`[{group}] {option}`"


def lacking(config: Config, group: str, *options: str) -> str:
    """Say that options have no value: `is empty` where a file sets it to nothing."""
    return lacking_names(config, [(group, option) for option in options])


def lacking_names(config: Config, names: Collection[tuple[str, str]]) -> str:
    """Say the same of options of several groups."""
    written = [_is_written(config, name) for name in names]
    state = "empty" if all(written) else "empty or not set" if any(written) else "not set"
    return f"{'is' if len(names) == 1 else 'are'} {state}"


def spelt(setting: Setting) -> str:
    """Return the name under which a file sets an option, an old one included."""
    return setting.via[1] if setting.via else setting.name


def as_set(setting: Setting) -> str:
    """Return an option as messages name it, under the name that a file has, an old one included."""
    return named(*(setting.via or (setting.group, setting.name)))


def _is_written(config: Config, name: tuple[str, str]) -> bool:
    """Return whether a file surely sets an option, by any of its names; its value is not read."""
    option = config.schema.option(*name)
    names = {name, *(option.old_names if option else ())}
    return any(not names.isdisjoint(layer.values) for layer in config.layers)


def is_of_others(config: Config, place: Place) -> bool:
    """Whether configurations without all of these files, checked too, read the one of a line."""
    sharing, path = config.sharing, place.document.path
    if sharing is None or not sharing.together:
        return False
    own = {real(each) for each in config.by_path}
    readers = (each.paths for each in sharing.others.every) if sharing.others else ()
    return any(real(path) in paths and not own <= paths for paths in readers)


def at(place: Place) -> Location:
    """Point at an assignment."""
    return Location.of(place.document, place.assignment.span)


def at_option(config: Config, group: str, option: str) -> Location:
    """Point at what gives an option its value, or at where that would be written.

    That is the live assignment that counts, else the commented-out one, else the group's header,
    else the start of the last file.
    """
    setting = config.setting(group, option)
    if setting.places:
        return at(setting.places[-1])
    document, span = _unset_place(config, group, option)
    return Location.of(document, span)


def set_fix(config: Config, group: str, option: str, value: str, title: str = "") -> Fix:
    """Offer to set an option where it is set, commented out or missing; unsafe by its nature."""
    setting = config.setting(group, option)
    if setting.places:  # a later line of the option may stand in another branch of a template
        place = setting.places[-1]
        patch = set_assignment(place.document, place.assignment, value)
    else:
        document = _unset_place(config, group, option)[0]
        own = _in_branch(config, group, option, value)
        patch = own or set_option(document, group, option, value)
    adds = not setting.places
    return Fix(
        title or f"Set {_written(config, group, option)[1]} to {value}", patch, Safety.UNSAFE, adds
    )


def _in_branch(config: Config, group: str, option: str, value: str) -> Patch | None:
    """Return what sets an option in the branch of a template that is taken to be chosen.

    It goes behind the last line that the branch has of the group; None where it has none.
    """
    for document in reversed(config.documents) if config.arms else ():
        own = (line for line in document.assignments if same_group(line.group, group))
        lines = [line for line in own if document.arms(line.span.start) == config.arms]
        if lines:
            return add_behind(document, lines[-1], new_line(document, group, option, value))
    return None


def removal(setting: Setting, outcome: str) -> str:
    """Say to remove an option, and what that gives: nothing certain where a line comes back."""
    return "remove it" if setting.shadowed else f"remove it {outcome}"


def unset_fix(config: Config, group: str, option: str, title: str = "") -> Fix:
    """Offer to comment out the assignment that counts; one of a lower layer then holds again."""
    if title in ("", f"Comment out {option}"):
        title = f"Comment out {_written(config, group, option)[1]}"
    return unset_all_fix(config, ((group, option),), title)


def _written(config: Config, group: str, option: str) -> tuple[str, str]:
    """Return group and name under which a file sets an option; its own where none does."""
    return config.setting(group, option).via or (group, option)


def unset_all_fix(config: Config, names: Iterable[tuple[str, str]], title: str) -> Fix:
    """Offer to comment several options out together, in every file that sets one of them."""
    settings = [config.setting(group, option) for group, option in names]
    places = [place for setting in settings for place in setting.places]
    documents = {place.document.path: place.document for place in places}
    patch = merge(
        comment_out(document, [p.assignment for p in places if p.document.path == path])
        for path, document in documents.items()
    )
    return Fix(title, patch, Safety.UNSAFE)


def _unset_place(config: Config, group: str, option: str) -> tuple[Document, Span]:
    for document in reversed(config.documents):
        commented = template(document, group, option)
        if commented:
            return document, commented.span
    for document in reversed(config.documents):
        headers = [header for header in document.groups if same_group(header.name, group)]
        if headers:
            return document, headers[0].span
    last = config.documents[-1]
    end = last.lines[0].start + len(last.lines[0].body) if last.lines else 0
    return last, Span(0, end)


def is_live(document: Document, group: str, option: str) -> bool:
    """Return whether a document sets an option under this very name."""
    return bool(live(document, group, option))
