"""Brokers of nodes: their hosts, ports and virtual hosts, TLS, and what a URL says over options."""

from __future__ import annotations

import pytest
from fleets.fleets import check, mended
from fleets.test_same_meaning import ask, fleet

Q = "[oslo_messaging_rabbit]\n"
QUORUM = f"{Q}rabbit_quorum_queue = true"
OCATA = 'release = "ocata"\n'


def test_tls_had_another_name() -> None:
    encrypted, plain = (
        f"[DEFAULT]\ntransport_url = rabbit://r1:5671/\n{Q}rabbit_use_ssl = {on}"
        for on in ("true", "false")
    )
    assert len(ask("broker-tls-differs", {"ctl1": encrypted, "cmp1": plain}, OCATA)) == 1
    head = OCATA + '[companions]\nrabbitmq = "rabbitmq.conf"\n'
    files = {"rabbitmq": "listeners.ssl.default = 5671", "ctl1": encrypted}
    assert ask("broker-port-against-tls", files, head) == []
    (message,) = ask("broker-port-against-tls", {**files, "ctl1": plain}, head)
    assert "`[oslo_messaging_rabbit] rabbit_use_ssl` to true" in message


def test_ssl_is_of_another_driver_in_ocata() -> None:
    """Each release has one name for it, and no fix writes that of another one."""
    head = '[[overrides]]\npaths = ["old*"]\nrelease = "ocata"\n'
    url = "[DEFAULT]\ntransport_url = rabbit://r1:5671/"
    new, old = (f"{url}\n{Q}{name} = true" for name in ("ssl", "rabbit_use_ssl"))
    files = {"ctl1": new, "ctl2": new, "old1": old}
    assert ask("broker-tls-differs", files, head) == []
    for odd in (url, f"{url}?rabbit_use_ssl=1", f"{url}\n{Q}ssl = true"):
        odd_one = fleet({**files, "old1": odd}, head)
        report = check(odd_one, "broker-tls-differs")
        (found,) = report.findings
        assert "`[oslo_messaging_rabbit] rabbit_use_ssl` is false here" in found.message
        assert "rabbit_use_ssl = true" in mended(odd_one, report)
    head = OCATA + '[companions]\nrabbitmq = "rabbitmq.conf"\n'
    broker = "listeners.ssl.default = 5671"
    files = {"rabbitmq": broker, "ctl1": f"{url}\n{Q}ssl = true"}
    (message,) = ask("broker-port-against-tls", files, head)
    assert "uses no TLS" in message
    files["ctl1"] = f"{old}\nssl = false"
    assert ask("broker-port-against-tls", files, head) == []


def test_the_query_decides_over_the_group() -> None:
    url = "[DEFAULT]\ntransport_url = rabbit://r1:5671/"
    on = f"{url}\n{Q}ssl = true"
    files = {"ctl1": on, "ctl2": on, "cmp1": f"{url}?ssl=0\n{Q}ssl = true"}
    report = check(fleet(files), "broker-tls-differs")
    (found,) = report.findings
    assert found.message.startswith("`ssl` in the query of `transport_url` is false here and true")
    assert found.message.endswith("; set `ssl` to 1 in the query of `transport_url` here")
    assert not report.fix(unsafe=True)


@pytest.mark.parametrize(
    ("node", "broker", "advice"),
    [
        ("r1/", "tcp = none", "name port 5671, and set `[oslo_messaging_rabbit] ssl` to true"),
        ("r1/?ssl=1", "tcp = none", "name port 5671"),
        ("r1:5671/", "tcp = none", "set `[oslo_messaging_rabbit] ssl` to true"),
        ("r1:5671/?ssl=0", "tcp = none", "set `ssl` to 1 in the query of `transport_url`"),
        (
            "r1:5671/",
            "tcp.1 = 5672",
            "correct the port, or set `[oslo_messaging_rabbit] ssl` to true",
        ),
        (
            "r1/?ssl=1",
            "tcp.1 = 5672",
            "correct the port, or set `ssl` to 0 in the query of `transport_url`",
        ),
    ],
)
def test_the_way_out_leads_to_a_port_that_listens(node: str, broker: str, advice: str) -> None:
    files = {
        "rabbitmq": f"listeners.{broker}\nlisteners.ssl.default = 5671",
        "ctl1": f"[DEFAULT]\ntransport_url = rabbit://n:p@{node}",
    }
    head = '[companions]\nrabbitmq = "rabbitmq.conf"\n'
    (message,) = ask("broker-port-against-tls", files, head)
    assert message.endswith(f"; {advice}")


