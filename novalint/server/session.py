"""What one editor has open, and what is found in it: kept until something changes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import is_

from lsprotocol.types import PositionEncodingKind, TextDocumentContentChangeEvent

from novalint.annotations import TYPE_CHECKING
from novalint.engine.report import Report, examine
from novalint.errors import FileError
from novalint.findings import Finding
from novalint.project.discovery import (
    FileContent,
    InputSpec,
    content_of,
    is_nova_document,
    only_document,
)
from novalint.project.model import Project, config_of
from novalint.server.positions import Lines
from novalint.server.projects import Projects, Stamp, stamp
from novalint.server.texts import OpenText, real_path, uri_of
from novalint.server.views import DocumentReading, View
from novalint.text.document import Document
from novalint.text.source import Source, refuse_large

if TYPE_CHECKING:
    from novalint.text.edits import Patch


@dataclass
class Session:
    """The open texts by their URIs, and what is known of them.

    `encoding` is that of positions, `versioned_edits` says that the editor takes edits for one
    version of a text. `generation` grows with every change of a text, of the settings or of a file:
    what was found in an older one counts no longer. `safe_fixes` are patches, each with the
    generation that it was made in.
    """

    projects: Projects
    encoding: str = PositionEncodingKind.Utf16.value
    texts: dict[str, OpenText] = field(default_factory=dict)
    versioned_edits: bool = False
    generation: int = 0
    safe_fixes: dict[str, tuple[int, Patch]] = field(default_factory=dict, repr=False)
    _views: dict[str, tuple[int, View]] = field(default_factory=dict)
    _reports: dict[str, tuple[int, tuple[Report, ...]]] = field(default_factory=dict)
    _read: dict[str, tuple[Stamp, Source]] = field(default_factory=dict)
    _taken: dict[str, tuple[tuple[object, ...], FileContent]] = field(default_factory=dict)

    def open(self, uri: str, version: int | None, text: str) -> None:
        """Take what the editor has just opened."""
        self.texts[uri] = OpenText(uri, version, text, self.encoding)
        self.touch()

    def change(
        self, uri: str, version: int | None, changes: Sequence[TextDocumentContentChangeEvent]
    ) -> None:
        """Take what was typed; a file that is not open is left alone."""
        if uri in self.texts:
            self.texts[uri] = self.texts[uri].changed(version, changes)
            self.touch()

    def close(self, uri: str) -> None:
        """Forget a file that the editor no longer has open."""
        for kept in (self.texts, self.safe_fixes, self._views, self._reports):
            kept.pop(uri, None)
        self.touch()

    def touch(self) -> None:
        """Note that something has changed."""
        self.generation += 1

    def snapshot(self) -> Session:
        """Return the session as it is now, for work that goes on while somebody types."""
        return replace(self, texts=dict(self.texts))

    def sharing(self, uri: str) -> set[str]:
        """Return the open files that were last read together with an open file, itself included."""
        path = self.texts[uri].path if uri in self.texts else ""
        return {uri} & self.texts.keys() | {
            other
            for other, (_, view) in self._views.items()
            if other in self.texts
            and any(path in reading.config.by_path for reading in view.readings)
        }

    def view(self, uri: str) -> View:
        """Return an open file with its configurations.

        Raises KeyError for one that is not open; SettingsFileError, SettingsError, ReleaseError or
        FileError where what holds for it cannot be found out.
        """
        known = self._views.get(uri)
        if known is None or known[0] != self.generation:
            unread: list[FileError] = []
            readings = tuple(self._readings(self.texts[uri], unread))
            view = View(self.texts[uri], readings, tuple(unread))
            known = self._views[uri] = (self.generation, view)
        return known[1]

    def reports(self, uri: str) -> tuple[Report, ...]:
        """Return the report on each configuration that an open file is part of; raises as `view`.

        Raises FileError too for a text that is too large for a nova.conf.
        """
        known = self._reports.get(uri)
        if known is None or known[0] != self.generation:
            view = self.view(uri)
            refuse_large(view.text.path, view.text.text.encode("utf-8", "surrogatepass"))
            reports = tuple(
                examine(reading.config, reading.settings, reading.project.baseline)
                for reading in view.readings
                if not reading.foreign
            )
            known = self._reports[uri] = (self.generation, reports)
        return known[1]

    def findings(self, uri: str) -> tuple[tuple[Report, Finding], ...]:
        """Return what is found in an open file, each finding once, with its report."""
        path = self.texts[uri].path
        findings: dict[object, tuple[Report, Finding]] = {}
        for report in self.reports(uri):
            for finding in report.findings:
                if finding.location.path == path:
                    same = (finding.rule, finding.location, finding.message)
                    findings.setdefault(same, (report, finding))
        return tuple(findings.values())

    def lines(self, path: str) -> Lines:
        """Return the lines of a file, as it is open or lies there; raises FileError."""
        open_one = self._by_path.get(real_path(path))
        return open_one.lines if open_one else Lines(self._source(path).text, self.encoding)

    def uri(self, path: str) -> str:
        """Return the URI of a file: the editor's own where it is open."""
        open_one = self._by_path.get(real_path(path))
        return open_one.uri if open_one else uri_of(path)

    @property
    def _by_path(self) -> dict[str, OpenText]:
        return {text.real: text for text in self.texts.values()}

    def _readings(self, text: OpenText, unread: list[FileError]) -> Iterator[DocumentReading]:
        """Yield a file in each configuration of the settings that has it, else by itself.

        A file that cannot be read is left out, and why is noted.
        """
        project = self.projects.of(text.path)
        real = text.real
        alone = True
        for name in project.configurations:
            (spec,) = project.inputs(name)
            if real in map(real_path, spec.files):
                alone = False
                documents = list(self._documents(spec, project, unread))
                own = next((document for document in documents if document.path == text.path), None)
                if own is not None:
                    yield self._reading(project, own, documents, name)
        if alone:
            contents = self._content(text.source, project).documents
            foreign = not all(map(is_nova_document, contents))
            for document in contents:
                yield self._reading(project, document, [document], None, foreign)

    def _documents(
        self, spec: InputSpec, project: Project, unread: list[FileError]
    ) -> Iterator[Document]:
        for file in spec.files:
            try:
                source = self._source(os.path.abspath(file))  # noqa: PTH100 (pathlib resolves more)
                yield only_document(self._content(source, project, spec.replaces))
            except FileError as error:
                unread.append(error)

    def _reading(
        self,
        project: Project,
        own: Document,
        documents: list[Document],
        name: str | None,
        foreign: bool = False,
    ) -> DocumentReading:
        settings = self.projects.settings_of(project, documents, name)
        return DocumentReading(own, config_of(documents, settings), settings, project, foreign)

    def _content(self, source: Source, project: Project, replaces: bool = False) -> FileContent:
        """Return the documents of a file, taken apart again only when something has changed."""
        known = self._taken.get(source.path)
        state = (source.text, project, replaces)
        if known is None or not all(map(is_, known[0], state)):
            content = content_of(source, project.declared, replaces=replaces)
            known = (state, content)
            self._taken[source.path] = known
        return known[1]

    def _source(self, path: str) -> Source:
        """Return a file as the editor has it, else as it lies there."""
        real = real_path(path)
        if real in self._by_path:
            return self._by_path[real].source
        state = stamp(real)
        known = self._read.get(real)
        if known is None or known[0] != state or state is None:
            known = self._read[real] = (state, Source.read(path))
        return known[1]
