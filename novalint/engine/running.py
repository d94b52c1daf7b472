"""Runs the chosen rules over one configuration."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import UnknownValue
from novalint.engine.asking import due as due_rules
from novalint.engine.reported import is_reported
from novalint.engine.safety import Proofs
from novalint.engine.written_names import as_written
from novalint.findings import FAILURE, Finding, Location, NotRun, Severity, UnknownOption
from novalint.records import NamedTuple, replace
from novalint.rules.common.absence import without_guesses
from novalint.rules.common.places import at
from novalint.rules.declaration import FactNeeded, RunResults
from novalint.text.document import normalize_group
from novalint.text.source import Span
from novalint.wording import shown, visible

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.engine.asking import Due
    from novalint.engine.reported import ReportedPlaces
    from novalint.findings import Fix, Note
    from novalint.redaction import Redaction
    from novalint.rules.declaration import Rule
    from novalint.settings import Thresholds
    from novalint.text.document import Document

MOST = 10_000
"""Findings of a rule in one configuration: a million of them take gigabytes."""

MOST_IN_A_LINE = 100
"""Findings of a rule in one line: each may hold a fix as long as the line, of 30 million signs."""

LONGEST = 2000
"""Characters of a message; a value may have millions."""

LARGEST = 2**63 - 1
"""The largest number that rules must be able to reckon with."""


class RunOutcome(NamedTuple):
    """The findings in the order of the files, the rules that lack facts, those that ran."""

    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]
    ran: frozenset[str]

    def of(self, rules: Iterable[Rule]) -> RunOutcome:
        """Return what some of the rules came to, and what failed."""
        names = {rule.name for rule in rules}
        kept = {*names, FAILURE}
        return RunOutcome(
            tuple(finding for finding in self.findings if finding.rule in kept),
            tuple(not_run for not_run in self.not_run if not_run.rule in names),
            self.ran & names,
        )


NOTHING = RunOutcome((), (), frozenset())


def run(
    rules: tuple[Rule, ...],
    config: Config,
    deployment: Deployment,
    thresholds: Thresholds,
    redaction: Redaction,
    known: Mapping[str, str],
    faults: Iterable[str] = (),
    before: RunOutcome | None = None,
    reported: ReportedPlaces | None = None,
) -> RunOutcome:
    """Run rules, those that close the run last; `known` is the theme of each rule there is.

    Those that close are told what was found `before`, too. What was `reported` where other branches
    were chosen is left out, and what is found is added to that.

    Each of the `faults` says why a plugin gave no rules, and is a finding too. There is nothing to
    be found, and nowhere to point at, in a configuration of no files.
    """
    if not config.documents:
        return RunOutcome((), (), frozenset())
    findings: list[Finding] = [failure(fault, config) for fault in faults]
    due = due_rules(rules, config.release.major, deployment)
    findings += [_failed(*failure, config) for failure in due.broken]
    proofs = Proofs(config)
    views = config.with_guards(), config.undecided()
    asked = due.asked(config, thresholds)
    ran, undecided = _unasked(due, asked, views)
    not_run = undecided
    for rule in asked:
        results = _results(before, findings, ran, known) if rule.closing else None
        collected: dict[object, Finding] = {}
        seen = views[rule.is_about_lines]
        try:
            if not rule.applies_to(seen):
                continue
            for finding in _bounded(
                _ask(rule, seen, deployment, results, thresholds.get(rule.name))
            ):
                graded = graded_as(without_guesses(finding, rule.severity, config), rule)
                if reported is not None and is_reported(graded, config, reported):
                    continue
                finished = _finished(graded, config, redaction, proofs)
                collected.setdefault(_said(finished), finished)
            ran.add(rule.name)
        except FactNeeded as needed:
            not_run.append(NotRun(rule.name, needed.facts))
            collected.clear()
        except UnknownValue as unknown:
            not_run.append(NotRun(rule.name, (), (_unknown_option(unknown),)))
        except (Exception, SystemExit) as error:  # a rule's mistake is a finding, never a crash
            collected = {rule: _failed(rule, error, config)}
        findings += collected.values()
    in_order = tuple(sorted(proofs.together(findings), key=by_place(config)))
    return RunOutcome(in_order, _among(due.lacking, not_run), frozenset(ran))


def _among(in_order: tuple[NotRun, ...], more: list[NotRun]) -> tuple[NotRun, ...]:
    """Put some rules that were not run in their places among many that are in order."""
    if not more:
        return in_order
    every = [*in_order]
    for not_run in more:
        insort(every, not_run, key=attrgetter("order"))
    return tuple(every)


def _results(
    before: RunOutcome | None, findings: list[Finding], ran: set[str], known: Mapping[str, str]
) -> RunResults:
    earlier = before or NOTHING
    return RunResults((*earlier.findings, *findings), earlier.ran | ran, known)


def _said(finding: Finding) -> object:
    """Return what a user sees of a finding: a line under a name of two options is told of once.

    `sql_connection` is an old name of both databases from xena to 2023.2 (nova/conf/database.py).
    """
    return finding.location, finding.message, finding.severity


def _unasked(
    due: Due, asked: tuple[Rule, ...], views: tuple[Config, Config]
) -> tuple[set[str], list[NotRun]]:
    """Return which rules ran, as good as, since they find nothing; and which cannot decide."""
    ran: set[str] = set()
    undecided: list[NotRun] = []
    names = {rule.name for rule in asked}
    for first, alike in due.kinds if len(asked) < len(due.rules) else ():
        silent = alike - names
        try:
            if silent and first.applies_to(views[first.is_about_lines]):
                ran |= silent
        except UnknownValue as unknown:
            unknowns = (_unknown_option(unknown),)
            undecided += [NotRun(name, (), unknowns) for name in silent]
    return ran, undecided


def _ask(
    rule: Rule,
    config: Config,
    deployment: Deployment,
    results: RunResults | None,
    numbers: Mapping[str, float] | None,
) -> Iterable[Finding]:
    limits = rule.thresholds or {}
    if numbers:
        limits = {**limits, **numbers}
    more = (results,) if results else ()
    return rule.check(config, deployment, *more, **limits)


def _unknown_option(unknown: UnknownValue) -> UnknownOption:
    location = at(unknown.places[-1]) if unknown.places else None
    return UnknownOption(unknown.group, unknown.option, location)


def graded_as(finding: Finding, rule: Rule) -> Finding:
    """Return a finding as that of its rule, with the severity that settings ask for."""
    own = Severity(finding.override or rule.severity)
    severity = Severity(rule.configured or own)
    lowered = severity.rank > own.rank
    return replace(
        finding,
        rule=rule.name,
        theme=rule.theme,
        url=rule.url,
        severity=severity,
        lowered=lowered,
    )


def _bounded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give up on a rule that finds too much, and say so in the place of the last finding."""
    counts: dict[tuple[str, int], int] = {}
    for number, finding in enumerate(findings, 1):
        place = finding.location.path, finding.location.start.line
        counts[place] = counts.get(place, 0) + 1
        if counts[place] < MOST_IN_A_LINE and number < MOST:
            yield finding
            continue
        most, where = (MOST, "") if number == MOST else (MOST_IN_A_LINE, " in this line")
        message = (
            f"this rule has {most} or more findings{where}, and the rest is left out;"
            " fix some first"
        )
        yield replace(finding, message=message, fixes=(), related=())
        return


