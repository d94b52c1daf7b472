"""Names that nobody reads: what is lost, what was meant, and where lines never go."""

from __future__ import annotations

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.findings import Finding
from novalint.text.document import Document

RULES = ["unknown-group", "unknown-option", "misplaced-option", "dashed-option"]


def run(text: str, release: str = "2026.2") -> Report:
    return check(Document.parse(text, "nova.conf"), release=release, select=RULES)


def only(text: str, release: str = "2026.2") -> Finding:
    (found,) = run(text, release).findings
    return found


def mended(text: str, release: str = "2026.2") -> str:
    return run(text, release).fix(unsafe=True).apply(text)


@pytest.mark.parametrize(
    ("group", "name", "release"),
    [
        ("glance", "endpoint_template", "2026.2"),
        ("cinder", "api_servers", "2026.2"),
        ("barbican", "catalog_info", "2026.2"),
        ("neutron", "auth_version", "2026.2"),
        ("libvirt", "vif_driver", "queens"),
        ("neutron", "auth_strategy", "queens"),
        ("neutron", "admin_username", "queens"),
        ("neutron", "admin_password", "queens"),
        ("compute", "rbd_user", "2025.1"),
        ("vnc", "vnc_keymap", "2025.1"),
    ],
)
def test_no_line_moves_to_another_service(group: str, name: str, release: str) -> None:
    text = f"[{group}]\n{name} = value\n"
    assert mended(text, release) in (text, text.replace(f"\n{name} ", f"\n#{name} "))
    assert len(run(text, release).findings) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[neutron]\nos_region_name = a\n", "[neutron]\nregion_name = a\n"),
        ("[neutron]\nnum_retries = 3\n", "[neutron]\nhttp_retries = 3\n"),
        ("[cache]\nmemcached_servers = a:11211\n", "[cache]\nmemcache_servers = a:11211\n"),
        ("[cinder]\nregion_name = a\n", "[cinder]\nos_region_name = a\n"),
        ("[barbican]\nregion_name = a\n", "[barbican]\nbarbican_region_name = a\n"),
        ("[barbican]\ninterface = public\n", "[barbican]\nbarbican_endpoint_type = public\n"),
        ("[neutron]\ninterface = internal\n", "[neutron]\nvalid_interfaces = internal\n"),
        ("[DEFAULT]\nvirt_type = qemu\n", "[DEFAULT]\n\n[libvirt]\nvirt_type = qemu\n"),
        ("[libvirt]\nmy_ip = 192.0.2.1\n", "[libvirt]\n\n[DEFAULT]\nmy_ip = 192.0.2.1\n"),
        ("[DEFAULT]\nconductor workers = 9\n", "[DEFAULT]\n\n[conductor]\nworkers = 9\n"),
        ("[DEFAULT]\nvnc_server_listen = a\n", "[DEFAULT]\n\n[vnc]\nserver_listen = a\n"),
        ("[DEFAULT]\nlibvirt_type = qemu\n", "[DEFAULT]\n\n[libvirt]\nvirt_type = qemu\n"),
        ("[pci]\npassthrough_whitelist = {}\n", "[pci]\npassthrough_whitelist = {}\n"),
    ],
)
def test_a_line_goes_where_it_was_meant_to_be(before: str, after: str) -> None:
    assert mended(before) == after


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        # a broker, a database or a log-in that nothing else names
        ("[DEFAULT]\nrabbit_host = a\n", "error"),
        ("[oslo_messaging_rabbit]\nrabbit_password = a\n", "error"),
        ("[DEFAULT]\nsql_connection = mysql://a/b\n", "error"),
        ("[neutron]\nadmin_username = neutron\n", "error"),
        ("[neutron]\npasword = neutron\n", "error"),
        ("[DEFAULT]\ntransport-url = rabbit://a/\n", "error"),
        ("[cinder]\nauth_type = password\nauth-url = https://a/\n", "error"),
        ("[placement]\nauth_section = cinder\n[cinder]\nauth-url = https://a/\n", "error"),
        ("[DEFAULT]\ncompute_driver = ironic.IronicDriver\n[ironic]\nauth-url = a\n", "error"),
        ("[DEFAULT]\ncompute_driver = libvirt.Driver\n[ironic]\nauth-url = a\n", "warning"),
        # effects that are lost
        ("[DEFAULT]\nvif_plugging_timeot = 30\n", "warning"),
        ("[DEFAULT]\nvif_plugging_timeot = 300\n", "warning"),
        ("[DEFAULT]\nverbose = false\n", "warning"),
        ("[DEFAULT]\nmemcached_servers = a:11211\n", "warning"),
        ("[DEFAULT]\nno_release_ever = 1\n", "warning"),
        ("[oslo_policy]\nenforce_scope = false\n", "warning"),
        ("[DEFAULT]\nkeystone_auth_url = https://a/\n", "warning"),
        ("[cinder]\nauth-url = https://a/\n", "warning"),
        # nothing is lost
        ("[DEFAULT]\nverbose = true\n", "info"),
        ("[oslo_policy]\nenforce_scope = true\n", "info"),
        ("[DEFAULT]\nosapi_compute_workers = 8\n", "info"),
        ("[DEFAULT]\nsend_arp_for_ha = true\n", "info"),
        ("[DEFAULT]\nec2_workers = 4\n", "info"),
        ("[xenserver]\nconnection_password = x\nvhd_coalesce_max_attempts = 3\n", "info"),
        ("[privsep_entrypoint]\nhelper_command = sudo nova-rootwrap\n", "info"),
        ("[service_user]\ninterface = internal\n", "info"),
        ("[barbican]\nauth_url = https://identity.example.org:5000\n", "info"),
    ],
)
def test_how_bad_it_is_follows_from_what_is_lost(text: str, severity: str) -> None:
    assert str(only(text).severity) == severity


