"""Lines that are read, but not as they were meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Fix, Location, Note, Safety, Severity
from novalint.rules.common.places import at
from novalint.rules.common.reading import Swallowed, note_start, swallowed
from novalint.rules.declaration import rule
from novalint.text.edits import Edit, Patch
from novalint.text.source import Span
from novalint.text.style import line_end
from novalint.text.writing import comment_out

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule("indented-assignment", theme="syntax", severity=Severity.ERROR)
def indented_assignment(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An indented line is swallowed by the option above it: one breaks, the other is lost.

    ## What it checks

    Continuation lines that look like an assignment to an option of the same group, like a comment,
    or like the header of a known group.

    ## Why it matters

    A line that starts with a blank continues the value above, whatever it says. The classic way
    there is to remove a `#` and leave the blank behind it: the option above then ends in a value of
    two lines, often one that Nova refuses, and the uncommented option is not set at all.

    ## Example

        report_interval = 10
         vif_plugging_is_fatal = false

    Here `report_interval` is no number any more, and `vif_plugging_is_fatal` keeps its default.

    ## Fix safety

    Unsafe: the line moves to the first column, so that both options get the values that were meant.
    A comment or header takes the lines behind it along where they are such lines too; where more of
    the value follows, there is no fix.

    ## Sources

    oslo.config 10.7.0, oslo_config/iniparser.py: `#`, `;`, `[` and `name =` mean nothing behind a
    leading blank.
    """
    for usage in config.usages:
        place = usage.place
        lines = swallowed(place, config.schema)
        for line in lines:
            document = place.document
            stop = line.start + line.indent
            rest = document.lines[document.position(line.start).line - 1].body
            yield Finding(
                f"this indented {line.what} is read as part of the value of "
                f"`{place.assignment.option}`; start it in the first column",
                Location.of(document, Span(stop, line.start + len(rest))),
                place.assignment.group,
                place.assignment.option,
                tuple(_in_first_column(place, lines, line)),
                (Note("this is the option whose value it continues", at(place)),),
            )


def _in_first_column(place: Place, lines: list[Swallowed], line: Swallowed) -> Iterator[Fix]:
    """Move a line, and with a comment or a header what it would leave without an open value."""
    found = {one.start: one for one in lines}
    starts = place.assignment.starts
    moved = [line]
    for start in starts[starts.index(line.start) + 1 :]:
        if moved[-1].what == "assignment":
            break
        if start not in found:
            return  # the rest of the value would continue nothing, and the file be refused
        moved.append(found[start])
    edits = [Edit(one.start, one.start + one.indent, "") for one in moved]
    title = "Start it in the first column" + (", and what follows it" if moved[1:] else "")
    yield Fix(title, Patch.of(place.document.source, edits), Safety.UNSAFE)


@rule("inline-comment", theme="syntax", severity=Severity.WARNING)
def inline_comment(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A note behind a value is part of the value.

    ## What it checks

    Unquoted values of known options with a `#` or `;` behind a blank. Secret options are left out,
    as such characters are at home in passwords.

    ## Why it matters

    oslo.config knows comments in the first column only. Behind a number or a boolean the note makes
    the value invalid and the service fails when it reads the option (then this is an error); behind
    a text or in a list it becomes part of what Nova uses, without a word.

    ## Example

        vif_plugging_timeout = 300  # seconds
        my_ip = 192.0.2.10 ; management network

    ## Fix safety

    Unsafe: the note moves to a line of its own above, and the value becomes what was meant.

    ## Sources

    oslo.config 10.7.0, oslo_config/iniparser.py (`_split_key_value` takes the whole rest of the
    line).
    """
    faults = [setting.fault for setting in config.settings if setting.fault]
    refused = {fault.place for fault in faults}
    referred = {place for fault in faults for place in fault.sources if fault.reference is None}
    for usage in config.usages:
        start = note_start(usage.place)
        option = usage.option or next(iter(usage.renamed), None)
        if start is None or option is None or option.secret:
            continue
        document, assignment = usage.place
        broken = usage.place in refused | referred
        effect = "Nova uses it with the note"
        if broken:
            effect = f"Nova refuses {'it' if usage.place in refused else 'what refers to it'}"
        yield Finding(
            f"the note behind the value of `{assignment.option}` is part of the value, so {effect};"
            " put it on a line of its own",
            Location.of(document, Span(start, assignment.raw.end)),
            assignment.group,
            assignment.option,
            (_note_above(usage.place, start),),
            override=Severity.ERROR if broken else None,
        )


def _note_above(place: Place, start: int) -> Fix:
    document, assignment = place
    text = document.text
    note = text[start : assignment.raw.end].strip()
    first = assignment.starts[0]
    edits = [
        Edit(first, first, note + line_end(text)),
        Edit(start, assignment.raw.end, ""),
    ]
    return Fix("Put the note on its own line", Patch.of(document.source, edits), Safety.UNSAFE)


@rule("duplicate-option", theme="syntax", severity=Severity.WARNING)
def duplicate_option(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is set more than once in one file, and only the last line counts.

    ## What it checks

    Assignments to the same single-valued option within one file, over all openings of its group.
    Options that may be repeated are left out, and so are several files: there the later one is
    meant to win.

    ## Why it matters

    Nothing says that the earlier line is dead. Whoever changes it later wonders why nothing
    happens.

    ## Example

        [libvirt]
        virt_type = qemu
        virt_type = kvm

    ## Fix safety

    Safe: the lines without effect are commented out.

    ## Sources

    oslo.config 10.7.0, oslo_config/cfg.py (`_Namespace._get_value` takes the last value of a file).
    """
    for layer in config.layers:
        for name, places in layer.values.items():
            option = config.schema.option(*name)
            options = (option,) if option else config.schema.renamed(*name)
            if len(places) < 2 or not options or any(one.multi for one in options):
                continue
            last = places[-1]
            for place in places[:-1]:
                patch = comment_out(place.document, [place.assignment])
                yield Finding(
                    f"`{name[1]}` is set again in line {last.position.line}, so this line has no "
                    "effect; keep one of them",
                    at(place),
                    name[0],
                    name[1],
                    (Fix("Comment out the line without effect", patch, Safety.SAFE),),
                    (Note("this line counts", at(last)),),
                )


@rule("lowercase-default-group", theme="syntax", severity=Severity.ERROR)
def lowercase_default_group(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A group is spelt `[default]` or alike, and nobody reads it.

    ## What it checks

    Headers that differ from `[DEFAULT]` in case or in blanks within the brackets.

    ## Why it matters

    Group names are taken in any case, except for this one: `DEFAULT` is no ordinary group but where
    options without a group are kept. Everything below such a header is ignored without a word.

    ## Example

        [Default]
        transport_url = rabbit://…

    ## Fix safety

    Unsafe: what stands below the header comes into effect.

    ## Sources

    oslo.config 10.7.0, oslo_config/cfg.py (`_normalize_group_name`).
    """
    for document in config.documents:
        for group in document.groups:
            if group.name != "DEFAULT" and group.name.strip().upper() == "DEFAULT":
                name = Span(group.span.start + 1, group.span.end - 1)
                patch = Patch.of(document.source, [Edit(*name, "DEFAULT")])
                yield Finding(
                    f"nobody reads the group `[{group.name}]`; write `[DEFAULT]`",
                    Location.of(document, group.span),
                    group.name,
                    fixes=(Fix("Write [DEFAULT]", patch, Safety.UNSAFE),),
                )
