"""Heartbeats kept in memcached: servicegroup_driver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

DRIVER = "servicegroup_driver"
UNSHARED = (
    "dogpile.cache.null",
    "dogpile.cache.memory",
    "dogpile.cache.memory_pickle",
    "oslo_cache.dict",
)
"""Backends that keep nothing, or keep it within one process."""


@rule(
    "service-heartbeats-without-cache",
    theme="compute",
    severity=Severity.ERROR,
    options=(
        f"DEFAULT.{DRIVER}",
        "cache.enabled",
        "cache.memcache_servers",
        "cache.backend",
    ),
    releases=(15, None),
)
def service_heartbeats_without_cache(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Heartbeats are to be kept in memcached, but no cache is there to keep them.

    ## What it checks

    `servicegroup_driver = mc` while `[cache] enabled` is false, as it is by default, while
    `memcache_servers` is empty, or while `backend` keeps nothing (dogpile.cache.null, the default)
    or keeps it within one process (oslo_cache.dict, dogpile.cache.memory).

    ## Why it matters

    Without an enabled cache the driver has no client: reports fail, and so does every question
    whether a service is up. With a backend that shares nothing all services count as down.

    ## Example

        [DEFAULT]
        servicegroup_driver = mc

    becomes

        [DEFAULT]
        servicegroup_driver = db

    ## Fix safety

    Unsafe: goes back to the database, the default. To stay with memcached set `enabled`,
    `backend = oslo_cache.memcache_pool` and `memcache_servers` on every node instead.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/cache_utils.py (`get_memcached_client`), nova/servicegroup/
    drivers/mc.py (`MemcachedDriver`); oslo.cache's default backend in both.
    """
    if config.value("DEFAULT", DRIVER) != "mc":
        return
    what = _fault(config)
    if what:
        yield Finding(
            f"`{DRIVER}` `mc` keeps heartbeats in memcached, but {what}; set up `[cache]`, or go"
            " back to `db`",
            at_option(config, "DEFAULT", DRIVER),
            "DEFAULT",
            DRIVER,
            (set_fix(config, "DEFAULT", DRIVER, "db"),),
        )


def _fault(config: Config) -> str:
    """Say what of [cache] stands in the way; empty where nothing does."""
    backend = config.value("cache", "backend")
    if config.value("cache", "enabled") is False:
        return "`[cache] enabled` is false"
    if config.value("cache", "memcache_servers") == []:
        return "`[cache] memcache_servers` is empty"
    if backend in UNSHARED:
        return f"`[cache] backend` `{backend}` shares nothing between services"
    return ""
