"""Diffs that may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.engine.safety import patched
from novalint.records import replace

if TYPE_CHECKING:
    from novalint.redaction import Redaction
    from novalint.text.edits import Patch


def masked_diff(patch: Patch, redaction: Redaction) -> str:
    """Return the unified diff of a patch, secrets masked.

    Items of a list in YAML are harmless as those of an option that is: which has the new ones only
    the file as it is made tells.
    """
    from novalint.text.diff import unified_diff

    if redaction.config.hosted and not redaction.written:
        redaction = replace(redaction, written=patched(redaction.config, patch).documents)
    return "".join(unified_diff(file, redaction.mask) for file in patch.files)
