"""Checkstyle's XML, which many CI servers and editors read."""

from __future__ import annotations

from collections.abc import Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.wording import visible

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from novalint.findings import Finding
    from novalint.reports.outcome import Outcome
    from novalint.reports.render_options import RenderOptions


def render(outcomes: Sequence[Outcome], options: RenderOptions) -> str:
    """Write the findings by file; lines and columns count from 1."""
    from xml.etree import ElementTree

    root = ElementTree.Element("checkstyle", version="4.3")
    files: dict[str, Element] = {}
    for path in (path for outcome in outcomes for path in outcome.files):
        if path not in files:
            files[path] = ElementTree.SubElement(root, "file", name=visible(path))
    for finding in (finding for outcome in outcomes for finding in outcome.findings):
        ElementTree.SubElement(files[finding.location.path], "error", _attributes(finding))
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="us-ascii", xml_declaration=True)
    return text.decode("ascii") + "\n"


def _attributes(finding: Finding) -> dict[str, str]:
    page = f" ({finding.pointer})" if finding.pointer else ""
    return {
        "line": str(finding.location.start.line),
        "column": str(finding.location.start.column),
        "severity": finding.severity.value,
        "message": visible(finding.message + page),
        "source": f"novalint.{finding.theme}.{finding.rule}",
    }
