"""The rules about consoles: names of old releases, drivers, parts of files, values not known."""

from __future__ import annotations

import pytest
from config.test_branches import template

from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.findings import Severity
from novalint.hosts.reading import documents_in
from novalint.text.document import Document
from novalint.text.source import Source

REMOTE = {"role": "compute", "compute_hosts": 3}
IRONIC = "[DEFAULT]\ncompute_driver = ironic.IronicDriver\n"
LXC = "[libvirt]\nvirt_type = lxc\n"


def run(text: str, rule: str, release: str = "2026.2", **facts: object) -> Report:
    document = Document.parse(text)
    return check(document, release=release, deployment=Deployment(**facts), select=[rule])


BROKER = "[DEFAULT]\ntransport_url = rabbit://192.0.2.1/\n"
ENCRYPTED, RENAMED = "console-url-plain-for-tls-proxy", "novnc-page-renamed"
VNC = {"ocata": "vncserver_listen", "pike": "vncserver_listen", "queens": "server_listen"}


@pytest.mark.parametrize(("release", "name"), VNC.items())
@pytest.mark.parametrize(
    ("rule", "address"),
    [
        ("console-listens-everywhere", "0.0.0.0"),
        ("console-listens-at-host-name", "compute1.example.org"),
        ("console-address-loopback", "127.0.0.1"),
    ],
)
def test_where_guests_listen_in_old_releases(
    rule: str, address: str, release: str, name: str
) -> None:
    found = run(f"[vnc]\n{name} = {address}\n", rule, release, **REMOTE).findings
    (finding,) = (one for one in found if one.option == name)
    assert finding.message.startswith(f"`[vnc] {name}` `{address}` ")


@pytest.mark.parametrize("other", [IRONIC, LXC])
@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("console-listens-everywhere", "[vnc]\nserver_listen = 0.0.0.0\n"),
        ("console-listens-at-host-name", "[vnc]\nserver_listen = compute1\n"),
        ("console-address-loopback", "[vnc]\nserver_proxyclient_address = 127.0.0.1\n"),
        ("vnc-and-spice-both-on", "[spice]\nenabled = true\n"),
        ("serial-port-range-inverted", "[serial_console]\nenabled = 1\nport_range = 2:1\n"),
    ],
)
def test_guests_without_a_display(rule: str, lines: str, other: str) -> None:
    assert run(lines, rule, **REMOTE).findings
    assert not run(f"{other}{lines}", rule, **REMOTE).findings


@pytest.mark.parametrize(
    ("lines", "severity"),
    [
        ("", None),
        ("[DEFAULT]\ntransport_url = rabbit://192.0.2.1/\n", Severity.INFO),
        ("[vnc]\nenabled = true\n", Severity.INFO),
        ("[vnc]\nserver_listen = 0.0.0.0\n", Severity.INFO),
        (f"{BROKER}[vnc]\nenabled = true\n", Severity.WARNING),
        (f"{BROKER}[vnc]\nserver_listen = 0.0.0.0\n", Severity.WARNING),
    ],
)
def test_default_addresses(lines: str, severity: Severity | None) -> None:
    found = run(lines, "console-address-loopback", **REMOTE).findings
    assert {one.severity for one in found} == ({severity} if severity else set())


def test_what_stands_under_an_old_name_is_left_to_unknown_option() -> None:
    old = "[vnc]\nenabled = true\nvncserver_listen = 0.0.0.0\n"
    old += "vncserver_proxyclient_address = 192.0.2.7\n"
    (left,) = run(old, "console-address-loopback", **REMOTE).findings
    assert left.option == "novncproxy_base_url"
    assert len(run(old, "unknown-option", **REMOTE).findings) == len(["listen", "proxyclient"])


def test_addresses_that_are_not_known_hide_no_other() -> None:
    text = "[vnc]\nserver_listen = $my_ip\nserver_proxyclient_address = 127.0.0.1\n"
    text += "novncproxy_base_url = https://{{ console }}:6080/vnc_lite.html\n"
    report = run(text, "console-address-loopback", **REMOTE)
    assert [one.option for one in report.findings] == ["server_proxyclient_address"]
    assert report.not_run == ()


@pytest.mark.parametrize(("hosts", "found"), [(None, True), (1, False)])
def test_a_role_without_the_proxy_says_that_it_is_elsewhere(hosts: int | None, found: bool) -> None:
    text = f"{BROKER}[vnc]\nserver_listen = 0.0.0.0\nserver_proxyclient_address = 127.0.0.1\n"
    report = run(text, "console-address-loopback", role="compute", compute_hosts=hosts)
    assert bool(report.findings) is found
    silent = run(BROKER, "console-address-loopback", role="compute", compute_hosts=hosts)
    assert not silent.findings


