"""Options of the cache that its backend does not take."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Fix, Severity
from novalint.nova.cache_backends import (
    EXPIRATION,
    NULL,
    OPTIONS,
    REDIS,
    REFUSED_BY_REDIS,
    SENTINEL,
    TLS,
    is_refused,
)
from novalint.rules.api.cache_users import ASKED_BY, SERVERS, asks, unheeded, wanted_backend
from novalint.rules.api.metadata_readers import READS_APIS, serves_metadata
from novalint.rules.common.cache_servers import ARGUMENT, ASKING
from novalint.rules.common.places import finding, set_fix, unset_all_fix
from novalint.rules.declaration import rule
from novalint.wording import in_turn

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

ZONES_KEPT = 60 * 60
"""Seconds for which nova-api keeps the zone of a host (nova/availability_zones.py)."""
IDS_KEPT = 7 * 24 * 60 * 60
"""Seconds for which the EC2 IDs of a server are kept, which nova-conductor makes as it creates the
server, and with which the metadata service loads it (nova/objects/ec2.py, instance.py, `create`).
"""


@rule(
    "cache-option-refused",
    theme="api",
    severity=Severity.ERROR,
    options=(
        "cache.enabled",
        "cache.backend",
        *(f"cache.{name}" for name in (*SERVERS, ARGUMENT, *OPTIONS, *REFUSED_BY_REDIS)),
        *ASKED_BY,
        READS_APIS,
    ),
    releases=(22, None),
    since="the oslo.cache of victoria is the first to refuse an option (oslo_cache/core.py)",
)
def cache_option_refused(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The cache has an option that its backend does not support, which oslo.cache refuses.

    ## What it checks

    `[cache] enabled = true` with a backend that does not support what is set beside it:
    `enable_retry_client` needs `dogpile.cache.pymemcache`, `enable_socket_keepalive` that one or,
    from 2024.2 on, `dogpile.cache.redis` or `dogpile.cache.redis_sentinel`. From 2024.1 on
    `tls_enabled` needs one of these three or `oslo_cache.memcache_pool`, from 2025.1 on
    `backend_expiration_time` one of these four, `dogpile.cache.memcached` or
    `dogpile.cache.pylibmc`, and as many seconds as the services of the node keep something: 3600
    for nova-api, and for nova-compute with `[cinder] cross_az_attach = false`, which keep the zones
    of hosts, a week (604800) for nova-conductor and the metadata service, which keep the EC2 IDs of
    servers. From 2024.1 to 2026.1 the backends of Redis take no `tls_allowed_ciphers` beside
    `tls_enabled`, to 2025.2 no `enforce_fips_mode`.

    The null backend is left to [cache-without-backend](cache-without-backend.md), TLS before 2024.1
    to [cache-without-tls](cache-without-tls.md). Nodes whose services use no cache are left out, as
    the former says.

    ## Why it matters

    oslo.cache raises a ConfigurationError, such as "TLS setting via [cache] tls_enabled is not
    supported by the dogpile.cache.memcached backend", whenever Nova sets up its cache. The metadata
    service does so when it starts, nova-api when it looks for the zone of a server, nova-conductor
    when it creates one.

    ## Example

        [cache]
        enabled = true
        backend = dogpile.cache.memcached
        memcache_servers = 192.0.2.5:11211
        tls_enabled = true

    ## Fix safety

    Unsafe: sets `backend` to one for memcached that supports all that is set, which may need a
    package, as cache-without-backend says. Where there is none, the options are commented out;
    `tls_enabled` never is. A `backend_expiration_time` that is too short is set to 3600
    or 604800.

    ## Sources

    oslo_cache/core.py (`_build_cache_config`) of oslo.cache of victoria to 2026.2; Nova 34.0.0 and
    22.4.0: nova/cache_utils.py, nova/api/metadata/handler.py, nova/availability_zones.py,
    nova/objects/ec2.py; `backend_expiration_time` run with oslo.cache 4.0.0.
    """
    backend = config.text("cache", "backend") or NULL
    if config.boolean("cache", "enabled") is not True or backend == NULL:
        return
    refused = [*unheeded(config, backend, is_refused), *_refused_by_redis(config, backend)]
    if EXPIRATION not in refused:
        yield from _too_short(config, deployment)
    if not refused or not asks(config, deployment):
        return
    wanted = wanted_backend(config) if backend in ASKING else ""
    yield finding(
        config,
        "cache",
        refused[0],
        f"{_named(refused)} {'is' if len(refused) == 1 else 'are'} refused"
        f" by oslo.cache with `backend` {backend}, so whatever asks for the cache fails;"
        f" {_way(refused, wanted)}",
        *_fixes(config, refused, wanted),
    )


def _too_short(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Tell of a time for the backend below that of the records, which oslo.cache refuses."""
    seconds = config.integer("cache", EXPIRATION)
    kept, keeping, effect = _longest_kept(config, deployment)
    if seconds is not None and seconds < kept:
        yield finding(
            config,
            "cache",
            EXPIRATION,
            f"`[cache] {EXPIRATION}` {seconds} is below the {kept} seconds for which {keeping},"
            f" which oslo.cache refuses, so {effect}; set it to {kept} or more",
            set_fix(config, "cache", EXPIRATION, str(kept)),
        )


def _longest_kept(config: Config, deployment: Deployment) -> tuple[int, str, str]:
    """Return for how long the services of a node keep something at most, what, and what fails."""
    if deployment.plays("conductor") is not False:
        return IDS_KEPT, "nova-conductor keeps the EC2 IDs of servers", "no server is built"
    if serves_metadata(config, deployment):
        keeping = "the metadata service keeps the EC2 IDs of servers"
        return IDS_KEPT, keeping, "servers get no metadata"
    if deployment.plays("api"):
        return ZONES_KEPT, "nova-api keeps the zones of hosts", "requests about servers fail"
    if deployment.plays("compute") and config.boolean("cinder", "cross_az_attach") is False:
        return ZONES_KEPT, "nova-compute keeps the zones of hosts", "builds with volumes fail"
    return 0, "", ""


def _refused_by_redis(config: Config, backend: str) -> list[str]:
    """Return what oslo.cache does not pass on to Redis over TLS, however little it says."""
    if backend not in (REDIS, SENTINEL) or not config.boolean("cache", TLS):
        return []
    major = config.release.major
    there = (name for name, (first, last) in REFUSED_BY_REDIS.items() if first <= major <= last)
    return [name for name in there if config.value("cache", name) not in (None, False)]


def _named(refused: list[str]) -> str:
    return in_turn((f"`[cache] {refused[0]}`", *(f"`{name}`" for name in refused[1:])))


def _way(refused: list[str], wanted: str) -> str:
    if wanted:
        return f"set `backend` to {wanted}"
    rest = "remove it" if len(refused) == 1 else "remove them"
    return f"set `backend` to one that speaks TLS, or {rest}" if TLS in refused else rest


def _fixes(config: Config, refused: list[str], wanted: str) -> tuple[Fix, ...]:
    if wanted:
        return (set_fix(config, "cache", "backend", wanted),)
    if TLS in refused:
        return ()
    names = [("cache", name) for name in refused]
    return (unset_all_fix(config, names, f"Comment out {' and '.join(refused)}"),)
