"""An editor for tests: a client of the protocol that starts the server as a process of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.client import LanguageClient

T = TypeVar("T")
WAIT = 60
"""Seconds in which an answer must come, on a machine with much else to do."""


class Editor:
    """Opens files, types, and waits for what the server says; texts are kept as an editor would."""

    def __init__(
        self,
        *options: str,
        folder: Path | None = None,
        capabilities: types.ClientCapabilities | None = None,
        setup: object = None,
        configuration: object = None,
    ) -> None:
        self.loop = asyncio.new_event_loop()
        self.client = LanguageClient("tests", "1")
        self.shown: dict[str, types.PublishDiagnosticsParams] = {}
        self.messages: list[str] = []
        self.registered: list[str] = []
        self.configuration = configuration
        self._news = asyncio.Event()
        self._listen()
        self.capabilities = capabilities or types.ClientCapabilities()
        command = [sys.executable, "-m", "novalint", "lsp", "--stdio", "--delay", "0", *options]
        self.run(self.client.start_io(*command, cwd=str(folder) if folder else None))
        folders = [types.WorkspaceFolder(folder.as_uri(), folder.name)] if folder else None
        self.answer = self.run(
            self.client.initialize_async(
                types.InitializeParams(
                    self.capabilities, workspace_folders=folders, initialization_options=setup
                )
            )
        )
        self.client.initialized(types.InitializedParams())

    def _listen(self) -> None:
        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def show(params: types.PublishDiagnosticsParams) -> None:
            self.shown[params.uri] = params
            self._news.set()

        @self.client.feature(types.WINDOW_SHOW_MESSAGE)
        def tell(params: types.ShowMessageParams) -> None:
            self.messages.append(params.message)
            self._news.set()

        @self.client.feature(types.WINDOW_LOG_MESSAGE)
        def log(params: types.LogMessageParams) -> None:
            self.messages.append(params.message)

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.registered += [one.method for one in params.registrations]
            self._news.set()

        @self.client.feature(types.WORKSPACE_CONFIGURATION)
        def configure(params: types.ConfigurationParams) -> list[object]:
            return [self.configuration for _ in params.items]

    def run(self, what: Awaitable[T]) -> T:
        """Wait for something."""
        return self.loop.run_until_complete(asyncio.wait_for(what, WAIT))

    def open(self, uri: str, text: str, version: int = 1) -> None:
        """Open a file."""
        self.shown.pop(uri, None)
        item = types.TextDocumentItem(uri, "dosini", version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, uri: str, version: int, *changes: tuple[types.Range | None, str]) -> None:
        """Type: replace ranges by texts, or everything where the range is None."""
        events = [
            types.TextDocumentContentChangeWholeDocument(text)
            if where is None
            else types.TextDocumentContentChangePartial(where, text)
            for where, text in changes
        ]
        item = types.VersionedTextDocumentIdentifier(version, uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(item, events))

    def close(self, uri: str) -> None:
        """Close a file."""
        item = types.TextDocumentIdentifier(uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(item))

    def diagnostics(self, uri: str, version: int = 1) -> list[types.Diagnostic]:
        """Wait for what is shown in a version of a file."""
        self.until(lambda: uri in self.shown and self.shown[uri].version == version)
        return list(self.shown[uri].diagnostics)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds that a message of the server makes true."""

        async def wait() -> None:
            while not holds():
                self._news.clear()
                await self._news.wait()

        self.run(wait())

    def leave(self) -> int | None:
        """Take leave, and return the exit status of the server."""
        self.run(self.client.shutdown_async(None))
        self.client.exit(None)
        process: Any = self.client._server
        self.run(process.wait())
        self.run(self.client.stop())
        self.loop.close()
        return process.returncode  # type: ignore[no-any-return]


def codes(diagnostics: list[types.Diagnostic]) -> list[object]:
    """Return the names of the rules that are shown."""
    return [one.code for one in diagnostics]


def at(line: int, first: int, last: int | None = None) -> types.Range:
    """Return a range within a line, or a place in it; all count from 0."""
    end = first if last is None else last
    return types.Range(types.Position(line, first), types.Position(line, end))