def test_a_broker_without_any_listener_needs_one() -> None:
    url = "[DEFAULT]\ntransport_url = rabbit://n:p@r1/"
    head = '[companions]\nrabbitmq = "rabbitmq.conf"\n'
    (message,) = ask(
        "broker-port-against-tls", {"rabbitmq": "listeners.tcp = none", "c": url}, head
    )
    assert message.endswith("; let RabbitMQ listen there")


def test_another_driver_does_not_read_the_options_of_rabbitmq() -> None:
    url = f"[DEFAULT]\ntransport_url = amqp://n:p@r1:5671/\n{Q}ssl = false"
    files = {"rabbitmq": "listeners.ssl.default = 5671", "ctl1": url}
    head = '[companions]\nrabbitmq = "rabbitmq.conf"\n'
    assert ask("broker-port-against-tls", files, head) == []
    assert ask("broker-port-against-tls", {**files, "ctl1": url.replace("amqp", "rabbit")}, head)


@pytest.mark.parametrize("lines", ["hostname = ctl1\nprocessname =", "hostname ="])
def test_an_empty_name_is_one_too(lines: str) -> None:
    files = dict.fromkeys(("cmp1", "cmp2"), f"{Q}use_queue_manager = true\n{lines}")
    assert len(ask("queue-manager-host-repeated", files)) == 1


@pytest.mark.parametrize("names", [("all1", "cmp1"), ("cmp1", "all1"), ("all1", "all2")])
def test_a_node_with_all_roles_runs_the_programs_of_each(names: tuple[str, ...]) -> None:
    head = '[[overrides]]\npaths = ["all*"]\nrole = "all"\n'
    files = dict.fromkeys(names, f"{Q}use_queue_manager = true\nhostname = localhost")
    assert len(ask("queue-manager-host-repeated", files, head)) == 1


@pytest.mark.parametrize(
    ("compute", "rule"),
    [
        ("r1:5671/nova", None),
        ("r1:5671/nova/", "broker-vhost-differs"),
        ("r1:5674/nova", "broker-not-shared"),
        ("r2:5671/nova", "broker-not-shared"),
    ],
)
def test_one_broker_may_listen_on_both_of_its_ports(compute: str, rule: str | None) -> None:
    files = {"con1": "[DEFAULT]\ntransport_url = rabbit://n:p@r1/nova"}
    files["cmp1"] = f"[DEFAULT]\ntransport_url = rabbit://n:p@{compute}"
    head = "[fleet]\ncomplete = true\n"
    for name in ("broker-vhost-differs", "broker-not-shared"):
        assert bool(ask(name, files, head)) == (name == rule)


def test_what_a_query_decides_is_said_of_the_query() -> None:
    url = "[DEFAULT]\ntransport_url = rabbit://r1/"
    on = f"{url}\n{Q}rabbit_quorum_queue = true"
    files = {"con1": on, "con2": on, "cmp1": f"{url}?rabbit_quorum_queue=false"}
    report = check(fleet(files), "queue-kind-differs")
    (found,) = report.findings
    assert found.message.startswith(
        "`rabbit_quorum_queue` in the query of `transport_url` is false"
    )
    assert not report.fix(unsafe=True)


@pytest.mark.parametrize(("conductor", "count"), [(QUORUM, 0), ("", 1)])
def test_kinds_of_queues_that_no_two_roles_share_may_differ(conductor: str, count: int) -> None:
    """Durable classic queues have the same exchange, and each role has queues of its own."""
    durable = f"{Q}amqp_durable_queues = true"
    files = {"con1": QUORUM, "con2": conductor, "cmp1": durable, "cmp2": durable}
    assert len(ask("queue-kind-differs", files)) == count


