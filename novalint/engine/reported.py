"""What rules told of where some branches of a template were chosen, so that it is told once."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Finding

ReportedPlaces = dict[object, "tuple[object, int]"]
"""The places that rules told of, the branches that were chosen then, and how severe it was."""


def is_reported(finding: Finding, config: Config, reported: ReportedPlaces) -> bool:
    """Whether a rule told of a place before where other branches were chosen; note it where not.

    What is worse where these branches are chosen is told of again, in place of that.
    """
    key, rank = place_of(finding), Severity(finding.severity).rank
    arms, told = reported.setdefault(key, (config.arms, rank))
    if rank < told:
        reported[key] = config.arms, rank
    return arms != config.arms and rank >= told


def place_of(finding: Finding) -> object:
    """Return what a rule tells of once, in whichever branches it finds it."""
    return finding.rule, finding.location, finding.group, finding.option
