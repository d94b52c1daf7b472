"""The rules about databases and the message bus: releases, drivers and what another file sets."""

from __future__ import annotations

import pytest

from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.findings import Finding, Severity
from novalint.text.document import Document

BROKER = "[DEFAULT]\ntransport_url = rabbit://nova:BLfq9XJkzu@ctl1.example.org:5672/\n"
LOGIN = "[keystone_authtoken]\nauth_url = https://keystone.example.org/\n"


def run(text: str, rule: str, release: str = "2026.2", **facts: object) -> tuple[Finding, ...]:
    document = Document.parse(text)
    report = check(document, release=release, deployment=Deployment(**facts), select=[rule])
    return tuple(report.findings)


@pytest.mark.parametrize(
    ("release", "lines", "found"),
    [
        ("queens", "", False),
        ("rocky", "", True),
        ("stein", "[cells]\nenable = true\n", False),
        ("train", "", True),
    ],
)
def test_console_proxies_look_tokens_up_in_the_cell_database(
    release: str, lines: str, found: bool
) -> None:
    text = f"{BROKER}{LOGIN}{lines}"
    assert bool(run(text, "cell-database-missing", release, role="novncproxy")) is found


@pytest.mark.parametrize(
    ("scheme", "release", "found"),
    [("rabbit", "2024.1", True), ("amqp", "2024.1", False), ("kafka", "2024.1", False)],
)
def test_drivers_that_log_in_as_guest(scheme: str, release: str, found: bool) -> None:
    text = f"[DEFAULT]\ntransport_url = {scheme}://broker.example.org:5672/\n"
    assert bool(run(text, "broker-without-credentials", release)) is found


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("amqp://nova:{{ password }}@r1/", "transport-driver-missing"),
        ("{{ scheme }}://nova:{{ password }}@r1/", ""),
        ("rabbit://nova:{{ password }}@r1/?use_ssl=1", "transport-url-option-refused"),
        ("rabbit://nova:{{ password }}@r1/?ssl=maybe", "transport-url-option-refused"),
        ("rabbit://nova:{{ password }}@r1/?ssl={{ tls }}", ""),
        ("rabbit://nova:{{ password }}@r1/?{{ options }}=1", ""),
    ],
)
def test_driver_and_options_beside_what_a_tool_fills_in(url: str, rule: str) -> None:
    text = f"[DEFAULT]\ntransport_url = {url}\n"
    for name in ("transport-driver-missing", "transport-url-option-refused"):
        assert bool(run(text, name, "2025.2")) is (name == rule)


@pytest.mark.parametrize(
    ("hosts", "found"),
    [
        ("nova:{{ password }}@rabbit1:5672,rabbit2", True),
        ("{{ login }}@rabbit1:5672,{{ login }}@rabbit2", False),
        ("nova:{{ password }}@rabbit1:5672,{{ others }}", False),
        ("{{ hosts }}", False),
        ("{{ login }}rabbit1,{{ login }}rabbit2:5672", False),
        ("{{ login }}rabbit1,rabbit2", True),
        ("rabbit1-{{ region }},nova:{{ password }}@rabbit2", True),
    ],
)
def test_hosts_without_a_user_beside_what_a_tool_fills_in(hosts: str, found: bool) -> None:
    text = f"[DEFAULT]\ntransport_url = rabbit://{hosts}/\n"
    assert bool(run(text, "broker-without-credentials", "2025.1")) is found


@pytest.mark.parametrize(
    ("lines", "severity"),
    [
        ("rabbit_hosts = ::1\n", "info"),
        ("rabbit_hosts = [::1]:5672,localhost\n", "info"),
        ("rabbit_hosts = 2001:db8::1\n", "error"),
        ("rabbit_hosts = localhost:5672,127.0.0.1\n", "info"),
        ("rabbit_host = a\n[DEFAULT]\nrpc_backend = kombu\n", "error"),
        ("rabbit_host = a\n[DEFAULT]\nrpc_backend = nova.rpc.impl_kombu\n", "error"),
        ("rabbit_host = a\n[DEFAULT]\ntransport_url = kombu://\n", "error"),
    ],
)
def test_guest_of_the_options_before_transport_url(lines: str, severity: str) -> None:
    login = "[oslo_messaging_rabbit]\nrabbit_userid = guest\nrabbit_password = guest\n"
    (finding,) = run(login + lines, "broker-guest-user", "ocata")
    assert finding.severity == Severity(severity)


@pytest.mark.parametrize(
    "lines",
    ["rabbit_port = 5671\n", "rabbit_host = a\n[DEFAULT]\nrpc_backend = zmq\n"],
)
def test_no_guest_where_nothing_names_a_broker_of_rabbitmq(lines: str) -> None:
    login = "[oslo_messaging_rabbit]\nrabbit_userid = guest\n"
    assert not run(login + lines, "broker-guest-user", "ocata")


