"""Numbers of live migrations that are set to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.empties import EmptyNumber, empties, options_of
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

FAILS = "every live migration fails"
STOPS = "nova-compute does not start"
NUMBERS = (
    EmptyNumber("libvirt", "live_migration_completion_timeout", FAILS),
    EmptyNumber("libvirt", "live_migration_progress_timeout", FAILS, last=18),
    EmptyNumber("libvirt", "live_migration_bandwidth", FAILS),
    EmptyNumber("libvirt", "live_migration_downtime", FAILS, first=16),
    EmptyNumber("libvirt", "live_migration_downtime_steps", FAILS, first=16),
    EmptyNumber("libvirt", "live_migration_downtime_delay", FAILS, first=16),
    EmptyNumber("libvirt", "live_migration_monitor_interval", FAILS, first=34),
    EmptyNumber("libvirt", "live_migration_parallel_connections", STOPS, first=33),
    EmptyNumber("DEFAULT", "live_migration_retry_count", "every live migration to this host fails"),
)


@rule(
    "migration-number-empty",
    theme="migration",
    severity=Severity.ERROR,
    options=options_of(NUMBERS),
    roles=("compute",),
    drivers=("libvirt",),
    sign="empty",
)
def migration_number_empty(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A numeric option for live migration is empty, which is not the same as unset.

    ## What it checks

    `live_migration_completion_timeout`, `live_migration_bandwidth`, from pike on
    `live_migration_downtime`, `live_migration_downtime_steps` and `live_migration_downtime_delay`,
    up to rocky `live_migration_progress_timeout`, from 2026.1 on
    `live_migration_parallel_connections` and in 2026.2 `live_migration_monitor_interval` of
    `[libvirt]`, and `live_migration_retry_count`, with an empty value.

    ## Why it matters

    oslo.config reads an empty number as no number at all, and not as the default or as 0. Nova
    computes with it while it watches a migration, which ends in a TypeError: the migration is
    aborted or, up to victoria, goes on without Nova, which then believes the server on the wrong
    host. libvirt's Python binding refuses an empty `live_migration_bandwidth` in the same way.
    `live_migration_parallel_connections` is asked at the start of nova-compute, and
    `live_migration_retry_count` where a server is to arrive.

    ## Example

        [libvirt]
        live_migration_completion_timeout =

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or its default
    applies.

    ## Sources

    Nova 15.1.5 to 34.0.0: nova/virt/libvirt/driver.py (`_live_migration_monitor`,
    `_live_migration`, `_handle_live_migration_parallel`, `pre_live_migration`),
    nova/virt/libvirt/guest.py (`migrate`), nova/virt/libvirt/migration.py (`downtime_steps`,
    `should_abort`); libvirt-python: typewrappers.c (`libvirt_ulonglongUnwrap`). The other
    expressions were tried with 15.1.5, 18.3.0, 20.6.1, 25.3.0, 29.4.0 and 34.0.0, no migration was
    made. Ocata on Python 2 takes an empty downtime for the least one; Python 2 takes an empty time
    for progress for one that is over.
    """
    yield from empties(config, deployment, NUMBERS)
