"""Which services of Nova ask the cache, and the backend that the options beside it need."""

from __future__ import annotations

from collections.abc import Callable

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.nova.cache_backends import FOR_MEMCACHED, OPTIONS, REDIS, SENTINEL, is_heeded
from novalint.rules.common.cache_servers import names_redis

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

SERVERS = ("memcache_servers", "redis_server", "redis_sentinels")

CONSOLES = 17
"""The last major version that keeps console tokens in the cache alone."""
ZONES = 15
"""The last major version whose nova-compute asks the zone of a server for its config drive."""
APART = {"compute", "metadata"}
"""Roles of nodes on which no nova-consoleauth keeps them."""
ASKERS = {"all", "api", "conductor", "metadata"}
"""Roles of nodes whose services ask the cache in any case: for zones, EC2 ids and metadata."""

ASKED_BY = ("cinder.cross_az_attach", "DEFAULT.servicegroup_driver")
"""What decides whether further services ask the cache."""


def asks(config: Config, deployment: Deployment) -> bool:
    """Return whether a service on this node asks the cache, as far as its roles are told."""
    roles = deployment.roles
    if not roles or roles & ASKERS or config.text("DEFAULT", "servicegroup_driver") == "mc":
        return True
    apart = config.boolean("cinder", "cross_az_attach") is not True
    if "compute" in roles and (apart or config.release.major <= ZONES):
        return True
    return config.release.major <= CONSOLES and not roles <= APART


def unheeded(
    config: Config, backend: str, fails: Callable[[str, str, int], bool] | None = None
) -> list[str]:
    """Return the options that are on and that a backend does not heed, or even refuses.

    One that a line leaves open may be on: it is to be heeded, and not said to be refused.
    """
    major = config.release.major
    return [
        name
        for name in OPTIONS
        if (not fails if is_left_open(config, "cache", name) else _is_on(config, name))
        and (fails(name, backend, major) if fails else not is_heeded(name, backend, major))
    ]


def _is_on(config: Config, name: str) -> bool:
    return config.value("cache", name) not in (None, False)


def candidates(config: Config) -> tuple[str, ...]:
    """Return the backends for the servers that are named, the usual choice first."""
    if names_redis(config):  # which a backend of memcached would ask too
        return (REDIS,)
    if not is_written(config, "memcache_servers"):
        if is_written(config, "redis_server"):
            return (REDIS,)
        if is_written(config, "redis_sentinels"):
            return (SENTINEL,)
    return FOR_MEMCACHED


def wanted_backend(config: Config) -> str:
    """Return the backend that heeds what is set beside it; empty where Nova has none for it."""
    return next((name for name in candidates(config) if not unheeded(config, name)), "")


def is_written(config: Config, name: str) -> bool:
    """Return whether the files name servers, beside which the backend would stand too."""
    if config.schema.option("cache", name) is None:
        return False
    servers = config.setting("cache", name)
    return bool(servers.partial) and not servers.is_default
