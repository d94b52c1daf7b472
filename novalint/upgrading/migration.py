"""The patch that makes files right for a later release: names, references, then values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from novalint.engine.safety import patched
from novalint.schema.store import load_schema
from novalint.text.bulk_writing import Addition, commented, patch_of, taken_out, with_comments
from novalint.text.edits import Edit, Patch, compose, merge
from novalint.upgrading.dispositions import Fate, Fates, rank
from novalint.upgrading.reasons import reason
from novalint.upgrading.references import renewed, rewritten
from novalint.upgrading.values import translations

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name
    from novalint.schema.releases import Release
    from novalint.text.document import Document


@dataclass(frozen=True)
class Draft:
    """Files on their way to a release: as they were, as the target reads them, and the edits."""

    config: Config
    after: Config
    edits: dict[str, tuple[Edit, ...]]

    @cached_property
    def patch(self) -> Patch:
        """The patch over all files that leads from the first to the second."""
        changed = (one for one in self.config.documents if one.path in self.edits)
        return merge(Patch.of(one.source, self.edits[one.path]) for one in changed)

    def then(self, patch: Patch) -> Draft:
        """Make one more change."""
        edits = dict(self.edits)
        for file in patch.files:
            edits[file.path] = compose(edits.get(file.path, ()), file.edits)
        return replace(self, after=patched(self.after, patch), edits=edits)


def named_anew(config: Config, release: Release) -> tuple[Draft, Fates]:
    """Write the names that a later release has, and say what became of each line.

    Nothing that the target reads from a line is changed but its place and its name; a line that
    nothing reads any more is commented out.
    """
    target = load_schema(release)
    fates = Fates(config, target)
    after = replace(config, schema=target, release_told=True)
    patch = merge(_names(one, fates) for one in config.documents)
    return Draft(config, after, {}).then(patch), fates


def with_values(named: Draft) -> Draft:
    """Return a configuration under its new names with its values translated as well."""
    draft = named
    for patch in translations(named.after, named.config):
        draft = draft.then(patch)
    return draft


def _names(document: Document, fates: Fates) -> Patch:
    edits: list[Edit] = []
    additions: list[Addition] = []
    mine = [one for one in fates.all if one.place.document is document]
    for fate in sorted(mine, key=lambda one: (-rank(one), one.place.assignment.span.start)):
        edits += _edits(fate, fates)
        additions += _additions(fate, fates, mine)
    return patch_of(document, edits, additions)


def _edits(fate: Fate, fates: Fates) -> Iterator[Edit]:
    """Give what is done to a line in its place."""
    document, assignment = fate.place
    if not fate.names:
        yield from commented(document, assignment, reason(fate, fates))
        return
    inside = _inside(fate, fates)
    if inside is None:
        yield taken_out(document, assignment)
        return
    if fate.options:
        yield from renewed(fate.place, inside, fates.config, fates.target)
    if inside != fate.name:
        yield Edit(*assignment.key, inside[1])


def _additions(fate: Fate, fates: Fates, others: list[Fate]) -> Iterator[Addition]:
    """Give what is written elsewhere: the line, with its comments at the first place.

    A line of a multi-valued option goes in front of those that come behind it in its list.
    """
    document, assignment = fate.place
    inside = _inside(fate, fates)
    for number, to in enumerate(one for one in fate.names if one != inside):
        edits = renewed(fate.place, to, fates.config, fates.target) if fate.options else ()
        lines = rewritten(fate.place, to[1], edits)
        if number == 0 and inside is None:
            lines = with_comments(document, assignment, lines)
        after = (one for one in others if _is_multi(to, fates) and _inside(one, fates) == to)
        first = min(after, key=lambda one: one.place.assignment.span.start, default=None)
        yield Addition(to[0], lines, first.place.assignment if first else None)


def _inside(fate: Fate, fates: Fates) -> Name | None:
    """Give the name that a line gets where it stands, None where it does not stay there."""
    if fate.name in fate.names:
        return fate.name
    found = next((one for one in fate.names if one[0] == fate.name[0]), None)
    if found and _is_multi(found, fates) and not fates.comes_last(fate):
        return None
    return found


def _is_multi(name: Name, fates: Fates) -> bool:
    option = fates.target.option(*name)
    return option is not None and option.multi
