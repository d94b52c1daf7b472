"""The upgrade of one configuration from one release to a later one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from novalint.annotations import TYPE_CHECKING, Any
from novalint.arguments import checked
from novalint.config.model import Config, load
from novalint.config.refusals import Refusal, refusals
from novalint.deployment import Deployment
from novalint.nova.policy_files import POLICY_FILE
from novalint.nova.readers import services
from novalint.redaction import Redaction
from novalint.schema.comparison import compare
from novalint.schema.releases import dotted
from novalint.settings.model import Settings
from novalint.text.document import Document
from novalint.upgrading.branches import as_mended, branch_changes
from novalint.upgrading.changes import Change, Effect
from novalint.upgrading.default_words import consequence, kept_said, shift_said
from novalint.upgrading.defaults import Shift
from novalint.upgrading.driver_elsewhere import driver_elsewhere_change
from novalint.upgrading.fatal import fatal
from novalint.upgrading.gone_defaults import gone_defaults
from novalint.upgrading.holes import hole_changes
from novalint.upgrading.idle import idle, told_of_zones
from novalint.upgrading.keeping import Kept
from novalint.upgrading.lines import line_changes, renamed_in
from novalint.upgrading.losses import losses
from novalint.upgrading.meanings import changed_meanings
from novalint.upgrading.migration import in_hosts_again, in_templates
from novalint.upgrading.new_findings import Stages, compared, new_findings
from novalint.upgrading.other_roles import without_others
from novalint.upgrading.path import path
from novalint.upgrading.pinned_defaults import Unkept, pinned
from novalint.upgrading.plan import planned
from novalint.upgrading.policy_file import is_lost, policy_file_change
from novalint.upgrading.programs import program_changes
from novalint.upgrading.read_anew import read_anew
from novalint.upgrading.vital import vital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novalint.findings import Finding, Location
    from novalint.schema.comparison import Comparison
    from novalint.schema.options import Name
    from novalint.schema.releases import Release
    from novalint.text.edits import Patch
    from novalint.upgrading.new_findings import ComparedFindings
    from novalint.upgrading.pinned_defaults import Homes
    from novalint.upgrading.plan import Plan

    Target = str | os.PathLike[str] | Document | Config


@dataclass(frozen=True)
class Upgrade:
    """What one configuration meets on the way from one release to a later one.

    `before` is what the start release reads from the files, `after` what the target reads from the
    migrated ones, and `patch` leads from the first to the second. `changes` come the worst first,
    by release, then in the order of the files. `unkept` are the defaults that change and that no
    line can keep; there are none unless the old behaviour is to be kept, as `keeps` says.
    `standing` are the errors that `check` finds in both releases, which are no news, and that the
    patch leaves. Nothing in the messages shows a secret.
    """

    before: Config
    after: Config
    changes: tuple[Change, ...]
    patch: Patch = field(repr=False)
    unkept: tuple[Unkept, ...] = ()
    standing: tuple[Finding, ...] = ()
    keeps: bool = False

    def __repr__(self) -> str:  # all that is in it would be thousands of lines
        from novalint.pages.upgrade import found

        return f"Upgrade({found(self)})"

    @property
    def old(self) -> Release:
        """The release to start from."""
        return self.before.release

    @property
    def new(self) -> Release:
        """The release to go to."""
        return self.after.release

    @property
    def versions(self) -> tuple[str | None, str | None]:
        """The versions that were told in full to start from and to go to, such as `31.1.0`."""
        start, end = self.before.schema.version, self.after.schema.version
        return dotted(start) if start else None, dotted(end) if end else None

    @property
    def way(self) -> str:
        """The release to start from and the one to go to, by their versions where these are told.

        For example `2024.1 to 31.1.0`.
        """
        start, end = self.before.schema, self.after.schema
        return f"{start.version_or_release} to {end.version_or_release}"

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files, in the order in which Nova reads them."""
        return tuple(document.path for document in self.before.documents)

    @property
    def embedded(self) -> str:
        """The name of the text within a host that was read; empty where files were."""
        return self.before.documents[0].name

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """The files that Nova refuses whole: correct them first, what is said here is not all."""
        return refusals(self.before.documents)

    @property
    def path(self) -> tuple[Release, ...]:
        """The releases by which to go there, the target last."""
        return path(self.old, self.new)

    def masked_diff(self) -> str:
        """Return the unified diff of the patch, with all masked that is secret in either release.

        One that hides something cannot be applied; `patch.unified_diff()` hides nothing.
        """
        from novalint.text.diff import unified_diff

        read, written = self.before.documents, self.after.documents
        old, new = (
            Redaction(replace(config, documents=read), written)
            for config in (self.before, self.after)
        )
        files = self.patch.files
        return "".join(unified_diff(file, lambda line: new.mask(old.mask(line))) for file in files)

    def to_dict(self) -> dict[str, Any]:
        """Return what `novalint upgrade --format json` writes; schemas/upgrade.json tells it."""
        from novalint.pages.upgrade import document

        return document([self])

    def to_json(self) -> str:
        """Return the same as text."""
        from novalint.pages.upgrade import render

        return render([self], "json")

    def only(self, *effects: Effect) -> Upgrade:
        """Return the same upgrade with the changes of some effects alone."""
        return replace(self, changes=self.of(*effects))

    def of(self, *effects: Effect) -> tuple[Change, ...]:
        """Return the changes with some effects."""
        return tuple(change for change in self.changes if change.effect in effects)


