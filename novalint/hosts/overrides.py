"""A change of options as the override of a deployment tool, which writes a nova.conf anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from novalint.hosts.override_forms import FOR_ONE_HOST, TOOLS, OptionOverride, Override
from novalint.text.document import Document, normalize_group
from novalint.text.edits import Patch

__all__ = ["TOOLS", "OptionOverride", "Override", "changes_of", "override"]


def override(
    tool: str,
    changes: Sequence[OptionOverride],
    role: str | None = None,
    host: str | None = None,
) -> Override:
    """Write changes as an override of a tool, one of TOOLS; `role` is the service that it is for.

    `host` is the machine that the changes are for alone; a tool that takes none says so.

    The first line is a comment with the path. Raises KeyError for a tool that does not exist, and
    OptionError for a value that no nova.conf can hold.
    """
    if host and tool in FOR_ONE_HOST:
        return FOR_ONE_HOST[tool](changes, role, host)
    printed = TOOLS[tool](changes, role)
    if not (host and printed.text):
        return printed
    note = f"the file is for {host} alone, and this override is for every host that takes it"
    return replace(printed, notes=(*printed.notes, note))


def changes_of(
    patch: Patch,
    read: Callable[[str], Document],
    multi: Callable[[str, str], bool],
    default: Callable[[str, str], str | None],
) -> list[OptionOverride]:
    """Return what a patch makes of options: of those that count once, where the last line changes.

    `read` gives the document of a path, `multi` says whether every line of an option counts, and
    `default` gives the text of its default.
    """
    changes: dict[tuple[str, str], OptionOverride] = {}
    for file in patch.files:
        before = _values(read(file.path), multi)
        after = _values(Document.parse(file.result, file.path), multi)
        for name in [*after, *(name for name in before if name not in after)]:
            values = after.get(name, ())
            if values != before.get(name, ()):
                earlier = before.get(name, ()) if multi(*name) else ()
                changes[name] = OptionOverride(*name, values, default(*name), earlier)
    return list(changes.values())


def _values(
    document: Document, multi: Callable[[str, str], bool]
) -> dict[tuple[str, str], tuple[str, ...]]:
    paths: dict[tuple[str, str], tuple[str, ...]] = {}
    for assignment in document.assignments:
        name = (normalize_group(assignment.group), assignment.option)
        earlier = paths.get(name, ()) if multi(*name) else ()
        paths[name] = (*earlier, assignment.value)
    return paths
