"""`novalint check`: lint configurations and report."""

from __future__ import annotations

import os
from contextlib import closing

from novalint.annotations import TYPE_CHECKING
from novalint.cli.context import (
    inputs,
    left_out,
    project_of,
    read_inputs,
    refuse_foreign,
    refuse_nothing,
)
from novalint.cli.output import destinations, look, other_format, say, say_plain
from novalint.cli.progress import Progress
from novalint.cli.undone import not_compared, not_run
from novalint.cli.writer import ReportWriter, keep_read
from novalint.errors import FileError, ForeignFileError, NovalintError, SettingsError
from novalint.findings.gate import fails
from novalint.pages.fitting import hint
from novalint.project.batch import Checker, check_all, with_cloud
from novalint.project.jobs import cores
from novalint.project.repeated import Once
from novalint.records import replace
from novalint.reports import FORMATS
from novalint.reports.summary import summary_of
from novalint.reports.totals import total

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Sequence

    from novalint.engine.report import Report
    from novalint.findings.baseline import Baseline
    from novalint.project.batch import CheckResult, RunRecord
    from novalint.project.discovery import ConfigurationInput, InputSpec
    from novalint.project.model import Project
    from novalint.reports.outcome import Outcome


def run(arguments: Namespace) -> int:
    """Lint each configuration; 1 where something is at or above --fail-on, 2 where one is not read.

    What can be read is checked and reported all the same.
    """
    project = project_of(arguments)
    named = inputs(arguments, project)
    keep_outputs_apart(arguments, [file for source in named for file in source.files])
    formats = [FORMATS[place.format] for place in destinations(arguments)]
    diffs = not arguments.quiet and any(output.needs_diffs for output in formats)
    unread: list[NovalintError] = []
    comparison = project.comparison() if compares(arguments, project) else None
    progress = Progress(len(named) + bool(comparison), wanted=not arguments.quiet)
    check = Checker(project, diffs, arguments.fail_on, comparison.take if comparison else None)
    with closing(
        check_all(check, _read(project, named, unread, arguments), arguments.jobs or cores())
    ) as outcomes:
        every = with_cloud(outcomes, check, comparison) if comparison else outcomes
        status = tell(every, project, arguments, progress, unread)
    for message in dict.fromkeys(map(str, unread)):
        say(message)
    if comparison is None:
        say(not_compared(arguments, project, sum(len(source.files) for source in named)))
    return 2 if unread else status


def compares(arguments: Namespace, project: Project) -> bool:
    """Return whether all nodes of a fleet are asked for, which are then compared."""
    return not arguments.paths and not arguments.configuration and project.is_fleet


def _read(
    project: Project,
    named: Iterable[InputSpec],
    unread: list[NovalintError],
    arguments: Namespace,
) -> Iterator[ConfigurationInput]:
    """Read one after the other, and note what cannot be read, or has settings that are wrong."""
    foreign: list[ForeignFileError] = []
    none_read = True
    for spec in named:
        try:
            sources = spec.each(project.declared)
            for source in sources:
                project.check_settings(source)
        except ForeignFileError as error:
            foreign += left_out(error, spec)
        except (FileError, SettingsError) as error:
            unread.append(error)
        else:
            none_read = False
            yield from sources
    try:
        refuse_foreign(foreign, arguments)
        if none_read and not foreign and not unread:
            refuse_nothing(arguments.paths)
    except FileError as error:
        unread.append(error)


def checked(arguments: Namespace, project: Project) -> list[Report]:
    """Lint all that the command line names, or raise for the first one that cannot be read."""
    sources = read_inputs(arguments, project)
    progress = Progress(len(sources), wanted=not getattr(arguments, "quiet", False))
    reports: list[Report] = []
    for source in sources:
        reports.append(project.report(source))
        progress.step()
    progress.hide()
    return reports


def keep_outputs_apart(arguments: Namespace, inputs: list[str]) -> None:
    """Raise FileError where a report would be written over another, or over what is read."""
    places = destinations(arguments)
    keep_read(arguments, inputs, [place.path for place in places])
    for place in places:
        say(other_format(place))


def tell(
    check_results: Iterable[CheckResult],
    project: Project,
    arguments: Namespace,
    progress: Progress | None = None,
    unread: Sequence[NovalintError] = (),
) -> int:
    """Print reports and their summary, and give the exit status; nothing where there is nothing.

    `unread` may become longer while reports come.
    """
    style = look(arguments)
    places = destinations(arguments)
    at_once = [place.path for place in places].count(None) == 1
    writers = [ReportWriter(place, style, at_once) for place in places]
    rest: list[RunRecord] = []
    once = Once()
    by_name = arguments.configuration or not arguments.paths
    may_share = by_name or any(map(os.path.isdir, arguments.paths))
    results = _told_once(check_results, once) if may_share else check_results
    totals = total(_written(results, writers, rest, progress or Progress(0, wanted=False)))
    if not totals.files:
        return 0
    for writer in writers:
        writer.close(tuple(dict.fromkeys(map(str, unread))))
    newest = not all(other.release_told for other in rest)
    say_plain(summary_of(totals, replace(style, newest_release=newest)))
    if not style.quiet:
        say(once.summary)
        _advise(rest, project.baseline, arguments.baseline)
    else:
        say(not_run(arguments, totals.not_run))
    return 1 if any(record.failed for record in rest) else 0


def _told_once(check_results: Iterable[CheckResult], once: Once) -> Iterator[CheckResult]:
    """Yield what was checked, what several configurations have in common once."""
    from novalint.project.other_hosts import told_of_hosts

    return once.each(map(_failing_still, told_of_hosts(check_results)))


def _failing_still(check_result: CheckResult) -> CheckResult:
    """Return a result that fails only for what is told: hosts share what is accepted for all."""
    outcome, kept = check_result
    if not kept.failed or fails(kept.fail_on, outcome.findings):
        return check_result
    return check_result._replace(kept=kept._replace(failed=False))


def _written(
    check_results: Iterable[CheckResult],
    writers: list[ReportWriter],
    rest: list[RunRecord],
    progress: Progress,
) -> Iterator[Outcome]:
    """Hand each outcome to the writers and on, and keep of it what is asked for in the end."""
    for check_result in check_results:
        progress.hide()
        for writer in writers:
            writer.take(check_result.outcome)
        progress.step()
        rest.append(check_result.kept)
        yield check_result.outcome
    progress.hide()


def _advise(run_records: list[RunRecord], baseline: Baseline | None, path: str) -> None:
    """Say what was compared, which releases fit better, what of the baseline is gone."""
    files: dict[str, list[str]] = {}
    for note in dict.fromkeys(note for record in run_records for note in record.notes):
        say(note)
    for run_record in run_records:
        called = f" ({run_record.name})" if run_record.name else ""
        named = [f"`{path}`{called}" for path in run_record.files]
        files.setdefault(run_record.better, []).extend(named)
    for what, where in files.items():
        say(hint(where, what) if what else "")
    if baseline:
        say(_unmet(run_records, baseline, path))


def _unmet(run_records: list[RunRecord], baseline: Baseline, path: str) -> str:
    """Return how much of a baseline is no longer found; nothing where all of it is."""
    from novalint.engine.accepting import still_met

    gone = baseline.size - still_met(baseline, run_records).size
    if not gone:
        return ""
    lost = (
        "1 finding that `{}` accepts is"
        if gone == 1
        else f"{gone} findings that `{{}}` accepts are"
    )
    return (
        f"{lost.format(path)} gone; remove {'it' if gone == 1 else 'them'} with "
        f"`novalint baseline --prune {path} PATH...`"
    )
