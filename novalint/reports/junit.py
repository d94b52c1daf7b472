"""JUnit's XML: a suite for each configuration, a case for each finding."""

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
    """Write errors and warnings as failures; a finding of severity info passes, with its text."""
    from xml.etree import ElementTree

    root = ElementTree.Element("testsuites", name="novalint")
    for outcome in outcomes:
        root.append(_suite(outcome))
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="us-ascii", xml_declaration=True)
    return text.decode("ascii") + "\n"


def _suite(outcome: Outcome) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    failed = [finding for finding in outcome.findings if finding.severity.value != "info"]
    cases = len(outcome.findings) or 1
    name = visible(" ".join(outcome.files)) or "cloud"
    counts = {"tests": str(cases), "failures": str(len(failed)), "errors": "0"}
    suite = Element("testsuite", {"name": name, **counts})
    for finding in outcome.findings:
        suite.append(_case(finding))
    if not outcome.findings:
        SubElement(suite, "testcase", name="novalint", classname=name)
    return suite


def _case(finding: Finding) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    place = visible(str(finding.location))
    case = Element(
        "testcase",
        name=f"{finding.rule} at {place}",
        classname=visible(finding.location.path),
        file=visible(finding.location.path),
        line=str(finding.location.start.line),
    )
    message = visible(finding.message)
    page = f"\n{visible(finding.pointer)}" if finding.pointer else ""
    text = f"{place}: {finding.severity}[{finding.rule}] {message}{page}"
    if finding.severity.value == "info":
        SubElement(case, "system-out").text = text
    else:
        kind = finding.severity.value
        SubElement(case, "failure", message=message, type=kind).text = text
    return case