def test_a_scheme_is_known_where_the_host_is_not() -> None:
    text = "[DEFAULT]\nssl_only = true\n[vnc]\n"
    text += "novncproxy_base_url = http://$my_ip:6080/vnc_lite.html\n"
    report = run(text, "console-url-plain-for-tls-proxy")
    (finding,) = report.findings
    assert "https://$my_ip" in finding.fixes[0].patch.apply(text)


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (ENCRYPTED, "HTTP://c/?next=http://x", "https://c/?next=http://x"),
        (ENCRYPTED, "ws://c:6080/", "wss://c:6080/"),
        (ENCRYPTED, "http://c:80/", None),
        (RENAMED, "http://c/vnc_auto.html?path=vnc_auto.html", "/vnc_lite.html?path=vnc_auto.html"),
        (RENAMED, "http://c/vnc_auto.html", "http://c/vnc_lite.html"),
    ],
)
def test_a_fix_leaves_the_query_of_a_url(rule: str, before: str, after: str | None) -> None:
    text = f"[DEFAULT]\nssl_only = true\n[vnc]\nnovncproxy_base_url = {before}\n"
    (finding,) = run(text, rule).findings
    assert "***" not in finding.message or rule == RENAMED
    fixed = [fix.patch.apply(text) for fix in finding.fixes]
    assert [line.endswith(f"{after}\n") for line in fixed] == [True] * bool(after)


@pytest.mark.parametrize(
    ("url", "encrypted", "plain"),
    [
        ("http://{{ console }}:6080/vnc_lite.html", True, True),
        ("http://console.example.org:{{ port }}/vnc_lite.html", True, True),
        ("https://{{ console }}:6080/vnc_lite.html", False, False),
        ("{{ scheme }}://console.example.org/vnc_lite.html", False, False),
        ("http://localhost:{{ port }}/vnc_lite.html", True, False),
        ("http://[::1]:{{ port }}/vnc_lite.html", True, False),
        ("{{ url }}", False, False),
        ("http{{ s }}://console.example.org/vnc_lite.html", False, False),
    ],
)
def test_a_scheme_is_known_in_a_template_too(url: str, encrypted: bool, plain: bool) -> None:
    lines = f"[vnc]\nnovncproxy_base_url = {url}\n"
    for text, rule, found in (
        (f"[DEFAULT]\nssl_only = true\n{lines}", "console-url-plain-for-tls-proxy", encrypted),
        (lines, "console-url-plain-http", plain),
    ):
        (document,) = documents_in(Source("nova.conf.j2", text))
        report = check(document, release="2026.2", select=[rule])
        assert [one.option for one in report.findings] == ["novncproxy_base_url"] * found


@pytest.mark.parametrize(
    ("driver", "release", "found"),
    [
        ("libvirt.LibvirtDriver", "2025.2", True),
        ("ironic.IronicDriver", "2025.2", False),
        ("ironic.IronicDriver", "2026.1", True),
    ],
)
def test_a_page_is_looked_at_where_there_is_a_console(
    driver: str, release: str, found: bool
) -> None:
    text = f"[DEFAULT]\ncompute_driver = {driver}\n"
    text += "[vnc]\nnovncproxy_base_url = https://console.example.org/vnc_auto.html\n"
    assert bool(run(text, "novnc-page-renamed", release).findings) is found


@pytest.mark.parametrize(("url", "found"), [("", True), ("spice_direct_proxy_base_url", False)])
def test_direct_spice_needs_no_html5_url(url: str, found: bool) -> None:
    text = "[vnc]\nenabled = false\n[spice]\nenabled = true\nserver_listen = 192.0.2.1\n"
    text += "server_proxyclient_address = 192.0.2.1\n"
    text += f"{url} = https://spice.example.org:13002/nova\n" if url else ""
    assert bool(run(text, "console-address-loopback", "2025.1", **REMOTE).findings) is found


DIRECT = "[spice]\nenabled = true\nspice_direct_proxy_base_url = https://spice.example.org/\n"


@pytest.mark.parametrize(
    ("address", "count"), [("", 0), ("::1", 0), ("$my_ip", 1), ("0.0.0.0", 1), ("192.0.2.17", 1)]
)
def test_nobody_reaches_guests_that_listen_at_the_loopback(address: str, count: int) -> None:
    listen = f"server_listen = {address}\n" if address else ""
    assert len(run(DIRECT + listen, "spice-direct-unencrypted").findings) == count


def test_containers_have_no_spice() -> None:
    text = f"{DIRECT}server_listen = 192.0.2.17\n"
    assert run(text, "spice-direct-unencrypted").findings
    assert not run(text + LXC, "spice-direct-unencrypted").findings


@pytest.mark.parametrize(
    ("host", "count"), [("127.0.0.1", 0), ("localhost", 0), ("$my_ip", 1), ("192.0.2.7", 1)]
)
def test_no_client_reaches_a_proxy_at_the_loopback(host: str, count: int) -> None:
    text = "[spice]\nenabled = true\nserver_listen = 192.0.2.17\n"
    text += f"spice_direct_proxy_base_url = http://{host}:13002/nova\n"
    assert len(run(text, "spice-direct-unencrypted").findings) == count


