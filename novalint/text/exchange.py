"""Two files of a folder change places in one step, where the kernel can do it."""

from __future__ import annotations

import errno
import os
from functools import cache

from novalint.annotations import Any

_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2), in Linux since 3.15."""
_UNABLE = (errno.ENOSYS, errno.EINVAL)
"""What kernels and file systems say that cannot do it."""


def exchange(folder: int, name: str, other: str) -> bool:
    """Let two files of an open folder change places; returns False where that cannot be done.

    Nothing is lost then, as it is by renaming one over the other: what stood there is still there.
    Raises OSError where the kernel refuses.
    """
    call = _renameat2()
    if call is None:
        return False
    if call(folder, os.fsencode(name), folder, os.fsencode(other), _EXCHANGE) == 0:
        return True
    import ctypes

    number = ctypes.get_errno()
    if number in _UNABLE:
        return False
    raise OSError(number, os.strerror(number))


@cache
def _renameat2() -> Any:
    """Return glibc's function, in it since 2.28; None where there is none."""
    import ctypes

    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return call
