"""How many live migrations run at once."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.migrations_at_once import unlimited
from novalint.rules.common.places import finding, removal, unset_fix
from novalint.rules.common.plugging import LIVE_VIRT_TYPES
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

AT_ONCE = ("DEFAULT", "max_concurrent_live_migrations")


@rule(
    "live-migrations-at-once",
    theme="migration",
    severity=Severity.INFO,
    options=("DEFAULT.max_concurrent_live_migrations",),
    roles=("compute",),
    virt_types=LIVE_VIRT_TYPES,
    thresholds={"migrations": 4},
)
def live_migrations_at_once(
    config: Config, deployment: Deployment, migrations: float
) -> Iterator[Finding]:
    """Many servers may be live migrated from a host at the same time.

    ## What it checks

    `max_concurrent_live_migrations` of 4 (a threshold) or more, where the default is 1. 0, up to
    stein less too, stands for any number up to queens, in rocky for five for each processor of the
    host, then for 1000. From 2026.1 on 0 is deprecated, and with native threads means 5.

    ## Why it matters

    Migrations side by side share the network, so each takes longer, has more memory to copy again
    and is likelier to run out of time. From 2026.1 on `[libvirt]
    live_migration_parallel_connections` uses a fast network for one server instead. Hosts
    that hold hundreds of servers want more of libvirtd as well: its `max_workers`, and the limits
    of D-Bus (`max_replies_per_connection`), are met when many servers move.

    ## Example

        [DEFAULT]
        max_concurrent_live_migrations = 4

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file applies, or the
    default of 1.

    ## Sources

    Nova 34.0.0: nova/conf/compute.py, nova/thread_pool_factory.py; 15.1.5, 17.0.13, 18.3.0, 19.3.2
    and 32.2.1: nova/compute/manager.py (`ComputeManager.__init__`); the pools without a number of
    Python's concurrent.futures and of futurist; the libvirtd.conf of kolla-ansible.
    """
    count = config.integer(*AT_ONCE)
    if count is None or 0 < count < max(migrations, 2):
        return
    many = f"{count} live migrations" if count > 0 else unlimited(config.release.major)
    yield finding(
        config,
        *AT_ONCE,
        f"`max_concurrent_live_migrations` {count} lets {many} share the network, and each takes "
        f"longer; {removal(config.setting(*AT_ONCE), 'to migrate one server at a time')}",
        unset_fix(config, *AT_ONCE),
    )
