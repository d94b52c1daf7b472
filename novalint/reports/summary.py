"""What is said of a run itself, on standard error, whatever the format of its report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.reports.totals import Totals, total
from novalint.wording import relative, visible

if TYPE_CHECKING:
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions


def summary(outcomes: Iterable[Outcome], options: RenderOptions) -> str:
    """Write what was found in how many files, what can be fixed, what was not run; or nothing."""
    return summary_of(total(outcomes), options)


def summary_of(totals: Totals, options: RenderOptions) -> str:
    """Write what is already counted; or nothing."""
    if options.quiet:
        return ""
    lines = [_result(totals, options), *_settings(totals), *_not_run(totals, options)]
    return "".join(f"{line}\n" for line in lines)


def _result(totals: Totals, options: RenderOptions) -> str:
    newest = ", the newest; set another with --release" if options.newest_release else ""
    where = f"{_count(totals.files, 'file')}{_releases(totals, newest)}"
    return f"{_severities(totals)} in {where}{_aside(totals)}{_fixes(totals)}"


def found(outcomes: Sequence[Outcome]) -> str:
    """Return how many findings outcomes have of each severity, where, and by which release."""
    totals = total(outcomes)
    paths = {path for outcome in outcomes for path in outcome.files}
    where = visible(*paths) if len(paths) == 1 else _count(len(paths), "file")
    return f"{_severities(totals)} in {where}{_releases(totals)}"


def _severities(totals: Totals) -> str:
    counts = (_count(n, level) for level, n in totals.severities.items() if n)
    return ", ".join(counts) or "no findings"


def _releases(totals: Totals, more: str = "") -> str:
    """Return the releases that counted; of several, for how many files each did."""
    named = [(release, files) for release, files in totals.judged if release]
    several = len(named) > 1
    said = [f"{files} as {release}" if several else release for release, files in named]
    return f" ({', '.join(said)}{more})" if said else ""


def _settings(totals: Totals) -> Iterator[str]:
    """Name the settings files that counted, and what they keep from being told.

    What comments and a baseline accept is no word of theirs: the line above counts it.
    """
    for files, use in totals.settings:
        if use.path is not None:
            counts = (use.ignored, "ignored"), (use.lowered, "lowered")
            effects = ", ".join(f"{_count(n, 'finding')} {what}" for n, what in counts if n)
            path = visible(relative(use.path))
            yield f"settings: {path} for {_count(files, 'file')}{effects and ': ' + effects}"


def _aside(totals: Totals) -> str:
    ways = ((totals.suppressed, "suppressed"), (totals.baseline, "in the baseline"))
    said = ", ".join(f"{n} {where}" for n, where in ways if n)
    return f"; {said}" if said else ""


def _fixes(totals: Totals) -> str:
    ways = ((totals.safe, "novalint fix"), (totals.unsafe, "novalint fix --unsafe"))
    said = [(n, command) for n, command in ways if n]
    if not said:
        return ""
    first, *more = said
    text = f"; {_count(first[0], 'fix')} available with {first[1]}"
    return text + "".join(f", {n} more with --unsafe" for n, _ in more)


def _not_run(totals: Totals, options: RenderOptions) -> list[str]:
    if options.verbose:
        return [*_by_facts(totals), *_by_values(totals)]
    count = len({skipped.rule for skipped in totals.not_run if skipped.needs})
    if not count:
        return []
    were, they = ("was", "it needs") if count == 1 else ("were", "they need")
    return [f"{_count(count, 'rule')} {were} not run; --verbose lists the facts {they}"]


def _by_facts(totals: Totals) -> Iterator[str]:
    """Name the rules that lack facts, together those that lack the same ones, most first."""
    lacking: dict[tuple[str, ...], list[str]] = {}
    for not_run in totals.not_run:
        if not_run.needs:
            lacking.setdefault(not_run.needs, []).append(not_run.rule)
    for facts, rules in sorted(lacking.items(), key=lambda item: (-len(item[1]), item[0])):
        number = _count(len(rules), "rule")
        yield f"not run without {', '.join(facts)} ({number}): {', '.join(rules)}"


def _by_values(totals: Totals) -> Iterator[str]:
    return (
        f"not run: {not_run.rule} {not_run.why}" for not_run in totals.not_run if not not_run.needs
    )


def _count(number: int, word: str) -> str:
    plural = {"info": "info", "fix": "fixes"}.get(word, f"{word}s")
    return f"{number} {word if number == 1 else plural}"
