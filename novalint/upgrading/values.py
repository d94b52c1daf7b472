"""Values that a later release no longer takes, translated where that is a fact of the release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.deployment import Deployment
from novalint.engine.report import Selection, examine
from novalint.engine.safety import patched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novalint.config.model import Config
    from novalint.text.edits import Patch

TRANSLATED = ("scheduler-filter-removed",)
"""Rules whose fix writes a value as the release needs it, whatever the cloud is like."""


def translations(config: Config) -> Iterator[Patch]:
    """Give the patches, each for what the one before leaves, that translate values."""
    for name in TRANSLATED:
        report = examine(config, Deployment(), Selection(select=(name,)))
        fixes = [fix for finding in report.findings for fix in finding.fixes[:1]]
        if fixes:
            yield fixes[0].patch
            config = patched(config, fixes[0].patch)
