"""Lines in branches of templates, and patches of what stands within hosts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.config.doubts import branches_of
from novalint.text.edits import Patch
from novalint.text.hosting import COMPUTED, in_host
from novalint.upgrading.dispositions import Dispositions
from novalint.upgrading.lines import line_changes

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.comparison import Comparison
    from novalint.schema.options import Schema
    from novalint.text.document import Document
    from novalint.text.edits import Edit
    from novalint.upgrading.changes import Change
    from novalint.upgrading.dispositions import Disposition


def in_branches(outer: Dispositions) -> Iterator[Dispositions]:
    """Yield what becomes of the lines of each branch where it is chosen, and of those alone."""
    for arms in branches_of(outer.config):
        config = outer.config.within(arms)
        yield Dispositions(config, outer.target, outer.composes, outer)


def is_of(disposition: Disposition, dispositions: Dispositions) -> bool:
    """Whether a line stands in the branches that were chosen, and not around them."""
    document, assignment = disposition.place
    return document.arms(assignment.span.start) == dispositions.config.arms


def host_takes(patch: Patch, document: Document, *, proven: bool = False) -> bool:
    """Whether the file that holds a document can take a patch of it; see `in_host`."""
    texts = {document.path: document}
    return document.host is None or in_host(patch, texts, proven=proven) is not None


def in_files(patch: Patch, config: Config) -> Patch:
    """Return a patch as that of the files; nothing for a host that cannot take all of its own."""
    if not config.hosted:
        return patch
    texts = config.by_path
    hosted = (in_host(Patch((file,)), texts, proven=True) for file in patch.files)
    return Patch(
        tuple(file for hosted_patch in hosted if hosted_patch for file in hosted_patch.files)
    )


def branch_changes(
    config: Config, target: Schema, named: Config, comparison: Comparison
) -> Iterator[Change]:
    """Yield what happens to options that branches set."""
    for dispositions in in_branches(Dispositions(config, target)):
        own = {
            disposition.place.position.line
            for disposition in dispositions.all
            if is_of(disposition, dispositions)
        }
        for change in line_changes(dispositions, named, comparison):
            if change.location and change.location.start.line in own:
                yield change


def as_mended(changes: Iterable[Change], patch: Patch, config: Config) -> list[Change]:
    """Return changes; of a host those alone are mended whose line the patch touches.

    The others say that the patch goes without them.
    """
    if not config.hosted:
        return list(changes)
    edits = {file.path: file.edits for file in patch.files}
    return [
        replace(change, mended=False, message=f"{change.message}; {COMPUTED}")
        if change.mended and change.location and not _is_touched(change, edits)
        else change
        for change in changes
    ]


def _is_touched(change: Change, edits: dict[str, tuple[Edit, ...]]) -> bool:
    assert change.location
    start, end = change.location.start.offset, change.location.end.offset
    edits_here = edits.get(change.location.path, ())
    return any(edit.start <= end and edit.end >= start for edit in edits_here)
