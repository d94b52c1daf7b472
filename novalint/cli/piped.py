"""Changes of standard input: what becomes of it goes to standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from novalint.cli.logs import harmless
from novalint.cli.output import put
from novalint.errors import FileError
from novalint.project.discovery import InputSpec, read_file, refuse_binary
from novalint.text.saving import save_patch

if TYPE_CHECKING:
    from novalint.text.document import Document
    from novalint.text.edits import Patch

STDIN = "-"
"""The PATH that stands for standard input."""


def one_document(path: str, stdin_filename: str) -> Document:
    """Read one file, or standard input; raises FileError for what is no text."""
    if path == STDIN:
        (document,) = InputSpec((path,), None, False, stdin_filename).read().documents
        return document
    document = read_file(path)
    refuse_binary(document)
    return document


def write_patch(patch: Patch, document: Document, path: str) -> None:
    """Write a patch to its file; of standard input the whole text goes to standard output."""
    if path == STDIN:
        put_whole(patch.apply(document.text))
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
