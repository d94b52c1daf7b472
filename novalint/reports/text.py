"""The report for people: each finding with its source line, its fix as a diff, and its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Safety, Severity
from novalint.records import NamedTuple
from novalint.reports.folding import FoldedFinding, Folding, place_of
from novalint.reports.snippet import shorten, snippet
from novalint.reports.terminal import DIFF, GUTTER, SEVERITY, STRONG, Paint, painter
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.findings import Finding
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions

LINE_LIMIT = 200
"""Characters that are shown of a source line."""
DIFF_LIMIT = 400
"""Characters that are shown of a line of a diff; `fix --diff` prints it whole."""
NARROWEST = 40
"""Characters of a source line that are shown on any terminal."""

MOST_NOTES = 5
"""Further places of a finding that are shown."""
MOST_SERVICES = 3
"""Services that are named for a restart; an option that more of them read is of all Nova."""


class _Page(NamedTuple):
    """What all parts of one report need."""

    options: RenderOptions
    paint: Paint


def render(outcomes: Sequence[Outcome], options: RenderOptions) -> str:
    """Write all findings, the same one in several files once; nothing where there are none.

    With `quiet` each is a line of its own.
    """
    if options.quiet:
        paint = painter(options.color)
        findings = (finding for outcome in outcomes for finding in outcome.findings)
        return "".join(f"{headline(finding, paint)}\n" for finding in findings)
    gathered = gather(options)
    for outcome in outcomes:
        gathered.take(outcome)
    return gathered.text()


def gather(options: RenderOptions) -> Folding:
    """Return what takes outcomes one by one, and keeps no more of them than the report shows."""
    page = _Page(options, painter(options.color))
    return Folding(lambda outcome, finding: _block(outcome, finding, page))


def headline(finding: Finding, paint: Paint) -> str:
    """Write where it is, how bad, which rule, and what is wrong."""
    place = paint(visible(f"{finding.location}:"), STRONG)
    level = paint(finding.severity.value, SEVERITY[finding.severity.value])
    return f"{place} {level}[{visible(finding.rule)}] {visible(finding.message)}"


def _block(outcome: Outcome, finding: Finding, page: _Page) -> FoldedFinding:
    margin = " " * len(str(finding.location.start.line))
    head = [headline(finding, page.paint), *_source(outcome, finding, page, margin)]
    start = f"{margin} {page.paint('=', GUTTER)}"
    return FoldedFinding(place_of(finding), head, [*_rest(outcome, finding, page, margin)], start)


def _rest(outcome: Outcome, finding: Finding, page: _Page, margin: str) -> Iterator[str]:
    """Yield what is said below the source line."""
    sign = page.paint("=", GUTTER)
    cut = MOST_NOTES if len(finding.related) > MOST_NOTES + 1 else None
    for note in finding.related[:cut]:
        yield f"{margin} {sign} {visible(f'{note.location}: {note.message}')}"
    if cut is not None:
        more = len(finding.related) - cut
        yield f"{margin} {sign} and {more} more places (--format json lists them all)"
    for line in _fixes(outcome, finding, page):
        yield f"{margin} {line}"
    for line in _effect(finding) if finding.severity is not Severity.INFO else ():
        yield f"{margin} {sign} {line}"
    if finding.pointer:
        yield f"{margin} {sign} {visible(finding.pointer)}"


def _source(outcome: Outcome, finding: Finding, page: _Page, margin: str) -> Iterator[str]:
    """Yield the source line in its gutter, and the marks under it."""
    quoted = snippet(outcome, finding.location, _line_limit(page.options, len(margin)))
    bar = page.paint(f"{margin} |", GUTTER)
    number = page.paint(f"{finding.location.start.line} |", GUTTER)
    yield bar
    yield f"{number} {quoted.line}" if quoted.line else number
    if quoted.marks:
        yield f"{bar} {page.paint(quoted.marks, SEVERITY[finding.severity.value])}"


def _line_limit(options: RenderOptions, margin: int) -> int:
    """Return the characters of a source line that fit beside its gutter and two cuts."""
    if options.width is None:
        return LINE_LIMIT
    return max(NARROWEST, min(LINE_LIMIT, options.width - margin - len(" | ......")))


def _fixes(outcome: Outcome, finding: Finding, page: _Page) -> Iterator[str]:
    """Yield the recommended fix with its diff, and the titles of the others."""
    fixes = finding.fixes
    for word, fix in zip(["fix", *["or"] * len(fixes)], fixes, strict=False):
        how = _condition(finding) if word == "fix" and finding.waits else ""
        label = page.paint(f"{word} ({fix.safety.value}{how}):", STRONG)
        yield f"{page.paint('=', GUTTER)} {label} {visible(fix.title)}"
        if word == "fix":
            for line in _diff_lines(outcome.diff(fix)):
                style = STRONG if _is_file_line(line) else DIFF.get(line[:1], "")
                yield f"  {page.paint(visible(shorten(line, DIFF_LIMIT)), style)}"


def _condition(finding: Finding) -> str:
    """Return how to have advice followed: never by `fix` where it is about several nodes."""
    return ", by hand" if finding.scope else f", with --select {visible(finding.rule)}"


def _effect(finding: Finding) -> Iterator[str]:
    """Yield what must be restarted for a fix to count, where few services read the option."""
    services = finding.readers
    changes = any(fix.safety is not Safety.SAFE for fix in finding.fixes[:1])
    if changes and 0 < len(services) <= MOST_SERVICES:
        means = "reload or restart" if finding.on_reload else "restart"
        yield f"takes effect after a {means} of {', '.join(services)}"


def _diff_lines(diff: str) -> list[str]:
    """Split a diff; the CR of CRLF is shown only where not all lines have it."""
    lines = diff.removesuffix("\n").split("\n") if diff else []
    body = [line for line in lines if line[:1] in (" ", "-", "+") and not _is_file_line(line)]
    if all(line.endswith("\r") for line in body):
        return [line.removesuffix("\r") for line in lines]
    return lines


def _is_file_line(line: str) -> bool:
    return line.startswith(("--- a/", "+++ b/", '--- "a/', '+++ "b/'))
