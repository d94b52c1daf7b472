"""Changes of standard input: what becomes of it goes to standard output."""

from __future__ import annotations

import sys

from novalint.annotations import TYPE_CHECKING
from novalint.cli.logs import harmless
from novalint.cli.output import put
from novalint.errors import FileError, ForeignFileError
from novalint.project.discovery import (
    InputSpec,
    content_of,
    is_nova_document,
    only_document,
    read_source,
    refuse_binary,
    refuse_broken,
)
from novalint.text.document import Document
from novalint.text.saving import save_patch

if TYPE_CHECKING:
    from argparse import Namespace

    from novalint.project.model import Project
    from novalint.text.edits import Patch

STDIN = "-"
"""The PATH that stands for standard input."""


def one_document(arguments: Namespace, project: Project) -> Document:
    """Read one file, or standard input, or the text of a host that --embedded names.

    Raises FileError for what is no text, and where a host has several and none is named. A file
    may say nothing yet. Raises ForeignFileError for a file of another program, unless --force says
    that it is to be changed.
    """
    document = _document(arguments, project)
    if not arguments.force and not is_nova_document(document):
        raise ForeignFileError(document.path)
    return document


def _document(arguments: Namespace, project: Project) -> Document:
    path = arguments.path
    if path == STDIN:
        spec = InputSpec((path,), None, False, arguments.stdin_filename)
        (document,) = spec.read(project.declared, arguments.embedded).documents
        return document
    source = read_source(path)
    refuse_binary(source)
    content = content_of(source, project.declared)
    if not content.documents:
        refuse_broken(source, project.declared)
    return only_document(content, arguments.embedded) if source.text else Document(source)


def write_patch(patch: Patch, document: Document, path: str) -> None:
    """Write a patch to its file; of standard input the whole text goes to standard output."""
    if path == STDIN:
        put_whole(patch.apply(document.file.text))
    else:
        save_patch(patch)


def put_whole(text: str) -> None:
    """Write a file's text to standard output, byte for byte.

    Raises FileError where the runner of a job would take a line of it for a command.
    """
    if sys.stdout is not None and harmless(text, sys.stdout) != text:
        raise FileError(
            "the text has a line that the runner of this job would take for a command; send "
            "standard output to a file"
        )
    put(text)
