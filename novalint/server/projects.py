"""Which settings hold for a file, read again when their file has changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from novalint.errors import NovalintError, SettingsError
from novalint.project.discovery import ConfigurationInput
from novalint.project.model import Project
from novalint.settings.file import NAMES, nearest
from novalint.settings.model import Override, Settings
from novalint.settings.naming import check_names
from novalint.wording import relative

if TYPE_CHECKING:
    from novalint.text.document import Document

SECTION = "novalint"
"""The name under which an editor may keep them."""

EDITABLE = ("release", "role", "deployment", "select", "ignore", "severity", "thresholds")
"""What an editor's settings may say."""

Stamp = tuple[int, int, int] | None
"""What tells one state of a file from another one; None where there is no file."""


def stamp(path: str) -> Stamp:
    """Return the inode, the time of change in nanoseconds and the size of a file."""
    try:
        state = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


class SettingsFileError(NovalintError):
    """Settings that are wrong: the file that has them, and the message with its line in front."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


class _Known(NamedTuple):
    state: Stamp
    project: Project


@dataclass
class Projects:
    """The project that each file belongs to.

    `asked` is what the command line says: with `search` the settings nearest to a file count, else
    its own. `editor` is what the editor's settings say, over all of it.
    """

    asked: Project
    editor: Override = field(default_factory=Override)
    _known: dict[str, _Known] = field(default_factory=dict, init=False)

    def of(self, path: str) -> Project:
        """Return the project of a file; raises SettingsFileError or FileError where it is wrong."""
        own = nearest(path) if self.asked.search else self.asked.settings.path
        if own is None:
            return self._bare
        state = stamp(own)
        known = self._known.get(own)
        if known is None or known.state != state:
            known = self._known[own] = _Known(state, self._project(_read(own)))
        return known.project

    def settings_of(
        self, project: Project, documents: Sequence[Document], name: str | None
    ) -> Settings:
        """Return what holds for documents that are read as one, the editor's word over all."""
        return project.settings_for(ConfigurationInput([*documents], name)).over(self.editor)

    @cached_property
    def _bare(self) -> Project:
        """The project of files for which there is no settings file."""
        return self._project(self.asked.settings)

    def _project(self, settings: Settings) -> Project:
        return Project(settings, self.asked.overrides, self.asked.baseline)


def _read(path: str) -> Settings:
    try:
        settings = Settings.read(relative(path))
        check_names(settings)
    except SettingsError as error:
        raise SettingsFileError(path, str(error)) from None
    return settings


def override_of(table: object) -> Override:
    """Return what an editor's settings say; they are written as in a novalint.toml.

    Raises SettingsError where they are wrong, or name a rule that does not exist.
    """
    if not isinstance(table, dict):
        raise SettingsError("the editor's settings for novalint are not a table; write them as one")
    if tuple(table) == (SECTION,):
        return override_of(table[SECTION])
    said = {key: value for key, value in table.items() if value is not None}
    settings = Settings.of(said)
    for key in said:
        if key not in EDITABLE:
            raise SettingsError(f"an editor cannot set `{key}`; set it in a novalint.toml")
    check_names(settings)
    return Override(
        release=settings.release,
        deployment=settings.deployment,
        select=settings.select or None,
        ignore=settings.ignore,
        severity=settings.severity,
        thresholds=settings.thresholds,
    )


def is_settings(path: str) -> bool:
    """Return whether a file is named as settings are, so that it is no configuration of Nova."""
    return os.path.basename(path) in NAMES  # noqa: PTH119
