"""A fix leaves nothing behind that keeps a service from starting, or servers from their disks."""

from __future__ import annotations

import pytest
from fleets.fleets import check
from fleets.test_same_meaning import Files, ask, fleet

Q = "[oslo_messaging_rabbit]\n"
STREAMS = f"{Q}rabbit_stream_fanout = true\nrabbit_transient_quorum_queue = true\n"


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        (
            "queue-kind-differs",
            {
                "ctl1": f"{Q}rabbit_quorum_queue = true",
                "ctl2": f"{Q}rabbit_quorum_queue = true",
                "ctl3": f"{Q}rabbit_ha_queues = true",
            },
        ),
        ("transient-queue-kind-differs", {"con1": STREAMS, "con2": "", "con3": "", "con4": ""}),
        (
            "stream-fanout-mixed",
            {
                "con1": f"{Q}rabbit_stream_fanout = true",
                "con2": f"{Q}rabbit_stream_fanout = true",
                "con3": Q,
            },
        ),
    ],
)
def test_nothing_is_written_that_would_keep_a_service_from_starting(
    rule: str, files: Files
) -> None:
    report = check(fleet(files), rule)
    assert len(report.findings) == 1
    assert not report.fix(unsafe=True)


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        (
            "stream-fanout-age-differs",
            {"con1": STREAMS, "cmp1": f"{STREAMS}rabbit_transient_queues_ttl = 60"},
        ),
        (
            "queue-durability-differs",
            {
                "con1": f"{Q}rabbit_quorum_queue = {{{{ quorum }}}}\namqp_durable_queues = true",
                "con2": Q,
            },
        ),
        (
            "queue-manager-host-repeated",
            {
                name: f"{Q}use_queue_manager = true\nhostname = ctl1\nprocessname = {name}"
                for name in ("api1", "con1")
            },
        ),
    ],
)
def test_what_nodes_do_not_share_may_differ(rule: str, files: Files) -> None:
    assert ask(rule, files) == []


def test_programs_without_a_name_of_their_own_go_by_their_role() -> None:
    queues = f"{Q}use_queue_manager = true\nhostname = cmp1\n"
    (message,) = ask(
        "queue-manager-host-repeated", {"cmp1": queues, "cmp2": queues, "api1": queues}
    )
    assert "on `cmp1`" in message
