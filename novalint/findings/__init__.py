"""Findings: what they are, and what makes somebody accept them."""

from novalint.findings.model import (
    FAILURE,
    Finding,
    Fix,
    Location,
    Note,
    NotRun,
    Safety,
    SettingsUse,
    Severity,
    Suppression,
    SuppressionKind,
    UnknownOption,
    Unmended,
    plain_path,
    spellings,
)

__all__ = [
    "FAILURE",
    "Finding",
    "Fix",
    "Location",
    "NotRun",
    "Note",
    "Safety",
    "SettingsUse",
    "Severity",
    "Suppression",
    "SuppressionKind",
    "UnknownOption",
    "Unmended",
    "plain_path",
    "spellings",
]
