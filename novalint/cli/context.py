"""What the command line, a deployment file and settings say, the former over the latter."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from novalint.config.layers import read_documents
from novalint.config.model import Config, check_paths
from novalint.deployment import Deployment
from novalint.engine.report import Selection
from novalint.errors import DeploymentError, FileError
from novalint.schema.releases import find_release, newest
from novalint.schema.store import load_schema
from novalint.settings import Settings
from novalint.text.document import Document
from novalint.text.source import SIZE_LIMIT, refuse_large

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence


@dataclass(frozen=True)
class Context:
    """What to check against: a release (None: nobody names one), the facts, the rules."""

    release: str | None
    deployment: Deployment
    selection: Selection
    fail_on: str

    @classmethod
    def of(cls, arguments: Namespace) -> Context:
        """Put together what the command line and the files it names say."""
        settings = _settings(arguments)
        told = _told(arguments)
        deployment = settings.deployment.merged(told)
        release = _release(arguments.release, told, settings)
        selection = Selection(
            _names(arguments.select) or settings.select,
            (*settings.ignore, *_names(arguments.ignore)),
            settings.thresholds,
        )
        return cls(release, deployment, selection, arguments.fail_on or settings.fail_on)

    def config(self, documents: Sequence[Document]) -> Config:
        """Read documents as one configuration of the release."""
        return config_of(documents, self.release)

    def fails(self, severities: Sequence[str]) -> bool:
        """Tell whether one of the severities is bad enough to fail."""
        order = ("error", "warning", "info")
        if self.fail_on == "never":
            return False
        return any(order.index(one) <= order.index(self.fail_on) for one in severities)


def config_of(documents: Sequence[Document], release: str | None) -> Config:
    """Read documents as one configuration of a release, the newest where None is named."""
    chosen = newest() if release is None else find_release(release)
    check_paths(documents)
    return Config(load_schema(chosen), tuple(documents), release is not None)


def release_of(arguments: Namespace) -> str | None:
    """Give the release that the command line or a file it names tells, None where nobody does."""
    return _release(arguments.release, _deployment(arguments), _settings(arguments))


def _release(named: str | None, told: Deployment, settings: Settings) -> str | None:
    places = (named, told.release, settings.release, settings.deployment.release)
    return next((one for one in places if one is not None), None)


def _settings(arguments: Namespace) -> Settings:
    return Settings() if arguments.settings is None else Settings.read(arguments.settings)


def _deployment(arguments: Namespace) -> Deployment:
    named = arguments.deployment
    return Deployment() if named is None else Deployment.read(named)


def _told(arguments: Namespace) -> Deployment:
    told = _deployment(arguments)
    texts: dict[str, str] = {}
    for fact in arguments.fact or ():
        name, sign, text = fact.partition("=")
        if not sign:
            raise DeploymentError(f"`{fact}` is no fact; write NAME=VALUE")
        texts[name.strip()] = text
    if texts:
        told = told.merged(Deployment.from_texts(texts))
    if arguments.role:
        roles = [role.strip() for one in arguments.role for role in one.split(",")]
        told = told.merged(Deployment(role=roles if len(roles) > 1 else roles[0]))
    return told


def _names(given: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(name.strip() for one in given or () for name in one.split(",") if name.strip())


def configurations(arguments: Namespace) -> list[list[Document]]:
    """Read the PATHs: each a configuration of its own, or all of them one.

    Raises FileError for what cannot be read, or is no text, or says nothing at all.
    """
    name = getattr(arguments, "stdin_filename", "-")
    if arguments.together:
        documents = [one for path in arguments.paths for one in _read(path, name, folder=True)]
        if not documents:
            raise FileError("there is no `*.conf` in the given folders; name one that has some")
        return [documents]
    return [_read(path, name, folder=False) for path in arguments.paths]


def _read(path: str, stdin_filename: str, folder: bool) -> list[Document]:
    if path == "-":
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
    refuse_large(name, len(data))
    return data


def read_file(path: str) -> Document:
    """Read one file; raises FileError, for a folder with a way out."""
    import os

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
