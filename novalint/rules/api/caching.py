"""Where Nova keeps what it has asked before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.api.metadata_readers import READS_APIS, serves_metadata
from novalint.rules.common.absence import is_main, severity_of_absence, severity_unless_set
from novalint.rules.common.places import at_option, finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

NULL = "dogpile.cache.null"
MEMCACHED = "dogpile.cache.memcached"
PYMEMCACHE = "dogpile.cache.pymemcache"
POOL = "oslo_cache.memcache_pool"
REDIS = "dogpile.cache.redis"
ASKING = (
    POOL,
    MEMCACHED,
    PYMEMCACHE,
    "dogpile.cache.pylibmc",
    "dogpile.cache.bmemcached",
)
"""Backends that ask the memcache_servers."""
BACKEND = ("cache", "backend")
TLS = "tls_enabled"
PYMEMCACHE_ALONE = ("enable_retry_client", "enable_socket_keepalive")
"""What oslo.cache refuses with any other backend for memcached servers."""
TLS_REFUSED = 29
"""The major version since which TLS with a backend that has none is refused, not passed over."""
PYMEMCACHE_SINCE = 22
"""The first major version whose oslo.cache knows that backend."""

CONSOLES = 17
"""The last major version that keeps console tokens in the cache alone."""
APART = {"compute", "metadata"}
"""Roles of nodes on which no nova-consoleauth keeps them."""


@rule(
    "cache-without-backend",
    theme="api",
    severity=Severity.WARNING,
    options=(
        "cache.enabled",
        "cache.backend",
        "cache.memcache_servers",
        "cache.redis_server",
        *(f"cache.{name}" for name in (TLS, *PYMEMCACHE_ALONE)),
    ),
)
def cache_without_backend(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The cache is switched on but keeps nothing.

    ## What it checks

    `[cache] enabled = true` with the backend `dogpile.cache.null`, which is the default. Up to
    queens this is an error, but not on nodes that run nothing but nova-compute or the metadata
    service. Where a single file names neither the backend nor the servers and does not look like a
    whole configuration, it is an info: another file may name the backend. It is an error with
    `enable_retry_client` or `enable_socket_keepalive`, and from 2024.1 on with `tls_enabled`.

    ## Why it matters

    The null backend forgets everything at once, so Nova works with less of a cache than with
    `enabled = false`, where each process has its own. Up to queens console tokens are kept only
    there, so no console opens; since rocky the database has them. Nova logs "Cache enabled with
    backend dogpile.cache.null".

    oslo.cache refuses the three other options with a backend that cannot heed them, the null
    backend among these: with a ConfigurationError, whenever Nova asks for its cache. The metadata
    service does so when it starts.

    ## Example

        [cache]
        enabled = true
        memcache_servers = 192.0.2.5:11211

    ## Fix safety

    Unsafe: sets `backend = dogpile.cache.memcached` where `memcache_servers` is written;
    `oslo_cache.memcache_pool` is the choice for services with very many threads. With TLS it sets
    that one, which then needs the package python-binary-memcached (before 2024.1
    `dogpile.cache.pymemcache`, from victoria on), with the two others `dogpile.cache.pymemcache`,
    which needs pymemcache.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/cache_utils.py; Nova 17.0.13 and 18.3.0:
    nova/consoleauth/manager.py, nova/console/websocketproxy.py; oslo.cache: oslo_cache/_opts.py;
    of yoga to 2026.2: oslo_cache/core.py (`_build_cache_config`), backends/memcache_pool.py.
    """
    if config.boolean("cache", "enabled") is not True or config.text("cache", "backend") != NULL:
        return
    backend, named = config.setting("cache", "backend"), _is_written(config, "memcache_servers")
    refused, wanted = _refused(config), _wanted(config)
    apart = bool(deployment.roles) and deployment.roles <= APART
    early = config.release.major <= CONSOLES and not apart
    yield Finding(
        f"`[cache] backend` {'is not set' if backend.is_default else f'is {NULL}'}"
        f"{_effect(refused, early)}; set it to {wanted or 'one that speaks TLS'}",
        at_option(config, "cache", "enabled" if backend.is_default else "backend"),
        "cache",
        "backend",
        (set_fix(config, "cache", "backend", wanted),) if named and wanted else (),
        override=(None if named else severity_unless_set(config, BACKEND))
        or (Severity.ERROR if early or refused else None),
    )


