"""The report in short: one line a rule, the most frequent one first."""

from __future__ import annotations

from collections.abc import Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Safety
from novalint.reports.terminal import SEVERITY, Paint, painter
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.findings import Finding
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions


def render(outcomes: Sequence[Outcome], options: RenderOptions) -> str:
    """Write how often each rule was broken, how badly, and how many of these have a fix.

    The worst severity comes first, within it the rule that was broken most often.
    """
    paint = painter(options.color)
    kinds: dict[tuple[int, str], list[Finding]] = {}
    for outcome in outcomes:
        for finding in outcome.findings:
            kinds.setdefault((finding.severity.rank, finding.rule), []).append(finding)
    width = max((len(str(len(findings))) for findings in kinds.values()), default=0)
    ordered = sorted(kinds.items(), key=lambda kind: (kind[0][0], -len(kind[1]), kind[0][1]))
    return "".join(_line(findings, width, paint) for _, findings in ordered)


def _line(findings: list[Finding], width: int, paint: Paint) -> str:
    level = findings[0].severity.value
    shown = f"{len(findings):>{width}}  {paint(f'{level:<7}', SEVERITY[level])}"
    return f"{shown}  {visible(findings[0].rule)}{_fixes(findings)}\n"


def _fixes(findings: list[Finding]) -> str:
    """Return how many findings have a safe fix, and how many an unsafe one alone."""
    kinds = [{fix.safety for fix in finding.fixes} for finding in findings]
    safe = sum(Safety.SAFE in kind for kind in kinds)
    unsafe = sum(bool(kind) for kind in kinds) - safe
    said = [f"{n} {word}" for n, word in ((safe, "safe"), (unsafe, "unsafe")) if n]
    return f"  (fixes: {', '.join(said)})" if said else ""
