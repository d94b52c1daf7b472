"""Where configurations are read from: files, folders, standard input."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from novalint.config.layers import expand, read_documents
from novalint.errors import FileError
from novalint.text.document import Document
from novalint.text.source import SIZE_LIMIT, refuse_large

if TYPE_CHECKING:
    from collections.abc import Sequence


class ConfigurationInput(NamedTuple):
    """Documents that are read as one configuration, and its name where settings give it one."""

    documents: list[Document]
    name: str | None = None

    @property
    def paths(self) -> list[str]:
        """The paths of the documents."""
        return [document.path for document in self.documents]


class InputSpec(NamedTuple):
    """Where one configuration is read from; `together` lets folders stand for their files."""

    paths: tuple[str, ...]
    name: str | None
    together: bool
    stdin_filename: str

    @property
    def files(self) -> list[str]:
        """The files that will be read, standard input left out."""
        paths = [path for path in self.paths if path != "-" or not self.stdin_filename]
        return [file for path in paths for file in expand(path)] if self.together else paths

    def read(self) -> ConfigurationInput:
        """Raise FileError for what cannot be read, or is no text, or says nothing at all."""
        documents = [document for path in self.paths for document in self._documents(path)]
        if not documents:
            whose = "given folders" if self.name is None else "folders of the configuration"
            name = "" if self.name is None else f" `{self.name}`"
            raise FileError(f"there is no `*.conf` in the {whose}{name}; name one that has some")
        return ConfigurationInput(documents, self.name)

    def _documents(self, path: str) -> list[Document]:
        return _read(path, self.stdin_filename, self.together)


def inputs_of_paths(
    paths: Sequence[str], together: bool, stdin_filename: str = "-"
) -> list[InputSpec]:
    """Return PATHs as inputs: each a configuration of its own, or all of them one together."""
    if together and paths:
        return [InputSpec(tuple(paths), None, True, stdin_filename)]
    return [InputSpec((path,), None, False, stdin_filename) for path in paths]


def _read(path: str, stdin_filename: str, folder: bool) -> list[Document]:
    if path == "-" and stdin_filename:
        documents = [Document.parse(_read_stdin(stdin_filename), stdin_filename)]
    elif folder:
        documents = read_documents([path])
    else:
        documents = [read_file(path)]
    for document in documents:
        refuse_binary(document)
        if not document.text and not folder:
            raise FileError(f"`{document.path}` is empty; there is nothing to read")
    return documents


def _read_stdin(name: str) -> bytes:
    """Read standard input whole; raises FileError where it is closed, fails, or is too large."""
    if sys.stdin is None:
        raise FileError("standard input is closed; name a file, or pipe one in")
    try:
        data = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise FileError(f"cannot read standard input: {error.strerror}") from None
    refuse_large(name, data)
    return data


def read_file(path: str) -> Document:
    """Read one file; raises FileError, for a folder with a way out."""
    if os.path.isdir(path):  # noqa: PTH112
        raise FileError(
            f"`{path}` is a folder; name its files, or use --together to read it as one"
        )
    return Document.read(path)


def refuse_binary(document: Document) -> None:
    """Raise FileError for what is no text: nothing that reads nova.conf writes NUL bytes."""
    at = document.text.find("\0")
    if at >= 0:
        raise FileError(f"`{document.path}` is not a text file: there is a NUL byte at offset {at}")
