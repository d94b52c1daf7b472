"""Where Nova keeps what it has asked before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.logins import looks_whole
from novalint.rules.common.places import at_option, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

NULL = "dogpile.cache.null"


@rule(
    "cache-without-backend",
    theme="api",
    severity=Severity.ERROR,
    options=("cache.enabled", "cache.backend", "cache.memcache_servers"),
    releases=(15, None),
)
def cache_without_backend(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The cache is switched on but keeps nothing.

    ## What it checks

    `[cache] enabled = true` with the backend `dogpile.cache.null`, which is the default.

    ## Why it matters

    The null backend forgets everything at once, so Nova works with less of a cache than with
    `enabled = false`, where each process has its own. Until stein console tokens are kept there
    too, so no console opens. Nova logs "Cache enabled with backend dogpile.cache.null".

    ## Example

        [cache]
        enabled = true
        memcache_servers = 192.0.2.5:11211

    ## Fix safety

    Unsafe: sets `backend = dogpile.cache.memcached` where `memcache_servers` is written;
    `oslo_cache.memcache_pool` is the choice for services with very many threads.

    ## Sources

    Nova 34.0.0: nova/cache_utils.py; Nova 17.0.13: nova/consoleauth/manager.py; oslo.cache:
    oslo_cache/_opts.py.
    """
    if config.value("cache", "enabled") is not True or config.value("cache", "backend") != NULL:
        return
    servers = not config.setting("cache", "memcache_servers").is_default
    fix = set_fix(config, "cache", "backend", "dogpile.cache.memcached")
    yield Finding(
        f"the cache is enabled with the backend `{NULL}`, which keeps nothing; name another one",
        at_option(config, "cache", "backend" if not _is_unset(config) else "enabled"),
        "cache",
        "backend",
        (fix,) if servers else (),
    )


def _is_unset(config: Config) -> bool:
    return config.setting("cache", "backend").is_default


@rule(
    "cache-not-shared",
    theme="api",
    severity=Severity.INFO,
    options=("cache.enabled",),
    releases=(15, None),
    roles=("metadata",),
    needs=("role", "controllers"),
)
def cache_not_shared(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Each process of the metadata service keeps a cache of its own.

    ## What it checks

    `[cache] enabled` false, written so or by default, on a node with the metadata service in a
    cloud with several controllers.

    ## Why it matters

    The questions of one booting guest go to different processes on different nodes, and each of
    them puts the whole answer together again. A memcached that all share answers the rest from
    memory.

    ## Example

        [cache]
        #enabled = false

    becomes

        [cache]
        enabled = true
        backend = dogpile.cache.memcached
        memcache_servers = 192.0.2.5:11211,192.0.2.6:11211

    ## Fix safety

    There is no fix: the addresses of your memcached servers are yours to add.

    ## Sources

    Nova 34.0.0: nova/cache_utils.py (`get_client`), nova/api/metadata/handler.py.
    """
    whole = looks_whole(config) or not config.setting("cache", "enabled").is_default
    many = (deployment.controllers or 0) > 1
    if many and whole and config.value("cache", "enabled") is False:
        yield Finding(
            "each process of the metadata service keeps its own cache; enable one that all share",
            at_option(config, "cache", "enabled"),
            "cache",
            "enabled",
        )