@checked
def upgrade(
    target: Target,
    old: str,
    new: str,
    *,
    role: str | Sequence[str] | None = None,
    deployment: Deployment | None = None,
    keep_behaviour: bool = False,
) -> Upgrade:
    """Return what a configuration, a document or a file meets on the way to a later release.

    `role`, one or several of Nova's services, takes precedence over that of `deployment`.
    With `keep_behaviour` the patch also writes the old defaults that change under options that
    nothing sets. Raises ReleaseError for releases that do not exist, are equal, or stand the other
    way round, and FileError for what cannot be read.
    """
    settings = Settings(deployment=(deployment or Deployment()).merged(Deployment(role=role)))
    comparison = compare(old, new)  # refuses wrong releases before a file is read
    documents = target.documents if isinstance(target, Config) else load(target).documents
    return upgrade_documents(documents, comparison, settings, keep_behaviour)


def upgrade_documents(
    documents: Sequence[Document],
    comparison: Comparison,
    settings: Settings,
    keep_behaviour: bool,
) -> Upgrade:
    """Return what documents, read as one configuration, meet on the way; see `upgrade`."""
    return upgrade_planned(planned(documents, comparison, settings, keep_behaviour))


def upgrade_planned(plan: Plan, homes: Homes | None = None) -> Upgrade:
    """Return what a configuration meets; `homes` say where old defaults are written, if told."""
    config, named, valued, kept = plan.config, plan.named, plan.valued, plan.kept
    comparison, settings, dispositions = plan.comparison, plan.settings, plan.dispositions
    draft = valued.then(pinned(in_templates(valued), kept.pins, homes))
    after = in_hosts_again(draft)
    stages = Stages(*map(in_hosts_again, (named, valued, draft)))
    checked = compared(dispositions, stages, settings)
    lost = tuple(losses(dispositions, settings.deployment))
    places = set(map(_about, lost))
    lines = (
        *line_changes(dispositions, named.after, comparison),
        *branch_changes(config, named.after.schema, named.after, comparison),
    )
    told = (line for line in _sound(lines, checked) if _about(line) not in places)
    changes = [
        *lost,
        *without_others(vital(told, dispositions, settings), dispositions, settings.deployment),
        *changed_meanings(dispositions, named.after, valued.after),
        *read_anew(config, draft.after, comparison),
        *_not_lost(new_findings(dispositions, stages, settings, checked), lost),
        *hole_changes(checked, dispositions),
        *program_changes(config, draft.after, comparison, settings.deployment),
        *_default_changes(plan.shifted, kept, config, draft.after),
        *gone_defaults(config, comparison, settings.deployment),
        *driver_elsewhere_change(config, comparison, settings.deployment),
        *policy_file_change(draft.after, comparison, settings.deployment),
    ]
    changes = as_mended(fatal(changes, config, draft.after), draft.patch, config)
    if config.release == after.release:  # a version of it brings them, which nothing here dates
        changes = [replace(change, releases=()) for change in changes]
    order = {document.path: number for number, document in enumerate(config.documents)}
    changes.sort(key=lambda change: _by_weight(change, order))
    standing = checked.standing(dispositions, stages, settings)
    masked = _masked(changes, config)
    return Upgrade(config, after, masked, draft.patch, kept.unkept, standing, plan.keeps)


