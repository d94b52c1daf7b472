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
        (
            "broker-tls-off-by-omission",
            f"{RABBIT}r1:5672/\n[oslo_messaging_rabbit]\nssl_ca_file = /ca\n"
            "[oslo_messaging_notifications]\ndriver = messagingv2\n"
            "transport_url = rabbit://nova:secret@r2:5671/?ssl=true\n",
            "2026.2",
        ),
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
        # levels that no service starts with are another rule's
        *(
            (rule, f"[DEFAULT]\ndefault_log_levels = {items}\ndebug = true\n", "2026.2")
            for rule, items in (
                ("privsep-debug-logged", "oslo.privsep.daemon=info"),
                ("privsep-debug-logged", "oslo.privsep.daemon = INFO"),
                ("privsep-debug-logged", "oslo=warn"),
                ("privsep-debug-logged", "root=warn"),
                ("debug-logging", "root=warn"),
                ("library-debug-logged", "oslo=DEBUG,oslo.messaging=info"),
            )
        ),
        ("migration-host-unverified", f"{URI}ssh://%s/system?no_verify=0\n", "2026.2"),
        # what the transport does not heed, or has nothing to check with
        *(
            ("migration-host-unverified", f"{URI}{transport}://%s/system?{parameter}\n", "2026.2")
            for transport, parameter in (
                ("ssh", "known_hosts_verify=ignore"),
                ("tls", "known_hosts_verify=ignore"),
                ("libssh", "no_verify=1"),
                ("libssh2", "no_verify=1"),
                ("tcp", "no_verify=1"),
                ("ext", "no_verify=1"),
            )
        ),
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
            "`ssl_version` of `transport_url` allows",
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
            "`[database] slave_connection` connects",
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
        ("library-debug-logged", f"{LEVELS}oslo=DEBUG\n", "2026.2", "lets `oslo` log every step"),
        (
            "live-migration-unencrypted",
            "[libvirt]\nlive_migration_scheme =\nlive_migration_with_native_tls = true\n",
            "2026.2",
            "`[libvirt] live_migration_scheme` is empty, so libvirt on other hosts is controlled",
        ),
        ("migration-host-unverified", f"{URI}ssh://%s/system?no_verify=2\n", "ocata", "any host"),
        ("migration-host-unverified", f"{URI}TLS://%s/?no_verify=1\n", "ocata", "of certificates"),
        (
            "migration-host-unverified",
            "[libvirt]\nlive_migration_uri = qemu://%s/system?no_verify=1\n",
            "2026.2",
            "off the check of certificates; remove that parameter once every host knows their CA",
        ),
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
            "has no level for `oslo.privsep.daemon`, so with `debug` true",
        ),
        (
            "privsep-debug-logged",
            f"{PRIVSEP}.helper=info\ndebug = true\n",
            "2026.2",
            "has no level for `oslo.privsep.daemon`, so with `debug` true",
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
        ("28.2.0", "false", "warning"),
        ("2023.1", "false", "warning"),
        ("2024.1", "false", "warning"),
        ("2024.1", "true", "error"),
        ("2024.2", "false", "info"),
        ("2026.2", "false", "info"),
        ("2026.2", "true", "error"),
    ],
)
def test_images_that_are_looked_into_are_safer(
    release: str, inspection: str, severity: str
) -> None:
    text = (
        "[compute]\nvmdk_allowed_types = monolithicFlat\n"
        f"[workarounds]\ndisable_deep_image_inspection = {inspection}\n"
    )
    severities = [str(one.severity) for one in findings("vmdk-types-unsafe", text, release)]
    assert severities == [severity]