def _effect(refused: str, early: bool) -> str:
    if refused:
        return f", and oslo.cache refuses `{refused}` with it, so whatever asks for the cache fails"
    consoles = ", and no console opens" if early else ""
    return f", so the cache that `enabled` switches on keeps nothing{consoles}"


def _refused(config: Config) -> str:
    """Return an option that oslo.cache refuses with the null backend; empty where there is none."""
    names = (*PYMEMCACHE_ALONE, *((TLS,) if config.release.major >= TLS_REFUSED else ()))
    return next((name for name in names if config.boolean("cache", name)), "")


def _wanted(config: Config) -> str:
    """Return the backend that heeds what is set beside it; empty where Nova has none for it."""
    if any(config.boolean("cache", name) for name in PYMEMCACHE_ALONE):
        return PYMEMCACHE
    if _is_written(config, "redis_server") and not _is_written(config, "memcache_servers"):
        return REDIS
    if not config.boolean("cache", TLS):
        return MEMCACHED
    if config.release.major >= TLS_REFUSED:
        return POOL
    return PYMEMCACHE if config.release.major >= PYMEMCACHE_SINCE else ""


def _is_written(config: Config, name: str) -> bool:
    """Return whether the files name servers, beside which the backend would stand too."""
    if config.schema.option("cache", name) is None:
        return False
    servers = config.setting("cache", name)
    return bool(servers.partial) and not servers.is_default


@rule(
    "cache-not-enabled",
    theme="api",
    severity=Severity.WARNING,
    options=("cache.enabled", "cache.backend", "cache.memcache_servers"),
)
def cache_not_enabled(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Memcached servers are named, but the cache is off and they are never asked.

    ## What it checks

    `[cache] memcache_servers` while `enabled` is false. A note where `enabled = false` is
    written, since the cache may be off on purpose. A note where a single file does not set
    `enabled` and does not look like a whole configuration.

    ## Why it matters

    Nova asks the servers only with `enabled = true`. Otherwise each process has a cache of its own:
    metadata is put together once more in each of them, and up to queens a console token that one
    nova-consoleauth has made is unknown to the others.

    ## Example

        [cache]
        backend = dogpile.cache.memcached
        memcache_servers = 192.0.2.5:11211

    ## Fix safety

    Unsafe: sets `enabled = true`, where the backend is set to one that asks these servers and no
    other file may set it.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/cache_utils.py (`get_client`, `get_memcached_client`).
    """
    servers, enabled = (config.setting("cache", name) for name in ("memcache_servers", "enabled"))
    if servers.is_default or not servers.value or config.boolean("cache", "enabled") is not False:
        return
    ready = config.text("cache", "backend") in ASKING
    elsewhere = severity_of_absence(config) if enabled.is_default else None
    way = (
        "set `enabled` to true" if ready else f"set `enabled` to true and `backend` to {MEMCACHED}"
    )
    yield finding(
        config,
        "cache",
        "memcache_servers",
        f"`[cache] memcache_servers` has no effect, as `enabled` is false; {way}",
        *([set_fix(config, "cache", "enabled", "true")] if ready and not elsewhere else []),
        override=elsewhere if enabled.is_default else Severity.INFO,
    )


@rule(
    "cache-not-shared",
    theme="api",
    severity=Severity.INFO,
    options=("cache.enabled", "api.metadata_cache_expiration", READS_APIS),
    roles=("metadata", "api"),
    needs=("role", "controllers"),
)
def cache_not_shared(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Each process of the metadata service keeps a cache of its own.

    ## What it checks

    `[cache] enabled` false, written so or by default, on a node that serves metadata in a cloud
    with several controllers: with the metadata service, and up to 2025.1 with a nova-api that does.
    Nothing is said with `[api] metadata_cache_expiration = 0`, which keeps no metadata anyway.

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

    There is no fix: only you know the addresses of your memcached servers.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/cache_utils.py (`get_client`), nova/api/metadata/handler.py.
    """
    whole = is_main(config) or not config.setting("cache", "enabled").is_default
    if (deployment.controllers or 0) < 2 or not whole or not serves_metadata(config, deployment):
        return
    kept = config.integer("api", "metadata_cache_expiration") != 0
    if kept and config.boolean("cache", "enabled") is False:
        yield finding(
            config,
            "cache",
            "enabled",
            "`[cache] enabled` is false, so each process of the metadata service keeps a cache of"
            f" its own; set it to true, with a `backend` that all {deployment.controllers}"
            " controllers share",
        )
