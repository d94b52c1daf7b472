"""The backends of oslo.cache that Nova's cache may have, and which options each of them heeds."""

from __future__ import annotations

NULL = "dogpile.cache.null"
MEMCACHED = "dogpile.cache.memcached"
PYMEMCACHE = "dogpile.cache.pymemcache"
PYLIBMC = "dogpile.cache.pylibmc"
BMEMCACHED = "dogpile.cache.bmemcached"
POOL = "oslo_cache.memcache_pool"
REDIS = "dogpile.cache.redis"
SENTINEL = "dogpile.cache.redis_sentinel"
FOR_MEMCACHED = (MEMCACHED, POOL, PYMEMCACHE)
"""Backends that ask memcached servers, the usual choice first; others need older clients."""

RETRIES, KEEPALIVE = "enable_retry_client", "enable_socket_keepalive"
TLS, EXPIRATION = "tls_enabled", "backend_expiration_time"

_HEEDED = {
    RETRIES: {PYMEMCACHE: 22},
    KEEPALIVE: {PYMEMCACHE: 22, REDIS: 30, SENTINEL: 30},
    TLS: {PYMEMCACHE: 22, POOL: 29, REDIS: 29, SENTINEL: 29},
    EXPIRATION: dict.fromkeys((MEMCACHED, PYMEMCACHE, PYLIBMC, POOL, REDIS, SENTINEL), 31),
}
_REFUSED_SINCE = {RETRIES: 22, KEEPALIVE: 22, TLS: 29, EXPIRATION: 31}
"""The major version of Nova since which its oslo.cache heeds an option with a backend, and refuses
it with any other: oslo_cache/core.py (`_build_cache_config`) of victoria to 2026.2. Before 2024.1
it passes over TLS with a backend that has none.
"""
OPTIONS = tuple(_HEEDED)


def is_refused(option: str, backend: str, major: int) -> bool:
    """Whether oslo.cache fails where an option is on with a backend that does not heed it."""
    return major >= _REFUSED_SINCE[option] and not is_heeded(option, backend, major)


def is_heeded(option: str, backend: str, major: int) -> bool:
    """Whether a backend does what an option asks for."""
    since = _HEEDED[option].get(backend)
    return since is not None and major >= since
