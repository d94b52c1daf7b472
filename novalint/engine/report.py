"""The outcome of checking one configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from novalint.config.model import Config, load
from novalint.deployment import Deployment
from novalint.engine.fixing import fixed
from novalint.engine.running import run
from novalint.engine.safety import patched
from novalint.redaction import Redaction, line_text
from novalint.rules.catalogue import check_thresholds, choose
from novalint.text.document import Document

if TYPE_CHECKING:
    from novalint.findings import Finding, Fix, NotRun
    from novalint.text.edits import Edit, Patch

    Target = str | os.PathLike[str] | Document | Config


@dataclass(frozen=True)
class Selection:
    """Which rules to run and with what numbers."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    thresholds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What was found in one configuration; nothing in it shows a secret.

    `findings` stand in the order of the files; `not_run` are the rules that lack facts.
    """

    config: Config
    deployment: Deployment
    selection: Selection
    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]

    @property
    def release(self) -> str:
        """The release that was checked against."""
        return self.config.release.series

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files, in the order in which Nova reads them."""
        return tuple(document.path for document in self.config.documents)

    def fix(self, unsafe: bool = False) -> Patch:
        """Give the patch over all files that makes the safe fixes, and on demand the unsafe ones.

        Raises PatchError where a fix would make a file unreadable.
        """
        return fixed(self.config, lambda one: self._again(one).findings, unsafe)[1]

    def after(self, patch: Patch) -> Report:
        """Give the report on the configuration with a patch applied."""
        return self._again(patched(self.config, patch))

    def source_line(self, path: str, line: int) -> str:
        """Give a line (from 1) of a file, secrets masked."""
        return self._redaction.source_line(self._document(path), line)

    def is_masked(self, path: str, line: int) -> bool:
        """Tell whether a line holds a secret."""
        document = self._document(path)
        if not 0 < line <= len(document.lines):
            return False
        return line_text(document, line) != self.source_line(path, line)

    def diff(self, fix: Fix) -> str:
        """Give the unified diff of a fix, secrets masked."""
        return self.masked_diff(fix.patch)

    def masked_diff(self, patch: Patch) -> str:
        """Give the unified diff of a patch to these files, secrets masked."""
        return masked_diff(patch, self._redaction)

    def edit_text(self, path: str, edit: Edit) -> str:
        """Give what an edit writes, secrets masked."""
        return self._redaction.edit_text(self._document(path), edit)

    def _again(self, config: Config) -> Report:
        return examine(config, self.deployment, self.selection)

    def _document(self, path: str) -> Document:
        return next(one for one in self.config.documents if one.path == path)

    @cached_property
    def _redaction(self) -> Redaction:
        return Redaction(self.config)


def masked_diff(patch: Patch, redaction: Redaction) -> str:
    """Give the unified diff of a patch, secrets masked."""
    from novalint.text.diff import unified_diff

    return "".join(unified_diff(file, redaction.mask) for file in patch.files)


def examine(config: Config, deployment: Deployment, selection: Selection) -> Report:
    """Run the selected rules over a configuration; never raises on what its files say.

    Raises SettingsError for a rule or threshold that does not exist.
    """
    rules = choose(selection.select, selection.ignore)
    check_thresholds(selection.thresholds)
    redaction = Redaction(config)
    findings, not_run = run(rules, config, deployment, selection.thresholds, redaction)
    return Report(config, deployment, selection, findings, not_run)


def check(
    target: Target,
    *,
    release: str | None = None,
    deployment: Deployment | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    thresholds: Mapping[str, Mapping[str, float]] | None = None,
) -> Report:
    """Lint a configuration, a document or a file.

    The release is the configuration's own, else `release`, else the deployment's, else the newest.
    Raises a child of NovalintError for what the caller got wrong, never for what a file says.
    """
    facts = deployment or Deployment()
    if not isinstance(target, Config):
        target = load(target, release=release or facts.release)
    selection = Selection(tuple(select), tuple(ignore), thresholds or {})
    return examine(target, facts, selection)