@pytest.mark.parametrize(
    ("role", "count"),
    [("metadata", 1), ("api", 0), ("compute", 0), ("conductor", 0)],
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


NOTIFYING = "[oslo_messaging_notifications]\ndriver = messagingv2\ntransport_url = rabbit://n:s@"
OLD = "[oslo_messaging_rabbit]\nrabbit_host = r1\n"
ESSEX = "nova.openstack.common.rpc.impl_kombu"


@pytest.mark.parametrize(
    ("text", "release", "line", "words"),
    [
        (f"{RABBIT}r1:5671/?ssl=0\n[oslo_messaging_rabbit]\nssl = true\n", "2026.2", 2, "its `?`"),
        (f"{RABBIT}r1:5672/\n{NOTIFYING}t1:5671/\n", "2026.2", 5, "write `?ssl=true` after it"),
        (f"{RABBIT}r1:5671/?rabbit_use_ssl=1\n", "ocata", 2, "set `rabbit_use_ssl` to true"),
        (f"{RABBIT}r1:5672/\n{NOTIFYING}t1:5671/\n", "ocata", 5, "set `rabbit_use_ssl` to true"),
        (f"{OLD}rabbit_port = 5671\n", "rocky", 3, "rabbit_port` names port 5671"),
        ("[DEFAULT]\nrabbit_hosts = a:5671,b:5671\n", "ocata", 2, "`rabbit_hosts` names"),
    ],
)
def test_a_port_is_named_by_other_options_too(
    text: str, release: str, line: int, words: str
) -> None:
    (finding,) = findings("broker-tls-port-disagrees", text, release)
    assert finding.location.start.line == line
    assert words in finding.message


@pytest.mark.parametrize(
    ("text", "release", "lines"),
    [
        (f"{RABBIT}r1:5672/\n{NOTIFYING}t1/\n", "2026.2", [2, 5]),
        (f"{RABBIT}r1:5672/\n{NOTIFYING}r1/other\n", "2026.2", [2]),
        (f"{RABBIT}r1:5672/\n{NOTIFYING}t1/\n".replace("messagingv2", "noop"), "2026.2", [2]),
        (OLD, "rocky", [2]),
        (OLD, "stein", []),
        (f"{OLD}rabbit_port =\n", "rocky", []),
        (OLD.replace("r1", "localhost"), "rocky", []),
        (OLD.replace("r1", "::1"), "rocky", []),
        (OLD.replace("r1", "$my_ip"), "rocky", []),
        (f"{OLD}[DEFAULT]\nrpc_backend = zmq\n", "ocata", []),
        (f"{OLD}[DEFAULT]\nrpc_backend = {ESSEX}\n", "ocata", [2]),
        (f"{OLD}[DEFAULT]\nrpc_backend = {ESSEX}\n", "pike", []),
        (f"{OLD}[DEFAULT]\ntransport_url = rabbit+tls://\n", "ocata", [2]),
        (f"{OLD}{RABBIT}r2:5671/?ssl=true\n", "rocky", []),
        (f"{RABBIT}$my_ip:5672/\n", "2026.2", []),
    ],
)
def test_every_broker_can_be_reached_in_clear(text: str, release: str, lines: list[int]) -> None:
    told = findings("broker-traffic-unencrypted", text, release)
    assert [finding.location.start.line for finding in told] == lines


DATABASE = "[database]\nconnection = mysql+pymysql://"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("nova:{{ password }}@db/nova", 1),
        ("{{ user }}:{{ password }}@db:3306/{{ name }}", 1),
        ("nova:***@db/nova?charset=utf8", 1),
        ("nova:{{ password }}@db/nova?ssl_ca={{ ca }}", 0),
        ("nova:{{ password }}@localhost/nova", 0),
        ("nova:{{ password }}@db/nova\nconnection_parameters = ssl_ca=/etc/ca", 0),
        ("nova:secret@{{ host }}/nova", None),
        ("nova:secret@$my_ip/nova", None),
        ("nova:secret@db:{{ port }}/nova", None),
        ("nova:secret@db/nova{{ parameters }}", None),
        ("nova:secret@db/{{ name }}{{ parameters }}", None),
        ("nova:secret@db/nova?{{ parameters }}", None),
    ],
)
def test_a_database_is_judged_without_its_password(url: str, found: int | None) -> None:
    document = Document.parse(f"{DATABASE}{url}\n", "nova.conf")
    report = check(document, release="2026.2", select=["database-connection-unencrypted"])
    assert (None if report.not_run else len(report.findings)) == found


