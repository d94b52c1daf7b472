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

IN_PROCESS = ("dogpile.cache.memory", "dogpile.cache.memory_pickle", "oslo_cache.dict")
"""Backends that each process keeps for itself (dogpile/cache/backends/memory.py,
oslo_cache/backends/dictionary.py)."""

RETRIES, KEEPALIVE = "enable_retry_client", "enable_socket_keepalive"
TLS, EXPIRATION = "tls_enabled", "backend_expiration_time"

_HEEDED = {
    RETRIES: {PYMEMCACHE: 22},
    KEEPALIVE: {PYMEMCACHE: 22, REDIS: 30, SENTINEL: 30},
    TLS: {PYMEMCACHE: 23, POOL: 29, REDIS: 29, SENTINEL: 29},
    EXPIRATION: dict.fromkeys((MEMCACHED, PYMEMCACHE, PYLIBMC, POOL, REDIS, SENTINEL), 31),
}
_REFUSED_SINCE = {RETRIES: 22, KEEPALIVE: 22, TLS: 29, EXPIRATION: 31}
"""The major version of Nova since which its oslo.cache heeds an option with a backend, and refuses
it with any other: oslo_cache/core.py (`_build_cache_config`) of victoria to 2026.2. Before 2024.1
it passes over TLS with a backend that has none. The backend for pymemcache came with dogpile.cache
1.1.2, that of wallaby.
"""
OPTIONS = tuple(_HEEDED)
_PASSED_OVER = ((TLS, POOL, 29), (TLS, POOL, 30))
"""What oslo.cache takes and does nothing with: 3.7.0 and 3.8.0, those of 2024.1 and 2024.2, lack
what 3.7.1, 3.10.2 and later have (oslo_cache/backends/memcache_pool.py)."""
UPDATED = 29
"""The one of these releases that has an update, 3.7.1, with which it works."""
REFUSED_BY_REDIS = {"tls_allowed_ciphers": (29, 33), "enforce_fips_mode": (29, 32)}
"""What oslo.cache refuses beside TLS with Redis, and the first and last major version in which."""
SASL = 26
"""The major version of Nova since which the pool logs in with SASL, by a client that heeds TLS."""


def is_refused(option: str, backend: str, major: int) -> bool:
    """Whether oslo.cache fails where an option is on with a backend that does not heed it."""
    return major >= _REFUSED_SINCE[option] and not _is_taken(option, backend, major)


def is_heeded(option: str, backend: str, major: int) -> bool:
    """Whether a backend does what an option asks for."""
    passed_over = (option, backend, major) in _PASSED_OVER
    return _is_taken(option, backend, major) and not passed_over


def _is_taken(option: str, backend: str, major: int) -> bool:
    since = _HEEDED[option].get(backend)
    return since is not None and major >= since
