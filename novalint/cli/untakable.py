"""Which of several changes the host of a document cannot take, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from novalint.annotations import TYPE_CHECKING
from novalint.errors import PatchError
from novalint.hosts.puppet import is_declared, parameter
from novalint.text.document import Document
from novalint.text.hosting import in_host, is_shared, whole
from novalint.text.writing import live

if TYPE_CHECKING:
    from novalint.schema.options import Name
    from novalint.text.edits import Patch
    from novalint.text.host import Host
    from novalint.text.source import Span

Parts = Callable[[], Mapping["Name", "Patch"]]
"""Returns the patch of each option alone; asked for only where not all can be made."""


def in_file(patch: Patch, document: Document, parts: Parts) -> Patch:
    """Return a patch as that of the file which holds the document.

    Raises PatchError, naming each option that cannot be written and the reason, where it has none.
    """
    hosted = in_host(patch, {document.path: document})
    if hosted is not None:
        return hosted
    each = parts()
    refused = {
        name: part
        for name, part in each.items()
        if in_host(part, {document.path: document}) is None
    }
    if not refused:
        return whole(patch, document)
    where = f"`{document.path}`" + (f" ({document.name})" if document.name else "")
    said = ", ".join(f"`[{group}] {name}` ({_why(document, group, name, part)})"
                     for (group, name), part in refused.items())  # fmt: skip
    others = ", or leave it out to write the others" if len(refused) < len(each) else ""
    raise PatchError(f"{where} cannot take this change: {said}; edit it by hand{others}")


def as_in_file(patch: Patch, document: Document) -> Patch:
    """Return a patch as that of the file which holds the document, or as it is.

    A template is known for one only where it is read from its file again.
    """
    return in_host(patch, {document.path: document}) or patch


def _why(document: Document, group: str, option: str, part: Patch) -> str:
    """Return what keeps an option from being written, with the line of the file."""
    host, lines = document.host, live(document, group, option)
    if host is None or not lines:
        if host and host.embedded.form == "tripleo" and is_declared(group, option):
            key = parameter(group, option)
            way = f"write `{key}`" if key else "change a parameter of its classes"
            return f"puppet-nova sets it itself and refuses a second resource: {way} as hieradata"
        return _by_form(document, group) or "the file has no place for its line"
    for line in lines:
        number = host.position(line.span.start).line
        if base := _base_of(host, line.span):
            return (
                f"line {number} is in `{base}`, for all services; `{option}: null` here removes it"
            )
        if host.computed(line.span):
            return f"a template computes it in line {number}"
        if is_shared(document, line.span):
            return f"other keys share line {number} by a YAML alias"
        if host.arms(line.span.start):
            return f"a template decides on line {number}"
    if not any(Document.parse(file.result).assignments for file in part.files):
        return "nothing else is set there, so the whole key would have to be removed"
    number = host.position(lines[-1].span.start).line
    return _by_form(document, group) or f"the form of line {number} does not allow it"


def _by_form(document: Document, group: str) -> str:
    """Return how a host of some form takes what it does not take as it is; empty without a way."""
    form = document.host.embedded.form if document.host else ""
    if form == "juju" and group != "DEFAULT":
        return "a charm writes flags to `[DEFAULT]` alone"
    if form == "juju":
        return "write the flags below `config-flags: |`, one `NAME: VALUE` a line"
    shared = [is_shared(document, each.span) for each in document.assignments]
    brought = bool(shared) and all(shared)
    return "a YAML alias shares the value with other keys" if brought else ""


def _base_of(host: Host, span: Span) -> str:
    """Return the name of the text that a host puts another one over, where a span is of that."""
    base = host.embedded.base
    at = host.span(span).start
    return base.name if base and base.span.start <= at < base.span.end else ""