@pytest.mark.parametrize(
    "kind", ["monolithicflat", "VMFS", "streamoptimized", "", "foo", "'monolithicFlat'", '"vmfs"']
)
def test_what_is_no_kind_of_vmdk_allows_nothing(kind: str) -> None:
    text = f"[compute]\nvmdk_allowed_types = streamOptimized,{kind}\n"
    assert findings("vmdk-types-unsafe", text, "2023.1") == []
    assert findings("vmdk-types-unsafe", text, "xena") == []


def test_what_has_no_url_hides_no_plain_one() -> None:
    text = "[vmware]\nca_file = {{ ca }}\n[neutron]\nendpoint_override = http://n:9696\n"
    (finding,) = findings("plain-http-endpoint", text)
    assert finding.location.start.line == 4


@pytest.mark.parametrize(("end", "found"), [("?no_verify=1#x", 1), ("#?no_verify=1", 0)])
def test_parameters_of_a_uri_end_where_its_fragment_starts(end: str, found: int) -> None:
    assert len(findings("migration-host-unverified", f"{URI}ssh://%s/system{end}\n")) == found


@pytest.mark.parametrize(
    ("apis", "release", "role", "found"),
    [
        ("osapi_compute", "2025.1", "api", 0),
        ("osapi_compute,metadata", "2025.1", "api", 1),
        ("osapi_compute,metadata", "2026.2", "api", 0),
        ("osapi_compute", "2026.2", "metadata", 1),
        ("osapi_compute", "2026.2", "", 1),
    ],
)
def test_only_who_serves_metadata_keeps_it(apis: str, release: str, role: str, found: int) -> None:
    text = f"{CACHE}[DEFAULT]\nenabled_apis = {apis}\n"
    assert len(findings("cache-without-tls", text, release, role)) == found


def test_the_url_stands_over_the_group() -> None:
    group = "[oslo_messaging_rabbit]\nssl = true\nssl_ca_file = /etc/ca\n"
    (finding,) = findings("broker-tls-off-by-omission", f"{RABBIT}r1:5672/?ssl=0\n{group}")
    assert finding.message.startswith("`ssl` of `transport_url` is false")
    assert finding.location.start.line == 2


WHOLE = "[DEFAULT]\ntransport_url = rabbit://a/\n[api]\nauth_strategy = keystone\n"


@pytest.mark.parametrize(
    ("group", "switch"),
    [
        ("oslo_limit", "[quota]\ndriver = nova.quota.UnifiedLimitsDriver\n"),
        ("vendordata_dynamic_auth", "[api]\nvendordata_providers = StaticJSON,DynamicJSON\n"),
    ],
)
def test_a_group_by_which_no_session_is_made_endangers_nobody(group: str, switch: str) -> None:
    rule, text = "certificate-not-verified", f"[{group}]\ninsecure = true\n"
    (found,) = findings(rule, f"{WHOLE}{switch}{text}")
    assert str(found.severity) == "error"
    assert findings(rule, f"{WHOLE}{text}") == []
    (found,) = findings(rule, text)
    assert str(found.severity) == "info"


def test_an_authority_that_is_named_is_not_to_be_set() -> None:
    text = "[cinder]\ninsecure = true\ncafile = /etc/ssl/site.pem\n"
    (found,) = findings("certificate-not-verified", text)
    assert found.message.endswith("; remove it, as `cafile` names the CA")


def test_vault_goes_by_its_own_option() -> None:
    text = "[key_manager]\nbackend = vault\n[vault]\ninsecure = true\n"
    facts = Deployment(role="compute")
    report = check(
        Document.parse(text),
        release="2023.1",
        deployment=facts,
        select=["certificate-not-verified"],
    )
    assert not report.findings


@pytest.mark.parametrize(("release", "count"), [("victoria", 0), ("wallaby", 1)])
def test_older_schedulers_do_not_ask_neutron(release: str, count: int) -> None:
    document, facts = Document.parse("[neutron]\ninsecure = true\n"), Deployment(role="scheduler")
    report = check(document, release=release, deployment=facts, select=["certificate-not-verified"])
    assert len(report.findings) == count
