"""How much nova-compute does at once, set to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.nova.native_threads import BACKEND, DEFAULT_SINCE
from novalint.rules.common.empties import EmptyNumber, empties, options_of
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

STOPS = "nova-compute does not start"
BUILDS = "no server can be built"
MIGRATIONS = "every live migration fails"
POWER = "no power state is synchronized"
LIMITS = (
    EmptyNumber("DEFAULT", "max_concurrent_builds", STOPS, last=33),
    EmptyNumber("DEFAULT", "max_concurrent_snapshots", STOPS, first=22, last=33),
    EmptyNumber("DEFAULT", "max_concurrent_live_migrations", STOPS, first=21, last=33),
    EmptyNumber("DEFAULT", "max_concurrent_live_migrations", MIGRATIONS, first=34),
    EmptyNumber("DEFAULT", "sync_power_state_pool_size", STOPS, last=33),
    EmptyNumber("compute", "max_concurrent_disk_ops", STOPS, first=19),
)
SINCE = DEFAULT_SINCE["compute"]
ON_THREADS = (
    EmptyNumber("DEFAULT", "max_concurrent_builds", BUILDS, first=SINCE),
    EmptyNumber("DEFAULT", "max_concurrent_snapshots", BUILDS, first=SINCE),
)
"""2026.2 makes its pools of threads when they are first needed, not at the start."""
ON_EVENTLET = (
    EmptyNumber("DEFAULT", "max_concurrent_builds", STOPS, first=SINCE),
    EmptyNumber("DEFAULT", "max_concurrent_snapshots", STOPS, first=SINCE),
    EmptyNumber("DEFAULT", "sync_power_state_pool_size", POWER, first=SINCE),
)
"""On eventlet 2026.2 makes semaphores of both at the start, and a pool needs a number."""


@rule(
    "concurrency-limit-empty",
    theme="compute",
    severity=Severity.ERROR,
    options=(*options_of(LIMITS), f"DEFAULT.{BACKEND}"),
    roles=("compute",),
    sign="empty",
)
def concurrency_limit_empty(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A concurrency limit of nova-compute is empty, so nova-compute does not start.

    ## What it checks

    `max_concurrent_builds`, `max_concurrent_snapshots`, from ussuri on
    `max_concurrent_live_migrations`, `sync_power_state_pool_size`, and `[compute]
    max_concurrent_disk_ops` with an empty value. The pool of power states may be empty on native
    threads, as nova-compute runs from 2026.2 on unless `concurrency_backend` is `eventlet`; in
    2026.1 the environment variable OS_NOVA_DISABLE_EVENTLET_PATCHING decides alone, which is not
    seen: it is taken to run on eventlet, as by default.

    ## Why it matters

    oslo.config reads an empty number as no number at all: neither as the default nor as "without
    limit", which is 0. nova-compute compares it or makes a semaphore of it, which ends in a
    TypeError. In 2026.2 most of this happens later: when the first server is built, as builds and
    snapshots share one pool of threads, and when the first one is live migrated. On eventlet the
    limits of builds and snapshots still end the start, and an empty `sync_power_state_pool_size`
    each round that compares power states.

    ## Example

        [DEFAULT]
        max_concurrent_builds =

    ## Fix safety

    Unsafe: the option is commented out, so that the value of an earlier file or its default
    applies.

    ## Sources

    Nova 15.1.5 to 34.0.0: nova/compute/manager.py (`ComputeManager.__init__`, `init_host`); 33.0.2:
    nova/utils.py (`create_executor`), nova/cmd/compute.py; 34.0.0: nova/thread_pool_factory.py
    (`get_max_concurrent_builds`, `_long_task_pool_size`, `_sync_power_pool_size`); futurist 3.3.0:
    futurist/_futures.py. The
    manager was made with 15.1.5, 18.3.0, 20.6.1, 25.3.0, 29.4.0 and 34.0.0. Up to train Nova may
    run on Python 2, which compares None with numbers, but makes no semaphore of it.
    """
    yield from empties(config, deployment, (*LIMITS, *_of_backend(config)))


def _of_backend(config: Config) -> tuple[EmptyNumber, ...]:
    """Return what depends on the backend; where a line leaves that open, what harms either."""
    if config.release.major < SINCE or is_left_open(config, "DEFAULT", BACKEND):
        return ON_THREADS
    return ON_EVENTLET if config.value("DEFAULT", BACKEND) == "eventlet" else ON_THREADS
