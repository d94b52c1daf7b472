"""Checks many configurations: equal files once, several at a time, and only the findings kept."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Generator, Iterable, Iterator
from functools import cached_property

from novalint.annotations import TYPE_CHECKING
from novalint.findings import spellings
from novalint.findings.gate import fails
from novalint.pages.fitting import better
from novalint.project.discovery import ConfigurationInput
from novalint.project.jobs import each
from novalint.records import NamedTuple, dataclass, replace
from novalint.reports.digest import OutcomeDigest
from novalint.text.document import Document
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.engine.cloud_report import CloudReport
    from novalint.engine.report import Report
    from novalint.findings import Finding
    from novalint.project.fleet import FleetComparison, NodeTaker
    from novalint.project.model import Project
    from novalint.reports.outcome import Outcome
    from novalint.rules.fleet.model import Node
    from novalint.text.source import Source

REMEMBERED = 64
"""How many different files are remembered to know an equal one again."""


class RunRecord(NamedTuple):
    """What the end of a run has to know of a configuration that was checked.

    `name` tells it from others of the same file. `suppressed`, `ran` and `unreadable` are there for
    a baseline only. `better` says which releases fit better, where nobody told one and some do;
    `failed` that something is at or above `fail_on`, at which the run is to fail. `node` is what
    a comparison of the fleet has to know of it, `notes` what is to be said of the files or of the
    comparison itself.
    """

    files: tuple[str, ...]
    release_told: bool
    better: str
    plugins: tuple[str, ...] = ()
    ran: frozenset[str] = frozenset()
    suppressed: tuple[Finding, ...] = ()
    failed: bool = False
    fail_on: str = "never"
    node: Node | None = None
    notes: tuple[str, ...] = ()
    name: str = ""
    unreadable: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, report: Report, fail_on: str | None = None, notes: tuple[str, ...] = ()
    ) -> RunRecord:
        """Take from a report what is needed; `fail_on` stands over what its settings say."""
        phrase, limit = report.config.release_told, fail_on or report.settings.fail_on
        kept = cls(
            report.files,
            phrase,
            "" if phrase else better(report.config),
            report.plugins,
            failed=fails(limit, report.findings),
            fail_on=limit,
            notes=notes,
            name=next((each.name for each in report.config.documents if each.name), ""),
        )
        if report.baseline is None:
            return kept
        return kept._replace(
            ran=report.ran, suppressed=report.suppressed, unreadable=report.unreadable
        )

    @classmethod
    def of_cloud(cls, report: CloudReport, fail_on: str | None = None) -> RunRecord:
        """Take the same from what a comparison of nodes found."""
        limit = fail_on or report.settings.fail_on
        ran, aside, failed = report.ran, report.suppressed, fails(limit, report.findings)
        return cls(report.compared, True, "", report.plugins, ran, aside, failed, limit)


def release_notes(report: Report, project: Project, source: ConfigurationInput) -> Iterator[str]:
    """Yield what a globals.yml says of the release, where nobody names one, or another."""
    kolla = any(map(_may_be_kolla, report.files)) and not project.overrides.release
    for path in report.files if kolla else ():
        from novalint.hosts.kolla import globals_of, release_beside, tag_in

        beside, named = release_beside(path), project.named_release(source)
        if beside and named is None:
            yield f"the release {beside} is that of `{globals_of(path)}`"
        elif named is None and (tag := tag_in(globals_of(path) or "")):
            why = "is an expression" if "{{" in tag else "names no known release"
            yield (
                f"`openstack_release` in `{globals_of(path)}` is {shown(tag)}, which {why}, so "
                f"{report.config.release} is assumed; name it by --release or `release` in "
                "novalint.toml"
            )
        elif beside and report.config.release.series != beside:
            yield (
                f"`{globals_of(path)}` has the release {beside}, and the settings have {named}, "
                "which takes precedence; set both to the same"
            )


def _may_be_kolla(path: str) -> bool:
    return "config/" in path or "overlays/" in path


class CheckResult(NamedTuple):
    """One configuration that was checked: what a report shows of it, and what else is kept."""

    outcome: Outcome
    kept: RunRecord


@dataclass(frozen=True)
class Checker:
    """How to check a configuration.

    `diffs` says whether the diffs of fixes will be shown; `fail_on` stands over the settings.
    `take` makes nodes of configurations, where these are a fleet that will be compared.
    """

    project: Project
    diffs: bool
    fail_on: str | None = None
    take: NodeTaker | None = None

    def __call__(self, source: ConfigurationInput) -> CheckResult:
        """Check one configuration."""
        report = self.project.report(source)
        notes = tuple(release_notes(report, self.project, source))
        kept = RunRecord.of(report, self.fail_on, notes)
        if self.take is not None and source.name is not None:
            kept = kept._replace(node=self.take(source.name, report))
        return CheckResult(OutcomeDigest.of(report, self.diffs), kept)

    def key(self, source: ConfigurationInput) -> object:
        """Return what files of the same findings have in common; None where that is unknown.

        Rules of plugins may look at a path, and a baseline accepts what is in some files only.
        """
        if source.name is not None:
            return None
        (first, *more) = source.documents
        settings = self.project.settings_for(source)
        known = self._accepted
        accepted = known and not known.isdisjoint(spellings(first.path))
        if more or first.host or settings.plugins or accepted:
            return None
        return first.text, settings

    @cached_property
    def _accepted(self) -> frozenset[str]:
        baseline = self.project.baseline
        entries = baseline.entries if baseline else ()
        return frozenset(entry.path for entry in entries)


@dataclass
class _Kind:
    """Files of which one is checked for all of them."""

    source: Source
    result: CheckResult | None = None

    def result_for(self, path: str, check: Checker) -> CheckResult:
        """Return the result for another file of this kind, whose first one has been checked."""
        assert self.result is not None
        digest = self.result.outcome
        if isinstance(digest, OutcomeDigest) and not digest.names_its_file():
            moved = digest.moved(path)
            kept = self.result.kept._replace(files=moved.files, suppressed=moved.suppressed)
            return CheckResult(moved, kept)
        return check(ConfigurationInput([Document(replace(self.source, path=path))]))


def with_cloud(
    results: Iterable[CheckResult], check: Checker, comparison: FleetComparison
) -> Iterator[CheckResult]:
    """Yield results as they come, then that of comparing the nodes among them."""
    from novalint.project.fleet import between, notes

    nodes: list[Node] = []
    for result in results:
        if result.kept.node is not None:
            nodes.append(result.kept.node)
        yield result._replace(kept=result.kept._replace(node=None))
    report = comparison.report(nodes)
    first, *more = notes(report.fleet, comparison.inventory.missing)
    said = (f"{first}{between(report.findings)}", *more)
    kept = RunRecord.of_cloud(report, check.fail_on)._replace(notes=said)
    for part in report.by_release():
        yield CheckResult(OutcomeDigest.of(part, check.diffs), kept)


def check_all(
    check: Checker, all_given: Iterable[ConfigurationInput], processes: int
) -> Generator[CheckResult, None, None]:
    """Check configurations in their order; equal files are checked once.

    Each is read when it is due, and nothing is kept of those that have been given.
    """
    order: deque[tuple[_Kind, str]] = deque()
    for result in each(check, _first_ones(check, all_given, order), processes):
        yield from _copies(order, check)
        kind, _ = order.popleft()
        kind.result = result
        yield result
    yield from _copies(order, check)


def _first_ones(
    check: Checker, all_given: Iterable[ConfigurationInput], order: deque[tuple[_Kind, str]]
) -> Iterator[ConfigurationInput]:
    """Yield the first configuration of each kind, and note the kind and the path of every one."""
    kinds: OrderedDict[object, _Kind] = OrderedDict()
    for source in all_given:
        key = check.key(source)
        kind = kinds.get(key) if key is not None else None
        new = kind is None
        kind = kind or _Kind(source.documents[0].source)
        if key is not None:
            kinds[key] = kind
            kinds.move_to_end(key)
        if len(kinds) > REMEMBERED:
            kinds.popitem(last=False)
        order.append((kind, "" if new else source.paths[0]))
        if new:
            yield source


def _copies(order: deque[tuple[_Kind, str]], check: Checker) -> Iterator[CheckResult]:
    """Take those from the front of the order that are equal to one that has been checked."""
    while order and order[0][0].result is not None:
        kind, path = order.popleft()
        yield kind.result_for(path, check)
