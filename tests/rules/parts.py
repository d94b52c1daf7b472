"""Parts of configurations: what one file of several holds, of which the others are not known."""

from __future__ import annotations

from collections.abc import Iterator

from rules.samples import Sample

from novalint.deployment import Deployment
from novalint.text.document import Assignment, Document


def one_line_parts(sample: Sample) -> Iterator[Sample]:
    """Give each assignment of a configuration as a file of its own, of whose cloud nothing is told.

    An assignment is told in the role of the configuration too, where that is known.
    """
    for document in sample.documents:
        for assignment in document.assignments:
            if assignment.group:
                yield from _alone(sample, document, assignment)


def _alone(sample: Sample, document: Document, assignment: Assignment) -> Iterator[Sample]:
    line = document.text[assignment.span.start : assignment.span.end].rstrip("\r\n")
    text = f"[{assignment.group}]\n{line}\n"
    for role in dict.fromkeys((None, sample.facts.role)):
        facts = Deployment(release=sample.facts.release)
        facts = facts.merged(Deployment(role=role)) if role else facts
        yield Sample(f"{sample}: {line[:60]}", (Document.parse(text),), facts)
