"""Files that Nova refuses whole: none of their lines is read, and no service starts with them."""

from __future__ import annotations

from collections.abc import Iterable

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from novalint.text.document import Document


class Refusal(NamedTuple):
    """A file that Nova refuses, the line (from 1) at which it does so first, and why."""

    path: str
    line: int
    reason: str


def refusals(documents: Iterable[Document]) -> tuple[Refusal, ...]:
    """Return which of the files Nova refuses whole, in their order."""
    return tuple(
        Refusal(document.path, document.position(problem.span.start).line, problem.reason)
        for document in documents
        for problem in document.problems[:1]
    )
