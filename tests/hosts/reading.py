"""Reads hosts in tests, and holds their maps to what every map must be."""

from __future__ import annotations

from functools import partial

from novalint.hosts.declared import Declared
from novalint.hosts.documents import embedded_documents
from novalint.text.document import Document
from novalint.text.edits import Patch
from novalint.text.host import Host
from novalint.text.hosting import in_host, in_texts
from novalint.text.source import Source, Span
from novalint.text.source_map import Embedded, SliceKind


def read(text: str, path: str = "x.yaml", *declared: Declared) -> tuple[Embedded, ...]:
    """Return what a host holds; its maps are exact."""
    found = embedded_documents(text, path, declared)
    for one in found:
        check_map(one, text)
    return found


def check_map(embedded: Embedded, host: str) -> None:
    """Slices cover the text in order; literal ones are the host's; there and back is the same."""
    at = 0
    for one in embedded.source_map.slices:
        assert one.start == at
        assert 0 <= one.host_start <= one.host_end <= len(host)
        at = one.end
        if one.kind is not SliceKind.LITERAL:
            continue
        text = embedded.text[one.start : one.end]
        assert host[one.host_start : one.host_end] == text
        place = embedded.source_map.to_host(Span(one.start, one.end))
        assert place == Span(one.host_start, one.host_end)
    assert at == len(embedded.text)


def documents(text: str, path: str = "x.yaml") -> list[Document]:
    """Return the documents of a host."""
    reader = partial(embedded_documents, path=path)
    return [Document.within(Host(Source(path, text), one, reader)) for one in read(text, path)]


def changed(document: Document, patch: Patch) -> str | None:
    """Return the host with a patch of the document applied, None where it cannot be.

    What it becomes there knows what it was.
    """
    assert document.host is not None
    assert in_texts(patch) == patch
    made = in_host(patch, {document.path: document})
    if made is None:
        return None
    assert in_texts(made) == patch
    return made.apply(document.host.source.text)


def values(text: str, path: str = "x.yaml", number: int = 0) -> dict[str, dict[str, list[str]]]:
    """Return what the document of a host sets, by group and option."""
    return Document.parse(read(text, path)[number].text).to_dict()
