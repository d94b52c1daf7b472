"""The lossless document: what one file says, for every input."""

from __future__ import annotations

import os
from functools import cached_property

from novalint.annotations import TYPE_CHECKING
from novalint.arguments import check_fields, checked
from novalint.records import dataclass
from novalint.text import grammar
from novalint.text.content import (
    BYTE_ORDER_MARK,
    NOT_UTF8,
    Assignment,
    Content,
    Group,
    Problem,
    Template,
    content_of,
    normalize_group,
    same_group,
    templates_of,
)
from novalint.text.source import LineIndex, Position, Source

if TYPE_CHECKING:
    from novalint.text.edits import Patch
    from novalint.text.host import Host
    from novalint.text.places import Places
    from novalint.text.source_map import Arm

__all__ = [
    "BYTE_ORDER_MARK", "NOT_UTF8", "Assignment", "Document", "Group", "Problem", "Template",
    "normalize_group", "same_group",
]  # fmt: skip


@checked
@dataclass(frozen=True)
class Document:
    """What one file says; it never changes, and `text` is the input for every input.

    One that stands within another file has that as its `host`: its text is its own, and `path` and
    all positions are those of the host.
    """

    source: Source
    host: Host | None = None

    def __post_init__(self) -> None:
        """Refuse what is no source, such as a text."""
        check_fields(self)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Document:
        """Read a file; raises FileError where it cannot be read, whatever its content."""
        return cls(Source.read(path))

    @classmethod
    def parse(cls, content: str | bytes, path: str | os.PathLike[str] = "nova.conf") -> Document:
        """Take a text or the bytes of a file; never raises on what they hold."""
        path = os.fspath(path)
        if isinstance(content, bytes):
            return cls(Source.decode(content, path))
        return cls(Source(path, content))

    @classmethod
    def within(cls, host: Host) -> Document:
        """Take a text that stands within a host."""
        return cls(Source(host.path, host.embedded.text), host)

    @property
    def file(self) -> Source:
        """The whole file: the host where it has one, else its own text."""
        return self.host.source if self.host else self.source

    @property
    def name(self) -> str:
        """What tells it from others of its host; empty for a file that stands for itself."""
        return self.host.name if self.host else ""

    @property
    def text(self) -> str:
        """The file, character for character; bytes that are not UTF-8 are lone surrogates."""
        return self.source.text

    @property
    def path(self) -> str:
        """The path that the document is shown under."""
        return self.source.path

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every opening of a group, in file order."""
        return self._content.groups

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Every live assignment, in file order."""
        return self._content.assignments

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why oslo.config would refuse the file, in file order; empty where it accepts it."""
        return self._content.problems

    @cached_property
    def lines(self) -> tuple[grammar.Line, ...]:
        """The physical lines, classified as oslo.config classifies them."""
        return tuple(grammar.read_lines(self.text))

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """Every commented-out assignment, in file order."""
        return tuple(templates_of(self.lines))

    @cached_property
    def places(self) -> Places:
        """Where each name stands."""
        from novalint.text.places import Places

        is_free = self._is_free if self.host else None
        return Places(self.assignments, self.templates, self.groups, is_free)

    @cached_property
    def line_index(self) -> LineIndex:
        """Turns offsets of this document into lines and columns of its own text."""
        starts = [line.start for line in self.lines]
        return LineIndex([0, *starts[1:]])

    @cached_property
    def _content(self) -> Content:
        return content_of(self.text, self.lines)

    def position(self, offset: int) -> Position:
        """Return line and column (from 1) of an offset (from 0), in the host where it has one."""
        return self.host.position(offset) if self.host else self.line_index.position(offset)

    def line_of(self, offset: int) -> int:
        """Return the line (from 1) of this text that an offset stands in."""
        return self.line_index.position(offset).line

    def own_lines(self, line: int) -> tuple[int, ...]:
        """Return the lines of this text that a line (from 1) of its file is; several in a host."""
        return tuple(self._own_lines.get(line, ())) if self.host else (line,)

    @cached_property
    def _own_lines(self) -> dict[int, list[int]]:
        numbers: dict[int, list[int]] = {}
        for number, line in enumerate(self.lines, 1):
            numbers.setdefault(self.position(line.start).line, []).append(number)
        return numbers

    def _is_free(self, offset: int) -> bool:
        return not self.arms(offset)

    def arms(self, offset: int) -> tuple[Arm, ...]:
        """Return the branches of a template that an offset stands in, the outer one first."""
        return self.host.arms(offset) if self.host else ()

    def to_dict(self) -> dict[str, dict[str, list[str]]]:
        """Return all values of every key by group, as oslo.config's parser collects them."""
        values: dict[str, dict[str, list[str]]] = {group.name: {} for group in self.groups}
        for assignment in self.assignments:
            if assignment.group:
                values[assignment.group].setdefault(assignment.option, []).append(assignment.value)
        return values

    def set(self, group: str, option: str, value: str) -> Patch:
        """Return the smallest patch after which oslo.config reads `value` from the option.

        Of a document within a host the patch is that of the host. Raises OptionError for a group,
        name or value that no nova.conf can hold, PatchError where the host cannot take the change.
        """
        from novalint.text.writing import set_option

        return self._in_file(set_option(self, group, option, value))

    def unset(self, group: str, option: str) -> Patch:
        """Return the patch that comments out every live assignment of the option."""
        from novalint.text.writing import unset_option

        return self._in_file(unset_option(self, group, option))

    def _in_file(self, patch: Patch) -> Patch:
        if self.host is None:
            return patch
        from novalint.text.hosting import whole

        return whole(patch, self)