@pytest.mark.parametrize(
    ("hosts", "severity"), [("u:p@a, u:p@b", "warning"), (" u:p@a, u:p@b", "error")]
)
def test_a_blank_at_every_host_leaves_no_broker(hosts: str, severity: str) -> None:
    (finding,) = run(f"[DEFAULT]\ntransport_url = rabbit://{hosts}/\n", "blank-in-transport-url")
    assert finding.severity == Severity(severity)


URL = "transport_url = rabbit://u:p@broker.example.org/\n"


@pytest.mark.parametrize("option", ["rpc_response_timeout", "long_rpc_timeout"])
@pytest.mark.parametrize(
    ("seconds", "severity"), [(30, "warning"), (1, "warning"), (0, "error"), (-1, "error")]
)
def test_no_time_for_an_answer(option: str, seconds: int, severity: str) -> None:
    rule = "rpc-timeout-lowered" if option.startswith("rpc") else "long-rpc-timeout-shorter"
    (finding,) = run(f"[DEFAULT]\n{URL}{option} = {seconds}\n", rule)
    assert (finding.severity, len(finding.fixes)) == (Severity(severity), 1)


@pytest.mark.parametrize(
    ("role", "found"),
    [("api", True), ("compute", True), ("conductor", True)]
    + [(role, False) for role in ("scheduler", "metadata", "novncproxy")],
)
def test_who_makes_long_calls(role: str, found: bool) -> None:
    text = f"[DEFAULT]\n{URL}long_rpc_timeout = 30\n"
    assert bool(run(text, "long-rpc-timeout-shorter", role=role)) is found


@pytest.mark.parametrize(
    ("role", "short", "long"),
    [
        ("conductor", True, True),
        ("metadata", True, False),
        ("novncproxy", True, False),
        ("scheduler", False, False),
    ],
)
def test_who_waits_for_answers(role: str, short: bool, long: bool) -> None:
    for seconds, rule, found in ((5, "lowered", short), (300, "raised", long)):
        text = f"[DEFAULT]\n{URL}rpc_response_timeout = {seconds}\n"
        assert bool(run(text, f"rpc-timeout-{rule}", role=role)) is found


@pytest.mark.parametrize(("locks", "fixes"), [("", 0), ("lock_path = /var/lib/nova/tmp\n", 1)])
def test_the_queue_manager_needs_a_lock(locks: str, fixes: int) -> None:
    text = f"{BROKER}[oslo_messaging_rabbit]\nrabbit_transient_quorum_queue = true\n"
    text += f"[oslo_concurrency]\n{locks}"
    (finding,) = run(text, "transient-quorum-queues-of-random-name")
    assert len(finding.fixes) == fixes
    assert ("lock_path" in finding.message) is not bool(fixes)


@pytest.mark.parametrize(("scheme", "found"), [("rabbit", True), ("kafka", False)])
@pytest.mark.parametrize(
    "rule", ["notifications-without-consumer", "notification-retried-for-ever"]
)
def test_kafka_keeps_notifications_for_a_while_and_does_not_hold_nova_up(
    rule: str, scheme: str, found: bool
) -> None:
    own = f"driver = messagingv2\ntransport_url = {scheme}://nova:8fT3kPq2Wz@192.0.2.9:9092/\n"
    assert bool(run(f"[oslo_messaging_notifications]\n{own}", rule, telemetry=False)) is found


@pytest.mark.parametrize(
    ("own", "found"),
    [
        ("", True),
        ("driver = messagingv2\n", True),
        ("driver = noop\n", True),
        ("driver = log\n", False),
        ("driver = messagingv2\ndriver = routing\n", False),
        ("driver = messagingv2\ntransport_url = kafka://a:9092/\n", False),
    ],
)
def test_notifications_that_go_elsewhere_are_no_work_for_nothing(own: str, found: bool) -> None:
    text = (
        f"[notifications]\nnotify_on_state_change = vm_state\n[oslo_messaging_notifications]\n{own}"
    )
    assert bool(run(text, "notification-work-without-consumer", telemetry=False)) is found


@pytest.mark.parametrize(
    ("version", "mirrored", "advice"),
    [
        ("4.0", "false", "set it to true for all services"),
        ("4.0", "true", "set it to true and remove `rabbit_ha_queues`"),
        ("3", "true", "set it to true and remove `rabbit_ha_queues`"),
        ("3.8", "false", "set it to true for all services"),
        ("3.7.9", "false", ""),
    ],
)
def test_quorum_queues_are_advised_where_they_can_be(
    version: str, mirrored: str, advice: str
) -> None:
    text = f"[oslo_messaging_rabbit]\nrabbit_ha_queues = {mirrored}\n"
    facts = {"role": "conductor", "rabbit_nodes": 3, "rabbit_version": version}
    found = run(text, "queues-die-with-their-broker", **facts)
    assert [advice in finding.message for finding in found] == [True] * bool(advice)