NOTIFYING = "[oslo_messaging_notifications]\ndriver = messagingv2\n"
AT = "[DEFAULT]\ntransport_url = rabbit://n:p@r1/\n"
LIMIT = "rabbit_quorum_delivery_limit ="


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ("", 1),
        ("transport_url = rabbit://n:p@r1:5672/\n", 1),
        ("transport_url = rabbit://n:p@r1:5672/other\n", 0),
        ("transport_url = {{ url }}\n", 0),
        ("[notifications]\nnotification_format = versioned\n", 1),
    ],
)
def test_senders_of_notifications_share_their_queue(more: str, count: int) -> None:
    """Also where the URL of notifications is written, and is that of the calls."""
    files = {"api1": f"{AT}{QUORUM}\n{LIMIT} 10\n", "cmp1": f"{AT}{QUORUM}\n"}
    files = {name: text + NOTIFYING + more for name, text in files.items()}
    assert len(ask("quorum-limits-differ", files)) == count
    durable = f"{AT}{Q}amqp_durable_queues = true\n{NOTIFYING}{more}"
    assert len(ask("queue-kind-differs", {**files, "cmp1": durable})) == count


def test_senders_to_other_topics_share_no_queue() -> None:
    files = {
        "api1": f"{AT}{QUORUM}\n{LIMIT} 10\n{NOTIFYING}topics = a",
        "cmp1": f"{AT}{QUORUM}\n{NOTIFYING}topics = b",
    }
    assert ask("quorum-limits-differ", files) == []
    both = f"{AT}{QUORUM}\n{NOTIFYING}topics = b,a"
    (message,) = ask("quorum-limits-differ", {**files, "cmp1": both})
    assert "the second service that declares the notification queue" in message


@pytest.mark.parametrize(("value", "count"), [("0", 0), ("", 0), ("1", 1)])
def test_no_limit_has_several_spellings(value: str, count: int) -> None:
    files = {"cmp1": f"{AT}{QUORUM}\n{LIMIT} {value}", "cmp2": f"{AT}{QUORUM}"}
    assert len(ask("quorum-limits-differ", files)) == count


def test_versioned_notifications_have_a_queue_of_their_own() -> None:
    head = '[companions]\ncinder = "cinder.conf"\n'
    files = {"ctl1": f"{AT}{QUORUM}\n{NOTIFYING}", "cinder": f"{AT}{NOTIFYING}"}
    assert len(ask("notification-queue-differs", files, head)) == 1
    files["ctl1"] += "[notifications]\nnotification_format = versioned"
    assert ask("notification-queue-differs", files, head) == []


def test_older_nodes_share_what_they_declare_alike() -> None:
    """Up to xena there are no quorum queues; a durable exchange is shared all the same."""
    head = 'release = "yoga"\n[[overrides]]\npaths = ["cmp*"]\nrelease = "xena"\n'
    url = "[DEFAULT]\ntransport_url = rabbit://r1:5671/"
    new, durable = f"{url}\n{QUORUM}", f"{url}\n{Q}amqp_durable_queues = true"
    rule = "queue-kind-differs"
    assert ask(rule, {"ctl1": new, "cmp1": durable}, head) == []
    assert ask(rule, {"ctl1": new, "cmp1": f"{url}cell2"}, head) == []
    assert ask(rule, {"ctl1": url, "cmp1": f"{url}\n{QUORUM}"}, head) == []
    sends = "\n[oslo_messaging_notifications]\ndriver = messagingv2"
    (message,) = ask(rule, {"ctl1": new + sends, "cmp1": durable + sends}, head)
    assert "the notification queue" in message
    assert "`cmp1` runs xena" in message


def test_a_stream_that_no_service_starts_with_is_not_compared() -> None:
    lacking = f"{Q}rabbit_stream_fanout = true\nrabbit_qos_prefetch_count = 10"
    assert ask("stream-fanout-mixed", {"con1": lacking, "con2": ""}) == []


