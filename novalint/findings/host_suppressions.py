"""Comments of a host that silence findings: those above the keys of a YAML mapping."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings.suppressions import IGNORE, IGNORE_FILE, Directive, parsed
from novalint.text.source_map import LineForm

if TYPE_CHECKING:
    from novalint.text.document import Document
    from novalint.text.host import Host


def host_directives(document: Document) -> tuple[Directive, ...]:
    """Return the directives that stand in the host of a mapping, and not in the mapping itself.

    `ignore` is about the key below it with all that belongs to it; `ignore-file`, in the first
    lines, about the whole file. Their spans are those of the host.
    """
    host = document.host
    if host is None or "novalint:" not in host.source.text:
        return ()
    if host.embedded.source_map.lines is LineForm.TEXT:  # these are lines of the text itself
        return ()
    return tuple(_directives(host))


def _directives(host: Host) -> Iterator[Directive]:
    leading = True
    count = len(host.line_index)
    for number in range(1, count + 1):
        line = host.line(number)
        bare = line.strip()
        directive = parsed(bare, host.line_index.start(number) + len(line) - len(line.lstrip()))
        if directive and directive.word == IGNORE_FILE and leading:
            yield directive._replace(lines=range(1, count + 2))
        elif directive and directive.word == IGNORE:
            yield directive._replace(lines=_block(host, number + 1))
        leading = leading and (not bare or bare.startswith("#") or bare == "---")


def _block(host: Host, number: int) -> range:
    """Return the lines from one on: comments, then a key and what is indented more than it."""
    end = number
    while host.line(end).lstrip().startswith("#"):
        end += 1
    depth = _indent(host.line(end))
    end += 1
    while _belongs(host.line(end), depth):
        end += 1
    return range(number, end)


def _belongs(line: str, depth: int) -> bool:
    bare = line.strip()
    return bool(bare) and (_indent(line) > depth or bare.startswith("- "))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