@pytest.mark.parametrize(
    ("release", "lines", "found"),
    [
        ("queens", "", False),
        ("rocky", "", True),
        ("stein", "", True),
        ("stein", "[workarounds]\nenable_consoleauth = true\n", False),
        ("rocky", "[cells]\nenable = true\n", False),
        ("2026.2", "", True),
    ],
)
def test_tokens_that_expire_at_once(release: str, lines: str, found: bool) -> None:
    text = f"[consoleauth]\ntoken_ttl = 0\n{lines}"
    assert bool(run(text, "console-token-expires-at-once", release).findings) is found


def test_compute_nodes_of_queens_do_not_read_the_lifetime() -> None:
    text = "[consoleauth]\ntoken_ttl = 86400\n"
    assert not run(text, "console-token-long-lived", "queens", role="compute").findings
    assert run(text, "console-token-long-lived", "rocky", role="compute").findings


TLS = "[DEFAULT]\nssl_only = true\n"
BROKER = "[DEFAULT]\ntransport_url = rabbit://nova:8fT3kPq2Wz@rabbit1.example.org:5672/\n"
SCHEMES = "[vnc]\nauth_schemes = vencrypt\n"


@pytest.mark.parametrize(
    ("rule", "text", "role", "severity"),
    [
        ("console-tls-without-certificate", TLS, None, Severity.INFO),
        ("console-tls-without-certificate", TLS, "serialproxy", Severity.INFO),
        ("console-tls-without-certificate", f"{TLS}{BROKER}", "serialproxy", Severity.ERROR),
        ("console-tls-without-certificate", f"{TLS}cert =\n", None, Severity.ERROR),
        ("vencrypt-certificates-missing", SCHEMES, None, Severity.INFO),
        ("vencrypt-certificates-missing", SCHEMES, "novncproxy", Severity.INFO),
        ("vencrypt-certificates-missing", f"{SCHEMES}{BROKER}", "novncproxy", Severity.ERROR),
    ],
)
def test_what_is_absent_is_an_error_in_the_whole_of_a_proxy_alone(
    rule: str, text: str, role: str | None, severity: Severity
) -> None:
    facts = {"role": role} if role else {}
    (finding,) = run(text, rule, **facts).findings
    assert finding.severity is severity


@pytest.mark.parametrize("release", ["ocata", "pike", "train"])
@pytest.mark.parametrize(
    ("rule", "numbers"),
    [("serial-port-range-inverted", "2000:1000"), ("serial-port-range-too-high", "60000:70000")],
)
def test_serial_ports_in_every_release(rule: str, numbers: str, release: str) -> None:
    text = f"[serial_console]\nenabled = true\nport_range = {numbers}\n"
    assert run(text, rule, release).findings
    assert run(f"[DEFAULT]\ncompute_driver = hyperv.HyperVDriver\n{text}", rule, release).findings


def test_a_url_off_compute_is_told_once() -> None:
    lines = "[vnc]\nenabled = {}\nnovncproxy_base_url = https://console.example.org/\n"
    rules = ["console-url-off-compute", "option-not-read-by-role"]
    for on, named in ((True, ["enabled"]), (False, [""])):
        document = Document.parse(lines.format(on), "nova.conf")
        report = check(document, deployment=Deployment(role="api"), select=rules)
        told = {one.rule: one for one in report.findings}
        assert ("console-url-off-compute" in told) is on
        assert [told["option-not-read-by-role"].option] == named


def test_a_range_without_a_port_is_told_of_once() -> None:
    text = "[serial_console]\nenabled = true\nport_range = 70000:80000\n"
    names = {"serial-ports-too-few", "serial-port-range-too-high"}
    report = check(
        Document.parse(text),
        deployment=Deployment(instances_per_host=60),
        select=sorted(names),
    )
    assert [finding.rule for finding in report.findings] == ["serial-port-range-too-high"]


@pytest.mark.parametrize(("virt_type", "found"), [("kvm", 1), ("parallels", 1), ("xen", 0)])
def test_a_guest_without_spice_has_no_agent(virt_type: str, found: int) -> None:
    text = "[DEFAULT]\npointer_model = usbtablet\n[vnc]\nenabled = false\n[spice]\nenabled = true\n"
    text += f"[libvirt]\nvirt_type = {virt_type}\n"
    assert len(run(text, "usb-tablet-without-effect", "train").findings) == found


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://localhost:{{ port }}/vnc_lite.html", 1),
        ("{{ scheme }}://127.0.0.1:6080/vnc_lite.html", 1),
        ("http://[::1]:{{ port }}/vnc_lite.html", 1),
        ("http://{{ host }}:{{ port }}/vnc_lite.html", 0),
        ("{{ url }}", 0),
    ],
)
def test_a_loopback_is_one_whatever_a_template_fills_in_beside_it(url: str, told: int) -> None:
    addresses = "server_listen = 192.0.2.17\nserver_proxyclient_address = 192.0.2.17\n"
    document = template(f"[vnc]\n{addresses}novncproxy_base_url = {url}\n", "nova.conf.j2")
    report = check(document, role="compute", select=["console-address-loopback"])
    assert len(report.findings) == told
