"""Keeps secrets out of whatever is printed.

Hidden are the values of options that their release marks secret, of options that no release knows
and whose name sounds like one, and the password within any URL, live or commented out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from novalint.text import grammar

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.text.document import Document
    from novalint.text.edits import Edit

MASK = "***"
_ASSIGNMENT = re.compile(r"([#;\s]*)([^\s=:#;\[]+)(\s*[=:]\s*)")
_SOUNDS_SECRET = re.compile(r"pass(word|wd|phrase)|secret|token|credential|private_?key|api_?key")
_LINE_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True)
class Redaction:
    """Masks the secrets of one configuration."""

    config: Config

    def mask(self, text: str) -> str:
        """Mask every line of a text that comes from, or goes to, the configuration's files."""
        if not text:
            return text
        pieces = _LINE_END.split(text)
        return "".join(self._line(piece) for piece in pieces)

    def source_line(self, document: Document, line: int) -> str:
        """Give a line (from 1) of a document without its line end, secrets masked."""
        if not 0 < line <= len(document.lines):
            return ""
        return self._line(line_text(document, line))

    def edit_text(self, document: Document, edit: Edit) -> str:
        """Give what an edit writes, masked whole where it goes into a secret value."""
        for assignment in document.assignments:
            start, end = assignment.raw
            if start <= edit.start and edit.end <= end and self._is_secret(assignment.option):
                return MASK if edit.text else ""
        return self.mask(edit.text)

    def _line(self, line: str) -> str:
        if line and line.rstrip() in self._continuations:
            return line[: len(line) - len(line.lstrip())] + MASK
        hit = _ASSIGNMENT.match(line)
        if hit and hit.end() < len(line) and self._is_secret(hit[2]):
            return line[: hit.end()] + MASK
        return mask_urls(line)

    def _is_secret(self, name: str) -> bool:
        known = self._names.get(name)
        return bool(_SOUNDS_SECRET.search(name.lower())) if known is None else known

    @cached_property
    def _names(self) -> dict[str, bool]:
        """Every option name the release knows: whether one of that name is secret."""
        found: dict[str, bool] = {}
        for option in self.config.schema:
            for name in (option.name, *(old for _, old in option.old_names)):
                found[name] = found.get(name, False) or option.secret
        return found

    @cached_property
    def _continuations(self) -> frozenset[str]:
        """The lines that go on with a secret value, as written."""
        return frozenset(
            line.body
            for document in self.config.documents
            for line, option in _continued(document)
            if self._is_secret(option)
        )


def line_text(document: Document, line: int) -> str:
    """Give a line (from 1) as written, without its line end; a byte order mark belongs to it."""
    found = document.lines[line - 1]
    return document.text[found.start if line > 1 else 0 : found.stop]


def _continued(document: Document) -> list[tuple[grammar.Line, str]]:
    found: list[tuple[grammar.Line, str]] = []
    option = ""
    for line in document.lines:
        if isinstance(line, grammar.Assignment):
            option = line.name
        elif isinstance(line, grammar.Continuation):
            found.append((line, option))
    return found


def mask_urls(line: str) -> str:
    """Mask the password within a `scheme://user:password@host`.

    The mask reaches to the last `@` of the line: passwords may hold commas, blanks and further
    signs, and the later members of a list such as a transport_url have no scheme of their own.
    """
    scheme = line.find("://")
    user = line.find(":", scheme + 3) if scheme >= 0 else -1
    host = line.rfind("@")
    return f"{line[: user + 1]}{MASK}{line[host:]}" if 0 <= user < host else line
