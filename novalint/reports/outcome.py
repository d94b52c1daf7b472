"""What a report is written from."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from novalint.config.refusals import Refusal
    from novalint.findings import Finding, Fix, NotRun, SettingsUse
    from novalint.text.edits import Edit


class Outcome(Protocol):
    """One configuration that was checked.

    Whoever provides it masks secrets, in messages and titles too: a report prints what it is given.
    """

    @property
    def release(self) -> str:
        """The release that it was checked for, such as `2026.2`."""

    @property
    def version(self) -> str:
        """Nova's version where that was told in full, such as `31.3.1`; else empty."""

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of its files in the order in which Nova would read them."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, in the order in which it is to be shown."""

    @property
    def suppressed(self) -> tuple[Finding, ...]:
        """What was found and somebody has accepted; each finding says why."""

    @property
    def not_run(self) -> tuple[NotRun, ...]:
        """The rules that lacked facts."""

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """The files that Nova refuses whole."""

    @property
    def settings_use(self) -> SettingsUse:
        """The settings file that counted, and what it leaves out."""

    def summary_of(self, rule: str) -> str:
        """Return the first sentence of a rule's page; empty where there is no such rule."""

    def source_line(self, path: str, line: int) -> str:
        """Return text of a line (from 1), secrets masked; its length may differ from the file's.

        Where `is_masked` says that nothing was masked, the columns of findings count in it: a byte
        order mark is then part of the first line.
        """

    def is_masked(self, path: str, line: int) -> bool:
        """Return whether a line (from 1) has a secret that `source_line` masks.

        What is masked stands behind the option's name and its sign.
        """

    def diff(self, fix: Fix) -> str:
        """Return the unified diff of a fix, secrets masked; empty where it changes nothing."""

    def edit_text(self, path: str, edit: Edit) -> str:
        """Return the new text of an edit, secrets masked."""
