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


def proven(fix: Fix, config: Config) -> Fix:
    """Give a fix that claims to be safe as it is if that is true, else as an unsafe one."""
    if fix.safety is Safety.UNSAFE or keeps_meaning(fix.patch, config):
        return fix
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
