"""URLs that a request cannot follow, as requests 2.32 and urllib3 2.5 judge them."""

from __future__ import annotations

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.rules.api.url_faults import harmless, url_fault
from novalint.text.document import Document

REFUSED = {
    "192.0.2.18:9292": "",
    "glance.example.org": "",
    "localhost:9292": "",
    "h/path": "",
    "//h": "",
    "htp://h": "http://h",
    "htps://h": "https://h",
    "htttps://h": "https://h",
    "ttp://h": "http://h",
    "ftp://h": "",
    "unix:///run/glance": "",
    "http//h:1": "http://h:1",
    "http:/h:1": "http://h:1",
    "https:h": "https://h",
    "http;//h": "http://h",
    "http://": "",
    "http:///x": "",
    "https://:5000/v3": "",
    "http://h:abc": "",
    "http://h:99999": "",
    "https://h:9292:": "",
    "http://::1:9292": "",
    "http://fe80::1": "",
    "http://h h": "",
    "http://::1]:9292": "",
    "http://[::1:9292": "",
    "http://[::1]]:9292": "",
    "http://[::1]9292": "",
    "http://h]:1": "",
    "http://[h]:1": "",
    "http://[192.0.2.1]:1": "",
    "http://[::g]:1": "",
    "http://[]:1": "",
    "http://*:1": "",
    "http://u:p@*:1": "",
    "http://*.example.org": "",
    '"http://h': "",
    "k:secret@h": "",
    "http://h..example.org": "",
    "http://h..": "",
    f"http://{'h' * 64}.example.org:1": "",
    "http://h:\uff18\uff10": "",
    "http://h:\u0663": "",
}
"""What requests refuses before it sends anything, and the URL that was surely meant."""

SENT = (
    "http://h",
    " http://h",
    "HTTP://h",
    "https://[::1]:9292",
    "https://[fe80::1%eth0]",
    "http://h_x:1",
    "http://h:",
    "http://user:pw@h",
    "http://h.",
    "http://h.example.org.:1/a..b",
    f"http://{'h' * 63}.example.org",
    "http://h:65535/volume/v3/%(project_id)s",
)


def checked(text: str, release: str = "2026.2", role: str = "") -> Report:
    config = load(Document.parse(text, "nova.conf"), release=release)
    told = Deployment(role=role or None)
    return check(config, deployment=told, select=["service-url-invalid"])


@pytest.mark.parametrize(("url", "meant"), REFUSED.items())
def test_what_requests_refuses_is_found(url: str, meant: str) -> None:
    fault = url_fault(url)
    assert fault is not None
    assert fault.meant == meant


@pytest.mark.parametrize("url", ["http://h,http://g", "https://h1,h2:5000"])
def test_several_hosts_are_none(url: str) -> None:
    assert url_fault(url) is not None


@pytest.mark.parametrize("url", SENT)
def test_what_requests_sends_is_left_alone(url: str) -> None:
    assert url_fault(url) is None


@pytest.mark.parametrize(("others", "after"), [("https", "https"), ("http", "http"), ("", "http")])
def test_a_scheme_that_is_missing_is_that_of_the_other_urls(others: str, after: str) -> None:
    head = f"[placement]\nauth_url = {others}://k:5000\n" if others else ""
    text = f"{head}[glance]\napi_servers = 192.0.2.18:9292,192.0.2.19:9292\n"
    mended = checked(text).fix(unsafe=True).apply(text)
    assert mended.endswith(f"= {after}://192.0.2.18:9292,{after}://192.0.2.19:9292\n")


def test_no_scheme_is_guessed_where_the_others_differ() -> None:
    text = "[placement]\nauth_url = https://k\nendpoint_override = http://p\n"
    report = checked(f"{text}[neutron]\nauth_url = k:5000\n")
    assert [one.option for one in report.findings] == ["auth_url"]
    assert report.findings[0].fixes == ()


def test_what_a_tool_has_yet_to_write_is_no_url_without_a_scheme() -> None:
    assert not checked("[neutron]\nauth_url = {{ scheme }}://k\n").findings
    assert not checked("[neutron]\nauth_url = {{ url }}\n").findings
    assert checked("[neutron]\nauth_url = htp://{{ host }}\n").findings


