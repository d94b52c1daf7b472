"""Where a fault of security ends: what is close to it and harmless, and its rarer forms."""

from __future__ import annotations

import pytest

from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.findings import Finding
from novalint.text.document import Document

RABBIT = "[DEFAULT]\ntransport_url = rabbit://nova:secret@"
CACHE = "[cache]\nenabled = true\nbackend = oslo_cache.memcache_pool\nmemcache_servers = c:11211\n"
URI = "[libvirt]\nlive_migration_uri = qemu+"
MODES = "[libvirt]\ndisk_cachemodes = "
LEVELS = "[DEFAULT]\ndefault_log_levels = "
PRIVSEP = f"{LEVELS}amqp=WARN,oslo.privsep"


def findings(rule: str, text: str, release: str = "2026.2", role: str = "") -> list[Finding]:
    document = Document.parse(text, "nova.conf")
    facts = Deployment(role=role or None)
    report = check(document, release=release, deployment=facts, select=[rule])
    assert not report.not_run
    return list(report.findings)


@pytest.mark.parametrize(
    ("rule", "text", "release"),
    [
        ("certificate-not-verified", "[vmware]\ninsecure = true\nca_file = /etc/ca\n", "2026.2"),
        (
            "certificate-not-verified",
            "[DEFAULT]\nuse_neutron = false\n[neutron]\ninsecure = true\n",
            "train",
        ),
        (
            "certificate-not-verified",
            "[key_manager]\nbackend = vault\n[barbican]\nverify_ssl = false\n",
            "2025.1",
        ),
        ("broker-tls-port-disagrees", f"{RABBIT}{{{{ hosts }}}}/?ssl=true\n", "2026.2"),
        ("broker-traffic-unencrypted", f"{RABBIT}{{{{ host }}}}:5672/\n", "2026.2"),
        ("cache-without-tls", f"{CACHE}[api]\nmetadata_cache_expiration = 0\n", "2026.2"),
        (
            "database-connection-unencrypted",
            "[database]\nconnection = mysql+pymysql://n:s@127.0.1.1/nova\n",
            "2026.2",
        ),
        ("privsep-debug-logged", f"{PRIVSEP}=DEBUG,oslo.privsep.daemon=INFO\n", "2026.2"),
        (
            "secret-reused",
            "[cache]\nmemcache_password = b9\n[keystone_authtoken]\nmemcache_password = b9\n",
            "2025.2",
        ),
        ("disk-cachemode-unsafe", "[libvirt]\ndisk_cachemodes = disk=unsafe\n", "2026.2"),
        ("disk-cachemode-unsafe", f"{MODES}file=unsafe,file=none\n", "ocata"),
        (
            "plain-http-endpoint",
            "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n"
            "[ironic]\nendpoint_override = http://i:6385\n",
            "2026.2",
        ),
        ("fixed-key-manager", "[key_manager]\nfixed_key = 00ff\n", "pike"),
        ("migration-host-unverified", f"{URI}ssh://%s/system?no_verify=0\n", "2026.2"),
        ("library-debug-logged", f"{LEVELS}oslo=DEBUG,oslo.messaging=INFO\n", "2026.2"),
        ("placeholder-secret", "[neutron]\npassword = CHANGEME\n", "2026.2"),
        ("plain-http-endpoint", "[vault]\nvault_url = http://v:8200\n", "2026.2"),
    ],
)
def test_silent(rule: str, text: str, release: str) -> None:
    assert not findings(rule, text, release)


