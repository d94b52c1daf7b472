"""Lines that are read, but not as they were meant."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Location, Note, Safety, Severity
from novalint.rules.common.places import at
from novalint.rules.common.reading import Swallowed, is_set_in, swallowed
from novalint.rules.declaration import rule
from novalint.rules.syntax.skipped import skipped
from novalint.schema.types import ValueFault, decode
from novalint.text.document import normalize_group
from novalint.text.edits import Edit, Patch
from novalint.text.source import Span
from novalint.text.writing import comment_out, next_line
from novalint.wording import listed, option_name, shown

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.schema.options import Option
    from novalint.text.document import Document, Group
    from novalint.text.host import Host


_ABOVE = "Put it above the option"
_ANSIBLE = "Ansible"
MOST_NAMED = 3
"""Options that a finding names."""


@rule("indented-assignment", theme="syntax", severity=Severity.ERROR)
def indented_assignment(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An indented line becomes part of the value above it: one option breaks, the other is lost.

    ## What it checks

    Continuation lines that look like an assignment to an option of the same group, like a comment,
    or like the header of a known group. Where the value is not a list, a name with one or two wrong
    letters counts too, and any name if the value is a number, a boolean or a choice.

    In an Ansible template an indented statement such as `{% if %}` has the same effect: in
    overrides of kolla-ansible, and in roles whose tasks do not set `lstrip_blocks`. kolla-ansible
    sets it since 22.2.0: in 2026.1 this is a warning, and in later releases it is not reported.

    In devstack's local.conf any indented line but a comment, a warning.

    ## Why it matters

    A line that starts with a blank continues the value above, whatever it contains. This usually
    happens when somebody removes a `#` and leaves the blank behind it: the option above then has a
    value of two lines, often one that Nova refuses, and the uncommented option is not set at all.
    Ansible keeps the blanks in front of a statement and takes the line end behind it, so that the
    line that follows starts with these blanks.
    devstack skips indented lines: they set nothing, and of a value in several lines the first
    alone remains.

    ## Example

        report_interval = 10
         vif_plugging_is_fatal = false

    Here `report_interval` is no longer a number, and `vif_plugging_is_fatal` keeps its default.

    ## Fix safety

    Unsafe: the line moves to the first column, so that both options get their intended values. A
    comment or header is moved with the lines below it if these are comments or headers too. A
    comment within a continued value moves above its option; a header there has no fix. A statement
    moves to the first column.

    ## Sources

    oslo.config 10.7.0, oslo_config/iniparser.py: `#`, `;`, `[` and `name =` mean nothing behind a
    leading blank. ansible-core 2.19.14: trim_blocks, without lstrip_blocks. kolla-ansible 22.2.0:
    action_plugins/merge_configs.py (read_config) with it; up to 22.1.0 without.
    devstack of 2026: inc/meta-config (merge_config_file).
    """
    yield from _statements(config)
    for usage in config.usages:
        place = usage.place
        lines = swallowed(place, config.schema)
        for line in lines:
            document = place.document
            stop = line.start + line.indent
            rest = document.lines[document.line_of(line.start) - 1].body
            name = option_name(normalize_group(place.assignment.group), place.assignment.option)
            fixes = tuple(_in_first_column(place, lines, line))
            above = [fix.title for fix in fixes] == [_ABOVE]
            to = "put that line above the option", "start that line in the first column"
            way = to[0] if above else to[1]
            yield Finding(
                f"{name} takes the indented {_called(line)} as part of its value; {way}",
                Location.of(document, Span(stop, line.start + len(rest))),
                place.assignment.group,
                place.assignment.option,
                fixes,
                (Note("this is the option whose value it continues", at(place)),),
            )


def _statements(config: Config) -> Iterator[Finding]:
    """Yield a finding for each statement whose blanks come out in front of a line."""
    for document in config.documents:
        host = document.host
        if host and host.embedded.form == "devstack":
            yield from skipped(host)
            continue
        if host is None or not (when := _when_kept(host, config.release.major)):
            continue
        for blanks in host.embedded.indented:
            start, end = map(host.line_index.position, blanks)
            patch = Patch.of(host.source, [Edit(*blanks, "")])
            yield Finding(
                f"{when} keeps the blanks in front of this statement, so Nova treats the line"
                " after it as part of the value above; start the statement in the first column",
                Location(host.path, start, end, host.name),
                fixes=(Fix("Start the statement in the first column", patch, Safety.UNSAFE),),
                override=None if when == _ANSIBLE else Severity.WARNING,
            )


