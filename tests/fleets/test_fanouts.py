"""Differences of fanouts that matter, and those between nodes that declare none in common."""

from __future__ import annotations

import pytest
from fleets import fleets

HEAD = "[DEFAULT]\ntransport_url = rabbit://rabbit1.example.org:5672/nova\n"
RABBIT = "[oslo_messaging_rabbit]\nrabbit_transient_quorum_queue = true\nuse_queue_manager = true\n"
STREAM = f"{RABBIT}rabbit_stream_fanout = true\nrabbit_qos_prefetch_count = 10\n"
APART = [("sch1", "con1"), ("cmp1", "con1"), ("cmp1", "prx1"), ("ctl1", "met1"), ("api1", "con1")]
IN_COMMON = [("sch1", "sch2"), ("sch1", "cmp1"), ("api1", "cmp1"), ("con1", "con2"), ("ctl1", "x")]


def ask(rule: str, nodes: dict[str, str], settings: str = "") -> list[str]:
    files = "".join(f"=== {name}.conf\n{HEAD}{text}" for name, text in nodes.items())
    return [finding.severity.value for finding in fleets.check(settings + files, rule).findings]


@pytest.mark.parametrize(("one", "other"), [*APART, *IN_COMMON])
@pytest.mark.parametrize("on", [RABBIT, STREAM])
def test_only_who_shares_an_exchange_must_declare_it_alike(one: str, other: str, on: str) -> None:
    found = ["error"] if (one, other) in IN_COMMON else []
    assert ask("transient-queue-kind-differs", {one: on, other: ""}) == found
    assert ask("stream-fanout-mixed", {one: STREAM, other: RABBIT}) == ["info"] * len(found)


@pytest.mark.parametrize(("other", "found"), [("con1", []), ("cmp1", ["error"])])
def test_nodes_of_an_older_release_as_well(other: str, found: list[str]) -> None:
    older = f'[[overrides]]\npaths = ["{other}.conf"]\nrelease = "2023.2"\n'
    assert ask("transient-queue-kind-differs", {"sch1": RABBIT, other: ""}, older) == found


def test_nodes_that_share_none_are_told_nothing_of_the_others() -> None:
    nodes = {"con1": RABBIT, "con2": RABBIT, "sch1": RABBIT, **dict.fromkeys(("sch2", "cmp1"), "")}
    files = "".join(f"=== {name}.conf\n{HEAD}{text}" for name, text in nodes.items())
    (finding,) = fleets.check(files, "transient-queue-kind-differs").findings
    assert "true here and false on 2 nodes" in finding.message
