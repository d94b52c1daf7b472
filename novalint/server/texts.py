"""The texts that an editor has open, kept as it changes them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit

from lsprotocol.types import (
    TextDocumentContentChangeEvent,
    TextDocumentContentChangePartial,
)

from novalint.server.positions import Lines
from novalint.text.source import Source


@dataclass(frozen=True)
class OpenText:
    """One file as the editor has it; `version` is the editor's count of its changes.

    `path` is where it lies, or would lie: that of the URI for what is in no file yet.
    """

    uri: str
    version: int | None
    text: str
    encoding: str

    @cached_property
    def path(self) -> str:
        """The path of the file."""
        return path_of(self.uri)

    @cached_property
    def real(self) -> str:
        """The path without links, by which the same file is known under any name."""
        return real_path(self.path)

    @cached_property
    def source(self) -> Source:
        """The text with its path."""
        return Source(self.path, self.text)

    @cached_property
    def lines(self) -> Lines:
        """Turns the editor's positions into offsets and back."""
        return Lines(self.text, self.encoding)

    def changed(
        self, version: int | None, changes: Sequence[TextDocumentContentChangeEvent]
    ) -> OpenText:
        """Return the text after changes, each of which counts from what the one before it left."""
        now = self
        for change in changes:
            now = replace(now, text=_applied(now.lines, change))
        return replace(now, version=version)


def _applied(lines: Lines, change: TextDocumentContentChangeEvent) -> str:
    if not isinstance(change, TextDocumentContentChangePartial):
        return change.text
    start, end = lines.span(change.range)
    return lines.text[:start] + change.text + lines.text[end:]


def path_of(uri: str) -> str:
    """Return the path that a URI names; that of none that could be a file is the URI itself."""
    try:
        path = unquote(urlsplit(uri).path, errors="surrogateescape")
    except ValueError:  # what is no URI at all
        path = uri
    return (path or uri).replace("\0", "")


def uri_of(path: str) -> str:
    """Return the URI of a path."""
    absolute = os.path.abspath(path)  # noqa: PTH100 (pathlib cannot take what is no UTF-8)
    return "file://" + quote(os.fsencode(absolute))


def real_path(path: str) -> str:
    """Return a path without links; as it is where that cannot be found out."""
    try:
        return os.path.realpath(path)
    except OSError:
        return path
