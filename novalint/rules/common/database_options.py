"""Options that stand alike in the groups of both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.findings import Finding
from novalint.rules.common.database_urls import GROUPS
from novalint.rules.common.places import at_option, unset_fix

if TYPE_CHECKING:
    from novalint.config.model import Config


def in_both(*names: str) -> tuple[str, ...]:
    """Write options as a rule declares them, for both groups."""
    return tuple(f"{group}.{name}" for group in GROUPS for name in names)


POOL = in_both("max_pool_size", "max_overflow")


def is_unlimited(size: object, overflow: object) -> bool:
    """Return whether a pool has no limit (sqlalchemy/pool/impl.py, `QueuePool`)."""
    return size == 0 or overflow == -1


def to_drop(config: Config, group: str, name: str, what: str, unless: str = "") -> Finding:
    """Say that an option is better not set, and offer to comment it out."""
    return Finding(
        f"{what}; drop it{unless}",
        at_option(config, group, name),
        group,
        name,
        (unset_fix(config, group, name, "Comment it out"),),
    )