@pytest.mark.parametrize(("host", "severity"), [("localhost", "warning"), ("r1", "error")])
def test_a_proxy_may_speak_tls_for_its_machine(host: str, severity: str) -> None:
    head = '[companions]\nrabbitmq = "rabbitmq.conf"\n'
    broker = "listeners.tcp = none\nlisteners.ssl.default = 5671"
    url = f"[DEFAULT]\ntransport_url = rabbit://n:p@{host}:5672/"
    (found,) = check(
        fleet({"rabbitmq": broker, "cmp1": url}, head), "broker-port-against-tls"
    ).findings
    assert str(found.severity) == severity
    assert ("unless a proxy" in found.message) == (severity == "warning")


@pytest.mark.parametrize(("listened", "count"), [("", 1), ("mq1", 1), ("mq2", 0)])
def test_ceilometer_listens_where_it_says(listened: str, count: int) -> None:
    head = '[companions]\nceilometer = "ceilometer.conf"\n'
    url = "[DEFAULT]\ntransport_url = rabbit://n:p@mq1/\n"
    told = f"[notification]\nmessaging_urls = rabbit://c:p@{listened}/" if listened else ""
    files = {
        "ctl1": f"{url}[oslo_messaging_notifications]\ndriver = messagingv2\n{QUORUM}",
        "ceilometer": f"{url}{told}",
    }
    assert len(ask("notification-queue-differs", files, head)) == count


@pytest.mark.parametrize("broker", ["[FD00::1]", "r2"])
def test_a_node_of_no_cell_may_ask_the_conductors_of_any(broker: str) -> None:
    """A conductor that serves the API alone is of no cell; an IPv6 address has many spellings."""
    head = '[fleet]\ncomplete = true\n[[overrides]]\npaths = ["con1*"]\ncell = "cell1"\n'
    url = "[DEFAULT]\ntransport_url = rabbit://n:p@{}/".format
    there = url(broker.replace("FD00::1", "fd00:0::1"))
    files = {"con0": url("r1"), "con1": there, "cmp1": url(broker)}
    assert ask("broker-not-shared", files, head) == []
    assert len(ask("broker-not-shared", {**files, "cmp1": url("r3")}, head)) == 1


def test_a_node_whose_queues_alone_are_not_durable_is_said_once() -> None:
    """Where others have durable queues, RabbitMQ would refuse it whatever rabbitmq.conf permits."""
    head = '[companions]\nrabbitmq = "rabbitmq.conf"\n'
    url = "[DEFAULT]\ntransport_url = rabbit://n:p@r1/\n"
    refusing = "deprecated_features.permit.transient_nonexcl_queues = false"
    on = f"{url}{Q}rabbit_transient_quorum_queue = true\n"
    files = {"rabbitmq": refusing, "ctl1": f"{on}amqp_durable_queues = true", "cmp1": on}
    assert ask("broker-refuses-transient-queues", files, head) == []
    assert len(ask("queue-durability-differs", files, head)) == 1
    assert len(ask("broker-refuses-transient-queues", {**files, "ctl1": on}, head)) == 1


@pytest.mark.parametrize("name", ["met2", "prx2"])
@pytest.mark.parametrize(
    ("rule", "option"),
    [
        ("queue-kind-differs", "rabbit_quorum_queue"),
        ("queue-durability-differs", "amqp_durable_queues"),
        ("queue-auto-delete-differs", "amqp_auto_delete"),
        ("control-exchange-differs", ""),
    ],
)
def test_metadata_alone_declares_nothing(name: str, rule: str, option: str) -> None:
    """A console proxy makes calls to nova-compute, and declares the exchange."""
    url = "[DEFAULT]\ntransport_url = rabbit://n:p@r1/\n"
    more = f"{Q}{option} = true" if option else "control_exchange = other"
    files = {"ctl1": url, "cmp1": url, name: url + more}
    assert len(ask(rule, files)) == (name == "prx2")
    head = 'release = "2025.1"\n[deployment]\nwsgi = false\n'  # a process asks nova-conductor
    assert len(ask(rule, files, head)) == 1
    assert len(ask(rule, files, head.replace("2025.1", "2025.2"))) == (name == "prx2")
