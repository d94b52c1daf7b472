"""The documents in a file, whatever kind of file it is: itself, or what stands within it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.arguments import checked
from novalint.hosts.ansible_templates import keeps_blanks, strips_blanks_since
from novalint.hosts.bases import written_by
from novalint.hosts.declared import Declared
from novalint.hosts.documents import embedded_documents
from novalint.hosts.kolla import is_never_read, misplaced, release_beside
from novalint.hosts.paths import kolla_layer, kolla_place, role_of_path
from novalint.hosts.searching import is_template, is_yaml, may_hold
from novalint.hosts.signs import whole
from novalint.hosts.yaml_tree import fault_line
from novalint.patterns import lazy_pattern
from novalint.templates import Language, embedded, language_of
from novalint.templates.indented import indented_statements
from novalint.templates.refused import refusal_of
from novalint.text.document import Document
from novalint.text.host import Host
from novalint.text.source import Source
from novalint.text.source_map import Embedded, Misplaced, Slice, SliceKind, SourceMap

if TYPE_CHECKING:
    import os

    from novalint.text.host import Reader

_RAW = lazy_pattern(r"\{%[-+]?\s*raw\b")


@checked
def documents(path: str | os.PathLike[str]) -> tuple[Document, ...]:
    """Return the nova.confs of a file: the file itself, a template, or what a YAML file holds.

    Empty for a YAML file or a local.conf that holds none. Raises FileError where the file cannot be
    read.
    """
    return documents_in(Source.read(path))


def documents_in(
    source: Source,
    declared: Sequence[Declared] = (),
    part: bool = False,
    replaces: bool = False,
) -> tuple[Document, ...]:
    """Return the documents of a text that was read; `declared` is what settings say about it.

    A `part` of a configuration, which is read beside files that are not here, is one of which
    nothing is known to be absent; `replaces` says that its keys replace all their values.
    """
    reader = reader_of(source, declared, part, replaces)
    return (Document(source),) if reader is None else _within(source, reader)


def broken_line(source: Source, declared: Sequence[Declared] = ()) -> int | None:
    """Return the line (from 1) at which a file is no YAML that should be a host; None for others.

    The template of a YAML file, as in a chart, becomes YAML when it is rendered.
    """
    text = source.text
    keyed = [entry for entry in declared if entry.key]
    if not (is_yaml(source.path) and may_hold(text, keyed)) or is_template(source.path, text):
        return None
    return fault_line(text)


def plain(source: Source, part: bool, replaces: bool) -> tuple[Document, ...]:
    """Return a plain file as a part of a configuration, or as one whose keys replace."""
    release = release_beside(source.path)
    unread = misplaced(source.path)
    part = part or is_never_read(unread)
    return _within(source, _Whole(None, None, release, part, replaces, unread))


def _within(source: Source, reader: Reader) -> tuple[Document, ...]:
    return tuple(
        Document.within(Host(source, embedded, reader)) for embedded in reader(source.text)
    )


def reader_of(
    source: Source, declared: Sequence[Declared], part: bool = False, replaces: bool = False
) -> Reader | None:
    """Return what finds the documents in a file and its later versions; None for a plain file."""
    path = whole(source.path)
    keyed = tuple(entry for entry in declared if entry.key)
    if is_yaml(path) or keyed or is_local_conf(source):
        return partial(embedded_documents, path=path, declared=keyed)
    named = next((entry for entry in declared if entry.template), None)
    language = named.template if named else _language(path, source.text)
    replaces = replaces or kolla_layer(path) is not None
    release = next((entry.release for entry in declared if entry.release), None)
    release = release or release_beside(path)  # that of a name which kolla never reads, too
    unread = misplaced(path)
    if language is None and not (replaces or part or declared or release or unread):
        return None
    role = next((entry.role for entry in declared if entry.role), None) or role_of_path(path)
    part = part or is_never_read(unread) or (language == Language.JINJA and _is_left(source.text))
    kept = language == Language.JINJA and keeps_blanks(path)
    return _Whole(language, role, release, part, replaces, unread, kept,
                  strips_blanks_since(path) if kept else None)  # fmt: skip


def _language(path: str, text: str) -> str | None:
    """Return the language of a template: kolla-ansible renders all of its overrides by Jinja2."""
    language = language_of(path, text)
    computes = language is None and "{{" in text and kolla_place(path) is not None
    return Language.JINJA if computes else language


def _is_left(text: str) -> bool:
    """Whether a template leaves text to another one: of kayobe it is what kolla-ansible merges."""
    return _RAW.search(text) is not None


def is_local_conf(source: Source) -> bool:
    """Whether a file is devstack's, with sections of nova's files."""
    return "[[post-config|" in source.text


@dataclass(frozen=True)
class _Whole:
    """Reads a file that is one nova.conf, or the template of one."""

    language: str | None = None
    role: str | None = None
    release: str | None = None
    part: bool = False
    replaces: bool = False
    misplaced: tuple[Misplaced, ...] = ()
    keeps_blanks: bool = False
    strips_since: int | None = None

    def __call__(self, text: str) -> tuple[Embedded, ...]:
        content = embedded(text, self.language) if self.language else _same(text)
        around = written_by("kolla") if self.replaces else frozenset[tuple[str, str]]()
        content = replace(content, part=self.part, replaces=self.replaces, elsewhere=around)
        refusal = refusal_of(text) if self.language == Language.JINJA else None
        indented = indented_statements(text) if self.keeps_blanks and not refusal else ()
        content = replace(content, misplaced=self.misplaced, refusal=refusal, indented=indented)
        content = replace(content, strips_since=self.strips_since)
        return (replace(content, role=self.role, release=self.release),)


def _same(text: str) -> Embedded:
    """Return a text that stands within itself."""
    slices = (Slice(SliceKind.LITERAL, 0, len(text), 0, len(text)),) if text else ()
    return Embedded("", text, SourceMap(slices))
