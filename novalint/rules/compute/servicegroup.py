"""Heartbeats kept in memcached: servicegroup_driver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.cache_backends import IN_PROCESS, NULL
from novalint.records import NamedTuple
from novalint.rules.common.absence import knows
from novalint.rules.common.cache_servers import ARGUMENT, SERVED_BY, cache_servers
from novalint.rules.common.hosts import serves_itself
from novalint.rules.common.places import each, finding, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

DRIVER = "servicegroup_driver"
UNSHARED = (NULL, *IN_PROCESS, "dogpile.cache.dbm")
"""Backends that keep nothing, or keep it within one process or machine."""


class Fault(NamedTuple):
    """What of [cache] stands in the way, and whether it is certain.

    What no file sets may stand in another file of the service.
    """

    option: str
    what: str
    certain: bool


@rule(
    "service-heartbeats-without-cache",
    theme="compute",
    severity=Severity.ERROR,
    options=(
        f"DEFAULT.{DRIVER}",
        "cache.enabled",
        "cache.backend",
        *SERVED_BY,
    ),
    roles=("compute", "conductor", "scheduler", "api"),
)
def service_heartbeats_without_cache(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Heartbeats are kept in memcached, but no shared cache is configured.

    ## What it checks

    `servicegroup_driver = mc` while `[cache]`

    - has `enabled` false, as it is by default;
    - has an empty `memcache_servers`;
    - has a `backend` that keeps nothing (dogpile.cache.null, the default) or keeps it within one
      process or machine (oslo_cache.dict, dogpile.cache.memory, dogpile.cache.dbm);
    - asks memcached, or a Redis, on the machine itself, the default, in a cloud of more than one
      compute host or controller. Where neither number is given, that is info. `url:` in
      `backend_argument` overrides `memcache_servers` and `redis_server`.

    What no file read here sets may be in another one: where a single file does not look like a
    whole configuration, it is info.

    ## Why it matters

    Without an enabled cache the driver has no client: reports fail, and so does every question
    whether a service is up. With a cache of its own on each machine all services of other machines
    count as down.

    ## Example

        [DEFAULT]
        servicegroup_driver = mc

    becomes

        [DEFAULT]
        #servicegroup_driver = mc

    ## Fix safety

    Unsafe: the assignment is commented out, so that heartbeats are kept in the database, the
    default. To stay with memcached set `enabled`, `backend = oslo_cache.memcache_pool` and
    `memcache_servers` on every node instead. There is no fix for an info.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/cache_utils.py (`get_memcached_client`), nova/servicegroup/
    drivers/mc.py (`MemcachedDriver`); oslo_cache/_opts.py and core.py (`_build_cache_config`) in
    both.
    """
    if config.text("DEFAULT", DRIVER) != "mc":
        return
    tests: tuple[Callable[[Config], Iterator[Fault]], ...]
    tests = (_disabled, _without_servers, _unshared, partial(_local_servers, deployment))
    faults = each(tests, lambda test: (_finding(config, fault) for fault in test(config)))
    yield from islice(faults, 1)


def _finding(config: Config, fault: Fault) -> Finding:
    back = "" if config.setting("DEFAULT", DRIVER).shadowed else " to keep them in the database"
    return finding(
        config,
        "DEFAULT",
        DRIVER,
        f"`{DRIVER}` mc keeps heartbeats in memcached, but `[cache] {fault.option}`"
        f" {fault.what}; set up `[cache]` on every node, or remove `{DRIVER}`{back}",
        *((unset_fix(config, "DEFAULT", DRIVER),) if fault.certain else ()),
        override=None if fault.certain else Severity.INFO,
    )


def _disabled(config: Config) -> Iterator[Fault]:
    if config.boolean("cache", "enabled") is False:
        yield Fault("enabled", "is false", _certain(config, "enabled"))


def _without_servers(config: Config) -> Iterator[Fault]:
    if config.value("cache", "memcache_servers") == []:
        yield Fault("memcache_servers", "is empty", certain=True)


def _unshared(config: Config) -> Iterator[Fault]:
    backend = config.text("cache", "backend")
    if backend in UNSHARED:
        what = f"{shown(backend)} is not shared between nodes"
        yield Fault("backend", what, _certain(config, "backend"))


def _local_servers(deployment: Deployment, config: Config) -> Iterator[Fault]:
    """Yield that each of several machines would ask a server of its own."""
    option, servers = cache_servers(config)
    nodes = max(deployment.compute_hosts or 0, deployment.controllers or 0)
    if nodes == 1 or not servers or not all(map(serves_itself, servers)):
        return
    certain = nodes > 1 and _certain(config, option)
    hidden = option == ARGUMENT  # which may hold a password
    named = "the machine itself" if hidden else shown(", ".join(servers))
    yield Fault(option, f"names only {named}", certain)


def _certain(config: Config, option: str) -> bool:
    return knows(config, ("cache", option))