def test_a_url_with_a_log_in_is_not_shown() -> None:
    assert not harmless("nova:hunter2@k:5000")
    (one,) = checked("[neutron]\nauth_url = htp://nova:hunter2@k:5000\n").findings
    assert "hunter2" not in one.message + one.fixes[0].title


def test_targets_are_looked_at_behind_their_names() -> None:
    targets = "vendordata_dynamic_targets = a@https://a.example.org,b@b.example.org\n"
    (unasked,) = checked(f"[api]\n{targets}").findings
    assert unasked.severity.value == "info"
    text = f"[api]\nvendordata_providers = DynamicJSON\n{targets}"
    (one,) = checked(text).findings
    assert "b.example.org" in one.message
    assert one.fixes[0].patch.apply(text).endswith("b@https://b.example.org\n")


@pytest.mark.parametrize(("release", "severity"), [("pike", "info"), ("queens", "error")])
def test_nova_itself_adds_a_scheme_up_to_pike(release: str, severity: str) -> None:
    (one,) = checked("[glance]\napi_servers = 192.0.2.18:9292\n", release).findings
    assert one.severity == severity


@pytest.mark.parametrize(
    ("group", "beside", "severity"),
    [
        ("neutron", "", "error"),
        ("cinder", "", "warning"),
        ("keystone", "", "info"),
        ("service_user", "[neutron]\nauth_section = service_user\n[service_user]\n", "error"),
        ("service_user", "", "error"),  # another file may say that tokens are sent
        ("service_user", "send_service_user_token = false\n", "info"),
        ("service_user", "send_service_user_token = {{ sent }}\n", "error"),
        ("service_user", "send_service_user_token = true\nauth_type = none\n", "info"),
        ("service_user", "send_service_user_token = true\n", "error"),
    ],
)
def test_how_bad_it_is_depends_on_who_logs_in(group: str, beside: str, severity: str) -> None:
    (one,) = checked(f"[{group}]\n{beside}auth_url = k:5000\n").findings
    assert one.severity == severity
    assert "so logging in to Keystone" in one.message
    assert bool(one.fixes) is (severity != "info")


ROUTED = "[scheduler]\nquery_placement_for_routed_network_aggregates = true\n"
WHOLE = "[DEFAULT]\ntransport_url = rabbit://nova:Ueb7oo9a@h\n[database]\nconnection = sqlite://\n"


@pytest.mark.parametrize(
    ("text", "role", "severity"),
    [
        ("[neutron]\nauth_url = k:5000\n", "compute", "error"),
        ("[neutron]\nauth_url = k:5000\n", "scheduler", "info"),
        (f"{ROUTED}[neutron]\nauth_url = k:5000\n", "scheduler", "error"),
        (f"{WHOLE}[service_user]\nauth_url = k:5000\n", "compute", "info"),
        (f"{WHOLE}[ironic]\nauth_url = k:5000\n", "compute", "info"),
        (f"{WHOLE}[ironic]\nauth_url = k:5000\n", "api", "warning"),
        (f"{WHOLE}[ironic]\nendpoint_override = k:6385\n", "compute", "info"),
        (f"{WHOLE}[ironic]\nendpoint_override = k:6385\n", "api", "error"),
        ("[placement]\nendpoint_override = k:8778\n", "compute", "error"),
        ("[placement]\nendpoint_override = k:8778\n", "novncproxy", "info"),
        ("[glance]\nendpoint_override = k:9292\n", "conductor", "error"),
        ("[glance]\nendpoint_override = k:9292\n", "scheduler", "info"),
        ("[neutron]\nendpoint_override = k:9696\n", "scheduler", "info"),
        (f"{ROUTED}[neutron]\nendpoint_override = k:9696\n", "scheduler", "error"),
    ],
)
def test_who_logs_in_is_a_service_of_the_node(text: str, role: str, severity: str) -> None:
    (one,) = checked(text, role=role).findings
    assert one.severity == severity


@pytest.mark.parametrize(
    ("written", "lacks_scheme"),
    [
        ("__KEYSTONE__/v3", False),
        ("keystone_url", False),
        ("keystone_api:5000/v3", True),
        ("keystone/a_b", True),
        ("my_host.example.org", True),
    ],
)
def test_a_word_that_may_stand_for_a_whole_url_gets_no_scheme(
    written: str, lacks_scheme: bool
) -> None:
    fault = url_fault(written)
    assert fault and fault.scheme_lacks is lacks_scheme