def _when_kept(host: Host, major: int) -> str:
    """Say what keeps the blanks in front of statements in a release; empty where nothing does."""
    since = host.embedded.strips_since
    if since is None or major < since:
        return _ANSIBLE
    return "kolla-ansible before 22.2.0" if major == since else ""


def _called(line: Swallowed) -> str:
    return f"assignment of `{line.option}`" if line.option else f"{line.what} below"


def _in_first_column(place: Place, lines: list[Swallowed], line: Swallowed) -> Iterator[Fix]:
    """Move a line, and with a comment or a header what it would leave without an open value."""
    by_start = {line.start: line for line in lines}
    starts = place.assignment.starts
    moved = [line]
    for start in starts[starts.index(line.start) + 1 :]:
        if moved[-1].what == "assignment":
            break
        if start not in by_start:  # in the first column it would cut the rest of the value off
            if line.what == "comment":
                yield _above(place, line)
            return
        moved.append(by_start[start])
    edits = [edit for line in moved for edit in _dedented(line)]
    title = "Start it in the first column" + (", with the lines after it" if moved[1:] else "")
    yield Fix(title, Patch.of(place.document.source, edits), Safety.UNSAFE)


def _dedented(line: Swallowed) -> Iterator[Edit]:
    """Take the blanks away before a line, and correct the name that it starts with."""
    start = line.start + line.indent
    yield Edit(line.start, start, "")
    if line.written != line.option:
        yield Edit(start, start + len(line.written), line.option)


def _above(place: Place, comment: Swallowed) -> Fix:
    """Move a comment out of a value that goes on behind it."""
    document, first = place.document, place.assignment.starts[0]
    end = next_line(document, comment.start)
    text = document.text[comment.start + comment.indent : end]
    edits = [Edit(first, first, text), Edit(comment.start, end, "")]
    return Fix(_ABOVE, Patch.of(document.source, edits), Safety.UNSAFE)


