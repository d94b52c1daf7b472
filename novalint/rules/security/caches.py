"""What Nova keeps in memcached, and who could read or change it there."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.cache_backends import (
    BMEMCACHED,
    MEMCACHED,
    POOL,
    PYMEMCACHE,
    REDIS,
    SASL,
    TLS,
    UPDATED,
    is_heeded,
    is_refused,
)
from novalint.rules.api.metadata_readers import READS_APIS, serves_metadata
from novalint.rules.common.absence import absent_finding
from novalint.rules.common.cache_servers import ARGUMENT, SERVED_BY, cache_servers
from novalint.rules.common.hosts import serves_itself
from novalint.rules.common.networks import STRATEGY, calls
from novalint.rules.common.places import as_set, finding, lacking
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

AUTH = "keystone_authtoken"
PASSING_OVER = (MEMCACHED, POOL)
"""Backends for memcached that leave TLS out in some releases, without a word."""
NONE = "as no backend of this release supports TLS"
_FOR_TLS = ("tls_enabled", "use_advanced_pool")
"""What must be true for TLS to the memcached of tokens, behind `memcache_`."""
TLS_CAME = 22
"""The first major version whose dogpile.cache has a backend with TLS, that for bmemcached."""


@rule(
    "token-cache-key-missing",
    theme="security",
    severity=Severity.ERROR,
    options=(
        f"{AUTH}.memcache_security_strategy",
        f"{AUTH}.memcache_secret_key",
        ".".join(STRATEGY),
    ),
    roles=("api",),
)
def token_cache_key_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Cached tokens are set to be signed or encrypted, but there is no key.

    ## What it checks

    `[keystone_authtoken] memcache_security_strategy` set to MAC or ENCRYPT without
    `memcache_secret_key`, unless `[api] auth_strategy` is noauth2 (until 2025.1), with which tokens
    are not checked. Info where a single file does not set the key and does not look like a whole
    configuration.

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
    strategy = config.text(AUTH, "memcache_security_strategy") or "None"
    key = config.setting(AUTH, "memcache_secret_key")
    lacks = strategy.lower() != "none" and key.fault is None and not key.value
    if lacks and calls(config, AUTH):
        said = lacking(config, AUTH, "memcache_secret_key")
        yield absent_finding(
            config,
            (AUTH, "memcache_secret_key"),
            (AUTH, "memcache_security_strategy"),
            f"`[{AUTH}] memcache_secret_key` {said} although `memcache_security_strategy` is"
            f" {shown(strategy)}, so the API does not start; set it to the same random key on all "
            "API nodes",
        )


@rule(
    "token-cache-unprotected",
    theme="security",
    severity=Severity.INFO,
    options=(
        f"{AUTH}.memcached_servers",
        f"{AUTH}.memcache_security_strategy",
        f"{AUTH}.memcache_tls_enabled",
        f"{AUTH}.memcache_use_advanced_pool",
        f"{AUTH}.memcache_sasl_enabled",
        ".".join(STRATEGY),
    ),
    roles=("api",),
)
def token_cache_unprotected(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Validated tokens are cached in plain text in memcached on another machine.

    ## What it checks

    `[keystone_authtoken] memcached_servers` on other machines, with `memcache_security_strategy` at
    its default of none and without TLS to memcached (`memcache_tls_enabled`, which has no effect
    with `memcache_use_advanced_pool = false`), unless `[api] auth_strategy` is noauth2 (until
    2025.1), with which no token is validated. Nothing is reported if `memcache_sasl_enabled` is
    true: such a memcached requires a password.

    ## Why it matters

    memcached authenticates no one. Anyone who reaches its port can read the user, project and roles
    of each token, which is stored as a hash, and can write entries: the API then accepts a forged
    token as an administrator's. The installation guide configures it this way, hence a note.
    kolla-ansible sets ENCRYPT.

    ## Example

        [keystone_authtoken]
        memcached_servers = controller:11211

    ## Fix safety

    There is no fix: set `memcache_security_strategy = ENCRYPT` together with a random
    `memcache_secret_key`, the same on all API nodes, and keep the port closed to others.

    ## Sources

    keystonemiddleware/auth_token/_opts.py and _cache.py (`_CachePool`, `_MemcacheClientPool`), as
    of Nova 34.0.0 and 17.0.13.
    """
    strategy = config.text(AUTH, "memcache_security_strategy")
    servers = config.setting(AUTH, "memcached_servers")
    remote = _remote(config.items(AUTH, "memcached_servers"))
    if not remote or not strategy or strategy.lower() != "none":
        return
    encrypted = all(config.boolean(AUTH, f"memcache_{name}") for name in _FOR_TLS)
    logs_in = config.boolean(AUTH, "memcache_sasl_enabled")
    if not (encrypted or logs_in) and calls(config, AUTH):
        yield finding(
            config,
            AUTH,
            "memcached_servers",
            f"{as_set(servers)} {shown(remote)} holds the users and roles of tokens, which anyone"
            " who reaches it can read and forge; set `memcache_security_strategy` to ENCRYPT with a"
            " `memcache_secret_key`",
        )


