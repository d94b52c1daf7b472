"""One patch for files that several configurations share, which each migrate by themselves."""

from __future__ import annotations

from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.engine.safety import changed_options, patched
from novalint.errors import FileError, PatchError
from novalint.hosts.signs import real
from novalint.patterns import lazy_pattern
from novalint.text.edits import Patch
from novalint.upgrading.pinned_defaults import home_of
from novalint.wording import option_name, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from novalint.text.document import Document
    from novalint.text.edits import Edit
    from novalint.upgrading.pinned_defaults import Home
    from novalint.upgrading.upgrade import Upgrade

    Edits = frozenset[Edit]

_ADDED = lazy_pattern(r"^(\w+)[ \t]*=", 8)
"""An option that an edit sets (8: MULTILINE)."""
MOST_TRIED = 8
"""Configurations of which it is tried whether the others read the same from what they write."""


def in_one(upgrades: Sequence[Upgrade]) -> list[Patch]:
    """Return the patch of each configuration, with what others do to its files.

    A shared file is written so that each configuration reads from it what its own patch would make
    it read. Raises FileError where that cannot be.
    """
    wanted = [_edits(upgrade) for upgrade in upgrades]
    if not _are_shared(wanted):
        return [upgrade.patch for upgrade in upgrades]
    for chosen in _choices(upgrades, wanted):
        patches = _patches(upgrades, chosen)
        if patches and all(map(_reads_the_same, upgrades, patches)):
            return patches
    raise FileError(_in_the_way(upgrades, wanted))


def _edits(upgrade: Upgrade) -> dict[Home, Edits]:
    """Return what a configuration makes of each of its documents, as edits of the file."""
    own = {file.path: frozenset(file.edits) for file in upgrade.patch.files}
    documents = upgrade.before.documents
    return {home_of(each): own.get(each.path, frozenset()) for each in documents}


def _are_shared(wanted: Sequence[Mapping[Home, Edits]]) -> bool:
    """Whether a file is changed in different ways, or several texts in it are changed."""
    by_path: dict[str, Edits] = {}
    changed = ((path, edits) for each in wanted for (path, _), edits in each.items())
    return any(by_path.setdefault(path, edits) != edits for path, edits in changed)


def _choices(
    upgrades: Sequence[Upgrade], wanted: Sequence[Mapping[Home, Edits]]
) -> Iterator[dict[Home, Edits]]:
    """Yield what may be made of each document: what all make of it, else what one of them does."""
    together: dict[Home, Edits] = {}
    for each in wanted:
        for home, edits in each.items():
            together[home] = together.get(home, frozenset()) | edits
    yield together
    order = sorted(range(len(upgrades)), key=lambda number: len(wanted[number]))
    for first in (*order[:1], *order[:-MOST_TRIED:-1]):
        taken = dict(wanted[first])
        for number in order:
            taken = {**wanted[number], **taken}
        yield taken


def _patches(upgrades: Sequence[Upgrade], chosen: Mapping[Home, Edits]) -> list[Patch]:
    """Return the patches of all configurations; none where edits overlap."""
    by_path: dict[str, Edits] = {}
    for (path, _), edits in chosen.items():
        by_path[path] = by_path.get(path, frozenset()) | edits
    try:
        return [_patch(upgrade.before.documents, by_path) for upgrade in upgrades]
    except PatchError:
        return []


def _patch(documents: Iterable[Document], by_path: Mapping[str, Edits]) -> Patch:
    files = {document.path: document.file for document in documents}
    each = (Patch.of(source, by_path[real(path)]) for path, source in files.items())
    return Patch(tuple(file for patch in each for file in patch.files))


def _reads_the_same(upgrade: Upgrade, patch: Patch) -> bool:
    """Whether a configuration reads from the patch of all what it would read from its own."""
    if patch == upgrade.patch:
        return True
    after = replace(upgrade.after, documents=patched(upgrade.before, patch).documents)
    return not changed_options(upgrade.after, after)


def _in_the_way(upgrades: Sequence[Upgrade], wanted: Sequence[Mapping[Home, Edits]]) -> str:
    """Say of the first file that is migrated in different ways by whom, and which options are."""
    taken: dict[Home, tuple[Upgrade, Edits]] = {}
    for upgrade, edits in zip(upgrades, wanted, strict=True):
        for document in upgrade.before.documents:
            own = edits[home_of(document)]
            other, before = taken.setdefault(home_of(document), (upgrade, own))
            if before != own:
                return _said(document, upgrade, other, before ^ own)
    raise AssertionError("nothing is migrated in different ways")


def _said(document: Document, upgrade: Upgrade, other: Upgrade, edits: Edits) -> str:
    touched = (
        option_name(line.group, line.option)
        for line in document.assignments
        if any(edit.start < line.span.end and edit.end >= line.span.start for edit in edits)
    )
    added = (f"`{name}`" for edit in sorted(edits) for name in _ADDED.findall(edit.text))
    what = " and ".join(dict.fromkeys([*touched, *added])) or "what is added"
    here, there = (one.embedded or ", ".join(one.files) for one in (upgrade, other))
    return (
        f"{what} in {shown(document.path)} would be migrated differently for {shown(here)} "
        f"than for {shown(there)}, so nothing is written; set what differs in a file of each first"
    )
