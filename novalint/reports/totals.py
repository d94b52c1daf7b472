"""What several outcomes come to."""

from __future__ import annotations

from collections.abc import Iterable
from operator import add, attrgetter

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Safety, SettingsUse, Severity, SuppressionKind
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.findings import Finding, NotRun
    from novalint.reports.outcome import Outcome


class Totals(NamedTuple):
    """Counts over all outcomes; a file that two of them share counts once.

    `severities` has every severity, the worst first. `safe` counts the findings that have a safe
    fix, `unsafe` those that have only unsafe ones and are no advice that nobody asked for.
    `not_run` is sorted and says nothing twice. `judged` are the releases with the versions of Nova
    that were told in full, such as `yoga 25.0.1`, and the number of files by each.
    `suppressed` counts the findings that a comment accepts, `baseline` those that a baseline does;
    all other counts leave them out. `settings` has the number of files and the sums of what is left
    out, for each settings file that counted and for none.
    """

    releases: tuple[str, ...]
    files: int
    severities: dict[str, int]
    safe: int
    unsafe: int
    not_run: tuple[NotRun, ...]
    suppressed: int
    baseline: int
    settings: tuple[tuple[int, SettingsUse], ...] = ()
    judged: tuple[tuple[str, int], ...] = ()

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return sum(self.severities.values())


def total(outcomes: Iterable[Outcome]) -> Totals:
    """Count everything once, as the outcomes come."""
    releases: dict[str, None] = {}
    judged: dict[str, set[str]] = {}
    files: set[str] = set()
    severities = dict.fromkeys((level.value for level in Severity), 0)
    not_run: set[NotRun] = set()
    uses: dict[str | None, tuple[set[str], SettingsUse]] = {}
    safe = unsafe = baseline = suppressed = 0
    for outcome in outcomes:
        releases[outcome.release] = None
        judged.setdefault(f"{outcome.release} {outcome.version}".strip(), set()).update(
            outcome.files
        )
        files.update(outcome.files)
        not_run.update(outcome.not_run)
        _add_use(uses, outcome)
        for finding in outcome.findings:
            severities[finding.severity.value] += 1
            is_safe = _has_safe_fix(finding)
            safe += is_safe
            unsafe += bool(finding.fixes) and not is_safe and not finding.waits
        in_baseline = sum(_is_in_baseline(finding) for finding in outcome.suppressed)
        baseline += in_baseline
        suppressed += len(outcome.suppressed) - in_baseline
    skipped = tuple(sorted(not_run, key=attrgetter("order")))
    return Totals(
        tuple(releases),
        len(files),
        severities,
        safe,
        unsafe,
        skipped,
        suppressed,
        baseline,
        tuple((len(paths), use) for paths, use in uses.values()),
        tuple((release, len(paths)) for release, paths in judged.items()),
    )


def _add_use(uses: dict[str | None, tuple[set[str], SettingsUse]], outcome: Outcome) -> None:
    use = outcome.settings_use
    files, before = uses.get(use.path, (set(), SettingsUse(use.path)))
    use = use._replace(accepted=len(outcome.suppressed))  # what an earlier one told is taken out
    sums = SettingsUse(use.path, *map(add, before[1:], use[1:]))
    uses[use.path] = files.union(outcome.files), sums


def _is_in_baseline(finding: Finding) -> bool:
    why = finding.suppression
    return why is not None and why.kind == SuppressionKind.BASELINE


def _has_safe_fix(finding: Finding) -> bool:
    return any(fix.safety is Safety.SAFE for fix in finding.fixes)
