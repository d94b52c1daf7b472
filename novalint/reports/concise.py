"""The report on one line a finding, for terminals and for editors that jump to places."""

from __future__ import annotations

from collections.abc import Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.reports.terminal import painter
from novalint.reports.text import headline
from novalint.wording import visible

if TYPE_CHECKING:
    from novalint.findings import Finding
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions


def render(outcomes: Sequence[Outcome], options: RenderOptions) -> str:
    """Write `path:line:column: severity[rule] message (page)`, and nothing where all is well."""
    paint = painter(options.color)
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    return "".join(f"{headline(finding, paint)}{_page(finding)}\n" for finding in findings)


def _page(finding: Finding) -> str:
    return f" ({visible(finding.pointer.removeprefix('see '))})" if finding.pointer else ""
