"""Paths that patterns of settings stand for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache

from novalint.records import NamedTuple


class PathNames(NamedTuple):
    """Where a file is: the names that lead to it from the root, and from a folder."""

    absolute: tuple[str, ...]
    relative: tuple[str, ...]

    @classmethod
    def of(cls, path: str, folder: str) -> PathNames:
        """Take a path, which counts from where novalint runs, as seen from an absolute folder."""
        whole = os.path.abspath(path)  # noqa: PTH100 (pathlib costs start-up time)
        return cls(_names(whole), _names(os.path.relpath(whole, folder)))

    def matches(self, pattern: str) -> bool:
        """Return whether this, or a folder that it is in, is one of those a pattern stands for.

        `*` and `?` stand for what a name may have, `**` for any number of folders. A pattern that
        is not absolute counts from the folder.
        """
        names = self.absolute if pattern.startswith("/") else self.relative
        return _fit(_pattern(pattern), names)


@cache
def _pattern(pattern: str) -> tuple[str, ...]:
    return _names(os.path.normpath(pattern))


def _names(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part not in ("", "."))


def _fit(pattern: Sequence[str], names: Sequence[str]) -> bool:
    """Follow all ways at once: how many names the parts so far can have taken."""
    from fnmatch import fnmatchcase

    taken = {0}
    for part in pattern:
        if part == "**":
            taken = set(range(min(taken), len(names) + 1))
        else:
            left = (at for at in taken if at < len(names))
            taken = {at + 1 for at in left if fnmatchcase(names[at], part)}
        if not taken:
            return False
    return True


def common_folder(paths: Sequence[str]) -> str:
    """Return the folder that files have in common; `.` where the current one is gone."""
    try:
        folders = {os.path.dirname(os.path.abspath(path)) for path in paths}  # noqa: PTH100, PTH120
    except OSError:  # the current folder is gone
        return os.curdir
    return os.path.commonpath(folders) if folders else os.curdir
