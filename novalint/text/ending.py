"""Signals that end this process, while a file is half written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress


class _EndedError(BaseException):
    """A signal that ends this process came; `args` has its number."""


@contextmanager
def tidy_end() -> Iterator[None]:
    """Let a signal that ends this process do so after the unfinished file is gone.

    A signal that the caller handles stays with it; a thread beside the main one cannot ask for any.
    """
    import signal

    def end(number: int, _frame: object) -> None:
        raise _EndedError(number)

    asked = []
    try:
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                with suppress(ValueError):
                    signal.signal(number, end)
                    asked.append(number)
        yield
    except _EndedError as ended:
        signal.signal(ended.args[0], signal.SIG_DFL)
        signal.raise_signal(ended.args[0])
    finally:
        for number in asked:
            signal.signal(number, signal.SIG_DFL)
