"""Several files as one: their order, and which assignment wins.

The reference is `_Namespace._get_file_value` in oslo_config/cfg.py (10.7.0).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from novalint.errors import FileError
from novalint.schema.options import Name
from novalint.text.document import Assignment, Document, normalize_group
from novalint.text.source import Position, name_of


class Place(NamedTuple):
    """One assignment and the document it stands in."""

    document: Document
    assignment: Assignment

    @property
    def position(self) -> Position:
        """Where the assignment starts."""
        return self.document.position(self.assignment.span.start)

    def __str__(self) -> str:
        return f"{self.document.path}:{self.position.line}"


@dataclass(frozen=True)
class Layer:
    """One document with its assignments by group (as oslo.config normalizes it) and name."""

    document: Document

    @cached_property
    def values(self) -> dict[Name, list[Place]]:
        """The assignments of each name, in file order; those outside any group left out."""
        places: dict[Name, list[Place]] = {}
        for assignment in self.document.assignments:
            if assignment.group:
                key = (normalize_group(assignment.group), assignment.option)
                places.setdefault(key, []).append(Place(self.document, assignment))
        return places


class Precedence(NamedTuple):
    """The assignments that count, in order, and those that they override."""

    places: tuple[Place, ...]
    shadowed: tuple[Place, ...]


def find(layers: Sequence[Layer], names: Sequence[Name], multi: bool) -> Precedence:
    """Look an option up under its current name and its old ones, given in that order.

    A single value comes from the last file that has any of the names, there from the first name
    that it has, there from the last assignment. Of a multi-valued option everything counts: the
    files in order, within a file the old names before the current one.
    """
    ordered = [
        place
        for layer in layers
        for name in reversed(names)
        for place in layer.values.get(name, ())
    ]
    if multi:
        return Precedence(tuple(ordered), ())
    return Precedence(tuple(ordered[-1:]), tuple(ordered[:-1]))


def read_documents(paths: Iterable[str | os.PathLike[str]]) -> list[Document]:
    """Read files in the given order; a folder stands for its `*.conf`, sorted by name.

    That is how --config-file and --config-dir of an OpenStack service read them. Raises FileError
    where one cannot be read.
    """
    return [Document.read(file) for path in paths for file in expand(path)]


def expand(path: str | os.PathLike[str]) -> list[str]:
    """Return the files that a path stands for: itself, or a folder's `*.conf` sorted by name."""
    name = name_of(path)
    if not os.path.isdir(name):  # noqa: PTH112 (pathlib costs start-up time)
        return [name]
    try:
        entries = sorted(os.listdir(name))  # noqa: PTH208
    except OSError as error:
        reason = str(error.strerror).lower()
        raise FileError(f"cannot read the folder `{name}`: {reason}") from None
    return [
        os.path.join(name, entry)  # noqa: PTH118
        for entry in entries
        if entry.endswith(".conf") and not entry.startswith(".")
    ]
