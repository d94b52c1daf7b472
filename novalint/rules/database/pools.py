"""How many connections one process may open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Fix, Severity
from novalint.rules.common.database_options import POOL, SIZES, SQLALCHEMY_2, pool_of, unneeded
from novalint.rules.common.database_urls import GROUPS
from novalint.rules.common.places import each, finding, unset_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule(
    "database-pool-exceeds-server",
    theme="database",
    severity=Severity.WARNING,
    options=POOL,
    needs=("db_max_connections",),
)
def database_pool_exceeds_server(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A single process may open more connections than the database server accepts.

    ## What it checks

    `max_pool_size` + `max_overflow` of `[database]` or `[api_database]`, where one of them is set,
    against `db_max_connections`. Where a template has yet to write one, the other one alone.

    ## Why it matters

    A very large `max_overflow` is half of a recipe; the other half is a server with as large a
    `max_connections` (kolla-ansible sets 1 + 1000, and 10000 in its Galera). Without it the pool is
    no limit at all, and one busy process shuts all others out.

    ## Example

        [database]
        max_pool_size = 1
        max_overflow = 1000

    with a server that takes 500 connections.

    ## Fix safety

    Unsafe: `max_overflow` is commented out where its default is enough to get below the limit: 50,
    and 10 for `[api_database]` before xena.

    ## Sources

    oslo.db 4.17.1 to 18.1.1: oslo_db/options.py, oslo_db/sqlalchemy/engines.py; Nova 15.1.5 and
    23.2.2: nova/conf/database.py (`[api_database]` without defaults, so that SQLAlchemy's apply);
    kolla-ansible: ansible/roles/nova/templates/nova.conf.j2,
    ansible/roles/mariadb/templates/galera.cnf.j2.
    """
    yield from each(GROUPS, partial(_beyond, config, deployment.db_max_connections or 0))


def _beyond(config: Config, most: int, group: str) -> Iterator[Finding]:
    """Yield a finding about a pool that is larger than the server bears."""
    yield from _beyond_by_one(config, most, group)
    pool = pool_of(config, group)
    settings = [config.setting(group, name) for name in ("max_overflow", "max_pool_size")]
    sizes = {s.name: config.integer(group, s.name) for s in settings if not s.is_default}
    if not sizes or pool.limit is None or pool.limit <= most:
        return
    named = max(sizes, key=lambda name: sizes[name] or 0)
    way = "lower it"
    if named == "max_pool_size" and pool.size < most <= pool.overflow:
        way = f"set `max_overflow` to {most - pool.size} or less"
    yield finding(
        config,
        group,
        named,
        f"`[{group}] {named}` lets one process open {pool.size} + {pool.overflow} ="
        f" {pool.limit} connections, but the database server accepts {most} from all"
        f" clients; {way}",
        *(_default_overflow(config, group, most) if named == "max_overflow" else ()),
    )


def _beyond_by_one(config: Config, most: int, group: str) -> Iterator[Finding]:
    """Yield a finding about a part of a pool that is too large whatever the other part becomes."""
    for name, other in (SIZES, SIZES[::-1]):
        part = config.setting(group, name)
        if is_left_open(config, group, other) and part.places and part.unknown is None:
            number = config.integer(group, name) or 0
            if number > most:
                yield finding(
                    config,
                    group,
                    name,
                    f"`[{group}] {name}` lets one process open {number} connections and more, but"
                    f" the database server accepts {most} from all clients; lower it",
                )


def _default_overflow(config: Config, group: str, most: int) -> tuple[Fix, ...]:
    """Return the fix that lets the default overflow apply, where that is below the limit."""
    pool = pool_of(config, group)
    default = 10 if group == "api_database" and config.release.major < 24 else 50
    if pool.overflow <= default or pool.size + default > most:
        return ()
    return (unset_fix(config, group, "max_overflow", "Comment out max_overflow"),)


@rule(
    "database-pool-unlimited",
    theme="database",
    severity=Severity.WARNING,
    options=POOL,
)
def database_pool_unlimited(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A connection pool has no limit, or allows no connection at all.

    ## What it checks

    `max_overflow` below 0, or `max_pool_size = 0`, in `[database]` or `[api_database]`. The second
    is info before 2024.2. Where `max_pool_size` of 0 or less and `max_overflow` come to no more
    than 0, it is an error, but for 0 from 2024.2 on.

    ## Why it matters

    A negative overflow is no limit to SQLAlchemy. Neither is a pool size of 0 to SQLAlchemy 2,
    which comes with 2024.2: `max_overflow` then counts for nothing; before, `max_overflow` alone is
    the limit and every connection is kept open. A slow query then lets each process open connection
    after connection until the server refuses all clients. 5 to 50 is usual. Of a sum of 0 there
    is no connection at all: whatever asks for one fails after 30 seconds.

    ## Example

        [database]
        max_pool_size = 0

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or the default of 5,
    or 50 for `max_overflow` (10 in `[api_database]` before xena) applies.

    ## Sources

    oslo.db 4.17.1 to 18.1.1: oslo_db/options.py; SQLAlchemy 1.0.10 to 1.4.46 and 2.0.0 to 2.0.36:
    the module pool and pool/impl.py (`QueuePool`), tried with 1.4.46 and 2.0.36;
    upper-constraints.txt of the releases.
    """
    finds = (_no_limit_of_size, _no_limit_of_overflow)
    yield from each(product(GROUPS, finds), lambda part: part[1](config, part[0]))


def _no_limit_of_overflow(config: Config, group: str) -> Iterator[Finding]:
    overflow = config.integer(group, "max_overflow")
    if overflow is not None and overflow < 0:
        what = f"{overflow} sets no limit, so a busy process can take all connections"
        yield unneeded(config, group, "max_overflow", what)


def _no_limit_of_size(config: Config, group: str) -> Iterator[Finding]:
    """Find a size of 0, which is no limit to SQLAlchemy 2, and one that leaves no connection."""
    size, what, override = config.integer(group, "max_pool_size"), "", None
    if size is None or size > 0:
        return
    # 0 is what it is whatever a template makes of the overflow, but for an overflow of 0
    left_open = size == 0 and is_left_open(config, group, "max_overflow")
    pool = None if left_open else pool_of(config, group)
    if pool and pool.limit is not None and pool.limit <= 0:
        what = f"{size} with `max_overflow` {pool.overflow} leaves no connection to the database"
        what, override = f"{what}, so every access fails after 30 seconds", Severity.ERROR
    elif size == 0 and config.release.major >= SQLALCHEMY_2:
        what = "0 means no limit in SQLAlchemy 2, so a busy process can take all connections"
    elif size == 0:
        what = "0 leaves `max_overflow` as the only limit, and from 2024.2 on there is none"
        override = Severity.INFO
    if what:
        yield unneeded(config, group, "max_pool_size", what, override=override)