def _failed(rule: Rule, error: BaseException, config: Config) -> Finding:
    whose = f" of the plugin {shown(rule.plugin)}" if rule.plugin else ""
    if isinstance(error, (ArithmeticError, ValueError)) and _absurd(config):
        return failure(
            f"the rule `{rule.name}`{whose} cannot handle a number of a file that is above"
            f" {LARGEST}, so its findings are missing here; lower it",
            config,
        )
    return failure(
        f"the rule `{rule.name}`{whose} failed ({type(error).__name__}), so its findings are "
        "missing here; please report it",
        config,
    )


def _absurd(config: Config) -> bool:
    """Return whether a file sets a number that no 64 bits hold, as Python's own may be."""
    values = (setting.value for setting in config.settings)
    return any(isinstance(value, (int, float)) and abs(value) > LARGEST for value in values)


def failure(message: str, config: Config) -> Finding:
    """Return the finding that says what could not be found out."""
    return Finding(
        message,
        Location.of(config.documents[0], Span(0, 0)),
        severity=Severity.ERROR,
        rule=FAILURE,
        theme="engine",
        url=f"docs/rules/{FAILURE}.md",
    )


def _finished(finding: Finding, config: Config, redaction: Redaction, proofs: Proofs) -> Finding:
    """Mask secrets, add the line as written, and call only those fixes safe that are proven."""
    notes = [note.message for note in finding.related]
    texts = [finding.message, finding.group, finding.option, *notes]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a finding says something that is not text")
    by_path = config.by_path
    place = by_path[finding.location.path], finding.location.start.line
    name = finding.group, finding.option
    said = as_written(finding.message, name, config, finding.location)
    message = fitted(redaction.message(said, *place, finding.option))
    related = tuple(
        _masked_note(note, by_path[note.location.path], redaction) for note in finding.related
    )
    kept = finding.fixes
    if kept and config.arms:
        from novalint.engine.branch_fixes import staying

        kept = staying(kept, config)
    own = _in_hosts(kept, config, proofs)
    fixes = tuple(
        replace(fix, title=fitted(redaction.message(fix.title, *place, "")))
        for fix in map(proofs.proven, own)
    )
    if finding.fixes and not own:
        from novalint.text.hosting import OUTSIDE, why_no_fix

        why = why_no_fix((fix.patch for fix in kept), by_path) if kept else OUTSIDE
        message = fitted(f"{message}; {why}")
    content = redaction.source_line(*place).strip()
    if (
        finding.location.path in config.foreign
    ):  # nothing of it is to be shown, and nothing to be mended
        content, fixes = "", ()
    option = config.schema.option(normalize_group(finding.group), finding.option)
    readers = option.readers if option else ()
    on_reload = option is not None and option.on_reload
    return replace(
        finding,
        message=message,
        group=redaction.group(finding.group),
        option=redaction.option(finding.option),
        content=content,
        related=related,
        fixes=fixes,
        readers=readers,
        on_reload=on_reload,
    )


