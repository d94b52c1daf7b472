"""Options that stand alike in the groups of both databases, and the pools that they make."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.records import NamedTuple
from novalint.rules.common.database_urls import GROUPS
from novalint.rules.common.places import as_set, finding, unset_fix

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.findings import Finding, Severity

SQLALCHEMY_2 = 30
"""The first Nova that is released with SQLAlchemy 2 (upper-constraints.txt of 2024.2)."""


def in_both(*names: str) -> tuple[str, ...]:
    """Return options as a rule declares them, for both groups."""
    return tuple(f"{group}.{name}" for group in GROUPS for name in names)


SIZES = ("max_pool_size", "max_overflow")
POOL = in_both(*SIZES)


class Pool(NamedTuple):
    """The pool of connections of one process to one database.

    `size` connections are kept open and up to `overflow` more are opened; `limit` is how many there
    may be in all, None for no limit.
    """

    size: int
    overflow: int
    limit: int | None


def pool_of(config: Config, group: str) -> Pool:
    """Return the pool that a group makes."""
    size, overflow = (config.integer(group, name) for name in SIZES)
    return pool_by(size, overflow, config.release.major)


def pool_by(size: int | None, overflow: int | None, major: int) -> Pool:
    """Return the pool that two numbers make in a release of a major version.

    What is not set there is SQLAlchemy's own 5 and 10, as `[api_database]` has no defaults before
    xena (nova/conf/database.py of 15.1.5 and 23.2.2). An overflow below 0 is no limit, and so is a
    size of 0 with SQLAlchemy 2; before, the overflow alone then was the limit (sqlalchemy/pool of
    1.0.10, 1.4.46 and 2.0.36, `QueuePool`).
    """
    kept = 5 if size is None else size
    more = 10 if overflow is None else overflow
    endless = more < 0 or (kept == 0 and major >= SQLALCHEMY_2)
    return Pool(kept, more, None if endless else kept + more)


def larger_part(pool: Pool) -> tuple[str, int, bool]:
    """Return the option that makes most of a pool, its value, and whether that is no limit."""
    endless = pool.limit is None
    by_size = pool.overflow >= 0 if endless else pool.size > pool.overflow
    name, value = (SIZES[0], pool.size) if by_size else (SIZES[1], pool.overflow)
    return name, value, endless


def unneeded(
    config: Config,
    group: str,
    name: str,
    what: str,
    unless: str = "",
    override: Severity | None = None,
) -> Finding:
    """Return a finding that an option is better not set, with the fix that comments it out."""
    fix = unset_fix(config, group, name, f"Comment out {name}")
    message = f"{as_set(config.setting(group, name))} {what}; remove it{unless}"
    return finding(config, group, name, message, fix, override=override)
