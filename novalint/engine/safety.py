"""Proves that a fix leaves everything that Nova reads as it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from novalint.config.model import Config
from novalint.findings import Fix, Safety
from novalint.text import grammar
from novalint.text.document import Document

if TYPE_CHECKING:
    from novalint.config.resolution import Setting
    from novalint.text.edits import Patch


LINES = 1_000_000
"""Lines that are read again to prove the fixes of one run, some 20 seconds; a proof reads all."""


class Proofs:
    """Proves fixes of one configuration one by one, as long as that reads no more than LINES.

    Where a large file has hundreds of fixes, the last ones are not called safe before the first
    ones are made: the fix loop comes to them in a later round.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._left = LINES
        self._cost = 1 + sum(len(document.lines) for document in config.documents)

    def proven(self, fix: Fix) -> Fix:
        """Give a fix that claims to be safe as it is if that is true, else as an unsafe one."""
        if fix.safety is Safety.UNSAFE:
            return fix
        self._left -= self._cost
        return proven(fix, self._config) if self._left > 0 else _unsafe(fix)


def proven(fix: Fix, config: Config) -> Fix:
    """Give a fix that claims to be safe as it is if that is true, else as an unsafe one."""
    if fix.safety is Safety.UNSAFE or keeps_meaning(fix.patch, config):
        return fix
    return _unsafe(fix)


def _unsafe(fix: Fix) -> Fix:
    return replace(fix, safety=Safety.UNSAFE)


def keeps_meaning(patch: Patch, config: Config) -> bool:
    """Tell whether Nova reads the same after a patch, and no comment is lost."""
    after = patched(config, patch)
    return _meaning(config) == _meaning(after) and not _comments(config) - _comments(after)


def patched(config: Config, patch: Patch) -> Config:
    """Give the configuration with a patch applied to its documents."""
    documents = tuple(
        Document.parse(patch.apply(document.text, document.path), document.path)
        if document.path in patch.paths
        else document
        for document in config.documents
    )
    return replace(config, documents=documents)


def _meaning(config: Config) -> dict[tuple[str, str], object]:
    """Give what is set, by option: the typed value, or the text that has none here."""
    return {(one.group, one.name): _content(one) for one in config.settings}


def _content(setting: Setting) -> object:
    if setting.value is None:  # refused, or known on the host alone: the text says which one counts
        return [place.assignment.value for place in setting.places]
    return type(setting.value).__name__, repr(setting.value)


def _comments(config: Config) -> Counter[str]:
    return Counter(
        line.body
        for document in config.documents
        for line in document.lines
        if type(line) is grammar.Comment
    )