@pytest.mark.parametrize(
    ("lines", "severity"),
    [("", "error"), ("[DEFAULT]\ntransport_url = rabbit://nova:secret@mq/\n", "warning")],
)
def test_a_broker_that_is_not_read_up_to_rocky(lines: str, severity: str) -> None:
    text = f"{lines}[oslo_messaging_rabbit]\nrabbit-host = mq\n"
    report = check(Document.parse(text), release="pike", select=["dashed-option"])
    assert [str(finding.severity) for finding in report.findings] == [severity]


@pytest.mark.parametrize(
    ("dead", "living"),
    [
        ("[DEFAULT]\nrabbit_host = a\n", "[DEFAULT]\ntransport_url = rabbit://a/\n"),
        ("[neutron]\nadmin_username = a\n", "[neutron]\nauth_url = https://a/\n"),
        ("[neutron]\nurl = https://a/\n", "[neutron]\nendpoint_override = https://b/\n"),
        ("[DEFAULT]\nvif_pluging_timeout = 9\n", "[DEFAULT]\nvif_plugging_timeout = 30\n"),
    ],
)
def test_a_line_beside_the_option_that_counts_is_dead_text(dead: str, living: str) -> None:
    first, second = Document.parse(dead, "a.conf"), Document.parse(living, "b.conf")
    report = check(load(first, second, release="2026.2"), select=RULES)
    assert [str(one.severity) for one in report.findings] == ["info"]
    commented = dead.replace("\n", "\n#", 1)
    assert {fix.patch.apply(dead) for fix in report.findings[0].fixes} <= {commented}


@pytest.mark.parametrize(
    "text",
    [
        "[DEFAULT]\nvncserver_proxyclient_address =\n",
        "[DEFAULT]\nscheduler_default_filters = RetryFilter,ComputeFilter\n",
        "[libvirt]\nrx_queue_sise = 100\n",
        "[DEFAULT]\nlibvirt_type = %VIRT_TYPE%\n",
        "[DEFAULT]\nneutron_metadata_proxy_shared_secret = METADATA_SECRET\n",
    ],
)
def test_a_line_is_not_brought_to_life_where_its_value_would_be_refused(text: str) -> None:
    assert only(text).fixes == ()


def test_one_finding_tells_of_a_group_with_its_places() -> None:
    found = only("[xvp]\nconsole_xvp_log = a\nconsole_xvp_pid = b\n[xvp]\nconsole_xvp_conf = c\n")
    assert found.group == "xvp"
    assert [note.location.start.line for note in found.related] == [2, 3, 5]


def test_a_group_with_old_names_alone_is_known() -> None:
    found = only("[keymgr]\napi_class = a.B\n")
    assert found.message == "`[keymgr] api_class` was removed after mitaka; remove it"


def test_a_list_of_filters_that_are_gone_is_not_renamed() -> None:
    line = "scheduler_default_filters = RetryFilter,ComputeFilter\n"
    for release, fixes in (("train", 1), ("victoria", 0)):
        document = Document.parse(f"[DEFAULT]\n{line}", "nova.conf")
        report = check(document, release=release, select=["deprecated-name"])
        assert [len(one.fixes) for one in report.findings] == [fixes]


