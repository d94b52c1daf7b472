"""What Nova keeps in memcached, and who could read or change it there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Severity
from novalint.rules.common.hosts import is_loopback
from novalint.rules.common.places import at
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

AUTH = "keystone_authtoken"
WITH_TLS = ("oslo_cache.memcache_pool", "dogpile.cache.pymemcache", "dogpile.cache.bmemcache")
"""The backends of oslo.cache that can speak TLS."""


@rule(
    "token-cache-key-missing",
    theme="security",
    severity=Severity.ERROR,
    options=(f"{AUTH}.memcache_security_strategy", f"{AUTH}.memcache_secret_key"),
    releases=(15, None),
    roles=("api",),
)
def token_cache_key_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Tokens are to be protected in the cache, and there is no key to do it with.

    ## What it checks

    `[keystone_authtoken] memcache_security_strategy` set to MAC or ENCRYPT without
    `memcache_secret_key`.

    ## Why it matters

    The filter that checks tokens refuses to be built without a key: ConfigurationError,
    "memcache_secret_key must be defined". The API does not start.

    ## Example

        [keystone_authtoken]
        memcached_servers = controller:11211
        memcache_security_strategy = ENCRYPT

    ## Fix safety

    There is no fix: make a random key, the same for all API processes that share the cache.

    ## Sources

    keystonemiddleware/auth_token/__init__.py (`_token_cache_factory`) and _cache.py
    (`SecureTokenCache`), as of Nova 34.0.0, 17.0.13 and 15.1.5.
    """
    setting = config.setting(AUTH, "memcache_security_strategy")
    strategy = setting.value
    if not setting.places or not isinstance(strategy, str) or strategy.lower() == "none":
        return
    key = config.setting(AUTH, "memcache_secret_key")
    if key.fault is None and not key.value:
        yield Finding(
            f"the API does not start, as `memcache_security_strategy` {shown(strategy)} needs a"
            " `memcache_secret_key`; set a random one on all API nodes",
            at(setting.places[-1]),
            AUTH,
            "memcache_security_strategy",
        )


@rule(
    "token-cache-unprotected",
    theme="security",
    severity=Severity.INFO,
    options=(
        f"{AUTH}.memcached_servers",
        f"{AUTH}.memcache_security_strategy",
        f"{AUTH}.memcache_tls_enabled",
    ),
    releases=(15, None),
    roles=("api",),
)
def token_cache_unprotected(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Checked tokens lie in a memcached on another machine as they are.

    ## What it checks

    `[keystone_authtoken] memcached_servers` on other machines, with `memcache_security_strategy` at
    its default of none and no TLS to memcached.

    ## Why it matters

    memcached asks nobody who they are. Who reaches its port reads which token stands for which user
    and roles, and can write an entry of their own: the API then takes a made-up token for an
    administrator's. The installation guide has it so, hence a note. kolla-ansible sets ENCRYPT.

    ## Example

        [keystone_authtoken]
        memcached_servers = controller:11211

    ## Fix safety

    There is no fix: set `memcache_security_strategy = ENCRYPT` together with a random
    `memcache_secret_key`, the same on all API nodes, and keep the port closed to others.

    ## Sources

    keystonemiddleware/auth_token/_opts.py and _cache.py, as of Nova 34.0.0 and 17.0.13.
    """
    setting = config.setting(AUTH, "memcached_servers")
    strategy = config.value(AUTH, "memcache_security_strategy")
    if not setting.places or not isinstance(strategy, str) or strategy.lower() != "none":
        return
    remote = _remote(setting.value)
    if remote and config.value(AUTH, "memcache_tls_enabled") is not True:
        yield Finding(
            f"whoever reaches memcached on {shown(remote)} can read and forge checked tokens; set"
            " `memcache_security_strategy` to ENCRYPT with a `memcache_secret_key`",
            at(setting.places[-1]),
            AUTH,
            "memcached_servers",
        )


@rule(
    "cache-without-tls",
    theme="security",
    severity=Severity.INFO,
    options=("cache.enabled", "cache.backend", "cache.memcache_servers", "cache.tls_enabled"),
    releases=(20, None),
)
def cache_without_tls(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """What Nova caches goes to memcached on another machine without TLS.

    ## What it checks

    `[cache] enabled = true` with a memcached backend that can speak TLS, `memcache_servers` on
    other machines, and `tls_enabled` false.

    ## Why it matters

    Nova keeps the metadata of guests there, user data and injected passwords among them. On a
    network of its own that is usual; hence a note.

    ## Example

        [cache]
        enabled = true
        backend = oslo_cache.memcache_pool
        memcache_servers = controller:11211

    ## Fix safety

    There is no fix: memcached has to be built and set up for TLS first; then `tls_enabled = true`
    and `tls_cafile`.

    ## Sources

    oslo_cache/core.py (`configure_cache_region`) and _opts.py, nova/cache_utils.py, nova/api/
    metadata/handler.py, as of Nova 34.0.0; the option is there since 20.6.1.
    """
    on = config.value("cache", "enabled") is True and config.value("cache", "tls_enabled") is False
    setting = config.setting("cache", "memcache_servers")
    if not on or not setting.places or config.value("cache", "backend") not in WITH_TLS:
        return
    remote = _remote(setting.value)
    if remote:
        yield Finding(
            f"metadata of guests goes to memcached on {shown(remote)} without TLS; set"
            " `tls_enabled` to true where that network is shared",
            at(setting.places[-1]),
            "cache",
            "memcache_servers",
        )


def _remote(servers: object) -> str:
    """Give the first server that is another machine; empty where there is none."""
    for server in servers if isinstance(servers, list) else ():
        name = str(server)
        if name and "{" not in name and not name.startswith("unix:"):
            plain = name.removeprefix("inet6:")
            end = plain.rfind("]") + 1 if plain.startswith("[") else plain.rfind(":")
            if not is_loopback(plain[:end] if end > 0 else plain):
                return name
    return ""
