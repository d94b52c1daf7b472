"""What rules claim of queues, log-ins, zones and heartbeats where files say what few files say."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

STREAMS = "[oslo_messaging_rabbit]\nrabbit_quorum_queue = true\nrabbit_stream_fanout = true\n"
TRANSIENT, FOREVER = "transient-queues-not-replicated", "transient-queues-never-expire"
CORNERS = [
    # nothing connects, as stream-fanout-incomplete tells, so no queue is lost
    Corner(TRANSIENT, STREAMS, facts={"rabbit_nodes": 3}),
    # a policy removes no streams, but it can limit them
    Corner(FOREVER, f"{STREAMS}rabbit_transient_queues_ttl = 0\n", "RabbitMQ limits them"),
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner.rule)
def test_a_rule_says_what_is_so_of_an_unusual_file(corner: Corner) -> None:
    confirm(corner)
