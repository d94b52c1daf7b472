"""Patches as the edits that an editor makes."""

from __future__ import annotations

from lsprotocol.types import (
    OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.server.session import Session
    from novalint.text.edits import FilePatch, Patch


def workspace_edit(session: Session, patch: Patch) -> WorkspaceEdit:
    """Return a patch as edits of the editor's texts, each tied to its version where it can be."""
    edits = {session.uri(file.path): _edits(session, file) for file in patch.files}
    if not session.versioned_edits:
        return WorkspaceEdit(changes=edits)
    return WorkspaceEdit(
        document_changes=[
            TextDocumentEdit(
                OptionalVersionedTextDocumentIdentifier(uri, _version(session, uri)), [*text_edits]
            )
            for uri, text_edits in edits.items()
        ]
    )


def _version(session: Session, uri: str) -> int | None:
    return session.texts[uri].version if uri in session.texts else None


def _edits(session: Session, file: FilePatch) -> list[TextEdit]:
    lines = session.lines(file.path)
    return [TextEdit(lines.range((edit.start, edit.end)), edit.text) for edit in file.edits]
