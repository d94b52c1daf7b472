"""Edits, patches over files, and their unified diffs."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from itertools import pairwise
from sys import maxsize

from novalint.annotations import TYPE_CHECKING
from novalint.errors import PatchError
from novalint.records import NamedTuple, dataclass, field

if TYPE_CHECKING:
    from novalint.text.source import Source


class Edit(NamedTuple):
    """Replace the characters from `start` to `end` (offsets from 0) by `text`."""

    start: int
    end: int
    text: str

    def __repr__(self) -> str:  # the text may be a secret, which only a release can tell
        return f"Edit({self.start}, {self.end}, {len(self.text)} characters)"


@dataclass(frozen=True)
class FilePatch:
    """Sorted edits, none overlapping, to the text of one file.

    `origin` is there where the file is a host: the edits of the text within it that they stand for.
    """

    source: Source
    edits: tuple[Edit, ...]
    origin: FilePatch | None = field(default=None, compare=False, repr=False)

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
        for before, after in pairwise(kept):
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
        """Return the text after the edits; `path` says which file it is when there are several.

        Raises PatchError where the text is not the one that the patch was made for.
        """
        chosen = [file for file in self.files if path in (None, file.path)]
        if len(chosen) > 1:
            raise PatchError("the patch is for several files; say which one `path` means")
        if not chosen:
            return text
        if chosen[0].source.text != text:
            raise PatchError(_other_text(chosen[0], text))
        return chosen[0].result

    def write(self) -> None:
        """Write the files as they are after the edits: all of them, or none.

        Raises FileError where one cannot be written, or is another one than was read.
        """
        from novalint.text.saving import save_patch

        save_patch(self)

    def unified_diff(self) -> str:
        """Return the diff that `patch -p1` and `git apply` accept; empty when nothing changes.

        It shows the lines as they are, passwords too: what is printed or logged is to come from
        `Report.masked_diff` or `Upgrade.masked_diff`.
        """
        from novalint.text.diff import unified_diff

        return "".join(unified_diff(file) for file in self.files)


def _other_text(file: FilePatch, text: str) -> str:
    wrong = f"`{file.path}` is not the text that the patch was made for"
    if "\n".join(file.source.text.split("\r\n")) == text:
        wrong += f", whose lines end in \\r\\n; take Document.read({file.path!r}).text"
    return wrong


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


@dataclass
class Gathering:
    """Puts patches together that do not touch each other.

    `joins` takes two that add lines at one place too, where they set different options.
    `whole_lines` says that an edit touches all of a line that it comments out.
    """

    joins: bool = False
    whole_lines: bool = False
    _taken: dict[str, tuple[Source, list[Edit]]] = field(default_factory=dict)

    def take(self, patch: Patch) -> bool:
        """Add a patch and return True; return False where an edit touches one that is there."""
        wanted = [(self._taken.setdefault(file.path, (file.source, [])), file.edits)
                  for file in patch.files]  # fmt: skip
        if any(self._meets(edit, *taken) for taken, edits in wanted for edit in edits):
            return False
        for (_, taken), edits in wanted:
            for edit in edits:
                _put(edit, taken)
        return True

    def _meets(self, edit: Edit, source: Source, taken: list[Edit]) -> bool:
        """Whether an edit meets one of those, which are sorted, and cannot be joined with it."""
        at = _first_from(edit.start, taken)
        if at == len(taken) or taken[at].start > self._end(edit, source):
            return at > 0 and self._end(taken[at - 1], source) >= edit.start
        return not (self.joins and _add_different_options(taken[at], edit))

    def _end(self, edit: Edit, source: Source) -> int:
        """Return where the text ends that an edit touches."""
        comments_out = self.whole_lines and edit == (edit.start, edit.start, "#")
        end = source.text.find("\n", edit.start) if comments_out else edit.end
        return end if end >= 0 else len(source.text)

    @property
    def patch(self) -> Patch:
        """All that was taken."""
        files = (FilePatch(source, tuple(edits)) for source, edits in self._taken.values() if edits)
        return Patch(tuple(files))


def _first_from(start: int, taken: list[Edit]) -> int:
    """Return the place of the first edit that does not end before an offset."""
    return bisect_left(taken, start, key=lambda edit: edit.end)  # sorted by their ends as well


def _put(edit: Edit, taken: list[Edit]) -> None:
    """Add an edit to sorted ones; what adds lines where another one does becomes a part of it."""
    at = _first_from(edit.start, taken)
    if at < len(taken) and taken[at][:2] == edit[:2] == (edit.start, edit.start):
        taken[at] = taken[at]._replace(text=taken[at].text + edit.text)
    else:
        insort(taken, edit)


def _add_different_options(one: Edit, two: Edit) -> bool:
    """Return whether two edits only add whole lines at one place, each for options of its own."""
    names = [_added_names(edit.text) for edit in (one, two) if edit.start == edit.end == one.start]
    return len(names) == 2 and all(names) and names[0].isdisjoint(names[1])


def _added_names(text: str) -> set[str]:
    """Return the options that added lines set; none where there is more than such lines."""
    lines = text.splitlines()
    names = {line.partition("=")[0].strip() for line in lines}
    is_plain = text.endswith("\n") and all("=" in line and line[0].isalpha() for line in lines)
    return names if is_plain else set()


def compose(first: Iterable[Edit], second: Iterable[Edit]) -> tuple[Edit, ...]:
    """Make one set of edits that does what `first` does and then `second` to its result."""
    pieces = _pieces(first)
    result: list[_Piece] = []
    at = 0
    for edit in second:
        result += _take(pieces, edit.start - at)
        taken = _take(pieces, edit.end - edit.start)
        result += [
            edit.text,
            *(range(stretch.stop, stretch.stop) for stretch in _ranges(taken)[-1:]),
        ]
        at = edit.end
    return _edits([*result, *reversed(pieces)])


_Piece = str | range
"""New text, or the offsets of a stretch of the original one."""


def _pieces(edits: Iterable[Edit]) -> list[_Piece]:
    """Return the text after the edits in pieces, the last one first."""
    pieces: list[_Piece] = []
    at = 0
    for edit in edits:
        pieces += [range(at, edit.start), edit.text]
        at = edit.end
    return [range(at, maxsize), *reversed(pieces)]


def _take(pieces: list[_Piece], length: int) -> list[_Piece]:
    """Take the first characters off the pieces, whose last one comes first."""
    taken: list[_Piece] = []
    while length > 0:
        piece = pieces.pop()
        if len(piece) > length:
            pieces.append(piece[length:])
            piece = piece[:length]
        taken.append(piece)
        length -= len(piece)
    return taken


def _ranges(pieces: Iterable[_Piece]) -> list[range]:
    return [piece for piece in pieces if isinstance(piece, range)]


def _edits(pieces: Iterable[_Piece]) -> tuple[Edit, ...]:
    """Return what leads to the pieces; edits that touch stay two, as a host may take each alone."""
    edits = []
    at = 0
    new = ""
    for piece in pieces:
        if isinstance(piece, str):
            new += piece
        elif piece or piece.start > at:
            if new or piece.start > at:
                edits.append(Edit(at, piece.start, new))
            at, new = piece.stop, ""
    return tuple(edits)
