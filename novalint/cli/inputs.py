"""Reads what a command line names: files, folders, standard input, configurations of settings."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from novalint.config.layers import expand, read_documents
from novalint.errors import FileError, SettingsError
from novalint.text.document import Document
from novalint.text.source import SIZE_LIMIT, refuse_large

if TYPE_CHECKING:
    from argparse import Namespace

    from novalint.settings import Settings


class Given(NamedTuple):
    """Documents that are read as one configuration, and its name where settings give it one."""

    documents: list[Document]
    name: str | None = None

    @property
    def paths(self) -> list[str]:
        """The paths of the documents."""
        return [document.path for document in self.documents]


def start(arguments: Namespace) -> str:
    """Give the path from which to look for settings: the first one that is named, else here.

    Standard input counts as the file that it is called.
    """
    named = getattr(arguments, "paths", None) or [getattr(arguments, "path", None)]
    if named[0] == "-":
        return str(getattr(arguments, "stdin_filename", "-"))
    return named[0] or "."


class Source(NamedTuple):
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

    def read(self) -> Given:
        """Raise FileError for what cannot be read, or is no text, or says nothing at all."""
        documents = [one for path in self.paths for one in self._documents(path)]
        if not documents:
            whose = "given folders" if self.name is None else "folders of the configuration"
            name = "" if self.name is None else f" `{self.name}`"
            raise FileError(f"there is no `*.conf` in the {whose}{name}; name one that has some")
        return Given(documents, self.name)

    def _documents(self, path: str) -> list[Document]:
        return _read(path, self.stdin_filename, self.together)


def sources(arguments: Namespace, settings: Settings) -> list[Source]:
    """Give the PATHs, each a configuration of its own or all of them one, and the named ones.

    Where neither is told, these are all configurations of the settings. Raises SettingsError for an
    unknown name, and where there is nothing to read.
    """
    names = list(getattr(arguments, "configuration", None) or ())
    if not arguments.paths and not names:
        names = list(settings.configurations)
        if not names:
            raise SettingsError(
                "no PATH is given, and no settings have configurations; name a file, or - for "
                "standard input"
            )
    named = [Source(settings.files(name), name, True, "") for name in dict.fromkeys(names)]
    return [*_of_paths(arguments), *named]


def _of_paths(arguments: Namespace) -> list[Source]:
    name = getattr(arguments, "stdin_filename", "-")
    if getattr(arguments, "together", False) and arguments.paths:
        return [Source(tuple(arguments.paths), None, True, name)]
    return [Source((path,), None, False, name) for path in arguments.paths]


def given(arguments: Namespace, settings: Settings) -> list[Given]:
    """Read all that is named, or raise FileError for the first one that cannot be read."""
    return [source.read() for source in sources(arguments, settings)]


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
        raise FileError(f"`{document.path}` is no text: there is a NUL byte at offset {at}")
