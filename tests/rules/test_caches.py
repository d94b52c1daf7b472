"""What rules say of memcached: which machine it is on, and with which backend TLS is spoken."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.text.document import Document

RULE = "cache-without-tls"
POOL = "[cache]\nenabled = true\nbackend = oslo_cache.memcache_pool\nmemcache_servers = "
PLAIN = f"{POOL}db:11211\n"
PLAIN_MEMCACHED = PLAIN.replace("oslo_cache.memcache_pool", "dogpile.cache.memcached")
TLS = f"{PLAIN}tls_enabled = true\n"
OFF = PLAIN.replace("enabled = true\n", "")
IDLE = "cache-not-enabled"
OTHER = "set `backend` to dogpile.cache.pymemcache"
HEARTBEATS = "service-heartbeats-without-cache"
NAMED = "[cache]\nenabled = true\nbackend = oslo_cache.memcache_pool\nbackend_argument = "
BY_REDIS = NAMED.replace("oslo_cache.memcache_pool", "dogpile.cache.redis")
BY_CACHE = "[DEFAULT]\nservicegroup_driver = mc\n"
MEMCACHED_ONLY = {"controllers": 3}
TOKENS = "[keystone_authtoken]\nmemcached_servers = db:11211\n"
CORNERS = [
    Corner("token-cache-unprotected", f"{TOKENS}memcache_tls_enabled = true\n"),
    Corner("token-cache-unprotected", f"{TOKENS}memcache_sasl_enabled = true\n"),
    # the pool makes its clients without TLS up to 2023.2, and in 2024.2
    Corner(RULE, PLAIN, "keep that network to Nova's own nodes", "train"),
    Corner(RULE, PLAIN, "set `backend` to dogpile.cache.bmemcached and `tls_enab", "victoria"),
    *(Corner(RULE, PLAIN, f"{OTHER} and `tls", name) for name in ("yoga", "2024.1", "2024.2")),
    *(Corner(RULE, PLAIN, "set `tls_enabled` to true, with", n) for n in ("2025.1", "2026.2")),
    Corner(RULE, TLS, "remove it, as no backend of this release supports TLS", "train"),
    *(Corner(RULE, TLS, "has no effect with `backend` oslo", n) for n in ("yoga", "2024.2")),
    *(Corner(RULE, TLS, release=name) for name in ("2024.1", "2026.2")),
    # the client that logs in speaks TLS as well
    Corner(RULE, f"{TLS}memcache_sasl_enabled = true\n", release="zed"),
    Corner(RULE, TLS.replace("oslo_cache.memcache_pool", "dogpile.cache.memcached"), OTHER, "yoga"),
    # the usual backend, which has no TLS at all, sends the same in the clear
    Corner(RULE, PLAIN_MEMCACHED, "keep that network to Nova's own nodes", "train"),
    Corner(RULE, PLAIN_MEMCACHED, f"{OTHER} and `tls_enabled` to true if others"),
    # oslo.cache refuses it since 2024.1
    Corner(RULE, TLS.replace("oslo_cache.memcache_pool", "dogpile.cache.memcached")),
    *(
        Corner(RULE, f"{POOL}{name}\n")
        for name in ("::1", "[::1]", "[::1]:11211", "inet6:[::1]:11211", "unix:/run/m", "inet:::1")
    ),
    # a backend that is switched on must take what is set beside it
    *(
        Corner(
            IDLE,
            TLS.replace("enabled = true\nb", "b").replace("oslo_cache.memcache_pool", backend),
            way,
            release,
        )
        for backend, release, way in (
            ("dogpile.cache.memcached", "2026.2", "true and `backend` to oslo_cache.memcache_pool"),
            ("dogpile.cache.memcached", "yoga", "true and `backend` to dogpile.cache.pymemcache"),
            ("oslo_cache.memcache_pool", "2026.2", "set `enabled` to true"),
        )
    ),
    # nova-compute asks no cache, unless for the zones that `cross_az_attach` keeps apart
    Corner(IDLE, OFF, facts={"role": "compute"}),
    Corner(
        IDLE,
        OFF.replace("oslo_cache.memcache_pool", "dogpile.cache.redis"),
        "remove it, or set `backend`",
    ),
    Corner(IDLE, OFF, facts={"role": "scheduler"}),
    Corner(IDLE, OFF, "has no effect", facts={"role": "api"}),
    Corner(IDLE, OFF, "has no effect", "ocata", facts={"role": "compute"}),
    Corner(IDLE, f"{OFF}[cinder]\ncross_az_attach = false\n", "has", facts={"role": "compute"}),
    Corner(RULE, f"{POOL}[2001:db8::1]:11211\n", "receives guest metadata without TLS"),
    *(
        Corner(
            HEARTBEATS,
            f"{POOL}{name}\n[DEFAULT]\nservicegroup_driver = mc\n",
            f"names only `{name}`",
            facts=MEMCACHED_ONLY,
        )
        for name in ("::1", "inet6:[::1]:11211", "unix:/run/memcached.sock")
    ),
    # `url:` in backend_argument stands over the options for servers
    Corner(RULE, f"{POOL}db:11211\nbackend_argument = url:localhost:11211\n"),
    Corner(
        RULE, f"{NAMED}url:db:11211\n", "`[cache] backend_argument` names another machine, which"
    ),
    Corner(RULE, f"{POOL}db:11211\n".replace("oslo_cache.memcache_pool", "dogpile.cache.redis")),
    *(
        Corner(HEARTBEATS, f"{start}{argument}\n{BY_CACHE}", part, release, facts=MEMCACHED_ONLY)
        for start, argument, part, release in (
            (NAMED, "url:mc1:11211,mc2:11211", "", "2026.2"),
            (NAMED, "url:mc1:11211,mc2:11211", "", "ocata"),
            (NAMED, "url:localhost:11211\nbackend_argument = url:mc1:11211", "", "2026.2"),
            (
                NAMED,
                "url:localhost:11211",
                "backend_argument` names only the machine itself",
                "2026.2",
            ),
            (NAMED, "dead_retry:5", "memcache_servers` names only `localhost:11211`", "2026.2"),
            (BY_REDIS, "url:redis://:swordfish@mc1:6379/0", "", "2026.2"),
            (BY_REDIS, "url:redis://mc1:6379/0", "", "ocata"),
            (
                BY_REDIS,
                "url:redis://:swordfish@[::1]:6379/0",
                "names only the machine itself",
                "2026.2",
            ),
            (BY_REDIS, "host:mc1", "redis_server` names only `localhost:6379`", "2026.2"),
        )
    ),
]


@pytest.mark.parametrize("corner", CORNERS)
def test_a_rule_claims_what_is_so(corner: Corner) -> None:
    confirm(corner)


@pytest.mark.parametrize(
    ("role", "release", "more", "found"),
    [
        ("api", "2026.2", "", True),
        ("conductor", "2026.2", "", True),
        ("compute", "2026.2", "", False),
        ("compute", "2026.2", "[cinder]\ncross_az_attach = false\n", True),
        ("scheduler", "2026.2", "", False),
        ("scheduler", "2026.2", BY_CACHE, True),
        ("novncproxy", "rocky", "", False),
        ("novncproxy", "queens", "", False),
    ],
)
def test_who_asks_the_cache(role: str, release: str, more: str, found: bool) -> None:
    text = f"[cache]\nenabled = true\nbackend = dogpile.cache.null\n{more}"
    deployment = Deployment(role=role)
    report = check(
        Document.parse(text),
        release=release,
        deployment=deployment,
        select=["cache-without-backend"],
    )
    assert bool(report.findings) is found
