"""Edits, patches over files, and their unified diffs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from novalint.errors import PatchError

if TYPE_CHECKING:
    from novalint.text.source import Source


class Edit(NamedTuple):
    """Replace the characters from `start` to `end` (offsets from 0) by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class FilePatch:
    """Sorted edits, none overlapping, to the text of one file."""

    source: Source
    edits: tuple[Edit, ...]

    @property
    def path(self) -> str:
        """The path of the file that the edits are for."""
        return self.source.path

    @property
    def result(self) -> str:
        """The text after the edits."""
        return apply_edits(self.source.text, self.edits)


@dataclass(frozen=True)
class Patch:
    """What to change in one file or in several; empty when there is nothing to change."""

    files: tuple[FilePatch, ...] = ()

    @classmethod
    def of(cls, source: Source, edits: Iterable[Edit]) -> Patch:
        """Make the patch of one file; edits that change nothing are left out.

        Raises PatchError where two edits overlap.
        """
        kept = tuple(sorted(e for e in set(edits) if source.text[e.start : e.end] != e.text))
        for before, after in zip(kept, kept[1:], strict=False):
            if after.start < before.end or after.start == before.start:
                raise PatchError(f"two edits overlap at offset {after.start} of `{source.path}`")
        return cls((FilePatch(source, kept),)) if kept else cls()

    def __bool__(self) -> bool:
        return bool(self.files)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the files that change."""
        return tuple(file.path for file in self.files)

    def apply(self, text: str, path: str | None = None) -> str:
        """Give the text after the edits; `path` says which file it is when there are several.

        Raises PatchError where the text is not the one that the patch was made for.
        """
        chosen = [file for file in self.files if path in (None, file.path)]
        if len(chosen) > 1:
            raise PatchError("the patch is for several files; say which one `path` means")
        if not chosen:
            return text
        if chosen[0].source.text != text:
            raise PatchError(f"`{chosen[0].path}` is not the text that the patch was made for")
        return chosen[0].result

    def unified_diff(self) -> str:
        """Give the diff that `patch -p1` and `git apply` accept; empty when nothing changes."""
        from novalint.text.diff import unified_diff

        return "".join(unified_diff(file) for file in self.files)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Replace each edit's span; the edits are sorted and do not overlap."""
    parts = []
    at = 0
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def merge(patches: Iterable[Patch]) -> Patch:
    """Put patches of several files into one; each file may be in one of them only.

    Raises PatchError where a file is in two of them.
    """
    files = [file for patch in patches for file in patch.files]
    if len({file.path for file in files}) < len(files):
        raise PatchError("two patches change the same file; make one of their edits")
    return Patch(tuple(files))
