"""`novalint upgrade`: what configurations meet on the way to a later release, and the patch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from novalint.cli.advice import say_refused
from novalint.cli.context import project_of, read_inputs
from novalint.cli.output import diff_place, put_diffs, put_report, say
from novalint.cli.writer import keep_read
from novalint.config.layers import check_paths
from novalint.errors import FileError, NovalintError
from novalint.findings import Location
from novalint.nova.lifetimes import written
from novalint.pages.upgrade import on_the_way, render, summary
from novalint.schema.comparison import compare
from novalint.schema.releases import newest
from novalint.text.saving import save_patch
from novalint.upgrading.changes import Effect
from novalint.upgrading.dispositions import name_of
from novalint.upgrading.upgrade import prepare

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

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
    for upgrade in outcomes:
        _say_unkept(upgrade)
    if arguments.diff:
        say("this is the whole patch: --only shortens only the report" if arguments.only else "")
        for upgrade in outcomes:
            say(on_the_way(upgrade))
        return _show(outcomes, arguments.reveal, place)
    if arguments.write:
        outcomes = [_written(upgrade) for upgrade in outcomes]
    numbers = [len(upgrade.changes) for upgrade in outcomes]
    if arguments.only:
        outcomes = [upgrade.only(*map(Effect, arguments.only)) for upgrade in outcomes]
    put_report(render(outcomes, arguments.format), arguments.output, form=arguments.format)
    for upgrade, number in zip(outcomes, numbers, strict=True):
        say(summary(upgrade, arguments.write, number - len(upgrade.changes)))
        say(on_the_way(upgrade) if arguments.format != "checklist" else "")
    hit = any(upgrade.of(Effect.BREAKS, Effect.IGNORED) for upgrade in outcomes)
    return _status(outcomes, hit)


def _upgrades(arguments: Namespace) -> list[Upgrade]:
    old, new = arguments.old, arguments.new or newest().series
    comparison = compare(old, new)  # refuses wrong releases before a file is read
    project = project_of(arguments)
    upgrades = []
    for source in read_inputs(arguments, project, single=True):
        check_paths(source.documents)
        say_refused(source.documents)
        settings = project.settings_for(source)
        upgrades.append(prepare(source.documents, comparison, settings, arguments.keep_behaviour))
    return upgrades


def _show(outcomes: Sequence[Upgrade], reveal: bool, place: str | None) -> int:
    put_diffs([(upgrade.patch, upgrade.masked_diff()) for upgrade in outcomes], reveal, place)
    return _status(outcomes, any(upgrade.patch for upgrade in outcomes))


def _status(outcomes: Sequence[Upgrade], hit: bool) -> int:
    """Return the exit status; what is said of a file that Nova refuses whole is not all of it."""
    documents = (document for upgrade in outcomes for document in upgrade.before.documents)
    return 2 if any(document.problems for document in documents) else int(hit)


def _written(upgrade: Upgrade) -> Upgrade:
    """Write the patch, and leave what it does not see to, where it stands now."""
    save_patch(upgrade.patch)
    if upgrade.patch:
        say(f"migrated {', '.join(f'`{path}`' for path in upgrade.patch.paths)}")
    rest = (change for change in upgrade.changes if not change.mended)
    return replace(upgrade, changes=tuple(_found_anew(change, upgrade) for change in rest))


def _found_anew(change: Change, upgrade: Upgrade) -> Change:
    """Point at the line of the migrated file that a change is about."""
    where = change.location
    names = (*change.names, (change.group, change.option))
    for usage in upgrade.after.usages:
        if where and usage.place.document.path == where.path and name_of(usage.place) in names:
            document, assignment = usage.place
            return replace(change, location=Location.of(document, assignment.span))
    return change


def _say_unkept(upgrade: Upgrade) -> None:
    if upgrade.unkept:
        names = "; ".join(f"{written((unkept.name,))} ({unkept.why})" for unkept in upgrade.unkept)
        say(f"these defaults change and no line can keep them: {names}")
