"""An open file as questions see it: the texts in it, and the configurations they are part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from novalint.redaction import Redaction
from novalint.text.source import Span
from novalint.text.source_map import LineForm, SliceKind

if TYPE_CHECKING:
    from lsprotocol.types import Range

    from novalint.config.model import Config
    from novalint.errors import FileError
    from novalint.project.model import Project
    from novalint.server.texts import OpenText
    from novalint.settings.model import Settings
    from novalint.text.document import Document


class DocumentReading(NamedTuple):
    """A document of an open file within one configuration, and the settings that hold for it.

    `foreign` says that it is another program's, of which there is nothing to say.
    """

    document: Document
    config: Config
    settings: Settings
    project: Project
    foreign: bool = False


class View(NamedTuple):
    """An open file with all that is asked about it: its text and how it is read.

    It has a reading for each configuration that it is part of, or for each text that it holds; none
    where it holds nothing of Nova's. `unread` says why other files are left out.
    """

    text: OpenText
    readings: tuple[DocumentReading, ...]
    unread: tuple[FileError, ...] = ()

    @property
    def document(self) -> Document:
        """The document that is spoken of: that of the first reading."""
        return self.readings[0].document

    @property
    def config(self) -> Config:
        """The configuration that is spoken of: that of the first reading."""
        return self.readings[0].config

    @property
    def redaction(self) -> Redaction:
        """What keeps the secrets of that configuration."""
        return Redaction(self.config)

    def range(self, span: Span) -> Range:
        """Return the editor's range of a span of the document that is spoken of."""
        return self.text.lines.range(in_file(self.document, span))

    def at(self, offset: int) -> tuple[View, int] | None:
        """Return the view of the document at an offset of the file, with its own offset there.

        None where the file has nothing of Nova's at that place.
        """
        for reading in self.readings:
            own = own_offset(reading.document, offset)
            if own is not None:
                document = reading.document
                same = tuple(other for other in self.readings if other.document is document)
                return self._replace(readings=same), own
        return None

    @property
    def parts(self) -> tuple[View, ...]:
        """The view of each document of the file."""
        documents = {id(reading.document): reading for reading in self.readings}
        return tuple(self._replace(readings=(reading,)) for reading in documents.values())


def in_file(document: Document, span: Span) -> Span:
    """Return where the file of a document says what a span of it says."""
    return document.host.span(span) if document.host else span


def own_offset(document: Document, offset: int) -> int | None:
    """Return the offset within a document of one of its file; None where it is not of the file."""
    if document.host is None:
        return offset
    within: int | None = None
    for part in document.host.embedded.source_map.slices:
        if part.kind is SliceKind.LITERAL and part.host_start <= offset <= part.host_end:
            within = part.start + offset - part.host_start
            if offset < part.host_end:
                break
    return within


def written_span(document: Document, span: Span, offset: int, own: int) -> Span | None:
    """Return the characters of the file for a span near a place, None where it has others there.

    `offset` is that of the place in the file, `own` that in the document.
    """
    if document.host is None:
        return span
    touched = document.host.embedded.source_map.touched(span)
    if len(touched) > 1 or any(part.kind is not SliceKind.LITERAL for part in touched):
        return None
    return Span(span.start + offset - own, span.end + offset - own)


def takes_lines(document: Document) -> bool:
    """Return whether options are written in the file of a document as in a nova.conf."""
    host = document.host
    return host is None or host.embedded.source_map.lines is LineForm.TEXT
