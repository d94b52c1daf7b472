"""`novalint fix`: write the fixes, or show them as a diff."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from novalint.annotations import TYPE_CHECKING
from novalint.cli.check import checked, compares, keep_outputs_apart, tell
from novalint.cli.context import project_of
from novalint.cli.output import STDERR, diff_place, on_terminal, put_diffs, say, say_plain
from novalint.cli.overrides import put_override, refuse_overrides, tell_rendered
from novalint.cli.piped import STDIN, put_whole
from novalint.engine.masked import masked_diff
from novalint.engine.report import Report
from novalint.errors import FileError
from novalint.project.batch import CheckResult, RunRecord, release_notes
from novalint.project.discovery import ConfigurationInput
from novalint.project.fixing import fix_together
from novalint.project.shared_files import each_once
from novalint.redaction import Redaction
from novalint.text.edits import merge
from novalint.text.saving import save_patch
from novalint.wording import visible

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from novalint.config.model import Config
    from novalint.findings import Finding
    from novalint.project.model import Project
    from novalint.text.edits import Patch


def run(arguments: Namespace) -> int:
    """Mend each configuration; 1 where findings remain, or with --diff where there is a diff."""
    piped = STDIN in arguments.paths
    if piped and (len(arguments.paths) > 1 or arguments.configuration):
        raise FileError("standard input cannot be combined with other PATHs; remove them")
    project = project_of(arguments)
    place = diff_place(arguments) if arguments.diff else None
    reports = checked(arguments, project)
    keep_outputs_apart(arguments, [path for report in reports for path in report.files])
    if not reports:
        return 0
    fleet = compares(arguments, project)
    cloud = project.compared(reports) if fleet and arguments.unsafe else None
    patches, mended, beside = fix_together(reports, cloud, arguments.unsafe, say)
    if arguments.tool:
        refuse_overrides(report.config for report in reports)
        _say_prices(mended)
        return _overrides(reports, patches, arguments)
    configs = [report.config for report in reports]
    tell_rendered(zip(configs, patches, strict=True))
    if arguments.diff:
        diffs = list(_diffs(reports, patches))
        if cloud is not None:
            diffs.append((beside, cloud.masked_diff(beside)))
        put_diffs(diffs, arguments.reveal, place)
        _say_prices(mended)
        if not arguments.quiet:
            _say_what_follows(reports, patches, mended, arguments.unsafe)
        if not (found := bool(beside) or any(patches)) and on_terminal() and not arguments.quiet:
            found_of = [finding for report in reports for finding in report.findings]
            say(_why_nothing(found_of, arguments.unsafe))
        return int(found)
    if piped:
        put_whole(patches[0].apply(reports[0].config.documents[0].file.text))
        arguments.output = _beside(arguments.output)
    else:
        fixes = [] if arguments.quiet else mended
        _write(each_once([*patches, beside], "fix"), reports, fixes)
        if arguments.quiet:
            _say_prices(mended)
    after = [report.after(patch) for report, patch in zip(reports, patches, strict=True)]
    return tell(_results(after, fleet, project, arguments), project, arguments)


def _results(
    reports: list[Report], fleet: bool, project: Project, arguments: Namespace
) -> Iterator[CheckResult]:
    for report in reports:
        source = ConfigurationInput(list(report.config.documents))
        notes = tuple(release_notes(report, project, source))
        yield CheckResult(report, RunRecord.of(report, arguments.fail_on, notes))
    if fleet:
        cloud = project.compared(reports)
        for part in cloud.by_release():
            yield CheckResult(part, RunRecord.of_cloud(cloud, arguments.fail_on))


def _beside(outputs: list[str] | None) -> list[str]:
    """Return where reports go when standard output holds the file itself: standard error."""
    parts = [output.rpartition("=") for output in outputs or ["-"]]
    return [
        f"{form}{sign}{STDERR if path in ('-', '/dev/stdout') else path}"
        for form, sign, path in parts
    ]


def _diffs(reports: list[Report], patches: list[Patch]) -> Iterator[tuple[Patch, str]]:
    """Yield what is written and its masked diff; that of a file which several read, once."""
    readers: dict[str, list[Config]] = {}
    for report in reports:
        for path in dict.fromkeys(report.files):
            readers.setdefault(path, []).append(report.config)
    for patch in filter(None, each_once(patches, "fix")):
        configs = [config for path in patch.paths for config in readers[path]]
        yield patch, masked_diff(patch, _redaction(configs))


def _redaction(configs: list[Config]) -> Redaction:
    """Hide what is secret in any of the configurations that read the files of a patch."""
    texts = {(each.path, each.name): each for config in configs for each in config.documents}
    return Redaction(replace(configs[0], documents=tuple(texts.values())))


def _overrides(reports: list[Report], patches: list[Patch], arguments: Namespace) -> int:
    """Print the changes as overrides of a deployment tool; 1 where there is one."""
    changed = [
        put_override(
            arguments.tool, report.config, patch, report.deployment.roles, arguments.reveal
        ).changed
        for report, patch in zip(reports, patches, strict=True)
    ]
    return 1 if any(changed) else 0


def _write(patches: list[Patch], reports: list[Report], mended: list[tuple[Finding, ...]]) -> None:
    """Write all files or none, and say which, and what was done in them.

    `mended` are the findings whose fixes the patch of each report makes.
    """
    save_patch(merge(patches))
    known = {_subject(finding) for report in reports for finding in report.findings}
    for patch, findings in zip_longest(patches, mended, fillvalue=()):
        if not patch:
            continue
        say(f"fixed {', '.join(f'`{path}`' for path in patch.paths)}")
        for finding in findings:
            if set(finding.fixes[0].patch.paths) & set(patch.paths):
                say_plain(f"  {_done(finding, _subject(finding) in known)}\n")


def _done(finding: Finding, known: bool) -> str:
    """Say what a fix did, and why where no check said so: it came of the other fixes."""
    fix = finding.fixes[0]
    why = "" if known else f", as {finding.message}"
    price = f"; trade-off: {fix.costs}" if fix.costs else ""
    return f"{finding.rule}: {visible(fix.title)}{why}{price}"


def _why_nothing(findings: list[Finding], unsafe: bool) -> str:
    """Say why a diff is empty: other fixes wait for --unsafe, and those of advice for --select."""
    fixable = [finding for finding in findings if finding.fixes]
    if not unsafe and not all(finding.waits for finding in fixable):
        return "nothing to fix without --unsafe"
    waiting = [*dict.fromkeys(finding.rule for finding in fixable if finding.waits)]
    if waiting:
        named = " and ".join(f"--select {visible(rule)}" for rule in waiting)
        return f"nothing to fix; advice is only fixed with {named}"
    return "nothing to fix; what was found has no fix" if findings else "nothing to fix"


def _say_what_follows(
    reports: list[Report], patches: list[Patch], mended: list[tuple[Finding, ...]], unsafe: bool
) -> None:
    each = zip(reports, patches, mended, strict=True)
    for line in dict.fromkeys(line for parts in each for line in _what_follows(*parts, unsafe)):
        say(line)


def _what_follows(
    report: Report, patch: Patch, mended: Iterable[Finding], unsafe: bool
) -> Iterator[str]:
    """Yield why a diff changes lines that it has just written, and what it gives rise to.

    A line that gets the name of an option is checked as that option from then on, and counts.
    """
    known = {_subject(finding) for finding in report.findings}
    for finding in mended:
        if _subject(finding) not in known:
            title = visible(finding.fixes[0].title)
            yield f"after the other fixes: {title} ({finding.rule}), as {finding.message}"
    for finding in report.after(patch).findings if patch and unsafe else ():
        if _subject(finding) not in known:
            yield f"these fixes lead to a new {finding.severity}: {finding.message}"


def _subject(finding: Finding) -> tuple[str, str, str | None]:
    return finding.rule, finding.group, finding.option


def _say_prices(mended: Iterable[tuple[Finding, ...]]) -> None:
    """Say what the fixes of a diff cost, each price once."""
    fixes = (finding.fixes[0] for findings in mended for finding in findings)
    for title, costs in dict.fromkeys((fix.title, fix.costs) for fix in fixes if fix.costs):
        say(f"{visible(title)} has a trade-off: {costs}")
