"""`novalint upgrade`: what configurations meet on the way to a later release, and the patch."""

from __future__ import annotations

from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.cli.advice import say_refused
from novalint.cli.context import project_of, read_inputs, refuse_others
from novalint.cli.output import diff_place, put_diffs, put_report, say
from novalint.cli.writer import keep_read
from novalint.config.layers import check_paths
from novalint.engine.safety import patched
from novalint.errors import FileError, NovalintError
from novalint.findings import Location
from novalint.nova.lifetimes import bracketed
from novalint.pages.upgrade import on_the_way, render, summaries
from novalint.project.shared_files import each_once
from novalint.project.upgrades import upgrades
from novalint.schema.comparison import compare
from novalint.schema.releases import newest
from novalint.text.edits import merge
from novalint.text.hosting import SHARED
from novalint.text.saving import save_patch
from novalint.text.source import Span
from novalint.upgrading.changes import Effect
from novalint.upgrading.dispositions import name_of
from novalint.upgrading.lines import OWN_NAME
from novalint.upgrading.shared_edits import in_one
from novalint.wording import shown

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from novalint.config.model import Config
    from novalint.text.document import Document
    from novalint.text.edits import Patch
    from novalint.upgrading.changes import Change
    from novalint.upgrading.upgrade import Upgrade


def run(arguments: Namespace) -> int:
    """Report on each configuration, print its patch, or write it.

    1 where something breaks or is ignored, that is, with --write, what the patch cannot mend, and
    with --only, what is reported; with --diff where there is a diff. 2 where Nova refuses a file.
    """
    if arguments.write and arguments.diff:
        raise NovalintError("--diff prints the patch and --write writes it; choose one of them")
    if arguments.write and "-" in arguments.paths:
        raise FileError("standard input cannot be migrated in place; name a file, or use --diff")
    place = diff_place(arguments) if arguments.diff else arguments.output
    outcomes = _upgrades(arguments)
    keep_read(arguments, [path for upgrade in outcomes for path in upgrade.before.by_path], [place])
    _say_unkept(outcomes)
    if not arguments.quiet:
        _say_tied(outcomes)
    if arguments.diff:
        if arguments.only and not arguments.quiet:
            say("this is the whole patch: --only shortens only the report")
        _say_on_the_way(outcomes, arguments.quiet)
        return _show(outcomes, arguments.reveal, place)
    if arguments.write:
        _say_on_the_way(outcomes, arguments.quiet)
        outcomes = _written(outcomes, arguments.quiet)
    numbers = [len(upgrade.changes) for upgrade in outcomes]
    if arguments.only:
        outcomes = [upgrade.only(*map(Effect, arguments.only)) for upgrade in outcomes]
    put_report(render(outcomes, arguments.format), arguments.output, form=arguments.format)
    left_out = [number - len(each.changes) for number, each in zip(numbers, outcomes, strict=True)]
    for line in () if arguments.quiet else summaries(outcomes, arguments.write, left_out):
        say(line)
    if arguments.format != "checklist" and not arguments.write:
        _say_on_the_way(outcomes, arguments.quiet)
    hit = any(upgrade.of(Effect.BREAKS, Effect.IGNORED) for upgrade in outcomes)
    return _status(outcomes, hit)


def _upgrades(arguments: Namespace) -> list[Upgrade]:
    old, new = arguments.old, arguments.new or newest().series
    comparison = compare(old, new)  # refuses wrong releases before a file is read
    project = project_of(arguments)
    sources = read_inputs(arguments, project)
    refuse_others(sources)
    for source in sources:
        check_paths(source.documents)
        say_refused(source.documents)
    return upgrades(project, sources, comparison, arguments.keep_behaviour)


def _show(outcomes: Sequence[Upgrade], reveal: bool, place: str | None) -> int:
    patches = each_once(in_one(outcomes), "migrate")
    diffs = [(patch, _masked_diff(patch, outcomes)) for patch in patches if patch]
    put_diffs(diffs, reveal, place)
    return _status(outcomes, bool(diffs))


