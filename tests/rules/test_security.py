"""What rules about security keep silent on, and what they say where one file is not enough."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.findings import Finding
from novalint.hosts.reading import documents_in
from novalint.rules.common.log_levels import named_level
from novalint.text.document import Document
from novalint.text.source import Source

NAMES = ("CRITICAL", "FATAL", "ERROR", "WARN", "WARNING", "INFO", "DEBUG", "NOTSET")

LEVELS, OWN_FILE = "[DEFAULT]\ndefault_log_levels = ", "log_config_append = /etc/nova/log.conf\n"
LIBVIRT, VMWARE = "libvirt.LibvirtDriver", "vmwareapi.VMwareVCDriver"
BROKER = "[DEFAULT]\ntransport_url = rabbit://nova:secret@mq1.example.org:5671/"
NOTIFIED = f"[oslo_messaging_notifications]\n{BROKER.partition(chr(10))[2]}"


def findings(rule: str, text: str, release: str) -> tuple[Finding, ...]:
    document = Document.parse(text, "nova.conf")
    return check(document, release=release, select=[rule]).findings


@pytest.mark.parametrize(
    ("rule", "text", "release"),
    [
        ("flat-disks-unpatched", "[libvirt]\nimages_type = raw\n", "31.3.1"),
        ("flat-disks-unpatched", "[libvirt]\nimages_type = raw\n", "33.0.0"),
        ("forwarded-headers-trusted", "[wsgi]\nsecure_proxy_ssl_header = X\n", "yoga"),
        (
            "service-token-roles-optional",
            "[keystone_authtoken]\nservice_token_roles_required = false\n",
            "stein",
        ),
        (
            "service-token-roles-optional",
            "[api]\nauth_strategy = noauth2\n[keystone_authtoken]\nservice_type = compute\n"
            "service_token_roles_required = false\n",
            "2025.1",
        ),
        ("live-migration-unencrypted", "[libvirt]\nvirt_type = kvm\n", "2026.2"),
        (
            "broker-guest-user",
            "[oslo_messaging_notifications]\ntransport_url = kafka://guest:guest@k1:9092/\n",
            "2025.1",
        ),
        ("debug-logging", f"[DEFAULT]\ndebug = true\n{OWN_FILE}", "2026.2"),
        ("privsep-debug-logged", f"{LEVELS}amqp=WARN\ndebug = true\n{OWN_FILE}", "2026.2"),
        ("library-debug-logged", f"{LEVELS}amqp=DEBUG\n{OWN_FILE}", "ocata"),
        ("log-level-unknown", f"{LEVELS}amqp=LOUD\n{OWN_FILE}", "ocata"),
        ("log-level-unknown", "[DEFAULT]\ndefault_log_levels = a.b=30,c=NOTSET\n", "ocata"),
        ("library-debug-logged", "[DEFAULT]\ndefault_log_levels = amqp=NOTSET\n", "2025.1"),
        # nova-compute does not start without a driver
        ("vmdk-images-unpatched", "[DEFAULT]\ncompute_driver =\n", "24.1.1"),
        # oslo.db sets the level of this one itself
        ("library-debug-logged", f"{LEVELS}sqlalchemy.engine=DEBUG\n", "2025.1"),
        # the driver of ocata does not look behind the `?`
        ("broker-certificate-unchecked", f"{BROKER}?rabbit_use_ssl=1\n", "ocata"),
        ("broker-certificate-unchecked", f"{NOTIFIED}?rabbit_use_ssl=1\n", "ocata"),
        ("broker-certificate-unchecked", f"{NOTIFIED}?ssl=1&ssl_ca_file=/etc/ca.pem\n", "pike"),
        ("placeholder-secret", "[neutron]\npassword = {{ neutron_password }}\n", "2025.1"),
    ],
)
def test_silent(rule: str, text: str, release: str) -> None:
    assert findings(rule, text, release) == ()


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("deep-image-inspection-off", "[workarounds]\ndisable_deep_image_inspection = true\n"),
        ("vmdk-types-unsafe", "[compute]\nvmdk_allowed_types = monolithicFlat\n"),
        ("disk-cachemode-unsafe", "[libvirt]\ndisk_cachemodes = file=unsafe\n"),
        ("rbd-user-is-admin", "[libvirt]\nrbd_user = admin\n"),
        ("guest-disk-injection", "[libvirt]\ninject_partition = -1\n"),
        ("migration-host-unverified", "[libvirt]\nlive_migration_uri = a://%s/?no_verify=1\n"),
        ("host-serial-shown-to-guests", "[libvirt]\nsysinfo_serial = hardware\n"),
        ("certificate-not-verified", "[ironic]\ninsecure = true\n"),
    ],
)
def test_options_of_one_driver_mean_nothing_to_another(rule: str, lines: str) -> None:
    own = "ironic.IronicDriver" if rule == "certificate-not-verified" else LIBVIRT
    for driver, loud in ((own, 1), (VMWARE, 0)):
        text = f"[DEFAULT]\ncompute_driver = {driver}\n{lines}"
        assert len(findings(rule, text, "2025.1")) == loud


def test_access_rules_count_only_with_a_service_type() -> None:
    rule, told = "service-token-roles-optional", Deployment(release="2025.1", role="api")
    lines = "[keystone_authtoken]\nauth_url = https://identity.example.org\n"
    false = "service_token_roles_required = false\n"
    for text, severities in (
        (lines, []),
        (f"{lines}{false}", ["info"]),
        (f"{lines}service_type = compute\n", ["info"]),
        (f"{lines}service_type = compute\n{false}", ["warning"]),
    ):
        report = check(Document.parse(text, "nova.conf"), deployment=told, select=[rule])
        assert [str(one.severity) for one in report.findings] == severities


def test_the_full_version_counts_whatever_way_it_was_told() -> None:
    document = Document.parse("[libvirt]\nimages_type = raw\n", "nova.conf")
    for release, severities in (("31.2.0", ["warning"]), ("31.3.0", []), ("2025.1", [])):
        report = check(load(document, release=release), select=["flat-disks-unpatched"])
        assert [str(one.severity) for one in report.findings] == severities


@pytest.mark.parametrize(
    ("text", "loud"),
    [
        ("[vnc]\nnovncproxy_port = 6080\n", True),
        ("[vnc]\nenabled = false\nnovncproxy_port = 6080\n", False),
        ("[vnc]\nenabled = true\nnovncproxy_port = 6080\n", True),
        ("[vnc]\nenabled = false\n[spice]\nhtml5proxy_port = 6082\n", True),
        ("[DEFAULT]\nweb = /usr/share/novnc\n[vnc]\nenabled = false\n", True),
    ],
)
def test_a_console_that_is_turned_off_shows_no_proxy(text: str, loud: bool) -> None:
    assert bool(findings("console-redirect-unpatched", text, "22.2.0")) is loud


def test_a_password_is_deleted_wherever_it_stands() -> None:
    first = Document.parse("[database]\nconnection = mysql://nova:one@db/nova\n", "a.conf")
    second = Document.parse(
        "[database]\nconnection =\n  mysql://nova:two@db/nova\nmax_pool_size = 1\n", "b.conf"
    )
    config = load(first, second, release="2025.1")
    told = Deployment(role="compute")
    report = check(config, deployment=told, select=["database-credentials-on-compute"])
    edits = report.findings[0].fixes[0].patch
    assert [edits.apply(one.text, one.path) for one in (first, second)] == [
        "[database]\n",
        "[database]\nmax_pool_size = 1\n",
    ]


def test_a_password_stays_where_another_service_may_read_the_file() -> None:
    text = "[conductor]\nworkers = 4\n[database]\nconnection = mysql://nova:one@db/nova\n"
    told = Deployment(role="compute", release="2025.1")
    document = Document.parse(text, "nova.conf")
    (only,) = check(document, deployment=told, select=["database-credentials-on-compute"]).findings
    assert only.fixes == ()
    assert "unless nova-conductor reads this file too, as `[conductor] workers`" in only.message


def test_file_of_sqlite_on_a_compute_node_has_no_password() -> None:
    """Debian's package of nova-compute comes with these lines."""
    text = "[database]\nconnection = sqlite:////var/lib/nova/nova.sqlite\n"
    document = Document.parse(text, "nova.conf")
    told = Deployment(role="compute")
    report = check(document, deployment=told, select=["database-credentials-on-compute"])
    assert report.findings == ()


