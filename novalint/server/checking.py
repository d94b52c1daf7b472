"""Checks what is open when nothing more is typed, one thing at a time, and shows what is found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lsprotocol import types

from novalint.errors import NovalintError
from novalint.server.diagnostics import diagnostics, fault
from novalint.server.projects import is_settings

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from novalint.server.session import Session

T = TypeVar("T")


class ShownDiagnostics(NamedTuple):
    """What is to be shown in an open file, and why that is not all, or not known."""

    shown: list[types.Diagnostic]
    error: NovalintError | None = None


@dataclass
class Checking:
    """Does the work of a session beside the talk with the editor, in a single thread.

    One piece follows the other, so that nothing is changed under another one's hands; what the
    editor cancels before its turn is never begun.
    """

    session: Session
    server: LanguageServer
    delay: float
    _worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _due: set[str] = field(default_factory=set)
    _timer: asyncio.TimerHandle | None = None
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _faults: dict[str, str] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)

    async def work(self, task: Callable[[Session], T]) -> T:
        """Do something with the session as it is now, when all before it is done."""
        snapshot = self.session.snapshot()
        return await asyncio.get_running_loop().run_in_executor(self._worker, task, snapshot)

    def soon(self, uris: Iterable[str], at_once: bool = False) -> None:
        """Check open files when nothing more changes for the time of the delay."""
        self._due.update(uris)
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(0 if at_once else self.delay, self._begin)

    def everything(self) -> None:
        """Check all that is open: something beside the texts has changed."""
        self.session.touch()
        self.soon(self.session.texts)

    def forget(self, uri: str) -> None:
        """Take away what is shown of a file that was closed."""
        self._show(uri, None, [])
        self._said.pop(uri, None)
        self._note_fault(uri, None)

    def stop(self) -> None:
        """Begin nothing more."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _begin(self) -> None:
        task = asyncio.get_running_loop().create_task(self._check())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _check(self) -> None:
        due, self._due = sorted(self._due & self.session.texts.keys()), set()
        texts = dict(self.session.texts)
        for uri in due:
            outcome = await self.work(lambda session, uri=uri: check(session, uri))  # type: ignore[misc]
            if self.session.texts.get(uri) is not texts[uri]:
                continue  # a newer text is due already
            self._show(uri, texts[uri].version, outcome.shown)
            self._complain(uri, outcome.error)

    def _show(self, uri: str, version: int | None, shown: list[types.Diagnostic]) -> None:
        params = types.PublishDiagnosticsParams(uri, shown, version)
        self.server.text_document_publish_diagnostics(params)

    def _complain(self, uri: str, error: NovalintError | None) -> None:
        """Say why a file could not be checked, in the settings that are wrong too."""
        in_settings = fault(error) if error else None
        self._note_fault(uri, in_settings)
        message = str(error) if error else ""
        if message and message not in self._said.values():
            self.server.window_show_message(
                types.ShowMessageParams(types.MessageType.Warning, f"novalint: {message}")
            )
        self._said[uri] = message

    def _note_fault(self, uri: str, shown: tuple[str, types.Diagnostic] | None) -> None:
        before = self._faults.pop(uri, None)
        if shown:
            self._faults[uri] = shown[0]
            self._show(shown[0], None, [shown[1]])
        if before and before not in self._faults.values():
            self._show(before, None, [])


def check(session: Session, uri: str) -> ShownDiagnostics:
    """Check an open file; a settings file is none of Nova's."""
    if is_settings(session.texts[uri].path):
        return ShownDiagnostics([])
    try:
        shown = diagnostics(session, uri)
        return ShownDiagnostics(shown, next(iter(session.view(uri).unread), None))
    except NovalintError as error:
        return ShownDiagnostics([], error)
    except Exception as error:  # the next keystroke may be answered all the same
        return ShownDiagnostics([], NovalintError(f"the check failed with {type(error).__name__}"))
