"""What a caller can get wrong; nothing that a configuration file says ever raises one of these."""

from __future__ import annotations


class NovalintError(Exception):
    """Wrong use of novalint; its text says what is wrong first and the way out after it."""


class ArgumentError(NovalintError, TypeError):
    """An argument of a public function that has a wrong type."""


class FileError(NovalintError):
    """A file that cannot be read or written: missing, a directory, no permission, too large."""


class ForeignFileError(FileError):
    """A file that is none of Nova's: of another program, or without anything that is for Nova."""

    def __init__(self, path: str) -> None:
        way = (
            "name a nova.conf, or say in the settings with [[embedded]] where the file contains one"
        )
        if path == "-":
            way = "say with --stdin-filename what the file is called"
        super().__init__(f"`{path}` contains no configuration of Nova; {way}")
        self.path = path


class ReleaseError(NovalintError):
    """A release that does not exist, or that this version of novalint has no schema for."""


class DeploymentError(NovalintError):
    """A deployment fact that does not exist, or a value that it cannot have."""


class SettingsError(NovalintError):
    """Settings of novalint itself that cannot be used."""


class BaselineError(NovalintError):
    """A file of accepted findings that is none."""


class OptionError(NovalintError):
    """An option, group or value that cannot be written to or looked up in a configuration."""


class UnknownNameError(OptionError, KeyError):
    """An option or group that the release of a configuration does not have.

    A mapping owes its callers a KeyError.
    """

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError's own has quotes around it


class PatchError(NovalintError):
    """Edits that overlap, or that are applied to another text than they were made for."""