def test_a_password_that_a_later_file_hides_is_on_the_host_all_the_same() -> None:
    first = Document.parse("[database]\nconnection = mysql://nova:word@db/nova\n", "a.conf")
    later = Document.parse("[database]\nconnection = sqlite:////var/lib/nova.sqlite\n", "b.conf")
    told = Deployment(role="compute")
    config = load(first, later, release="2025.1")
    report = check(config, deployment=told, select=["database-credentials-on-compute"])
    assert [str(found.location).split(":")[0] for found in report.findings] == ["a.conf"]


@pytest.mark.parametrize("release", ["ocata", "train", "2026.2"])
def test_one_database_is_looked_at_without_the_other(release: str) -> None:
    document = Document.parse("[api_database]\nconnection = mysql://nova:word@db/nova_api\n", "a")
    told = Deployment(role="compute", release=release)
    report = check(document, deployment=told, select=["database-credentials-on-compute"])
    assert len(report.findings) == 1


def test_one_line_is_one_place_under_two_names() -> None:
    text = "[keystone_authtoken]\nauth_uri = http://a:5000\nauth_url = http://a:5000\n"
    (only,) = findings("plain-http-endpoint", text, "yoga")
    places = [only.location, *(note.location for note in only.related)]
    assert [place.start.line for place in places] == [2, 3]


HEADERS = (
    "\n[oslo_middleware]\nenable_proxy_headers_parsing = true\n[wsgi]\n"
    "secure_proxy_ssl_header = HTTP_X_FORWARDED_PROTO\n"
)


