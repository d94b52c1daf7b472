"""The language server: which request is answered by what."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeVar, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcInternalError

from novalint import __version__
from novalint.errors import NovalintError
from novalint.server import actions, hover, navigation, outline
from novalint.server.cursor import spot
from novalint.server.items import completion_list, explained
from novalint.server.projects import Projects, is_settings
from novalint.server.protocol import Output, Server
from novalint.server.session import Session

if TYPE_CHECKING:
    from novalint.project.model import Project
    from novalint.server.views import View

T = TypeVar("T")


class _Placed(Protocol):
    """What requests about a place of a file have in common."""

    @property
    def text_document(self) -> types.TextDocumentIdentifier:
        """The file."""

    @property
    def position(self) -> types.Position:
        """The place in it, line and character from 0."""


TRIGGERS = ("[", "=", "$", "{", ".", ",")
"""Signs after which an editor asks what may follow."""

WATCHED = ("**/novalint.toml", "**/pyproject.toml", "**/*.conf")
"""Files whose changes change what is found."""


def serve(project: Project, delay: float) -> int:
    """Serve one editor over standard input and output; `project` is what the command line says.

    The status is 0 where the editor took leave as the protocol wants it, else 1.
    """
    logging.getLogger("pygls").setLevel(logging.CRITICAL + 1)
    server = build(project, delay)
    try:
        server.start_io(stdout=cast(BinaryIO, Output(sys.stdout.buffer)))
    finally:
        server.checking.stop()
    return 0 if server.took_leave else 1


def build(project: Project, delay: float) -> Server:
    """Return a server with all that it answers; `delay` is in seconds."""
    server = Server(Session(Projects(project)), __version__, delay)
    for register in (_lifecycle, _workspace, _reading, _writing, _looking):
        register(server)
    return server


def _lifecycle(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.session.encoding = types.PositionEncodingKind(
            server.workspace.position_encoding
        ).value
        workspace = params.capabilities.workspace
        edits = workspace.workspace_edit if workspace else None
        server.session.versioned_edits = bool(edits and edits.document_changes)
        if params.initialization_options:
            server.configure(params.initialization_options)

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        await server.watch(WATCHED)
        await server.ask_configuration()


def _workspace(server: Server) -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def changed_configuration(params: types.DidChangeConfigurationParams) -> None:
        if isinstance(params.settings, dict) and "novalint" in params.settings:
            server.configure(params.settings["novalint"])
        else:
            await server.ask_configuration()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed_files(_: types.DidChangeWatchedFilesParams) -> None:
        server.checking.everything()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(_: types.DidSaveTextDocumentParams) -> None:
        server.checking.everything()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def changed_folders(_: types.DidChangeWorkspaceFoldersParams) -> None:
        server.checking.everything()


def _reading(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hovered(params: types.HoverParams) -> types.Hover | None:
        return await _at(server, params, lambda _, view, offset: _hover(server, view, offset), None)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def defined(params: types.DefinitionParams) -> list[types.Location]:
        return await _at(server, params, navigation.definition, [])

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def referred(params: types.ReferenceParams) -> list[types.Location]:
        declared = params.context.include_declaration

        def find(session: Session, view: View, offset: int) -> list[types.Location]:
            return navigation.references(session, view, offset, declared)

        return await _at(server, params, find, [])


def _looking(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        return await _of(
            server, params.text_document.uri, lambda _, view: outline.symbols(view), []
        )

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def folds(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        return await _of(server, params.text_document.uri, lambda _, view: outline.folds(view), [])

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def links(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        return await _of(server, params.text_document.uri, lambda _, view: outline.links(view), [])


def _writing(server: Server) -> None:
    triggers = types.CompletionOptions(list(TRIGGERS), resolve_provider=True)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, triggers)
    async def completed(params: types.CompletionParams) -> types.CompletionList:
        def find(_: Session, view: View, own: int) -> types.CompletionList:
            offset = view.text.lines.offset(params.position)
            return completion_list(view, own, offset, server.knows_snippets)

        return await _at(server, params, find, types.CompletionList(False, []))

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    async def resolved_item(item: types.CompletionItem) -> types.CompletionItem:
        return await server.checking.work(lambda _: explained(item, server.knows_markdown))

    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite, actions.FIX_ALL]
    options = types.CodeActionOptions(kinds, resolve_provider=True)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def offered(params: types.CodeActionParams) -> list[types.CodeAction]:
        def find(session: Session, view: View) -> list[types.CodeAction]:
            return _actions(server, session, view, params)

        return await _of(server, params.text_document.uri, find, [])

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolved_action(action: types.CodeAction) -> types.CodeAction:
        return await server.checking.work(
            lambda session: _quietly(lambda: actions.resolve(session, action), action)
        )


def _hover(server: Server, view: View, offset: int) -> types.Hover | None:
    here = spot(view.document, view.config.schema, offset)
    markdown = server.knows_markdown
    text = hover.page(here, view.config.schema, markdown) if here else ""
    if here is None or not text:
        return None
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, text), view.range(here.span))


def _actions(
    server: Server, session: Session, view: View, params: types.CodeActionParams
) -> list[types.CodeAction]:
    wanted = params.context.only
    kinds = None if wanted is None else tuple(str(getattr(k, "value", k)) for k in wanted)
    asked = actions.Asked(view.text.lines.span(params.range), kinds)
    offered = actions.actions(session, view, asked)
    if server.resolves_edits:
        return offered
    return [actions.resolve(session, action) for action in offered]


async def _at(
    server: Server,
    params: _Placed,
    task: Callable[[Session, View, int], T],
    nothing: T,
) -> T:
    """Answer what is asked about a place of an open file."""
    text = server.session.texts.get(params.text_document.uri)
    if text is None:
        return nothing
    offset = text.lines.offset(params.position)

    def find(session: Session, view: View) -> T:
        placed = view.at(offset)
        return task(session, *placed) if placed else nothing

    return await _of(server, text.uri, find, nothing)


async def _of(server: Server, uri: str, task: Callable[[Session, View], T], nothing: T) -> T:
    """Answer what is asked about an open file; `nothing` is the answer where that cannot be done.

    Why it cannot be done is told where the file is checked.
    """
    text = server.session.texts.get(uri)
    if text is None or is_settings(text.path):
        return nothing
    return await server.checking.work(
        lambda session: _quietly(lambda: task(session, session.view(uri)), nothing)
    )


def _quietly(task: Callable[[], T], nothing: T) -> T:
    try:
        return task()
    except NovalintError:
        return nothing
    except Exception as error:  # an editor shows what is answered: no line of any file may be in it
        raise JsonRpcInternalError(f"failed with {type(error).__name__}") from None
