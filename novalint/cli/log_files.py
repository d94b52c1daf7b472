"""Which files are logs and which are configurations, where one may stand for the other."""

from __future__ import annotations

import os
import re

from novalint.annotations import TYPE_CHECKING
from novalint.errors import FileError
from novalint.project.discovery import content_of, is_nova_document
from novalint.text.source import Source

if TYPE_CHECKING:
    from novalint.text.document import Document

LARGEST = 4 * 1024 * 1024
"""Bytes of a file that may be a configuration."""

_NAMED = re.compile(r".*\.(?:conf|ini|ya?ml|eyaml|j2|jinja2?|erb|tpl)", re.IGNORECASE)
_BEGINS = re.compile(rb"(?:[ \t]*(?:[#;][^\n]*)?\r?\n){0,20000}[ \t]*\[[\w.-]+\][ \t]*\r?\n")
"""How a nova.conf of any name begins; hardly any log has such a line in front."""


def is_like_a_log(document: Document) -> bool:
    """Whether a file has lines that Nova refuses, and no group: it may name Nova all the same."""
    return bool(document.problems) and not document.groups


def is_no_log(path: str) -> bool:
    """Whether a file that is named as a log is a configuration of Nova."""
    if path == "-" or not os.path.isfile(path) or os.path.getsize(path) > LARGEST:  # noqa: PTH113, PTH202
        return False
    if not _NAMED.fullmatch(path) and not _begins_so(path):
        return False
    try:
        documents = content_of(Source.read(path), None).documents
    except FileError:  # the log itself is refused in better words
        return False
    return any(is_nova_document(document) and not is_like_a_log(document) for document in documents)


def is_named_so(path: str) -> bool:
    """Whether a file is called as configurations are, and hardly any log is."""
    return os.path.isfile(path) and _NAMED.fullmatch(path) is not None  # noqa: PTH113


def _begins_so(path: str) -> bool:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            return _BEGINS.match(stream.read(LARGEST)) is not None
    except OSError:
        return False
