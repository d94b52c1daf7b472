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


@pytest.mark.parametrize(
    ("on", "off", "said"),
    [
        (("con1", "con2", "sch1"), ("sch2", "sch3", "cmp1", "cmp2"), "true here and false on 4"),
        (("con1", "sch1", "cmp1"), ("con2",), "false here and true on 3"),  # they count as usual
    ],
)
def test_nodes_that_agree_where_they_share_one_are_not_odd(
    on: tuple[str, ...], off: tuple[str, ...], said: str
) -> None:
    nodes = {**dict.fromkeys(on, RABBIT), **dict.fromkeys(off, "")}
    files = "".join(f"=== {name}.conf\n{HEAD}{text}" for name, text in nodes.items())
    (finding,) = fleets.check(files, "transient-queue-kind-differs").findings
    assert said in finding.message


def test_who_shares_no_exchange_makes_streams_no_worse() -> None:
    nodes = {"sch1": STREAM, "sch2": RABBIT, "con1": "", "con2": ""}
    assert ask("stream-fanout-mixed", nodes) == ["info"]
