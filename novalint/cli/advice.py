"""What is said beside a change or a list: what has no effect, and what Nova would refuse."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.cli.names import instead, meant, nearest_options, read_as
from novalint.cli.output import say
from novalint.config.absent import may_be
from novalint.config.layers import COMPUTED
from novalint.config.refusals import refusals
from novalint.hosts.bases import merged_by_name
from novalint.redaction import Redaction
from novalint.text.branches import counting, is_certain
from novalint.wording import listed, nearest_are, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from novalint.config.layers import Usage
    from novalint.config.model import Config
    from novalint.schema.options import Name
    from novalint.text.content import Assignment
    from novalint.text.document import Document

MOST_LINES = 3
"""Lines that a message names."""


def say_refused(documents: Iterable[Document]) -> None:
    """Say which of the files Nova refuses whole, and why."""
    for reason in refused(documents):
        say(reason)


def refused(documents: Iterable[Document]) -> Iterator[str]:
    """Yield which of the files Nova refuses whole, and why."""
    for path, line, reason in refusals(documents):
        yield f"{path}:{line}: {reason}, so Nova refuses the whole file; correct that first"


def say_renamed(config: Config, places: Mapping[Name, Name]) -> None:
    """Say where a name that was given is not the one that is written, or is an old one."""
    for written, place in places.items():
        options = read_as(config, written)
        current = [(option.group, option.name) for option in options]
        if written != place and written in current:
            say(
                f"{named(place)} is an old name of {named(written)} and sets it in this file, so "
                "that line is changed; `novalint fix` renames it"
            )
        elif written != place:
            say(f"{named(written)} is an old name; {named(place)} is changed instead")
        elif options and written not in current:
            names = " and ".join(map(named, current))
            say(f"{named(written)} is an old name of {names}; `novalint fix` renames it")


def say_so_already(config: Config, names: Sequence[Name]) -> None:
    """Say that nothing is to be done, since each option that was named has its value already."""
    redaction = Redaction(config)
    first = [f"[{redaction.group(group)}] {redaction.option(name)}" for group, name in names]
    said = listed(first) if len(first) <= MOST_LINES else f"all {len(first)} options"
    value = "has this value" if len(names) == 1 else "have these values"
    say(f"{said} {value} already; nothing is changed")


def unread(after: Config, wanted: Iterable[Name]) -> Iterator[str]:
    """Yield what Nova would make of options that are set: nothing, or that it refuses a value."""
    redaction = Redaction(after)
    for group, option in wanted:
        name = f"[{redaction.group(group)}] {redaction.option(option)}"
        options = read_as(after, (group, option))
        if not options:
            way = instead(after.schema, (group, option), "set")
            yield f"nothing in Nova {after.schema.version_or_release} reads {name}" + (
                f"; {way}" if way else ""
            )
        for known in options:
            if error := redaction.error(after.setting(known.group, known.name)):
                yield f"Nova {after.release} cannot read {name}: {error}"


def say_in_branches(document: Document, names: Iterable[Name]) -> None:
    """Say of options that are set in branches of a template where they stay as they were."""
    for name in names if document.host else ():
        lines = counting(document, *name)
        if lines and not is_certain(document, lines):
            say(
                f"{named(name)} is set only where a branch or a loop of the template applies "
                f"({lines_said(document, lines)}); elsewhere it stays as it was"
            )


def say_below(config: Config, names: Iterable[Name]) -> None:
    """Say which lines below may set an option as well, since a template computes what they set.

    `config` is the changed one; the last of its documents is asked.
    """
    document = config.documents[-1]
    for name in names if document.host else ():
        at = max((line.span.start for line in document.places.live(*name)), default=-1)
        below = [line for line in document.assignments if line.span.start > at and line.group]
        for what, lines in (
            ("group", [line for line in below if COMPUTED in line.group]),
            ("name", [line for line in below if COMPUTED in line.option]),
        ):
            found = [line for line in lines if may_be(name, (line.group, line.option))]
            if found:
                many = any(option.multi for option in meant(config.schema, name))
                rule = "each line counts" if many else "of both the last line counts"
                say(
                    f"{lines_said(document, found)} may set {named(name)} too, where the template "
                    f"leaves the {what} open; {rule}"
                )
                break


def say_in_base(config: Config, document: Document, names: Iterable[Name]) -> None:
    """Say of options that are set which other name of them the tool keeps beside an override."""
    by_tool = merged_by_name(document.host.embedded) if document.host else ()
    for name in names if by_tool else ():
        for option in read_as(config, name):
            current = (option.group, option.name)
            kept = [other for other in (current, *option.old_names) if other in by_tool]
            if option.multi and kept and name not in kept:
                what = "every line of both counts"
            elif not option.multi and name != current and current in kept:
                what = "that one takes precedence"
            else:
                continue
            others = " and ".join(map(named, kept))
            say(f"the tool's own nova.conf may set {others}, which remains in effect too; {what}")


def lines_said(document: Document, lines: Iterable[Assignment]) -> str:
    """Name the lines of a file on which assignments stand, of many the first ones."""
    numbers = [document.position(line.span.start).line for line in lines]
    said = "line " if len(numbers) == 1 else "lines "
    return said + ", ".join(map(str, numbers[:MOST_LINES])) + (", …" * bool(numbers[MOST_LINES:]))


def say_not_set(config: Config, names: Iterable[Name]) -> None:
    """Say of options that the file does not set that there is nothing to comment out."""
    for name in names:
        near = [] if meant(config.schema, name) else nearest_options(config.schema, name)
        hint = f"; {nearest_are(near)}" if near else ""
        say(f"nothing sets {named(name)} in {shown(config.documents[0].path)}{hint}")


def say_left_out(config: Config) -> None:
    """Say which lines set nothing that the release has, and are not shown therefore."""
    lost = [usage for usage in config.usages if usage.option is None and not usage.renamed]
    if not lost:
        return
    redaction = Redaction(config)
    first = ", ".join(_line(usage, redaction) for usage in lost[:MOST_LINES])
    more = f" and {len(lost) - MOST_LINES} more" if len(lost) > MOST_LINES else ""
    newest = "" if config.release_told else ", the newest; set another with --release"
    what = "there is no such option" if len(lost) == 1 else "there are no such options"
    say(f"not shown: {first}{more}; {what} in {config.release}{newest}")


def _line(usage: Usage, redaction: Redaction) -> str:
    document, assignment = usage.place
    group, option = redaction.group(assignment.group or ""), redaction.option(assignment.option)
    return f"[{group}] {option} ({document.path}:{usage.place.position.line})"


def named(name: Name) -> str:
    """Write a group and an option of it as messages of `set` and `unset` do."""
    group, option = name
    return f"`[{group}] {option}`"
