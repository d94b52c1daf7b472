"""What rules say of the heartbeats of services, which may not go to a database at all."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

from novalint.deployment import Deployment
from novalint.engine.report import check
from novalint.findings import Severity
from novalint.text.document import Document

RULE = "report-interval-for-many-hosts"
DEFAULT = "[DEFAULT]\nreport_interval = 10\n"
MANY = {"compute_hosts": 1000}
CORNERS = [
    Corner(RULE, DEFAULT, "makes 1000 hosts write 100 heartbeats a second to the", facts=MANY),
    # what is in memcached is in no database
    Corner(RULE, f"{DEFAULT}servicegroup_driver = mc\n", facts=MANY),
    # how long others wait changes nothing
    Corner(RULE, f"{DEFAULT}service_down_time = {{{{ down }}}}\n", "100 heartbeats", facts=MANY),
    # each cell has conductors and a database of its own
    Corner(
        RULE,
        DEFAULT,
        "makes 500 hosts of each cell write 50 heartbeats a second to its database",
        facts={**MANY, "cells": 2},
    ),
    Corner(RULE, DEFAULT, facts={**MANY, "cells": 20}),
]
LATE = "[DEFAULT]\nreport_interval = 60\nservice_down_time = {}\n"
ELSEWHERE = "set it to 360 on the nodes of nova-api, nova-conductor and nova-scheduler"


@pytest.mark.parametrize("corner", CORNERS)
def test_a_rule_claims_what_is_so(corner: Corner) -> None:
    confirm(corner)


@pytest.mark.parametrize(("rule", "down"), [("below-report-interval", 60), ("tight", 90)])
@pytest.mark.parametrize(
    ("role", "lines", "here"),
    [
        ("compute", "", False),
        ("compute", "compute_driver = ironic.IronicDriver\n", True),
        ("compute", "servicegroup_driver = mc\n", False),  # who asks memcached decides as well
        (("compute", "conductor"), "", True),
        ("scheduler", "", True),
        (None, "", True),
    ],
)
def test_who_judges_sets_how_long_to_wait(
    rule: str, down: int, role: str | tuple[str, ...] | None, lines: str, here: bool
) -> None:
    told = Deployment(release="2026.2", role=role, compute_hosts=200)
    name = f"service-down-time-{rule}"
    text = LATE.format(down) + lines
    (finding,) = check(Document.parse(text), deployment=told, select=[name]).findings
    assert finding.message.endswith("set it to 360" if here else ELSEWHERE)
    assert bool(finding.fixes) is here
    assert here or finding.severity is Severity.INFO