def _masked_diff(patch: Patch, outcomes: Sequence[Upgrade]) -> str:
    """Return a diff with all masked that is secret in any configuration of its files."""
    sharing = [one for one in outcomes if not set(one.files).isdisjoint(patch.paths)]
    before = tuple(document for one in sharing for document in one.before.documents)
    after = tuple(document for one in sharing for document in one.after.documents)
    whole = replace(
        sharing[0],
        before=replace(sharing[0].before, documents=before),
        after=replace(sharing[0].after, documents=after),
        patch=patch,
    )
    return whole.masked_diff()


def _status(outcomes: Sequence[Upgrade], hit: bool) -> int:
    """Return the exit status; what is said of a file that Nova refuses whole is not all of it."""
    documents = (document for upgrade in outcomes for document in upgrade.before.documents)
    return 2 if any(document.problems for document in documents) else int(hit)


def _written(outcomes: Sequence[Upgrade], quiet: bool) -> list[Upgrade]:
    """Write the patches, all files or none, and leave what they do not see to, where it stands."""
    whole = in_one(outcomes)
    patches = each_once(whole, "migrate")
    save_patch(merge(patches))
    for patch in patches:
        if patch and not quiet:
            say(f"migrated {', '.join(f'`{path}`' for path in patch.paths)}")
    return [_remaining(one, patch) for one, patch in zip(outcomes, whole, strict=True)]


def _remaining(upgrade: Upgrade, patch: Patch) -> Upgrade:
    """Return what a patch leaves; it is that of the upgrade, or of all texts of its host."""
    after = upgrade.after
    if patch != upgrade.patch:
        after = replace(after, documents=patched(upgrade.before, patch).documents)
    rest = filter(None, map(_unmended, upgrade.changes))
    return replace(upgrade, changes=tuple(_found_anew(change, after) for change in rest))


def _unmended(change: Change) -> Change | None:
    """Return what a patch leaves of a change; of a new name for an override, what is to be seen."""
    if not change.mended:
        return change
    if not change.message.endswith(OWN_NAME):
        return None
    return replace(change, effect=min(change.effect, Effect.CHANGES), mended=False)


def _found_anew(change: Change, after: Config) -> Change:
    """Point at the line of the migrated files that a change is about."""
    where = change.location
    names = (*change.names, (change.group, change.option))
    for usage in after.usages:
        if where and usage.place.document.path == where.path and name_of(usage.place) in names:
            document, assignment = usage.place
            return replace(change, location=Location.of(document, assignment.span))
    here = (each for each in after.documents if where and each.path == where.path)
    spans = ((each, span) for each in here if (span := _commented(change, each)))
    placed = (Location.of(document, span) for document, span in spans)
    return replace(change, location=next(placed, where))


def _commented(change: Change, document: Document) -> Span | None:
    """Return where the line stands that was commented out, below why that was done."""
    head = f"\n# {bracketed(((change.group, change.option),))} "
    start = f"\n{document.text}".find(head)
    line = document.text.find("\n", start) + 1
    return Span(line, line + 1) if start >= 0 and line else None


def _say_on_the_way(outcomes: Iterable[Upgrade], quiet: bool) -> None:
    """Say once what several configurations have alike."""
    for warning in () if quiet else dict.fromkeys(map(on_the_way, outcomes)):
        say(warning)


def _say_tied(outcomes: Iterable[Upgrade]) -> None:
    """Say which files need a second run: their patch writes out what keys shared by an alias."""
    written = {path for upgrade in outcomes for path in upgrade.patch.paths}
    tied = {
        change.location.path: None
        for upgrade in outcomes
        for change in upgrade.changes
        if change.location and change.message.endswith(SHARED)
    }
    for path in filter(written.__contains__, tied):
        say(
            f"{shown(path)} needs a second run after this patch is written, which replaces a YAML "
            "alias: what the alias shared can be changed only then"
        )


def _say_unkept(outcomes: Iterable[Upgrade]) -> None:
    """Say once which defaults no configuration can keep, and why."""
    unkept = dict.fromkeys(each for upgrade in outcomes for each in upgrade.unkept)
    if unkept:
        names = "; ".join(f"{bracketed((each.name,))} ({each.why})" for each in unkept)
        say(f"these defaults change and no line can keep them: {names}")
