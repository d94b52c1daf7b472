"""The file that a nova.conf stands within, and how the two are told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from novalint.text.edits import FilePatch, Patch, apply_edits
from novalint.text.host_edits import host_edits
from novalint.text.source import LineIndex, Position, Source, Span
from novalint.text.source_map import Arm, LineForm, SliceKind

if TYPE_CHECKING:
    from novalint.text.document import Assignment, Document
    from novalint.text.source_map import Embedded

_LINE_END = re.compile(r"\r\n|\r|\n")

Reader = Callable[[str], "tuple[Embedded, ...]"]
"""Finds what stands within a text of one host, again after it was changed."""

COMPUTED = "no fix here, where a template or the form of the file decides what stands there"
"""Why a finding has no fix that its rule has, in one phrase."""


@dataclass(frozen=True)
class Host:
    """A host file, one of the texts embedded in it, and how to read it again."""

    source: Source
    embedded: Embedded
    reader: Reader = field(repr=False, compare=False)

    @property
    def path(self) -> str:
        """The path of the host."""
        return self.source.path

    @property
    def name(self) -> str:
        """The name of the embedded text within the host; empty where that holds one."""
        return self.embedded.name

    def span(self, span: Span) -> Span:
        """Return the place of the host that says what a span of the embedded text says."""
        return self.embedded.source_map.place(span)

    def position(self, offset: int) -> Position:
        """Return line and column in the host of an offset of the embedded text."""
        return self.line_index.position(self.span(Span(offset, offset + 1)).start)

    @cached_property
    def line_index(self) -> LineIndex:
        """Turns offsets of the host into lines and columns."""
        return LineIndex([0, *(hit.end() for hit in _LINE_END.finditer(self.source.text))])

    def line(self, number: int) -> str:
        """Return a line (from 1) of the host without its line end; empty where there is none."""
        if not 0 < number <= len(self.line_index):
            return ""
        start = self.line_index.start(number)
        end = _LINE_END.search(self.source.text, start)
        return self.source.text[start : end.start() if end else None]

    def arms(self, offset: int) -> tuple[Arm, ...]:
        """Return the branches that an offset of the embedded text stands in, outer ones first.

        A loop, which may have no turn, is a branch that has no other beside it.
        """
        embedded = self.embedded
        around = (one for one in embedded.branches if one[0].start <= offset < one[0].end)
        arms = max((arms for _, arms in around), key=len, default=())
        loops = enumerate(embedded.loops, 1)
        turns = [Arm(-at, 0) for at, span in loops if span.start <= offset < span.end]
        return (*arms, *turns)

    def computed(self, span: Span) -> str | None:
        """Return what of a span a template computes, as the host has it; None for nothing.

        That is an expression, or a branch of which only a part of the span is in.
        """
        for one in self.embedded.source_map.touched(span):
            if one.kind is SliceKind.DYNAMIC:
                return self.source.text[one.host_start : one.host_end]
        inner = chain((one for one, _ in self.embedded.branches), self.embedded.loops)
        parted = any(span.start < at < span.end for one in inner for at in one)
        return "a branch" if parted else None

    def again(self, text: str) -> Host | None:
        """Return the same embedded text in another version of the host, None where it is gone."""
        for one in self.reader(text):
            if one.name == self.name:
                return Host(Source(self.path, text), one, self.reader)
        return None


def in_host(patch: Patch, documents: Mapping[str, Document]) -> Patch | None:
    """Return what a patch is in the files that documents stand within, None where it cannot be.

    `documents` are those that the patch was made for, by their paths. A patch of files that stand
    for themselves stays as it is.
    """
    files: list[FilePatch] = []
    for file in patch.files:
        document = documents.get(file.path)
        host = document.host if document else None
        if document is None or host is None or file.source != document.source:
            files.append(file)
            continue
        made = _in_one(file, document, host)
        if made is None:
            return None
        files.append(made)
    return Patch(tuple(files))


def _in_one(file: FilePatch, document: Document, host: Host) -> FilePatch | None:
    embedded, text = host.embedded, host.source.text
    edits = host_edits(embedded.source_map, file.edits, document.text, text)
    if not edits:
        return None
    after = again(document, apply_edits(text, edits))
    wanted = type(document).parse(file.result, file.path)
    if after is None or not _same(wanted, after) or not _keeps_branches(document, after):
        return None
    mapping = embedded.source_map.lines is LineForm.MAPPING
    if mapping and _groups(document) - _groups(after):  # a mapping without items is no mapping
        return None
    return FilePatch(host.source, edits)


def again(document: Document, text: str) -> Document | None:
    """Return the document in another text of its host, None where it is gone."""
    host = document.host.again(text) if document.host else None
    return type(document).within(host) if host else None


def _same(wanted: Document, found: Document) -> bool:
    """Whether two documents set the same, in the same order."""
    return [_content(one) for one in wanted.assignments] == [
        _content(one) for one in found.assignments
    ]


def _content(one: Assignment) -> tuple[str, str, str]:
    return one.group, one.option, one.value


def _keeps_branches(before: Document, after: Document) -> bool:
    """Whether what replaces lines of a branch stands in that branch, and what is new in none.

    One more value of an option may stand in the branch of another one.
    """
    old, new = _in_branches(before), _in_branches(after)
    gone = {arms for *_, arms in old - new}
    there = {(group, option, arms) for group, option, _, arms in old}
    return all(
        arms in gone or (not gone and (not arms or (group, option, arms) in there))
        for group, option, _, arms in new - old
    )


def _in_branches(document: Document) -> Counter[tuple[str, str, str, tuple[Arm, ...]]]:
    return Counter((*_content(one), document.arms(one.span.start)) for one in document.assignments)


def _groups(document: Document) -> set[str]:
    return {one.group for one in document.assignments}
