"""Where Nova's cache is kept: the servers that its backend asks."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.cache_backends import BMEMCACHED, FOR_MEMCACHED, PYLIBMC, REDIS
from novalint.rules.common.hosts import url_host

if TYPE_CHECKING:
    from novalint.config.model import Config

ASKING = (*FOR_MEMCACHED, PYLIBMC, BMEMCACHED)
"""Backends that ask the memcache_servers."""
ARGUMENT, MEMCACHE_SERVERS, REDIS_SERVER = "backend_argument", "memcache_servers", "redis_server"
SERVED_BY = tuple(f"cache.{name}" for name in (ARGUMENT, MEMCACHE_SERVERS, REDIS_SERVER))


def cache_servers(config: Config) -> tuple[str, tuple[str, ...]]:
    """Return the option that names the servers of the cache, and those; none of other backends.

    `url:` in backend_argument stands over the options that are for servers (oslo_cache/core.py,
    `_build_cache_config`; dogpile/cache/backends/redis.py).
    """
    backend = config.text("cache", "backend")
    if backend not in (*ASKING, REDIS):
        return "backend", ()
    url = _url(config)
    if url is not None and backend == REDIS:
        return ARGUMENT, (url_host(url)[2] or url,)
    if url is not None:
        return ARGUMENT, tuple(url.split(","))
    if backend == REDIS:
        server = config.text("cache", REDIS_SERVER)
        return REDIS_SERVER, (server,) if server else ()
    return MEMCACHE_SERVERS, config.items("cache", MEMCACHE_SERVERS) or ()


def names_redis(config: Config) -> bool:
    """Return whether `url:` in backend_argument, all there was before 2024.1, leads to Redis."""
    return (_url(config) or "").startswith(("redis://", "rediss://"))


def _url(config: Config) -> str | None:
    """Return what the last `url:` in backend_argument says, which is the one that counts."""
    arguments = config.value("cache", ARGUMENT)
    items = arguments if isinstance(arguments, list) else []
    pairs = (str(item).partition(":") for item in items)
    return {name: value for name, sign, value in pairs if sign}.get("url")
