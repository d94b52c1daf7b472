"""The same finding in several files is one block of the text report, with the other places."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reports.sample import CheckResult, finding

from novalint.findings import Finding, Fix, Location, Note, Safety, Severity
from novalint.reports import FORMATS
from novalint.reports.render_options import RenderOptions
from novalint.reports.text import render
from novalint.text.document import Document
from novalint.text.edits import Patch
from novalint.text.source import Span

PLAIN = RenderOptions()
TEXT = "[DEFAULT]\nmy_ip = {}\nvif_plugging_timeout = 60s\n"


def node(number: int, text: str = TEXT) -> tuple[Document, Finding]:
    """A host's file and what is found in it."""
    document = Document.parse(text.format(f"10.0.0.{number}"), f"h{number}/nova.conf")
    return document, finding(document, "60s")


def report(*found: tuple[Document, Finding], look: RenderOptions = PLAIN) -> str:
    """The report on several files, each checked for itself."""
    return render([CheckResult((document,), (about,)) for document, about in found], look)


def also(text: str) -> list[str]:
    """The lines that name further places."""
    return [line.strip(" =") for line in text.splitlines() if line.startswith("  = also")]


def test_files_that_differ_elsewhere_share_a_block() -> None:
    text = report(node(1), node(2))
    assert text.startswith("h1/nova.conf:3:24: ")
    assert text.count("warning[odd-option]") == 1
    assert also(text) == ["also at h2/nova.conf:3"]
    marks = "  |                        ^^^\n  = also at"
    assert marks in text


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (3, "h2/nova.conf:3 and h3/nova.conf:3"),
        (4, "h2/nova.conf:3, h3/nova.conf:3 and h4/nova.conf:3"),
        (5, "h2/nova.conf:3, h3/nova.conf:3, h4/nova.conf:3 and 1 more place"),
        (12, "h2/nova.conf:3, h3/nova.conf:3, h4/nova.conf:3 and 8 more places"),
    ],
)
def test_the_first_places_are_named_and_the_rest_counted(files: int, words: str) -> None:
    (line,) = also(report(*map(node, range(1, files + 1))))
    more = " (--format concise lists them all)" if "more" in words else ""
    assert line == f"also at {words}{more}"


def test_places_are_on_the_line_of_each_file() -> None:
    assert also(report(node(1), node(2, f"\n\n{TEXT}"))) == ["also at h2/nova.conf:5"]


def test_what_reads_otherwise_has_a_block_of_its_own() -> None:
    document, about = node(2)
    fix = Fix("Set it to 60", Patch.of(document.source, ()), Safety.SAFE)
    others = [
        replace(about, message="another"),
        replace(about, rule="another"),
        replace(about, severity=Severity.ERROR),
        replace(about, fixes=(fix,)),
        replace(about, related=(Note("see this too", about.location),)),
    ]
    for other in others:
        assert also(report(node(1), (document, other))) == []
    assert also(report(node(1), node(2, TEXT.replace(" = 60s", "  = 60s")))) == []


def test_what_one_file_has_twice_is_shown_twice() -> None:
    document = Document.parse("[a]\nx = 60s\n[b]\nx = 60s\n", "a.conf")
    first = finding(document, "60s")
    start = document.text.rindex("60s")
    second = replace(first, location=Location.of(document, Span(start, start + 3)))
    text = render([CheckResult((document,), (first, second))], PLAIN)
    assert text.count("warning[odd-option]") == 2
    assert also(text) == []


def test_a_file_that_configurations_share_is_named_once() -> None:
    assert also(report(node(1), node(1), node(2), node(2))) == ["also at h2/nova.conf:3"]


def test_a_line_each_folds_nothing() -> None:
    nodes = [node(number) for number in range(1, 6)]
    quiet = report(*nodes, look=RenderOptions(quiet=True))
    assert [line.partition(":")[0] for line in quiet.splitlines()] == [
        document.path for document, _ in nodes
    ]


@pytest.mark.parametrize("name", sorted({*FORMATS} - {"text", "statistics"}))
def test_other_formats_name_every_file(name: str) -> None:
    outcomes = [CheckResult((document,), (about,)) for document, about in map(node, range(1, 6))]
    text = FORMATS[name].render(outcomes, PLAIN)
    assert all(f"h{number}/nova.conf" in text for number in range(1, 6))
