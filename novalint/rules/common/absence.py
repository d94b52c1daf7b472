"""How bad it is that no file sets an option: a file that is not read here may set it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.findings import Severity
from novalint.rules.common.logins import looks_whole

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name


def is_certain(config: Config) -> bool:
    """Return whether what no file sets is not set at all, as far as the files show.

    That is so where several were read together, or one that looks like a whole configuration.
    """
    return len(config.documents) > 1 or looks_whole(config)


def severity_unless_set(config: Config, *names: Name) -> Severity | None:
    """Return the override of a finding that depends on options which another file may set.

    None, for the rule's severity, where files set all of them, or are certain to be all that the
    service reads.
    """
    absent = any(config.setting(*name).is_default for name in names)
    return severity_of_absence(config) if absent else None


def severity_of_absence(config: Config) -> Severity | None:
    """Return the override of a finding about what no file sets; None for the rule's severity."""
    return None if is_certain(config) else Severity.INFO
