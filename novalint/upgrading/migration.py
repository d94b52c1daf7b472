"""The patch that makes files right for a later release: names, references, then values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from novalint.engine.safety import patched
from novalint.schema.options import load_schema
from novalint.text.bulk_writing import Addition, commented, patch_of, taken_out, with_comments
from novalint.text.edits import Edit, Gathering, Patch, compose, merge
from novalint.text.hosting import in_host
from novalint.upgrading.branches import host_takes, in_branches, in_files, is_of
from novalint.upgrading.broker import URL, broker_patch
from novalint.upgrading.dispositions import Disposition, Dispositions, rank
from novalint.upgrading.emptied import without_emptied
from novalint.upgrading.login import GROUP, login_line
from novalint.upgrading.reasons import reason
from novalint.upgrading.references import renewed, rewritten
from novalint.upgrading.values import translations

if TYPE_CHECKING:
    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.schema.options import Name
    from novalint.schema.releases import Release, Version
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
        changed = (document for document in self.config.documents if document.path in self.edits)
        own = merge(Patch.of(document.source, self.edits[document.path]) for document in changed)
        return in_files(own, self.config)

    def then(self, patch: Patch) -> Draft:
        """Make one more change."""
        edits = dict(self.edits)
        for file in patch.files:
            edits[file.path] = compose(edits.get(file.path, ()), file.edits)
        return replace(self, after=patched(self.after, patch), edits=edits)

    def taking(self, patch: Patch) -> Draft:
        """Make one more change in the files that can take it; the others go without."""
        if not self.config.hosted:
            return self.then(patch)
        draft, texts = self, in_templates(self).by_path
        for file in patch.files:
            single = Patch((file,))
            more = draft.then(single)
            draft = more if in_host(single, texts) and more.patch else draft
        return draft


def in_hosts_again(draft: Draft) -> Config:
    """Return what the target reads of a draft; texts of hosts are read there again."""
    if not draft.config.hosted:
        return draft.after
    return replace(draft.after, documents=patched(draft.config, draft.patch).documents)


def in_templates(draft: Draft) -> Config:
    """Return what the target reads of a draft, where texts know the branches that they stand in.

    The place of a new line is looked for here: it must not land in a branch. A text that its host
    would write in another way is as in the draft.
    """
    if not draft.config.hosted:
        return draft.after
    again = in_hosts_again(draft).by_path
    documents = (
        again[document.path] if again[document.path].source == document.source else document
        for document in draft.after.documents
    )
    return replace(draft.after, documents=tuple(documents))


def counts(draft: Draft, names: Iterable[Name]) -> bool:
    """Whether lines that a draft adds for options count whatever a template decides."""
    if not draft.config.hosted:
        return True
    again = in_hosts_again(draft)
    return all(any(map(_is_free, again.setting(*name).places)) for name in names)


def _is_free(place: Place) -> bool:
    return not place.document.arms(place.assignment.span.start)


def named_anew(
    config: Config, release: Release, version: Version | None = None
) -> tuple[Draft, Dispositions]:
    """Write the names that a later release has, and say what became of each line.

    Nothing that the target reads from a line is changed but its place and its name; a line that
    nothing reads any more is commented out.
    """
    target = load_schema(release, config.schema.additions, version)
    dispositions = Dispositions(config, target)
    draft = _with_brokers_and_logins(_renamed(dispositions), dispositions)
    if draft is None:
        dispositions = Dispositions(config, target, composes=False)
        draft = _renamed(dispositions)
    return draft, dispositions


def _renamed(dispositions: Dispositions) -> Draft:
    """Return the files with each line under its new name, or commented out."""
    config = dispositions.config
    after = replace(config, schema=dispositions.target, release_told=True)
    patch = merge(_all_names(document, dispositions) for document in config.documents)
    draft = Draft(config, after, {}).then(patch)
    return draft.taking(without_emptied(config, draft.after))


def _with_brokers_and_logins(draft: Draft, dispositions: Dispositions) -> Draft | None:
    """Write what options without a successor said together; None where a template has no place.

    That is one where the lines would count whichever branches come out.
    """
    names: list[Name] = []
    url = broker_patch(dispositions.broker, draft.config, in_templates(draft))
    if url:
        draft = draft.then(url)
        names.append(URL)
    login = dispositions.login
    for name in login.added if login else ():
        assert login
        draft = draft.then(login_line(login, name, in_templates(draft)))
        names.append((GROUP, name))
    return draft if counts(draft, names) else None


def with_values(named: Draft) -> Draft:
    """Return a configuration under its new names with its values translated as well."""
    draft = named
    for patch in translations(in_templates(named), named.config):
        draft = draft.taking(patch)
    return draft


def _all_names(document: Document, dispositions: Dispositions) -> Patch:
    """Return the patch of the lines that count for certain, and of those in each branch.

    A host goes without the branches that it cannot take together with what comes before them.
    """
    patches = [
        _names(document, dispositions),
        *(_names(document, within) for within in in_branches(dispositions)),
    ]
    patch = _gathered(patches)
    if host_takes(patch, document, proven=True):
        return patch
    taken: list[Patch] = []
    for more in patches:
        together = [*taken, more]
        taken = together if host_takes(_gathered(together), document, proven=True) else taken
    return _gathered(taken)


def _gathered(patches: Iterable[Patch]) -> Patch:
    gathered = Gathering()
    for patch in patches:
        gathered.take(patch)
    return gathered.patch


def _names(document: Document, dispositions: Dispositions) -> Patch:
    """Return what becomes of the lines of a document; a host goes without what it cannot take."""
    mine = [
        disposition for disposition in dispositions.all if disposition.place.document is document
    ]
    if document.host:
        mine = [disposition for disposition in mine if is_of(disposition, dispositions)]
    mine = _in_order(mine, dispositions)
    changes = [_change(disposition, dispositions, mine) for disposition in mine]
    if dispositions.config.arms:  # what is added counts whichever branches come out
        changes = [change for change in changes if not change.additions]
    patch = _together(document, changes)
    if host_takes(patch, document):
        return patch
    taken: list[_Change] = []
    for change in changes:
        more = [*taken, change]
        taken = more if host_takes(_together(document, more), document) else taken
    return _together(document, taken)


class _Change(NamedTuple):
    """What is done to a line in its place, and what is written elsewhere."""

    edits: list[Edit]
    additions: list[Addition]


def _change(
    disposition: Disposition, dispositions: Dispositions, others: list[Disposition]
) -> _Change:
    edits = list(_edits(disposition, dispositions))
    return _Change(edits, list(_additions(disposition, dispositions, others)))


def _together(document: Document, changes: Iterable[_Change]) -> Patch:
    changes = list(changes)
    edits = (edit for change in changes for edit in change.edits)
    additions = (addition for change in changes for addition in change.additions)
    return patch_of(document, edits, additions)


def _in_order(mine: list[Disposition], dispositions: Dispositions) -> list[Disposition]:
    """Order lines as they stand, those of one multi-valued option as oslo.config lists them."""

    def start(disposition: Disposition) -> int:
        return disposition.place.assignment.span.start

    ordered = sorted(mine, key=start)
    of_option: dict[Name, list[int]] = {}
    for number, disposition in enumerate(ordered):
        for to in disposition.names[:1]:
            if _is_multi(to, dispositions):
                of_option.setdefault(to, []).append(number)
    for numbers in of_option.values():
        lines = [ordered[number] for number in numbers]
        lines.sort(key=lambda line: (-rank(line), start(line)))
        for number, line in zip(numbers, lines, strict=True):
            ordered[number] = line
    return ordered


def _edits(disposition: Disposition, dispositions: Dispositions) -> Iterator[Edit]:
    """Yield what is done to a line in its place."""
    document, assignment = disposition.place
    if not disposition.names:
        yield from commented(document, assignment, reason(disposition, dispositions))
        return
    inside = _inside(disposition, dispositions)
    if inside is None:
        yield taken_out(document, assignment)
        return
    if disposition.options:
        yield from renewed(disposition.place, inside, dispositions.config, dispositions.target)
    if inside != disposition.name:
        yield Edit(*assignment.key, inside[1])


def _additions(
    disposition: Disposition, dispositions: Dispositions, others: list[Disposition]
) -> Iterator[Addition]:
    """Yield what is written elsewhere: the line, with its comments at the first place.

    A line of a multi-valued option goes in front of those that come behind it in its list.
    """
    document, assignment = disposition.place
    inside = _inside(disposition, dispositions)
    for number, to in enumerate(name for name in disposition.names if name != inside):
        edits = (
            renewed(disposition.place, to, dispositions.config, dispositions.target)
            if disposition.options
            else ()
        )
        lines = rewritten(disposition.place, to[1], edits)
        if number == 0 and inside is None:
            lines = with_comments(document, assignment, lines)
        after = (
            other
            for other in others
            if _is_multi(to, dispositions) and _inside(other, dispositions) == to
        )
        first = min(after, key=lambda one: one.place.assignment.span.start, default=None)
        yield Addition(to[0], lines, first.place.assignment if first else None)


def _inside(disposition: Disposition, dispositions: Dispositions) -> Name | None:
    """Return the name that a line gets where it stands, None where it does not stay there."""
    if disposition.name in disposition.names:
        return disposition.name
    name_written = next(
        (name for name in disposition.names if name[0] == disposition.name[0]), None
    )
    if (
        name_written
        and _is_multi(name_written, dispositions)
        and not dispositions.comes_last(disposition)
    ):
        return None
    return name_written


def _is_multi(name: Name, dispositions: Dispositions) -> bool:
    option = dispositions.target.option(*name)
    return option is not None and option.multi
