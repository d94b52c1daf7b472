"""The same work on many things, in several processes; the results come in the order given."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from novalint.annotations import TYPE_CHECKING, Any
from novalint.errors import NovalintError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from typing import TypeVar

    T = TypeVar("T")
    R = TypeVar("R")

ALONE = 16
"""How many things are done in this process before others are started, which takes as long.

A check of 60 lines takes 8 ms of processor time, two processes take 40 ms to fork.
"""
BATCH = 8
"""How many things go to another process at once."""
AHEAD = 4
"""How many batches for each process are under way at most, which bounds the memory."""


def cores() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(work: Callable[[T], R], things: Iterable[T], count: int) -> Iterator[R]:
    """Yield what `work` makes of each thing, in their order, in at most `count` processes.

    `work`, the things and the results go from process to process, so they have to be picklable.
    Raises what `work` raises, for the first thing for which it does. Closing the iterator ends all
    processes.
    """
    left = iter(things)
    yield from map(work, islice(left, None if count < 2 else ALONE))
    first = list(islice(left, BATCH))
    if len(first) < BATCH:
        yield from map(work, first)
    else:
        yield from _spread(work, chain([first], _batches(left)), count)


def _batches(things: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(things, BATCH)):
        yield batch


def _spread(work: Callable[[T], R], batches: Iterable[list[T]], count: int) -> Iterator[R]:
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(work, count)
    waiting: deque[Future[list[R]]] = deque()
    try:
        for batch in batches:
            waiting.append(pool.submit(_do, batch))
            if len(waiting) >= AHEAD * count:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise NovalintError(
            "one of the processes was killed, perhaps for lack of memory; try --jobs 1"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(work: Callable[[Any], Any], count: int) -> Executor:
    """Start processes as Python does by default, but never by a fork beside other threads.

    A lock that another thread holds at that moment would stay locked in the new process for good.
    """
    import threading
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    way = get_context(None if threading.active_count() == 1 else "spawn")
    return ProcessPoolExecutor(count, way, initializer=_start, initargs=(work,))


_works: list[Callable[[Any], Any]] = []
"""In a process that was started for it: the work that it does."""


def _start(work: Callable[[Any], Any]) -> None:
    """Leave Ctrl-C to the process that started this one, and end when that one does."""
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _works[:] = [work]


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(things: list[Any]) -> list[Any]:
    (work,) = _works
    return [work(thing) for thing in things]