@pytest.mark.parametrize(
    ("rule", "text", "release", "words"),
    [
        (
            "broker-tls-port-disagrees",
            f"{RABBIT}a:5671,nova:secret@b:5672/\n[oslo_messaging_rabbit]\nssl = false\n",
            "2026.2",
            "so no connection is made there",
        ),
        (
            "broker-tls-port-disagrees",
            "[DEFAULT]\ntransport_url = rabbit://nova:{{ word }}@{{ host }}:5671/?ssl=false\n",
            "2026.2",
            "names port 5671",
        ),
        (
            "broker-traffic-unencrypted",
            "[DEFAULT]\ntransport_url = rabbit://nova:<%= word %>@rabbit1:5672/\n",
            "ocata",
            "is used without TLS",
        ),
        (
            "broker-tls-version-old",
            f"{RABBIT}a:5671/?ssl=true&ssl_version=TLSv1\n",
            "2026.2",
            "`ssl_version` behind the `?` of `transport_url` allows",
        ),
        (
            "certificate-not-verified",
            "[key_manager]\napi_class = castellan.key_manager.barbican_key_manager.X\n"
            "[barbican]\nverify_ssl = false\n",
            "pike",
            "verify_ssl_path",
        ),
        (
            "database-connection-unencrypted",
            "[database]\nconnection = mysql+pymysql://n:s@db/nova?ssl_disabled=true\n",
            "2026.2",
            "without TLS",
        ),
        (
            "database-connection-unencrypted",
            "[database]\nslave_connection = mysql+pymysql://n:s@db2/nova\n",
            "ocata",
            "`[database] slave_connection` leads",
        ),
        ("disk-cachemode-unsafe", f"{MODES}file=none,file=unsafe\n", "2026.2", "`file=unsafe`"),
        (
            "plain-http-endpoint",
            "[cinder]\nendpoint_template = http://c:8776/v3/%(project_id)s\n",
            "2026.2",
            "`http://c:8776`",
        ),
        (
            "token-cache-unprotected",
            "[keystone_authtoken]\nmemcache_servers = c:11211\n",
            "2026.2",
            "`[keystone_authtoken] memcache_servers` `c:11211`",
        ),
        (
            "placeholder-secret",
            "[database]\nconnection = mysql://n:NOVA_PASS@c/d\nslave_connection = $connection\n",
            "2026.2",
            "`[database] connection`",
        ),
        (
            "guessable-secret",
            "[cache]\nredis_username = cache9\nredis_password = cache9\n",
            "2025.1",
            "`[cache] redis_password`",
        ),
        ("placeholder-secret", f"{RABBIT}c/".replace("secret", "CHANGEME"), "2026.2", "a guide"),
        ("fixed-key-manager", "[keymgr]\nfixed_key = 00ff\n", "ocata", "by default"),
        ("live-migration-unencrypted", f"{URI}TCP://%s/system\n", "2026.2", "over TCP without TLS"),
        ("library-debug-logged", f"{LEVELS}oslo=DEBUG\n", "2026.2", "sets `oslo` to DEBUG"),
        (
            "live-migration-unencrypted",
            "[libvirt]\nlive_migration_scheme =\nlive_migration_with_native_tls = true\n",
            "2026.2",
            "`[libvirt] live_migration_scheme` is empty, which commands",
        ),
        ("migration-host-unverified", f"{URI}ssh://%s/system?no_verify=2\n", "ocata", "any host"),
        (
            "migration-host-unverified",
            f"{URI}libssh://%s/system?mode=auto;known_hosts_verify=Ignore\n",
            "2026.2",
            "any host",
        ),
        (
            "secret-reused",
            "[neutron]\npassword = b9\nmetadata_proxy_shared_secret = b9\n"
            "[database]\nconnection = mysql://n:b9@c/d\n",
            "2026.2",
            "as `[neutron] password` and `[neutron] metadata_proxy_shared_secret`, so",
        ),
        ("privsep-debug-logged", f"{PRIVSEP}.daemon=DEBUG\n", "2026.2", "daemon` to DEBUG, so"),
        (
            "privsep-debug-logged",
            f"{PRIVSEP}.daemon=NOTSET\ndebug = true\n",
            "2026.2",
            "has no level for `oslo.privsep.daemon`, so that with `debug` true",
        ),
    ],
)
def test_told(rule: str, text: str, release: str, words: str) -> None:
    assert [words in finding.message for finding in findings(rule, text, release)] == [True]


@pytest.mark.parametrize(
    ("release", "inspection", "severity"),
    [
        ("zed", "false", "error"),
        ("27.3.0", "false", "error"),
        ("28.1.0", "false", "error"),
        ("28.2.0", "false", "info"),
        ("2023.1", "false", "info"),
        ("2026.2", "false", "info"),
        ("2026.2", "true", "error"),
    ],
)
def test_images_that_are_looked_into_are_safe(release: str, inspection: str, severity: str) -> None:
    text = (
        "[compute]\nvmdk_allowed_types = monolithicFlat\n"
        f"[workarounds]\ndisable_deep_image_inspection = {inspection}\n"
    )
    severities = [str(one.severity) for one in findings("vmdk-types-unsafe", text, release)]
    assert severities == [severity]


@pytest.mark.parametrize(
    ("role", "count"),
    [("metadata", 1), ("api", 1), ("compute", 0), ("conductor", 0)],
)
def test_only_what_serves_metadata_caches_it(role: str, count: int) -> None:
    assert len(findings("cache-without-tls", CACHE, role=role)) == count


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("slave_connection = mysql+pymysql://nova:secret@db/nova", 1),
        ("connection = mysql+pymysql://nova:{{ word }}@db/nova", 1),
        ("connection = mysql+pymysql://{{ login }}@db/nova", 1),
        ("connection = mysql+pymysql://nova@db/nova", 0),
        ("connection = sqlite:////var/lib/nova/nova@home", 0),
    ],
)
def test_a_log_in_with_a_password_is_one(line: str, count: int) -> None:
    rule = "database-credentials-on-compute"
    assert len(findings(rule, f"[database]\n{line}\n", role="compute")) == count
