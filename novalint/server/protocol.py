"""The protocol's own part: texts are kept as the editor changes them, and errors stay quiet."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from novalint.errors import NovalintError
from novalint.server.checking import Checking
from novalint.server.projects import SECTION, override_of

if TYPE_CHECKING:
    from novalint.server.session import Session


class Protocol(LanguageServerProtocol):
    """Hands every change of a text to the session.

    The library's own texts take form feeds and separators of Unicode for line ends, which neither
    an editor nor oslo.config does.
    """

    _server: Server

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a file that was opened, and check it at once."""
        item = params.text_document
        self._server.session.open(item.uri, item.version, item.text)
        self._server.checking.soon(self._server.session.sharing(item.uri), at_once=True)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take what was typed, and check it when nothing more is typed for a while."""
        item = params.text_document
        self._server.session.change(item.uri, item.version, params.content_changes)
        self._server.checking.soon(self._server.session.sharing(item.uri))

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a file, and what was shown of it."""
        uri = params.text_document.uri
        others = self._server.session.sharing(uri) - {uri}
        self._server.session.close(uri)
        self._server.checking.forget(uri)
        self._server.checking.soon(others)


class Output:
    """Where answers go; what is written after the editor has gone is lost without a word."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        """Write a message."""
        with suppress(OSError, ValueError):
            self._stream.write(data)

    def flush(self) -> None:
        """Let the editor have it."""
        with suppress(OSError, ValueError):
            self._stream.flush()

    def close(self) -> None:
        """Write nothing more."""
        with suppress(OSError, ValueError):
            self._stream.close()


class Server(LanguageServer):
    """The language server of novalint; `delay` is how long it waits for more to be typed, in s."""

    def __init__(self, session: Session, version: str, delay: float) -> None:
        super().__init__("novalint", version, protocol_cls=Protocol)
        self.session = session
        self.checking = Checking(session, self, delay)

    @property
    def took_leave(self) -> bool:
        """Whether the editor asked to shut down before it left."""
        return bool(self.protocol._shutdown)

    @property
    def knows_snippets(self) -> bool:
        """Whether the editor takes completions with places to fill in."""
        text = self.client_capabilities.text_document
        item = text.completion.completion_item if text and text.completion else None
        return bool(item and item.snippet_support)

    @property
    def knows_markdown(self) -> bool:
        """Whether the editor shows Markdown."""
        text = self.client_capabilities.text_document
        formats = text.hover.content_format if text and text.hover else None
        return types.MarkupKind.Markdown in (formats or ())

    @property
    def resolves_edits(self) -> bool:
        """Whether the editor asks for the edit of an action only when somebody chooses it."""
        text = self.client_capabilities.text_document
        support = text.code_action.resolve_support if text and text.code_action else None
        return "edit" in (support.properties if support else ())

    def configure(self, table: object) -> None:
        """Take the editor's settings; those that are wrong are told and change nothing."""
        try:
            self.session.projects.editor = override_of(table)
        except NovalintError as error:
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Warning, f"novalint: {error}")
            )
        self.checking.everything()

    async def ask_configuration(self) -> None:
        """Ask the editor for its settings where it can be asked."""
        workspace = self.client_capabilities.workspace
        if not (workspace and workspace.configuration):
            return
        wanted = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
        try:
            (table,) = await self.workspace_configuration_async(wanted)
        except (JsonRpcException, ValueError, TypeError):
            return
        if table is not None:
            self.configure(table)

    async def watch(self, patterns: Iterable[str]) -> None:
        """Ask the editor to tell of changes to files, where it can do so."""
        workspace = self.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        if not (watched and watched.dynamic_registration):
            return
        options = types.DidChangeWatchedFilesRegistrationOptions(
            [types.FileSystemWatcher(pattern) for pattern in patterns]
        )
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration("novalint-files", method, options)
        with suppress(JsonRpcException):
            await self.client_register_capability_async(types.RegistrationParams([registration]))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Tell the editor's log what kind of thing failed, and nothing of any file."""
        self.window_log_message(
            types.LogMessageParams(types.MessageType.Error, f"failed with {type(error).__name__}")
        )