TEMPLATED = "connection = mysql+pymysql://{{ user }}:{{ password }}@{{ host }}/nova\n"


def test_a_database_is_named_by_a_url_of_which_parts_are_to_be_filled_in() -> None:
    pin = f"[upgrade_levels]\ncompute = auto\n[api_database]\n{TEMPLATED}"
    assert run(pin, "auto-version-pin-with-api-database", role="compute")
    late = f"[database]\n{TEMPLATED}connection_recycle_time = 3600\n"
    assert run(late, "database-connections-recycled-late", db_wait_timeout=600)


@pytest.mark.parametrize(
    ("lines", "severity", "fixes"),
    [("connection_recycle_time = 3600\n", "warning", 1), ("", "info", 0)],
)
def test_a_default_lifetime_is_a_note(lines: str, severity: str, fixes: int) -> None:
    text = f"[database]\n{TEMPLATED}{lines}"
    (finding,) = run(text, "database-connections-recycled-late", proxy_idle_timeout=60)
    assert (finding.severity, len(finding.fixes)) == (Severity(severity), fixes)


@pytest.mark.parametrize(
    ("backend", "release", "says"),
    [
        ("rabbit", "rocky", ""),
        ("nova.rpc.impl_kombu", "ocata", ""),
        ("nova.rpc.impl_kombu", "pike", "set it to `rabbit`"),
        ("nova.openstack.common.rpc.impl_kombu", "queens", "set it to `rabbit`"),
        ("nova.openstack.common.rpc.impl_kombu", "rocky", "up to ocata"),
        ("nova.openstack.common.rpc.impl_kombu", "stein", ""),  # nothing reads it
        ("nova.rpc.impl_zmq", "pike", "set it to `zmq`"),
        ("qpid", "ocata", "does not have"),
        ("pika", "rocky", "no longer has"),
        ("kafka", "pike", "no RPC"),
        ("", "ocata", "no driver is found"),
        ("", "stein", ""),
        ("{{ driver }}", "pike", ""),
    ],
)
def test_up_to_rocky_an_option_of_its_own_names_the_driver(
    backend: str, release: str, says: str
) -> None:
    text = f"[DEFAULT]\nrpc_backend = {backend}\n"
    findings = run(text, "transport-driver-missing", release)
    assert [says in finding.message for finding in findings] == ([True] if says else [])
    assert not run(f"{BROKER}{text}", "transport-driver-missing", release)
    beside_empty = run(f"{text}transport_url =\n", "transport-driver-missing", release)
    assert [one.message for one in beside_empty] == [one.message for one in findings]


@pytest.mark.parametrize(
    ("text", "release", "rule"),
    [
        ("transport_url =\n", "rocky", "transport-url-without-host"),
        ("transport_url =\nrpc_backend = amqp\n", "rocky", None),
        ("transport_url = rabbit://\nrpc_backend = amqp\n", "rocky", "transport-url-without-host"),
        ("transport_url =\n", "stein", "transport-url-unreadable"),
        ("transport_url =\n", "2026.2", "transport-url-unreadable"),
        ("[oslo_messaging_notifications]\ntransport_url =\n", "stein", None),
    ],
)
def test_an_empty_url_is_none_up_to_rocky_and_refused_since(
    text: str, release: str, rule: str | None
) -> None:
    names = ("transport-url-without-host", "transport-url-unreadable")
    found = [one for one in names if run(f"[DEFAULT]\n{text}", one, release, role="compute")]
    assert found == ([rule] if rule else [])


@pytest.mark.parametrize(("role", "count"), [("api", 1), ("scheduler", 1), ("novncproxy", 0)])
def test_a_console_proxy_asks_one_cell(role: str, count: int) -> None:
    text = "[api_database]\nconnection = mysql+pymysql://n:p@db/nova_api\n[database]\n"
    document = Document.parse(f"{text}max_retries = -1\n", "nova.conf")
    rule, facts = "database-retries-outlast-cell-timeout", Deployment(cells=2, role=role)
    assert len(check(document, deployment=facts, select=[rule]).findings) == count


def test_no_shorter_time_is_asked_for_than_a_second() -> None:
    text = "[database]\nconnection = mysql+pymysql://n:p@db/nova\nconnection_recycle_time = 1\n"
    assert not run(text, "database-connections-recycled-late", db_wait_timeout=1)
    assert run(text.replace("= 1", "= 2"), "database-connections-recycled-late", db_wait_timeout=1)
