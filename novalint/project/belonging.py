"""Whether a file is Nova's at all: other programs have a nova.conf too."""

from __future__ import annotations

import re
from functools import cache

from novalint.annotations import TYPE_CHECKING
from novalint.nearest import nearest
from novalint.project.walking import NAMED
from novalint.schema.earlier import earlier
from novalint.schema.history import groups_ever, names_ever
from novalint.text import grammar
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from novalint.text.document import Document

LONG = 8
"""Letters of a name from which on it is taken for one of Nova: others have a `timeout` too."""
_TOOLS = re.compile(r"nova-(?:config|policy)-generator\.conf")
"""What Nova's own tools are told what to write with."""
_BROKEN_HEADER = re.compile(r"\[([\w:.\-]+)|([\w:.\-]+)\]")
_FLAG = re.compile(r"--(?:no)?(\w+)")


def is_novas(document: Document) -> bool:
    """Whether a document is for Nova, or may be meant for it.

    That is so where it has a group that some release knows, or a name that looks like a misspelt
    one, or says nothing yet: of comments alone a file is that has Nova's name, or none, as standard
    input. A file of another program has none of these.
    """
    if _TOOLS.fullmatch(document.path.rpartition("/")[2]):
        return False
    if _has_broken_header(document):
        return True
    names = {
        (normalize_group(assignment.group), assignment.option)
        for assignment in document.assignments
    }
    names |= {(normalize_group(template.group), template.option) for template in document.templates}
    if not names and not any(isinstance(line, grammar.Refused) for line in document.lines):
        return bool(document.groups) or document.host is not None or _is_named(document)
    if not document.groups:  # no file that Nova reads by now: flags, as Nova read up to essex
        options = {option.lstrip("-") for _, option in names} | set(_flags(document))
        if NAMED.fullmatch(document.path) and 2 * sum(map(_is_known, options)) > len(options):
            return True
        return any(len(option) >= LONG and _is_known(option) for option in options)
    groups = {normalize_group(group.name) for group in document.groups}
    return not groups.isdisjoint({"DEFAULT", *_groups()}) or _may_be_misspelt(names, groups)


def _is_named(document: Document) -> bool:
    return document.path == "-" or NAMED.fullmatch(document.path) is not None


def _has_broken_header(document: Document) -> bool:
    """Whether a line that Nova refuses is the header of one of its groups, with a bracket lost."""
    refused = (line for line in document.lines if isinstance(line, grammar.Refused))
    hits = (_BROKEN_HEADER.fullmatch(line.body.strip()) for line in refused)
    return any(hit is not None and (hit[1] or hit[2]) in _groups() for hit in hits)


def _flags(document: Document) -> list[str]:
    """Return the flags without a value that a file has a line each for."""
    refused = (line for line in document.lines if isinstance(line, grammar.Refused))
    hits = (_FLAG.match(line.body) for line in refused)
    return [hit[1] for hit in hits if hit]


def _is_known(option: str) -> bool:
    return bool(groups_ever(option)) or earlier("DEFAULT", option) is not None


@cache
def _groups() -> frozenset[str]:
    return frozenset(group for group, _ in names_ever())


def _may_be_misspelt(names: set[tuple[str, str]], written: set[str]) -> bool:
    """Whether a name looks like one of Nova's with a slip in it, or stands in another group."""
    known = {option for _, option in names_ever()}
    if any(option in known and len(option) >= LONG for _, option in names):  # in a wrong group
        return True
    if any(nearest(group, _groups()) for group in written):
        return True
    return any(len(option) >= LONG and nearest(option, known) for _, option in names)