def _not_lost(found: Iterable[Change], lost: Iterable[Change]) -> Iterator[Change]:
    """Leave out what a rule finds in a line whose loss is told in its place."""
    known = {(change.rule, *_about(change)[1:]) for change in lost if change.rule}
    yield from (each for each in found if (each.rule, *_about(each)[1:]) not in known)


def _about(change: Change) -> tuple[Location | None, str, str]:
    return change.location, change.group, change.option


def _sound(lines: Sequence[Change], checked: ComparedFindings) -> Iterator[Change]:
    """Leave out the news about a value that needs nothing, where the value is an error as it is.

    Nor does a line come into effect of which `check` says that nothing reads it.
    """
    broken, unread = checked.broken, checked.unread
    for line in lines:
        names = line.names or ((line.group, line.option),)
        idle = line.effect is Effect.NOTHING and not line.mended
        starts = line.effect is Effect.CHANGES and not line.mended
        if not (idle and broken.intersection(names)) and not (
            starts and unread.intersection(names)
        ):
            yield line


def _masked(changes: Sequence[Change], config: Config) -> tuple[Change, ...]:
    """Hide in changes what their lines hide, names that may be values among it."""
    redaction = Redaction(config)
    documents = {document.path: document for document in config.documents}

    def masked(change: Change) -> Change:
        if change.location is None:
            return change
        place = documents[change.location.path], change.location.start.line
        return replace(
            change,
            group=redaction.group(change.group),
            option=redaction.option(change.option),
            message=redaction.message(change.message, *place, change.option),
        )

    return tuple(map(masked, changes))


def _default_changes(
    shifted: tuple[Shift, ...], kept: Kept, before: Config, after: Config
) -> Iterator[Change]:
    for shift in shifted:
        name = (shift.after.group, shift.after.name)
        remarks = kept.remarks.get(name, ())
        phrase = shift_said(shift)
        why = idle(shift, before, after)
        if why and shift.before is None:
            continue  # it came and went by without a word
        if is_lost(name, after) and name not in kept.names:
            continue  # `policy_file_change` tells it
        if name not in kept.names:
            why = why or told_of_zones(shift, before)
        if why:
            phrase += f"; {why}"
        elif name not in kept.names:
            phrase += consequence(shift, after)
        elif not remarks:
            phrase += kept_said(kept.texts(name))
        if remarks:
            said = "; also: ".join(dict.fromkeys(finding.message for finding in remarks))
            phrase += f"; the old one is kept, about which `check` says: {said}"
        yield Change(
            _effect_of_default(name, why, after),
            *name,
            phrase,
            releases=shift.difference.releases or renamed_in(shift.difference, after.release),
            readers=services(shift.after.option),
            rule=remarks[0].rule if remarks else "",
            mended=name in kept.names and not remarks,
            old=shift.difference.old,
            new=shift.difference.new,
        )


def _effect_of_default(name: Name, why: str, after: Config) -> Effect:
    """Return what a default that changes does: policy.json counts until a release without it."""
    if why:
        return Effect.NOTHING
    return Effect.SOON if name == POLICY_FILE else Effect.CHANGES


def _by_weight(change: Change, order: dict[str, int]) -> tuple[int, int, int, int, str, str]:
    where = change.location
    return (
        change.effect.rank,
        change.releases[0].major if change.releases else 0,
        order[where.path] if where else len(order),
        where.start.offset if where else 0,
        "" if change.group == "DEFAULT" else change.group,
        change.option,
    )