def test_an_old_name_that_says_the_same_is_a_note() -> None:
    for value, severity in (("60", "info"), ("61", "warning")):
        text = f"[consoleauth]\ntoken_ttl = 60\n[DEFAULT]\nconsole_token_ttl = {value}\n"
        document = Document.parse(text, "nova.conf")
        (found,) = check(document, release="2025.1", select=["deprecated-name"]).findings
        assert str(found.severity) == severity


@pytest.mark.parametrize("name", ["ec2_worker", "quantum_url", "conductor workers"])
def test_names_that_mean_something_are_named(name: str) -> None:
    """What could be a secret without its sign is hidden; these cannot."""
    found = only(f"[DEFAULT]\n{name} = 9\n")
    assert found.option == name
    assert f"`{name}`" in found.message


def test_what_nobody_reads_elsewhere_either_is_not_moved_there() -> None:
    facts = Deployment(role="compute", release="2025.1")
    document = Document.parse("[DEFAULT]\nauth_strategy = keystone\n", "nova.conf")
    (told,) = check(document, deployment=facts, select=["unknown-option"]).findings
    way = "remove it, as no service of this node reads `[api] auth_strategy` either"
    assert (told.message.endswith(f"; {way}"), told.fixes) == (True, ())


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("[keystone_authtoken]\npasswrod = x\n", "2025.1"),
        ("[scheduler]\nmax-attempts = 5\n", "2025.1"),
        ("[keystone_authtoken]\nmemcache_servers = cache:11211\n", "queens"),
        ("[DEFAULT]\nscheduler_default_filters = ComputeFilter\n", "2025.1"),
        ("[DEFAULT]\nosapi_max_limit = 5\n", "queens"),
    ],
)
def test_what_no_service_of_the_node_reads_is_no_louder_than_that(text: str, release: str) -> None:
    rules = [*RULES, "deprecated-name", "option-not-read-by-role"]

    def found(role: str, text: str) -> Report:
        facts = Deployment(role=role, release=release)
        return check(Document.parse(text, "nova.conf"), deployment=facts, select=rules)

    report = found("novncproxy", text)
    told = [one for one in report.findings if one.rule != "option-not-read-by-role"]
    assert [one.severity for one in told] == ["info"]
    if told[0].message.endswith(" either"):  # a move to where nobody reads it helps nobody
        assert told[0].fixes == ()
        return
    assert told[0].message.endswith(", although no service of this node reads that")
    after = found("novncproxy", report.fix(unsafe=True).apply(text)).findings
    assert [(one.rule, one.severity) for one in after] == [("option-not-read-by-role", "info")]
    assert [one.severity for one in found("all", text).findings] != ["info"]


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("api_database", "connectoin"),
        ("database", "connectoin"),
        ("database", "sql_connection"),
        ("DEFAULT", "sql_connection"),
    ],
)
def test_a_compute_node_does_not_get_the_log_in_of_a_database(group: str, name: str) -> None:
    def found(role: str) -> Finding:
        text = f"[{group}]\n{name} = mysql+pymysql://nova:s@db/nova\n"
        facts = Deployment(role=role, release="2026.2")
        (finding,) = check(Document.parse(text), deployment=facts, select=RULES).findings
        return finding

    told = found("compute")
    assert str(told.severity) == "info"
    way = "; remove it and change the password, since nova-compute uses no database"
    assert told.message.endswith(way)
    assert not told.fixes
    assert str(found("conductor").severity) == "error"
    proxy = found("novncproxy")
    assert (str(proxy.severity) == "info") is (group == "api_database")
    assert not (proxy.fixes and group == "api_database")


def test_a_database_without_a_password_has_none_to_change() -> None:
    text = "[database]\nconnectoin = mysql+pymysql://db/nova\n"
    facts = Deployment(role="compute", release="2026.2")
    (finding,) = check(Document.parse(text), deployment=facts, select=RULES).findings
    assert finding.message.endswith("; remove it, since nova-compute uses no database")


@pytest.mark.parametrize("group", ["DEFAULT", "oslo_messaging_rabbit"])
@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("rabbit_host = localhost", "info"),
        ("rabbit_port = 5672", "info"),
        ("rabbit_virtual_host = /", "info"),
        ("rabbit_port = 5671", "error"),
        ("rabbit_virtual_host = nova", "error"),
    ],
)
def test_a_broker_as_it_is_without_the_line_is_no_loss(
    group: str, line: str, severity: str
) -> None:
    assert str(only(f"[{group}]\n{line}\n").severity) == severity