@rule("duplicate-option", theme="syntax", severity=Severity.WARNING)
def duplicate_option(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """An option is set more than once in one file, and only the last line counts.

    ## What it checks

    Assignments to the same single-valued option within one file, over all openings of its group.
    Options that may be repeated are left out, and so are several files: there the later one is
    meant to win. The same value twice is info. In a template the later line must be there wherever
    the earlier one is: a value for one branch may follow that for all. In YAML also keys that stand
    twice: on the way to the options, such as two `nova_nova_conf_overrides`, or those of a group or
    an option.

    ## Why it matters

    Nothing says that the earlier line is dead. Anyone who changes it later wonders why nothing
    happens. Of equal keys in YAML the last one takes the place of the others with all that is below
    them: two openings of one group are not put together as in a nova.conf.

    ## Example

        [libvirt]
        virt_type = qemu
        virt_type = kvm

    ## Fix safety

    Safe: the lines without effect are commented out. Equal keys have no fix, as what is below the
    first may be meant to count as well.

    ## Sources

    oslo.config 10.7.0, oslo_config/cfg.py (`_Namespace._get_value` takes the last value of a file);
    PyYAML 6.0, yaml/constructor.py (`construct_mapping` writes a later value over an earlier one).
    """
    for document in config.documents:
        if document.host:
            yield from _unread_keys(document.host)
    for layer in config.layers:
        for name, places in layer.values.items():
            option = config.schema.option(*name)
            options = (option,) if option else config.schema.renamed(*name)
            if len(places) < 2 or not options or any(option.multi for option in options):
                continue
            for number, place in enumerate(places):
                last = _set_again(place, places[number + 1 :])
                if last is None:
                    continue
                patch = comment_out(place.document, [place.assignment])
                same = _says_the_same(options[0], place, last)
                yield Finding(
                    f"{option_name(*name)} is set again in line {last.position.line}, so this line"
                    " has no effect; remove one of them",
                    at(place),
                    name[0],
                    name[1],
                    (Fix("Comment out the line without effect", patch, Safety.SAFE),),
                    (
                        Note(
                            "this line counts" if last is places[-1] else "set here again", at(last)
                        ),
                    ),
                    override=Severity.INFO if same else None,
                )


def _set_again(place: Place, later: list[Place]) -> Place | None:
    """Return the last line that sets an option again wherever the template has the first one."""
    arms = set(place.document.arms(place.assignment.span.start))
    return next(
        (
            other
            for other in reversed(later)
            if arms.issuperset(other.document.arms(other.assignment.span.start))
        ),
        None,
    )


def _unread_keys(host: Host) -> Iterator[Finding]:
    """Yield the keys of a YAML file whose values an equal key below takes the place of."""
    for unread in host.embedded.unread:
        line = host.line_index.position(unread.last.start).line
        yield Finding(
            f"the key {shown(unread.name)} appears again in line {line}, and YAML uses the last"
            " of equal keys, so this one is not read; write it once",
            _in(host, unread.span),
            related=(Note("this one counts", _in(host, unread.last)),),
        )


def _in(host: Host, span: Span) -> Location:
    start, end = map(host.line_index.position, span)
    return Location(host.path, start, end, host.name)


def _says_the_same(option: Option, place: Place, last: Place) -> bool:
    """Return whether two assignments give an option one value: `true` and `True`, for example."""
    first, second = place.assignment.value, last.assignment.value
    if first == second or "$" in first + second:
        return first == second
    try:
        return decode(option.entry, first) == decode(option.entry, second)
    except ValueFault:
        return False


@rule("lowercase-default-group", theme="syntax", severity=Severity.ERROR)
def lowercase_default_group(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """`[DEFAULT]` is written in another case, so nothing reads the group.

    ## What it checks

    Headers that differ from `[DEFAULT]` in case or in blanks within the brackets. It is info where
    nothing is below the header.

    ## Why it matters

    Group names are taken in any case, except for this one: `DEFAULT` is no ordinary group but where
    options without a group are kept. Everything below such a header is ignored silently.

    ## Example

        [Default]
        transport_url = rabbit://…

    ## Fix safety

    Unsafe: what is below the header comes into effect. There is no fix where the file's `[DEFAULT]`
    sets one of its options too: either line may be the right one.

    ## Sources

    oslo.config 10.7.0, oslo_config/cfg.py (`_normalize_group_name`).
    """
    for document in config.documents:
        for group in document.groups:
            if group.name != "DEFAULT" and group.name.strip().upper() == "DEFAULT":
                yield _of_no_group(config, document, group)


def _of_no_group(config: Config, document: Document, group: Group) -> Finding:
    """Tell of a header that is nearly `[DEFAULT]`; what that sets as well may be the right one."""
    below = _names_below(document, group)
    twice = [name for name in below if is_set_in(document, config, "DEFAULT", name)]
    name = Span(group.span.start + 1, group.span.end - 1)
    patch = Patch.of(document.source, [Edit(*name, "DEFAULT")])
    more = " and more" if twice[MOST_NAMED:] else ""
    too = f", which sets {listed(twice[:MOST_NAMED])}{more} too: keep one line of each"
    return Finding(
        f"{shown(f'[{group.name}]')} is not the group `[DEFAULT]`, so nothing below it is read;"
        f" write `[DEFAULT]`{too if twice else ''}",
        Location.of(document, group.span),
        group.name,
        fixes=() if twice else (Fix("Write [DEFAULT]", patch, Safety.UNSAFE),),
        override=None if below else Severity.INFO,
    )


def _names_below(document: Document, group: Group) -> list[str]:
    """Return the options that are set below a header, before the next one."""
    start = group.span.end
    later = (other.span.start for other in document.groups if other.span.start > start)
    stop = min(later, default=len(document.text))
    below = (each for each in document.assignments if start < each.span.start < stop)
    return list(dict.fromkeys(assignment.option for assignment in below))
