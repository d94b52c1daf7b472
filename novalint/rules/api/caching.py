"""Where Nova keeps what it has asked before."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.nova.cache_backends import (
    FOR_MEMCACHED,
    IN_PROCESS,
    MEMCACHED,
    NULL,
    OPTIONS,
    REDIS,
    SENTINEL,
    is_refused,
)
from novalint.patterns import lazy_pattern
from novalint.rules.api.cache_users import (
    APART,
    ASKED_BY,
    CONSOLES,
    SERVERS,
    asks,
    candidates,
    is_written,
    unheeded,
    wanted_backend,
)
from novalint.rules.api.metadata_readers import READS_APIS, serves_metadata
from novalint.rules.common.absence import knows, severity_of_absence, severity_unless_set
from novalint.rules.common.cache_servers import ARGUMENT, ASKING, names_redis
from novalint.rules.common.places import at_option, finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

BACKEND = ("cache", "backend")
_WITH_PORT = lazy_pattern(r"(?!.*(\{%|<%(?!=)))\s*\S.*:\d+\s*")
"""A server as far as it is known: a template's branches and loops may write none."""


@rule(
    "cache-without-backend",
    theme="api",
    severity=Severity.WARNING,
    options=(
        "cache.enabled",
        "cache.backend",
        *(f"cache.{name}" for name in (*SERVERS, ARGUMENT, *OPTIONS)),
        *ASKED_BY,
    ),
)
def cache_without_backend(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The cache is enabled but stores nothing.

    ## What it checks

    `[cache] enabled = true` with the backend `dogpile.cache.null`, which is the default. Up to
    queens this is an error, but not on nodes that run only nova-compute or the metadata service. If
    a single file names neither the backend nor the servers and does not look like a whole
    configuration, it is an info: another file may name the backend. It is an error with
    `enable_retry_client` or `enable_socket_keepalive`, from 2024.1 on with `tls_enabled` too, and
    from 2025.1 on with `backend_expiration_time`. Nodes whose services use no cache are left out:
    nova-compute does so only with `[cinder] cross_az_attach = false`, in ocata for config drives
    too; nova-scheduler and the console proxies never do. With `servicegroup_driver = mc` all do. Up
    to queens nova-consoleauth does, which usually runs next to nova-scheduler.

    ## Why it matters

    The null backend stores nothing, so Nova has less of a cache than with `enabled = false`, where
    each process has its own. Up to queens console tokens are stored only in the cache, so no
    console opens; since rocky they are in the database. Nova logs "Cache enabled with backend
    dogpile.cache.null".

    oslo.cache refuses the other options with a backend that does not support them, such as the null
    backend: with a ConfigurationError, whenever Nova sets up its cache. The metadata service does
    so when it starts.

    ## Example

        [cache]
        enabled = true
        memcache_servers = 192.0.2.5:11211

    ## Fix safety

    Unsafe: sets `backend = dogpile.cache.memcached` if `memcache_servers` is set; use
    `oslo_cache.memcache_pool` for services with many threads. With TLS the fix sets the latter,
    which then needs the package python-binary-memcached (before 2025.1 `dogpile.cache.pymemcache`,
    from wallaby on), with `enable_retry_client` or `enable_socket_keepalive`
    `dogpile.cache.pymemcache`, which needs pymemcache. If the files name Redis instead of memcached
    servers, also by `url:redis://` in `backend_argument`, there is no fix: its backend needs the
    package redis.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/cache_utils.py; 15.1.5 and 16.1.8: nova/api/metadata/base.py;
    17.0.13 and 18.3.0: nova/consoleauth/manager.py, nova/console/websocketproxy.py; oslo.cache:
    oslo_cache/_opts.py; of victoria to 2026.2: oslo_cache/core.py (`_build_cache_config`),
    backends/memcache_pool.py.
    """
    if config.boolean("cache", "enabled") is not True or config.text("cache", "backend") != NULL:
        return
    if not asks(config, deployment):
        return
    backend, named = config.setting("cache", "backend"), is_written(config, "memcache_servers")
    refused, wanted = next(iter(unheeded(config, NULL, is_refused)), ""), wanted_backend(config)
    apart = bool(deployment.roles) and deployment.roles <= APART
    early = config.release.major <= CONSOLES and not apart
    yield Finding(
        f"`[cache] backend` {'is not set' if backend.is_default else f'is {NULL}'}"
        f"{_effect(refused, early)}; {_way(config, wanted)}",
        at_option(config, "cache", "enabled" if backend.is_default else "backend"),
        "cache",
        "backend",
        (set_fix(config, "cache", "backend", wanted),) if named and wanted in FOR_MEMCACHED else (),
        override=(None if _names_servers(config) else severity_unless_set(config, BACKEND))
        or (Severity.ERROR if early or refused else None),
    )


def _effect(refused: str, early: bool) -> str:
    if refused:
        return f", and oslo.cache refuses `{refused}` with it, so whatever asks for the cache fails"
    consoles = ", and no console opens" if early else ""
    return f", so the cache that `enabled` switches on keeps nothing{consoles}"


def _way(config: Config, wanted: str) -> str:
    """Return what to do: where no backend heeds everything, which options are too much."""
    usual = candidates(config)[0]
    if wanted:
        return f"set it to {wanted}"
    if usual == MEMCACHED:
        return "set it to one that speaks TLS"
    too_much = " and ".join(f"`{name}`" for name in unheeded(config, usual))
    return f"set it to {usual}, and remove {too_much}, which that does not take"


def _names_servers(config: Config) -> bool:
    return names_redis(config) or any(is_written(config, name) for name in SERVERS)


@rule(
    "cache-not-enabled",
    theme="api",
    severity=Severity.WARNING,
    options=(
        *("cache.enabled", "cache.backend", "cache.memcache_servers", f"cache.{ARGUMENT}"),
        *(f"cache.{name}" for name in OPTIONS),
        *ASKED_BY,
    ),
)
def cache_not_enabled(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Memcached servers are configured, but the cache is disabled, so Nova does not use them.

    ## What it checks

    `[cache] memcache_servers` while `enabled` is false. Info where `enabled = false` is written,
    since the cache may be off on purpose. Info where a single file does not set `enabled` and does
    not look like a whole configuration. Nodes whose services ask no cache are left out, as
    [cache-without-backend](cache-without-backend.md) says.

    ## Why it matters

    Nova asks the servers only with `enabled = true`. Otherwise each process has a cache of its own:
    metadata is put together once more in each of them, and up to queens a console token that one
    nova-consoleauth has made is unknown to the others.

    ## Example

        [cache]
        backend = dogpile.cache.memcached
        memcache_servers = 192.0.2.5:11211

    ## Fix safety

    Unsafe: sets `enabled = true`, where the backend is set to one that asks these servers and
    supports what else is set (`tls_enabled` for one), and no other file may set it.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/cache_utils.py (`get_client`, `get_memcached_client`).
    """
    if config.boolean("cache", "enabled") is not False or not _lists_servers(config):
        return
    if not asks(config, deployment):
        return
    enabled = config.setting("cache", "enabled")
    elsewhere = severity_of_absence(config) if enabled.is_default else None
    way, ready = _way_on(config)
    yield finding(
        config,
        "cache",
        "memcache_servers",
        f"`[cache] memcache_servers` has no effect, as `enabled` is false; {way}",
        *([set_fix(config, "cache", "enabled", "true")] if ready and not elsewhere else []),
        override=elsewhere if enabled.is_default else Severity.INFO,
    )


def _lists_servers(config: Config) -> bool:
    """Return whether a file names memcached servers, be it by a host that a tool has yet to write.

    An item with a port is one, unless a template makes it in a branch or loop, which may be empty.
    """
    servers = config.setting("cache", "memcache_servers")
    if servers.is_default:
        return False
    known = config.items("cache", "memcache_servers")
    items = map(str, servers.partial if isinstance(servers.partial, list) else ())
    return bool(known) or any(map(_WITH_PORT.fullmatch, items)) or bool(servers.value)


def _way_on(config: Config) -> tuple[str, bool]:
    """Return how to have the servers asked, and whether `enabled` alone is known to do so."""
    if is_left_open(config, *BACKEND):
        return "set `enabled` to true", False
    backend = config.text(*BACKEND) or ""
    if backend in (REDIS, SENTINEL):
        return "remove it, or set `backend` to one that asks memcached servers", False
    if backend in ASKING and not unheeded(config, backend):
        return "set `enabled` to true", True
    wanted = wanted_backend(config) or "one that speaks TLS"
    return f"set `enabled` to true and `backend` to {wanted}", False


@rule(
    "cache-not-shared",
    theme="api",
    severity=Severity.INFO,
    options=("cache.enabled", "cache.backend", "api.metadata_cache_expiration", READS_APIS),
    roles=("metadata", "api"),
    needs=("role", "controllers"),
)
def cache_not_shared(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Each metadata API process keeps its own cache.

    ## What it checks

    `[cache] enabled` false, written so or by default, or a `backend` that each process keeps for
    itself, such as `oslo_cache.dict`, on a node that serves metadata in a cloud with several
    controllers: with the metadata service, and up to 2025.1 with a nova-api that does. Not reported
    with `[api] metadata_cache_expiration = 0`, which keeps no metadata anyway.

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

    Nova 34.0.0 and 15.1.5: nova/cache_utils.py (`get_client`), nova/api/metadata/handler.py;
    oslo.cache: backends/dictionary.py; dogpile.cache: cache/backends/memory.py.
    """
    known = knows(config, ("cache", "enabled"), for_need=True)
    if (deployment.controllers or 0) < 2 or not known or not serves_metadata(config, deployment):
        return
    if config.integer("api", "metadata_cache_expiration") == 0:
        return
    option, fact, way = "enabled", "false", "true, with a `backend`"
    if config.boolean("cache", "enabled") is not False:
        option, fact, way = "backend", config.text(*BACKEND) or "", "one"
    if option == "enabled" or fact in IN_PROCESS:
        yield finding(
            config,
            "cache",
            option,
            f"`[cache] {option}` is {fact}, so each process of the metadata service keeps a cache"
            f" of its own; set it to {way} that all {deployment.controllers} controllers share",
        )