def _in_hosts(fixes: tuple[Fix, ...], config: Config, proofs: Proofs) -> tuple[Fix, ...]:
    """Return the fixes as they are made in the files that hold the documents, where they can be."""
    if not fixes or not config.hosted:
        return fixes
    from novalint.text.hosting import in_host

    by_path, affords = config.by_path, proofs.affords
    hosted = ((fix, in_host(fix.patch, by_path, affords)) for fix in fixes)
    return tuple(replace(fix, patch=patch) for fix, patch in hosted if patch is not None)


def fitted(text: str) -> str:
    """Keep what a rule says on one line, and no longer than anybody reads."""
    return visible(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")


def _masked_note(note: Note, document: Document, redaction: Redaction) -> Note:
    """Mask secrets in a note on another place."""
    line = note.location.start.line
    return note._replace(message=fitted(redaction.message(note.message, document, line, "")))


def by_place(config: Config) -> Callable[[Finding], tuple[int, int, int, str]]:
    """Return what findings are sorted by: files in their order, places, how bad, the rule."""
    order = {document.path: number for number, document in enumerate(config.documents)}

    def key(finding: Finding) -> tuple[int, int, int, str]:
        where = finding.location
        return order[where.path], where.start.offset, finding.severity.rank, finding.rule

    return key