@pytest.mark.parametrize(
    ("lines", "facts", "release", "count"),
    [
        ("enabled_ssl_apis = osapi_compute,metadata", {}, "yoga", 2),
        ("enabled_ssl_apis = osapi_compute", {"role": "api", "wsgi": False}, "ocata", 2),
        ("enabled_ssl_apis = osapi_compute", {"role": "api", "wsgi": True}, "yoga", 0),
        ("enabled_ssl_apis = osapi_compute", {"role": "metadata"}, "2025.1", 0),
        ("enabled_ssl_apis = metadata", {}, "2025.1", 0),
        ("enabled_ssl_apis = metadata", {"role": "api"}, "2025.1", 0),
        ("enabled_ssl_apis = metadata\nenabled_apis = osapi_compute", {"role": "api"}, "zed", 0),
        ("enabled_ssl_apis = metadata\nenabled_apis = metadata", {"role": "api"}, "zed", 1),
        ("enabled_ssl_apis = metadata", {"role": "metadata"}, "zed", 1),
        ("enabled_ssl_apis = metadata", {"role": "metadata"}, "yoga", 0),
    ],
)
def test_headers_matter_to_an_api_that_ends_tls_itself(
    lines: str, facts: dict[str, Any], release: str, count: int
) -> None:
    document = Document.parse(f"[DEFAULT]\n{lines}{HEADERS}", "nova.conf")
    told = Deployment(**facts)
    report = check(document, deployment=told, release=release, select=["forwarded-headers-trusted"])
    assert len(report.findings) == count


@given(st.one_of(st.text(max_size=8), st.sampled_from([*NAMES, "warn", "10"])))
def test_levels_are_those_that_logging_takes(word: str) -> None:
    """oslo_log/log.py: a whole number as such, anything else as the name of a level."""
    try:
        level: int | str = int(word)
    except ValueError:
        level = word
    logger = logging.Logger("any")
    try:
        logger.setLevel(level)
    except ValueError:
        assert named_level(word) is None
    else:
        assert named_level(word) == logger.level


@pytest.mark.parametrize(
    ("line", "release", "found"),
    [("true", "ocata", 1), ("true", "queens", 1), ("true", "rocky", 0), ("false", "ocata", 0)],
)
def test_a_broker_in_memory_reaches_nobody(line: str, release: str, found: int) -> None:
    text = f"[oslo_messaging_rabbit]\nfake_rabbit = {line}\n"
    told = findings("test-switch-left-on", text, release)
    assert [str(finding.severity) for finding in told] == ["error"] * found


def test_a_key_store_that_is_not_known_hides_no_other_session() -> None:
    store = "[key_manager]\nbackend = {{ store }}\n[barbican]\nverify_ssl = false\n"
    text = f"{store}[cinder]\ninsecure = true\n"
    (finding,) = findings("certificate-not-verified", text, "2026.2")
    assert finding.location.start.line == 6


@pytest.mark.parametrize(
    ("role", "count"), [(None, 1), ("api", 1), ("compute", 0), ("metadata", 0), ("conductor", 0)]
)
def test_keys_of_the_profiler_are_compared_by_nova_api_alone(role: str | None, count: int) -> None:
    document = Document.parse("[profiler]\nenabled = true\nhmac_keys = SECRET_KEY\n")
    report = check(document, deployment=Deployment(role=role), select=["profiler-key-known"])
    assert len(report.findings) == count


HOST = "rabbit://nova:{{ pw }}@rmq1:5671"
SERVER = "mysql+pymysql://nova:{{ pw }}@db"


@pytest.mark.parametrize(
    ("name", "url", "count"),
    [
        ("transport_url", HOST + "/nova", 1),
        ("transport_url", HOST + "/{{ vhost }}", 1),
        ("transport_url", HOST + "/nova?heartbeat=1", 1),
        ("transport_url", HOST + "/nova{{ query }}", 0),
        ("transport_url", HOST + "//?{{ query }}", 0),
        ("transport_url", HOST + "/nova?heartbeat=1{{ more }}", 0),
        ("transport_url", HOST + "/{% if tls %}?ssl=1{% endif %}", 0),
        (
            "transport_url",
            HOST + "/{{ v }}{% if tls %}?ssl=1{% else %}?ssl=0{% endif %}",
            0,
        ),
        ("connection", SERVER + "/nova?charset={{ charset }}", 1),
        ("connection", SERVER + "/{{ name }}", 1),
        ("connection", SERVER + "/nova?charset=utf8{{ tls }}", 0),
        ("connection", SERVER + "/nova{% if tls %}?ssl_ca=/a{% endif %}", 0),
        ("connection", SERVER + "/{% if tls %}nova?ssl_ca=/a{% endif %}", 0),
    ],
)
def test_what_a_template_may_write_behind_a_url_is_not_missed(
    name: str, url: str, count: int
) -> None:
    group = {"transport_url": "DEFAULT", "connection": "database"}[name]
    source = Source.decode(f"[{group}]\n{name} = {url}\n".encode(), "nova.conf.j2")
    rules = ["broker-tls-port-disagrees", "database-connection-unencrypted"]
    report = check(*documents_in(source), release="2025.1", select=rules)
    assert len(report.findings) == count