@rule(
    "cache-without-tls",
    theme="security",
    severity=Severity.INFO,
    options=(
        *("cache.enabled", "cache.backend", "cache.tls_enabled", *SERVED_BY),
        *("cache.memcache_sasl_enabled", "api.metadata_cache_expiration", READS_APIS),
    ),
    releases=(20, None),
    since="the option came with oslo.cache 1.37.1, an update of train (oslo_cache/_opts.py)",
    roles=("api", "metadata"),
)
def cache_without_tls(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Traffic to memcached on other machines is not encrypted.

    ## What it checks

    `[cache] enabled = true` with `memcache_servers` (or `url:` in `backend_argument`, which
    overrides them) on other machines, where `tls_enabled` is false and the backend is
    `oslo_cache.memcache_pool`, `dogpile.cache.pymemcache` or `dogpile.cache.memcached`, which has
    no TLS at all. And, as a warning, `tls_enabled = true` with a backend that ignores it:
    `dogpile.cache.memcached` up to 2023.2, and `oslo_cache.memcache_pool` up to 2023.2 and in
    2024.2, unless `memcache_sasl_enabled` is true (from zed on). Of that pool in 2024.1 this
    warning is not given, as an update of oslo.cache, 3.7.1, heeds the option. Where oslo.cache
    refuses it, see [cache-option-refused](cache-option-refused.md).

    Not reported where `[api] metadata_cache_expiration` is 0 or less, with which no metadata is
    kept, or where the node serves no metadata by its role.

    ## Why it matters

    Nova keeps the metadata of guests there, user data among them, which often holds passwords. On a
    network of its own that is usual; hence only info. Anyone who has set `tls_enabled`, though,
    takes the connection for encrypted: the pool of old releases makes its connections without TLS,
    and with a memcached that speaks nothing else nothing is ever found in the cache.

    ## Example

        [cache]
        enabled = true
        backend = oslo_cache.memcache_pool
        memcache_servers = controller:11211

    ## Fix safety

    There is no fix: memcached has to be built and set up for TLS first; then set
    `tls_enabled = true` and `tls_cafile`. `oslo_cache.memcache_pool` speaks TLS from 2025.1
    on, and in 2024.1 with oslo.cache 3.7.1, with the package python-binary-memcached;
    `dogpile.cache.pymemcache`, with the package pymemcache, from wallaby on; in victoria
    `dogpile.cache.bmemcached`, with python-binary-memcached. In train and ussuri no backend does.

    ## Sources

    oslo_cache/core.py (`_build_cache_config`), _opts.py, backends/memcache_pool.py and
    _bmemcache_pool.py of oslo.cache 1.37.1, 2.10.1, 3.1.0 to 3.12.0 and 4.3.0; dogpile.cache
    0.9.2, 1.0.2, 1.1.1, 1.1.2 and 1.1.5: dogpile/cache/backends/memcached.py. Nova 34.0.0:
    nova/cache_utils.py, nova/api/metadata/handler.py; the option is there since 20.6.1.
    """
    if not config.boolean("cache", "enabled"):
        return
    if (config.integer("api", "metadata_cache_expiration") or 0) <= 0:
        return
    if serves_metadata(config, deployment) is False:
        return
    option, servers = cache_servers(config)
    remote = _remote(servers) if config.text("cache", "backend") != REDIS else ""
    asked_for = config.boolean("cache", TLS) is True
    way = _way_to_tls(config, asked_for) if remote else ""
    named = "another machine" if option == ARGUMENT else shown(remote)  # that may hold a password
    if way and asked_for:
        lost = f"`[cache] {TLS}` has no effect with `backend` {config.text('cache', 'backend')}, so"
        message = f"{lost} guest metadata goes to {named} without TLS; {way}"
        yield finding(config, "cache", TLS, message, override=Severity.WARNING)
    elif way:
        fact = f"names {named}, which" if option == ARGUMENT else named
        message = f"`[cache] {option}` {fact} receives guest metadata without TLS"
        yield finding(config, "cache", option, f"{message}; {way}")


def _way_to_tls(config: Config, asked_for: bool) -> str:
    """Return what to do for TLS to memcached; empty where it is spoken, or refused and told so."""
    backend, major = config.text("cache", "backend") or "", config.release.major
    heeded = is_heeded(TLS, backend, major) or _logs_in(config, backend)
    other = PYMEMCACHE if is_heeded(TLS, PYMEMCACHE, major) else BMEMCACHED
    if asked_for:
        settled = heeded or is_refused(TLS, backend, major) or (backend, major) == (POOL, UPDATED)
        if backend not in PASSING_OVER or settled:
            return ""
        return f"set `backend` to {other}" if major >= TLS_CAME else f"remove it, {NONE}"
    if heeded:
        package = ", with the package python-binary-memcached installed," if backend == POOL else ""
        return f"set `{TLS}` to true{package} if others share that network"
    if backend not in PASSING_OVER:
        return ""
    if major < TLS_CAME:
        return f"keep that network to Nova's own nodes, {NONE}"
    return f"set `backend` to {other} and `{TLS}` to true if others share that network"


def _logs_in(config: Config, backend: str) -> bool:
    """Return whether the pool is one of clients that log in, which speak TLS as well."""
    if backend != POOL or config.release.major < SASL:
        return False
    return config.boolean("cache", "memcache_sasl_enabled") is True


def _remote(servers: tuple[str, ...] | None) -> str:
    """Return the first server that is another machine; empty where there is none."""
    return next((name for name in servers or () if name and not serves_itself(name)), "")
