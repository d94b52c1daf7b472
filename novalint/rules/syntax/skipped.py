"""Indented lines of devstack's local.conf, which its awk skips."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Location, Safety, Severity
from novalint.text.edits import Edit, Patch

if TYPE_CHECKING:
    from novalint.text.host import Host
    from novalint.text.source import Span

_OPEN = (",", "=", "\\")
"""The ends of a line whose value goes on in the next one."""


def skipped(host: Host) -> Iterator[Finding]:
    """Yield the lines that set nothing; a part of the value above is not moved."""
    text = host.source.text
    for blanks in host.embedded.indented:
        goes_on = text[: blanks.start].rstrip().endswith(_OPEN)
        comes, way = "it sets nothing", "start it in the first column"
        if goes_on:
            comes, way = "the value above ends before it", "write the value in one line"
        patch = Patch.of(host.source, [Edit(*blanks, "")])
        fix = Fix("Start it in the first column", patch, Safety.UNSAFE)
        yield Finding(
            f"devstack skips this indented line, so {comes}; {way}",
            _place(host, blanks),
            fixes=() if goes_on else (fix,),
            override=Severity.WARNING,
        )


def _place(host: Host, blanks: Span) -> Location:
    number = host.line_index.position(blanks.end).line
    stop = host.line_index.start(number) + len(host.line(number))
    start, end = map(host.line_index.position, (blanks.end, stop))
    return Location(host.path, start, end, host.name)
