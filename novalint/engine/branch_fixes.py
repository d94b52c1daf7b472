"""Which fixes of what is wrong in one branch of a template leave the other branches alone."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Fix
    from novalint.text.document import Document
    from novalint.text.edits import Edit
    from novalint.text.source_map import Arm


def stays(fix: Fix, config: Config) -> bool:
    """Whether a fix of what is wrong in chosen branches changes no line that others count on.

    These are the lines of the other branches, and live ones that stand in none; a new one would
    count for the others, too. A default that is commented out may come to life: it has no branch to
    go to. No edits at all are those of a line that another branch has as it should be.
    """
    edits = [(config.by_path[file.path], edit) for file in fix.patch.files for edit in file.edits]
    return bool(edits) and all(_is_free(*each, set(config.arms)) for each in edits)


def _is_free(document: Document, edit: Edit, chosen: set[Arm]) -> bool:
    around = set(document.arms(edit.start))
    spans = (assignment.span for assignment in document.assignments)
    within = "\n" not in edit.text  # as a comment sign before a line, or a value behind its end
    start, end = edit.start - within, max(edit.end, edit.start + within)
    if any(start < span.end and span.start < end for span in spans):
        return chosen <= around
    is_new = edit.start == edit.end and not within
    return around == chosen if is_new else around <= chosen
