"""Lets writers of one folder take turns, so that none builds on what another is about to withdraw.

An exchange of two files that meets an edit is put back; whoever read the file in between would
build on what never was. The kernel's advisory lock of the folder keeps writers apart. Anyone who
may read a folder can hold its lock, so that it is waited for, but not for long.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

PATIENCE = 2.0
"""Seconds after which a writer goes on without its turn."""
PAUSE = 0.002
"""Seconds between two attempts."""


@contextmanager
def turns(folders: Iterable[int]) -> Iterator[None]:
    """Hold the locks of folders, given as descriptors; one that is open twice is locked once."""
    distinct = {_identity(folder): folder for folder in folders}
    held = [distinct[key] for key in sorted(distinct) if _is_locked(distinct[key])]
    try:
        yield
    finally:
        for folder in held:
            fcntl.flock(folder, fcntl.LOCK_UN)


def _identity(folder: int) -> tuple[int, int]:
    status = os.fstat(folder)
    return status.st_dev, status.st_ino


def _is_locked(folder: int) -> bool:
    """Whether the lock could be had: some file systems have none."""
    latest = monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > latest:
                return False
            sleep(PAUSE)
        except OSError:
            return False
        else:
            return True
