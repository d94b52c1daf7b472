"""RabbitMQ refuses what the rules say, and accepts what they are silent about.

Each pair of settings is tried in both orders with a RabbitMQ on the loopback address: a first
service declares, then a second one. Without Debian's rabbitmq-server all of it is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import uuid4

import pytest

amqp = pytest.importorskip("amqp")

from fleets.broker import PROGRAM, Declared, connected, running  # noqa: E402
from fleets.fleets import check  # noqa: E402

Settings = Mapping[str, object]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAM.exists(), reason="rabbitmq-server is not installed"),
]

CLASSIC: Settings = {}
DURABLE = {"amqp_durable_queues": True}
QUORUM = {"rabbit_quorum_queue": True}
BOTH = {**QUORUM, "rabbit_transient_quorum_queue": True}
STREAM = {**BOTH, "rabbit_stream_fanout": True, "rabbit_qos_prefetch_count": 10}

REFUSED = [
    (CLASSIC, QUORUM, "queue-kind-differs", "x-queue-type|durable"),
    (DURABLE, QUORUM, "queue-kind-differs", "x-queue-type"),
    (CLASSIC, DURABLE, "queue-durability-differs", "durable"),
    (CLASSIC, {"amqp_auto_delete": True}, "queue-auto-delete-differs", "auto_delete"),
    (QUORUM, BOTH, "transient-queue-kind-differs", "durable"),
    (STREAM, {**STREAM, "rabbit_transient_queues_ttl": 60}, "stream-fanout-age-differs",
     "x-max-age"),
    (QUORUM, {**QUORUM, "rabbit_quorum_delivery_limit": 10}, "quorum-limits-differ",
     "x-delivery-limit"),
    (QUORUM, STREAM, "stream-fanout-mixed", "durable"),
]  # fmt: skip
"""What two services of a role have, the rule that says so, and the property that is refused."""

ACCEPTED = [
    (CLASSIC, CLASSIC),
    (QUORUM, {**QUORUM, "amqp_durable_queues": True}),
    (BOTH, STREAM),
    (CLASSIC, {"rabbit_transient_queues_ttl": 60}),
    (BOTH, {**BOTH, "rabbit_transient_queues_ttl": 60}),
    (QUORUM, {**QUORUM, "rabbit_ha_queues": False}),
]
"""What services of a role may have side by side."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    try:
        with running() as port:
            yield port
    except RuntimeError as error:
        pytest.skip(str(error))


def refusals(port: int, first: Settings, second: Settings, topics: tuple[str, str]) -> list[str]:
    """Give what RabbitMQ says to a second service, in both orders; empty where it takes it."""
    return [
        said
        for pair in ((first, second), (second, first))
        if (said := _second(port, *pair, topics))
    ]


def _second(port: int, first: Settings, second: Settings, topics: tuple[str, str]) -> str:
    mark = f"-{uuid4().hex}"
    with connected(port) as connection:
        Declared(first, mark).start(connection.channel(), topics[0])
        other = Declared(second, mark)
        try:
            other.start(connection.channel(), topics[1])
            other.publish(connection.channel(), topics[0])
        except amqp.exceptions.PreconditionFailed as error:
            return str(error)
    return ""


def found(first: Settings, second: Settings, roles: tuple[str, str] = ("con1", "con2")) -> set[str]:
    """Give the rules that have an error for two nodes with these settings."""
    parts = []
    for name, settings in zip(roles, (first, second), strict=True):
        lines = "".join(f"{option} = {value}\n" for option, value in settings.items())
        parts.append(f"=== {name}.conf\n[oslo_messaging_rabbit]\n{lines}")
    report = check("".join(parts), "cloud")
    return {one.rule for one in report.findings if one.severity.value == "error"}


@pytest.mark.parametrize(("first", "second", "rule", "what"), REFUSED)
def test_what_rules_find_is_refused(
    port: int, first: Settings, second: Settings, rule: str, what: str
) -> None:
    said = refusals(port, first, second, ("conductor", "conductor"))
    assert rule in found(first, second)
    assert said, "RabbitMQ takes it in both orders"
    assert all("inequivalent arg" in text for text in said)
    assert any(f"'{name}'" in text for text in said for name in what.split("|"))


@pytest.mark.parametrize(("first", "second"), ACCEPTED)
def test_what_rules_are_silent_about_is_accepted(
    port: int, first: Settings, second: Settings
) -> None:
    assert refusals(port, first, second, ("conductor", "conductor")) == []
    assert found(first, second) == set()


def test_services_of_two_roles_share_the_exchange_alone(port: int) -> None:
    limited = {**QUORUM, "rabbit_quorum_delivery_limit": 10}
    topics, nodes = ("conductor", "compute"), ("con1", "cmp1")
    assert refusals(port, QUORUM, limited, topics) == []
    assert found(QUORUM, limited, nodes) == set()
    assert refusals(port, CLASSIC, QUORUM, topics)
    assert found(CLASSIC, QUORUM, nodes) == {"queue-kind-differs"}


def test_another_exchange_is_taken_without_a_word(port: int) -> None:
    other = {"control_exchange": "openstack"}
    assert refusals(port, CLASSIC, other, ("conductor", "conductor")) == []


@pytest.mark.parametrize(("ours", "theirs"), [(QUORUM, CLASSIC), (DURABLE, CLASSIC)])
def test_queues_of_notifications_have_one_owner(
    port: int, ours: Settings, theirs: Settings
) -> None:
    mark = f"-{uuid4().hex}"
    with connected(port) as connection:
        Declared(ours, mark).notify(connection.channel())
        Declared(ours, mark).notify(connection.channel())
        with pytest.raises(amqp.exceptions.PreconditionFailed, match="notifications"):
            Declared(theirs, mark).notify(connection.channel())


def test_a_virtual_host_that_is_not_there_is_refused(port: int) -> None:
    with pytest.raises((amqp.exceptions.AMQPError, OSError)):
        connected(port, "nova")
