"""What root may do and others may not, laid down for a while."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

VERSION = 0x20080522
"""Of capget(2) and capset(2): three sets of capabilities, in two words each."""
EFFECTIVE = 0
OVER_PERMISSIONS = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: the permissions of a file do not hold."""


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Let the permissions of files hold for root too; the test is skipped where they cannot."""
    if os.geteuid() != 0:
        yield
        return
    try:
        before = _called("capget", [0] * 6)
        _called("capset", [before[EFFECTIVE] & ~OVER_PERMISSIONS, *before[1:]])
    except (AttributeError, OSError):
        pytest.skip("root cannot lay down its rights here")
    try:
        yield
    finally:
        _called("capset", before)


def _called(name: str, sets: list[int]) -> list[int]:
    """Call the system about this process; raises OSError, or AttributeError where it cannot be."""
    header = (ctypes.c_uint32 * 2)(VERSION, 0)
    data = (ctypes.c_uint32 * 6)(*sets)
    if getattr(ctypes.CDLL(None, use_errno=True), name)(header, data):
        raise OSError(ctypes.get_errno(), name)
    return list(data)
